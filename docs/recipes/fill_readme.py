"""
Write into README.md what its own examples print, the profiles and the count of packs.

    python docs/recipes/fill_readme.py

The README's tests fail when it is stale; this makes it fresh.
"""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

from notesafe.packs import load_packs
from notesafe.policy import load_policy, profile_names

README = Path(__file__).parents[2] / "README.md"
SESSION = re.compile(r"(```python\n)(.*?)(```\n\n```\n)(.*?)(```)", re.DOTALL)
PROFILES = re.compile(r"(<!-- profiles -->\n).*?(\n<!-- end -->)", re.DOTALL)
PACKS = re.compile(r"(<!-- packs -->\n).*?(\n<!-- end -->)", re.DOTALL)


def printed(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own README
    return out.getvalue()


def main() -> None:
    text = README.read_text("utf-8")
    text = SESSION.sub(lambda m: m[1] + m[2] + m[3] + printed(m[2]) + m[5], text)
    rows = [f"| `{name}` | {load_policy(name).summary} |" for name in profile_names()]
    table = "\n".join(["| profile | for |", "|---|---|", *rows])
    text = PROFILES.sub(lambda m: m[1] + table + m[2], text)
    packs = load_packs()

    def count(*kinds: str) -> int:
        return sum(len(getattr(pack.info.examples, kind)) for pack in packs for kind in kinds)

    line = (
        f"{len(packs)} packs hold {count('match', 'no_match'):,} sentences that must be found or left, "
        f"{count('known_miss')} known misses and {count('known_false_alarm')} known false alarms."
    )
    text = PACKS.sub(lambda m: m[1] + line + m[2], text)
    README.write_text(text, "utf-8")


if __name__ == "__main__":
    main()

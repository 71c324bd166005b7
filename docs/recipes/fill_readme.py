"""
Write into README.md what its own examples print, the profiles, the packs' count and the table of peers.

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
PEERS = re.compile(r"(<!-- peers -->\n).*?(\n<!-- end -->)", re.DOTALL)
SHOWN = (0, 1, 2, 4, 7, 8)  # columns of benchmarks/RESULTS.md: system, direct, PERSON, innocent, start-up, speed
PACKS = re.compile(r"(<!-- packs -->\n).*?(\n<!-- end -->)", re.DOTALL)


def printed(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own README
    return out.getvalue()


def peers() -> str:
    """The chosen columns of the side-by-side table, as the command wrote it."""
    rows = [
        line for line in (README.parent / "benchmarks" / "RESULTS.md").read_text("utf-8").splitlines() if "|" in line
    ]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return "\n".join("| " + " | ".join(row[i] for i in SHOWN) + " |" for row in cells)


def main() -> None:
    text = README.read_text("utf-8")
    text = SESSION.sub(lambda m: m[1] + m[2] + m[3] + printed(m[2]) + m[5], text)
    rows = [f"| `{name}` | {load_policy(name).summary} |" for name in profile_names()]
    table = "\n".join(["| profile | for |", "|---|---|", *rows])
    text = PROFILES.sub(lambda m: m[1] + table + m[2], text)
    text = PEERS.sub(lambda m: m[1] + peers() + m[2], text)
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

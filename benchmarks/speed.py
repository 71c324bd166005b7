"""
How fast: systems read the same documents in turns on one core; the ratio of the least processor time each needed.

    python benchmarks/speed.py [--systems notesafe presidio our_model] [--rounds 5]

Turns, because the machine is noisy, and the least, because noise only adds. Loading does not count. Needs what
`side_by_side.py` needs.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import systems

from notesafe import Redactor
from notesafe.evaluate import load_gold

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--systems", nargs="+", default=["notesafe", "presidio", "our_model"])
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    texts = [document.text for document in load_gold(HERE / "documents" / "open")]
    run = {name: Redactor().redact if name == "notesafe" else getattr(systems, name) for name in options.systems}
    for call in run.values():
        for text in texts[:10]:
            call(text)
    least = dict.fromkeys(run, float("inf"))
    for _ in range(options.rounds):
        for name, call in run.items():
            started = time.process_time()
            for text in texts:
                call(text)
            least[name] = min(least[name], time.process_time() - started)
    first = options.systems[0]
    print(
        f"{len(texts)} documents, {sum(map(len, texts)):,} characters, best of {options.rounds}, {first} = 1, higher is faster"
    )
    for name, seconds in least.items():
        print(f"{name}: {least[first] / seconds:.2f}")


if __name__ == "__main__":
    main()

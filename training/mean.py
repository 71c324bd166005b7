"""
The mean of the weights of several runs that went out from the same one, as a run of its own.

    python training/mean.py RUN... --output OUT

Each RUN is what `make_model.py --start` wrote, all from one START. The log of OUT is theirs, one after the other.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch

from notesafe.train.export import export
from notesafe.train.learn import mean_of
from notesafe.train.network import Network, Shape


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()

    options.output.mkdir(parents=True, exist_ok=True)
    first = options.runs[0]
    net = Network(Shape(**json.loads((first / "shape.json").read_text("utf-8"))))
    net.load_state_dict(mean_of([torch.load(run / "weights.pt") for run in options.runs]))
    net.eval()
    torch.save(net.state_dict(), options.output / "weights.pt")
    shutil.copyfile(first / "shape.json", options.output / "shape.json")
    export(net, first / "vocab.txt", options.output)
    with (options.output / "log.jsonl").open("w", encoding="utf-8") as log:
        log.writelines((run / "log.jsonl").read_text("utf-8") for run in options.runs)


if __name__ == "__main__":
    main()

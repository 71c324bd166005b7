"""
The mean of the weights of runs that went out from the same one, as a run of its own.

    python training/mean.py RUN1/weights2.pt RUN1/weights3.pt RUN2/weights2.pt RUN2/weights3.pt --output OUT

Each file is what `make_model.py --start` wrote after a descent of the rate, all from one START, or the weights of START
itself; one that is named twice counts twice. The log of OUT is that of their runs, one after the other.
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
    parser.add_argument("weights", type=Path, nargs="+")
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()

    options.output.mkdir(parents=True, exist_ok=True)
    runs = list(dict.fromkeys(path.parent for path in options.weights))
    net = Network(Shape(**json.loads((runs[0] / "shape.json").read_text("utf-8"))))
    net.load_state_dict(mean_of([torch.load(path) for path in options.weights]))
    net.eval()
    torch.save(net.state_dict(), options.output / "weights.pt")
    shutil.copyfile(runs[0] / "shape.json", options.output / "shape.json")
    facts = export(net, runs[0] / "vocab.txt", options.output)
    with (options.output / "log.jsonl").open("w", encoding="utf-8") as log:
        log.writelines((run / "log.jsonl").read_text("utf-8") for run in runs)
        log.write(
            json.dumps({"mean_of": [f"{p.parent.name}/{p.name}" for p in options.weights], "exported": facts}) + "\n"
        )


if __name__ == "__main__":
    main()

"""Put a finished model into the package: `python training/ship.py OUT`, where OUT is what make_model.py wrote."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from notesafe.detect.model import model_path, save_pipeline

HERE = Path(__file__).parent


def main(out: Path) -> None:
    tagger = out / "tagger"
    tagger.mkdir(exist_ok=True)
    for name in ("model.onnx", "vocab.txt", "tagger.json"):
        shutil.copyfile(out / name, tagger / name)
    shutil.rmtree(model_path(), ignore_errors=True)
    save_pipeline(tagger, model_path())
    shutil.copyfile(out / "log.jsonl", HERE / "log.jsonl")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

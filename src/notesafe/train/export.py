"""Write a network as the files that `notesafe.tagger` runs: an int8 ONNX graph, the vocabulary, their checksums."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch

from notesafe.tagger.features import FEATURES
from notesafe.tagger.labels import LABELS
from notesafe.train.encode import WINDOW
from notesafe.train.network import Network

__all__ = ["export", "fingerprint"]


def export(
    net: Network, vocabulary: Path, folder: Path, *, name: str = "en_notesafe", version: str = "1.3.0"
) -> dict[str, object]:
    """
    Write `model.onnx`, `vocab.txt` and `tagger.json` into *folder* and return what the last one holds.

    The graph reads one window at a time, so it knows no padding. The linear layers and the embeddings are kept as
    integers, with one scale a column, and what goes through them is quantised at run time (onnxruntime's dynamic
    quantisation). Weights use seven of the eight bits: processors without VNNI add such products in 16 bits, which
    overflow with eight (onnxruntime, "Quantize ONNX models", on `reduce_range`), and the model would be worse there.
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    net.eval()
    sample = torch.ones(1, 12, dtype=torch.int64)
    told = torch.zeros(1, 12, len(FEATURES), dtype=torch.int64)
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of tracing; torch's newer exporter needs one more package
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            net,
            (sample, told),
            str(whole),
            input_names=["pieces", "features"],
            output_names=["scores"],
            dynamic_axes={name: {0: "batch", 1: "length"} for name in ("pieces", "features", "scores")},
            opset_version=17,
            dynamo=False,
        )
        _name_weights(whole, net)
        quantize_dynamic(
            str(whole),
            str(folder / "model.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"MatMulConstBOnly": True},
        )
    if vocabulary.resolve() != (folder / "vocab.txt").resolve():
        shutil.copyfile(vocabulary, folder / "vocab.txt")
    facts: dict[str, object] = {
        "name": name,
        "version": version,
        "labels": list(LABELS),
        "features": list(FEATURES),
        "window": WINDOW,
        "sha256": {file: _sha256(folder / file) for file in ("model.onnx", "vocab.txt")},
    }
    (folder / "tagger.json").write_text(json.dumps(facts, indent=1) + "\n", "utf-8")
    return facts


def _name_weights(path: Path, net: Network) -> None:
    """
    Give the weights in the graph the names they have in the network, and note its sizes.

    The exporter folds a linear layer's weight into a nameless constant, transposed; without its name the network
    could not be read back to be taught further.
    """
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(path))
    own = {name: value.numpy() for name, value in net.state_dict().items()}
    renamed: dict[str, str] = {}
    for item in model.graph.initializer:
        if item.name in own:
            continue
        value = numpy_helper.to_array(item)
        for name, weight in own.items():
            if value.shape == weight.T.shape and value.ndim == 2 and np.array_equal(value, weight.T):
                renamed[item.name] = name
                item.name = name
                break
    for node in model.graph.node:
        for at, name in enumerate(node.input):
            if name in renamed:
                node.input[at] = renamed[name]
    for key, size in net.shape.as_dict().items():
        entry = model.metadata_props.add()
        entry.key, entry.value = key, str(size)
    onnx.save(model, str(path))


def fingerprint(folder: Path) -> str:
    """Return one checksum for all text files in *folder*."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.txt")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()

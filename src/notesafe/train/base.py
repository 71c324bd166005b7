"""Start a network from the weights of a pretrained encoder: a BERT, or an MPNet (Song et al. 2020) for a teacher."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from notesafe.train.network import NEAR, SIZES, Network, Shape

__all__ = ["network_from_base"]

_BERT = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "inner",
    "output.dense": "outer",
    "output.LayerNorm": "norm2",
}
_MPNET = _BERT | {
    "attention.attn.q": "q",
    "attention.attn.k": "k",
    "attention.attn.v": "v",
    "attention.attn.o": "out",
    "attention.LayerNorm": "norm1",
}
_MPNET_NAMES = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}
_MPNET_FIRST = 2  # its first two positions stand for padding


def network_from_base(folder: Path, vocabulary: Path, *, layers: int | None = None) -> Network:
    """
    Return a network that starts from pretrained weights and reads the word pieces of *vocabulary*.

    Args:
        folder: Holds `config.json`, `model.safetensors` and `vocab.txt` of a BERT or an MPNet.
        vocabulary: The `vocab.txt` of a BERT, which the network is to read; the base's own rows are put in its order.
        layers: Keep only the first so many.

    Raises:
        ValueError: The base is neither, or lacks a piece of *vocabulary*.
    """
    from safetensors.torch import load_file

    config: dict[str, Any] = json.loads((folder / "config.json").read_text("utf-8"))
    kind = config["model_type"]
    if kind not in ("bert", "mpnet"):
        raise ValueError(f"'{kind}' is no base: only a BERT or an MPNet")
    given = load_file(str(folder / "model.safetensors"))
    sizes = {k: config[k] for k in SIZES}
    if kind == "mpnet":
        sizes |= {NEAR: config[NEAR], "max_position_embeddings": config["max_position_embeddings"] - _MPNET_FIRST}
    rows = _rows(vocabulary, folder / "vocab.txt", _MPNET_NAMES if kind == "mpnet" else {})
    sizes["vocab_size"] = len(rows)
    net = Network(Shape(**sizes | ({"num_hidden_layers": layers} if layers else {})))
    own: dict[str, Tensor] = net.state_dict()
    own["word.weight"] = given["embeddings.word_embeddings.weight"][rows]
    places = given["embeddings.position_embeddings.weight"]
    if kind == "mpnet":
        own["position.weight"] = places[_MPNET_FIRST:]
        own["near.weight"] = given["encoder.relative_attention_bias.weight"]
    else:
        own["position.weight"] = places + given["embeddings.token_type_embeddings.weight"][0]
    own["norm.weight"], own["norm.bias"] = given["embeddings.LayerNorm.weight"], given["embeddings.LayerNorm.bias"]
    for n in range(net.shape.layers):
        theirs = f"encoder.layer.{n}."
        for end in ("weight", "bias"):
            part = {
                ours: given[f"{theirs}{name}.{end}"]
                for name, ours in (_MPNET if kind == "mpnet" else _BERT).items()
                if f"{theirs}{name}.{end}" in given
            }
            own[f"layers.{n}.qkv.{end}"] = torch.cat([part.pop("q"), part.pop("k"), part.pop("v")])
            own |= {f"layers.{n}.{ours}.{end}": value for ours, value in part.items()}
    net.load_state_dict(own)
    return net


def _rows(wanted: Path, given: Path, renamed: dict[str, str]) -> Tensor:
    """Return for each piece of *wanted* the number of the same piece in *given*."""
    numbers = {piece: number for number, piece in enumerate(given.read_text("utf-8").split("\n"))}
    pieces = wanted.read_text("utf-8").removesuffix("\n").split("\n")
    missing = [piece for piece in pieces if renamed.get(piece, piece) not in numbers]
    if missing:
        raise ValueError(f"the base lacks {len(missing)} pieces of the vocabulary, such as {missing[0]!r}")
    return torch.tensor([numbers[renamed.get(piece, piece)] for piece in pieces])

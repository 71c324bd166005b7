"""The model in torch: a BERT encoder with features beside its word pieces, and a tag for each piece."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own habit

from notesafe.tagger.features import FEATURES
from notesafe.tagger.labels import TAGS

__all__ = ["DROPOUT", "NEAR", "SIZES", "Network", "Shape"]

DROPOUT = 0.1
"""Share of values dropped behind each half of a layer while learning (Devlin et al. 2019, appendix A.2)."""
_CHANCES = 1 << 23

SIZES = (
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "max_position_embeddings",
)
"""The sizes of a network, under the names of a BERT config."""
NEAR = "relative_attention_num_buckets"
"""One more size, of an MPNet: how many classes of distance attention tells apart; a BERT has none."""
_FARTHEST = 128  # pieces from which on all distances are one class (MPNet, after T5)


class Shape:
    """The sizes of a network, as its config file has them."""

    def __init__(self, **sizes: int) -> None:
        self.vocabulary = sizes["vocab_size"]
        self.width = sizes["hidden_size"]
        self.layers = sizes["num_hidden_layers"]
        self.heads = sizes["num_attention_heads"]
        self.inner = sizes["intermediate_size"]
        self.positions = sizes["max_position_embeddings"]
        self.near = sizes.get(NEAR, 0)

    def as_dict(self) -> dict[str, int]:
        """Return the sizes under the names of a BERT config."""
        return {
            "vocab_size": self.vocabulary,
            "hidden_size": self.width,
            "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads,
            "intermediate_size": self.inner,
            "max_position_embeddings": self.positions,
        } | ({NEAR: self.near} if self.near else {})


class _Dropout(nn.Module):  # type: ignore[misc]
    """
    Dropout that draws no numbers: a stretch, from a place at random, of a mask that was drawn once.

    torch's own takes half of the time of a step on a processor, nearly all of it for random numbers.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share
        self._kept: dict[torch.dtype, Tensor] = {}

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or not self.share:
            return x
        if x.numel() >= _CHANCES:
            return F.dropout(x, self.share)
        if x.dtype not in self._kept:
            chances = torch.rand(_CHANCES, generator=torch.Generator().manual_seed(0))
            self._kept[x.dtype] = ((chances >= self.share) / (1 - self.share)).to(x.dtype)
        start = int(torch.randint(_CHANCES - x.numel(), ()))
        return x * self._kept[x.dtype][start : start + x.numel()].view(x.shape)


class _Layer(nn.Module):  # type: ignore[misc]
    """Self-attention and a feed-forward net, each with a residual and a norm behind it (post-norm, as BERT)."""

    def __init__(self, shape: Shape, dropout: _Dropout) -> None:
        super().__init__()
        self.dropout = dropout
        self.heads = shape.heads
        self.width = shape.width
        self.size = shape.width // shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.inner = nn.Linear(shape.width, shape.inner)
        self.outer = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, self.size).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / math.sqrt(self.size)
        if bias is not None:
            scores = scores + bias
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, self.width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.outer(F.gelu(self.inner(x)))))


class Network(nn.Module):  # type: ignore[misc]
    """
    Word pieces and their features in, a score for each tag out.

    Shapes: pieces `[batch, length]`, features `[batch, length, len(FEATURES)]`, mask `[batch, length]`
    (1 for a piece, 0 for padding; None if there is no padding); the result is `[batch, length, len(TAGS)]`, before the softmax.
    """

    def __init__(self, shape: Shape, *, dropout: float = DROPOUT) -> None:
        super().__init__()
        self.shape = shape
        self.dropout = _Dropout(dropout)
        self.word = nn.Embedding(shape.vocabulary, shape.width)
        self.position = nn.Embedding(shape.positions, shape.width)
        self.told = nn.ModuleList(nn.Embedding(size, shape.width) for size in FEATURES)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(_Layer(shape, self.dropout) for _ in range(shape.layers))
        self.near = nn.Embedding(shape.near, shape.heads) if shape.near else None
        self.tags = nn.Linear(shape.width, len(TAGS))
        for embedding in self.told:
            nn.init.zeros_(embedding.weight)

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return the scores of the tags."""
        places = torch.arange(pieces.shape[1])
        x = self.word(pieces) + self.position(places)
        for number, embedding in enumerate(self.told):
            x = x + embedding(features[:, :, number])
        x = self.dropout(self.norm(x))
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * -10_000.0
        if self.near is not None:
            near = self.near(_distances(places, self.shape.near)).permute(2, 0, 1)[None]
            bias = near if bias is None else bias + near
        for layer in self.layers:
            x = layer(x, bias)
        scores: Tensor = self.tags(x)
        return scores


def _distances(places: Tensor, classes: int) -> Tensor:
    """Return the class of the distance of each place to each: half of them for each side, the far ones logarithmic (T5)."""
    apart = places[:, None] - places[None, :]
    half = classes // 2
    exact = half // 2
    far = apart.abs().clamp(min=1)
    scaled = torch.log(far.float() / exact) / math.log(_FARTHEST / exact) * (half - exact)
    far = (exact + scaled.long()).clamp(max=half - 1)
    return torch.where(apart.abs() < exact, apart.abs(), far) + half * (apart < 0).long()

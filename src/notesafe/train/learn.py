"""Teach the network: batches of like length, AdamW, a warm-up and linear descents (Devlin et al. 2019)."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

from notesafe.tagger.features import LISTED, NAMED
from notesafe.tagger.pieces import WordPieces
from notesafe.train.encode import IGNORED, Example
from notesafe.train.network import Network

__all__ = ["batches", "learn", "mean_of"]

_SOFTENED = 2.0  # temperature at which a teacher's tags are read, so that its doubts count
_STEP = 32  # lengths are padded to multiples of it: few shapes, so that kernels are built once


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Return *examples* in batches of about *size* pieces, each of like lengths, in random order."""
    order = sorted(examples, key=lambda e: (len(e.pieces) + rng.randint(0, 24), rng.random()))
    out: list[list[Example]] = [[]]
    for example in order:
        if out[-1] and (len(out[-1]) + 1) * max(len(example.pieces), len(out[-1][0].pieces)) > size:
            out.append([])
        out[-1].append(example)
    rng.shuffle(out)
    return out


def learn(
    net: Network,
    rounds: Iterable[Sequence[Example]],
    pieces: WordPieces,
    *,
    steps: int,
    stop: int | None = None,
    rate: float = 3e-4,
    batch: int = 2048,
    descents: int = 1,
    seed: int = 0,
    masked: tuple[float, float] = (0.04, 0.15),
    forgotten: float = 0.15,
    teachers: Sequence[Network] = (),
    trust: float = 0.5,
    told: Callable[[int, float], None] = lambda step, loss: None,
) -> None:
    """
    Train *net* in place.

    Args:
        net: The network.
        rounds: The examples of each pass, drawn anew each time.
        pieces: The vocabulary, for its mask.
        steps: How many batches in all.
        stop: End after so many of them; the rate is planned for all.
        rate: Highest learning rate; the word embeddings get a third of it.
        batch: Pieces in a batch.
        descents: How often the rate rises and falls to zero, in equal parts of the steps (Loshchilov & Hutter 2017).
            The nets at the ends of the descents lie near each other, and their mean is better than each.
        seed: Of chance.
        masked: Share of plain and of marked tokens whose pieces are hidden, so that the words around must tell.
        forgotten: Share of pieces of which the network is not told what the lists say.
        teachers: Networks of the same word pieces, such as a larger one and the one that *net* goes out from. They read each
            batch unhidden, and *net* learns how likely they take each tag for, in the mean, beside the marks (distillation,
            Hinton et al. 2015), also where nothing is marked: so it forgets less of what it knew (Li & Hoiem 2016).
        trust: Weight of what the teachers say, 0-1; the tags have the rest.
        told: Called with the step and its loss.
    """
    rng = random.Random(seed)
    generator = np.random.default_rng(seed)
    torch.manual_seed(seed)
    slow = [net.word.weight, net.position.weight]
    slow_ids = {id(p) for p in slow}
    fresh = [*net.told.parameters(), *net.tags.parameters()]
    fresh_ids = {id(p) for p in fresh}
    rest = [p for p in net.parameters() if id(p) not in slow_ids | fresh_ids]
    groups = [
        {"params": rest, "lr": rate, "weight_decay": 0.01},
        {"params": slow, "lr": rate / 3, "weight_decay": 0.0},
        {"params": fresh, "lr": rate * 3, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-6, fused=True)
    part = steps / descents
    warm = max(1.0, min(200.0, part // 10))
    plan = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda s: min(1.0, (s % part + 1) / warm) * (1 - s % part / part)
    )
    net.train()
    for teacher in teachers:
        teacher.eval()
    step = 0
    for examples in rounds:
        for group in batches(examples, batch, rng):
            if step >= (stop or steps):
                return
            loss = _loss(net, group, pieces, generator, masked, forgotten, teachers, trust)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
            plan.step()
            step += 1
            told(step, float(loss.detach()))


def mean_of(states: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """
    Return the mean of the weights of nets that went out from the same one (a "soup", Wortsman et al. 2022).

    Raises:
        ValueError: There are none, or they are not of one shape.
    """
    if not states or any(
        {n: t.shape for n, t in s.items()} != {n: t.shape for n, t in states[0].items()} for s in states
    ):
        raise ValueError("the mean is of nets of one shape, at least one")
    return {
        name: torch.stack([state[name].float() for state in states]).mean(0).to(first.dtype)
        for name, first in states[0].items()
    }


def _loss(
    net: Network,
    group: list[Example],
    pieces: WordPieces,
    chance: np.random.Generator,
    masked: tuple[float, float],
    forgotten: float,
    teachers: Sequence[Network],
    trust: float,
) -> Tensor:
    ids, told, tags, mask, free = _stack(group, pieces)
    taught = [_scores(teacher, ids, told, mask) for teacher in teachers]
    hidden = chance.random(ids.shape) < np.where(tags > 0, masked[1], masked[0])
    hidden &= tags != IGNORED
    ids = np.where(hidden, pieces.mask, ids)
    told = told.copy()
    for list_of in (NAMED, LISTED):  # the lists do not know everything
        told[chance.random(ids.shape) < forgotten, list_of] = 0
    scores = _scores(net, ids, told, mask)
    by_tags = _by_tags(scores, tags, free)
    if not taught:
        return by_tags
    return (1 - trust) * by_tags + trust * _by_teachers(scores, taught, torch.from_numpy(tags != IGNORED))


def _scores(net: Network, ids: np.ndarray, told: np.ndarray, mask: np.ndarray) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16), torch.set_grad_enabled(net.training):
        return net(torch.from_numpy(ids), torch.from_numpy(told), torch.from_numpy(mask)).float()


def _by_tags(scores: Tensor, tags: np.ndarray, free: np.ndarray) -> Tensor:
    """Return the loss against the marks: the mean over the pieces that teach."""
    logs = F.log_softmax(scores, -1)
    wanted = torch.from_numpy(tags)
    keep = wanted >= 0
    picked = logs.gather(-1, wanted.clamp(min=0)[..., None])[..., 0]
    # Where a source marks only some labels, "nothing" means: none of those.
    loose = torch.from_numpy(free)[:, None, :].expand_as(logs)
    nothing = torch.logsumexp(logs.masked_fill(~loose, -1e4), -1)
    picked = torch.where(wanted == 0, nothing, picked)
    return -(picked * keep).sum() / keep.sum().clamp(min=1)


def _by_teachers(scores: Tensor, taught: Sequence[Tensor], keep: Tensor) -> Tensor:
    """Return the loss against the mean of the teachers' softened tags: the divergence from it, scaled as Hinton et al. have it."""
    each = torch.stack([F.log_softmax(theirs[keep] / _SOFTENED, -1) for theirs in taught])
    mean = torch.logsumexp(each, 0) - math.log(len(taught))
    ours = F.log_softmax(scores[keep] / _SOFTENED, -1)
    return F.kl_div(ours, mean, log_target=True, reduction="batchmean") * _SOFTENED**2


def _stack(group: list[Example], pieces: WordPieces) -> tuple[np.ndarray, ...]:
    longest = -(-max(len(example.pieces) for example in group) // _STEP) * _STEP
    count = len(group)
    ids = np.full((count, longest), pieces.padding, dtype=np.int64)
    told = np.zeros((count, longest, group[0].features.shape[1]), dtype=np.int64)
    tags = np.full((count, longest), IGNORED, dtype=np.int64)
    mask = np.zeros((count, longest), dtype=np.int64)
    for row, example in enumerate(group):
        length = len(example.pieces)
        ids[row, :length], told[row, :length], tags[row, :length] = example.pieces, example.features, example.tags
        mask[row, :length] = 1
    return ids, told, tags, mask, np.stack([example.unlabelled for example in group])

"""Where a network starts from, and what it learns from a larger one. Needs the extra `train`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from notesafe.detect.model import model_path  # noqa: E402
from notesafe.tagger import WordPieces  # noqa: E402
from notesafe.tagger.features import FEATURES  # noqa: E402
from notesafe.train.base import network_from_base  # noqa: E402
from notesafe.train.encode import UNKNOWN, encode  # noqa: E402
from notesafe.train.learn import learn  # noqa: E402
from notesafe.train.network import NEAR, Network, Shape, _distances  # noqa: E402
from notesafe.train.start import network_from_onnx  # noqa: E402

BERT_PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[unused1]", "[unused2]", "sponsor", "##s"]
MPNET_PIECES = ["<s>", "<pad>", "</s>", "<unk>", "[PAD]", "[unused1]", "[unused2]", "[UNK]", "##s", "sponsor", "<mask>"]
WIDTH, INNER, HEADS = 8, 12, 2


def _write(folder: Path, pieces: list[str], **more: object) -> dict[str, torch.Tensor]:
    """Write a base of one layer with random weights and return them."""
    save_file = pytest.importorskip("safetensors.torch").save_file
    folder.mkdir()
    mpnet = more["model_type"] == "mpnet"
    config = {
        "vocab_size": len(pieces),
        "hidden_size": WIDTH,
        "num_hidden_layers": 1,
        "num_attention_heads": HEADS,
        "intermediate_size": INNER,
        "max_position_embeddings": 32,
        **more,
    }
    generator = torch.Generator().manual_seed(0)
    sizes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(pieces), WIDTH),
        "embeddings.position_embeddings.weight": (32, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,),
        "embeddings.LayerNorm.bias": (WIDTH,),
    }
    own = "attention.attn." if mpnet else "attention.self."
    names = ("q", "k", "v") if mpnet else ("query", "key", "value")
    parts = {
        **{f"{own}{name}": (WIDTH, WIDTH) for name in names},
        ("attention.attn.o" if mpnet else "attention.output.dense"): (WIDTH, WIDTH),
        "intermediate.dense": (INNER, WIDTH),
        "output.dense": (WIDTH, INNER),
    }
    for part, size in parts.items():
        sizes[f"encoder.layer.0.{part}.weight"], sizes[f"encoder.layer.0.{part}.bias"] = size, size[:1]
    for norm in ("attention.LayerNorm" if mpnet else "attention.output.LayerNorm", "output.LayerNorm"):
        sizes[f"encoder.layer.0.{norm}.weight"] = sizes[f"encoder.layer.0.{norm}.bias"] = (WIDTH,)
    if mpnet:
        sizes["encoder.relative_attention_bias.weight"] = (32, HEADS)
    else:
        sizes["embeddings.token_type_embeddings.weight"] = (2, WIDTH)
    weights = {name: torch.randn(size, generator=generator) for name, size in sizes.items()}
    save_file(weights, str(folder / "model.safetensors"))
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n", "utf-8")
    return weights


@pytest.fixture
def bert(tmp_path: Path) -> Path:
    _write(tmp_path / "bert", BERT_PIECES, model_type="bert")
    return tmp_path / "bert"


def _read(net: Network, ids: list[int]) -> torch.Tensor:
    with torch.no_grad():
        return net.eval()(torch.tensor([ids]), torch.zeros(1, len(ids), len(FEATURES), dtype=torch.int64))


def test_a_bert_keeps_its_rows_and_knows_no_distances(bert: Path) -> None:
    net = network_from_base(bert, bert / "vocab.txt")

    assert net.shape.near == 0
    assert net.near is None
    assert net.word.weight.shape == (len(BERT_PIECES), WIDTH)
    assert NEAR not in net.shape.as_dict()


def test_an_mpnet_reads_the_pieces_of_a_bert(bert: Path, tmp_path: Path) -> None:
    weights = _write(tmp_path / "mpnet", MPNET_PIECES, model_type="mpnet", **{NEAR: 32})
    net = network_from_base(tmp_path / "mpnet", bert / "vocab.txt")

    theirs = weights["embeddings.word_embeddings.weight"]
    for number, piece in enumerate(BERT_PIECES):
        name = {"[CLS]": "<s>", "[SEP]": "</s>", "[PAD]": "<pad>", "[MASK]": "<mask>"}.get(piece, piece)
        assert torch.equal(net.word.weight[number], theirs[MPNET_PIECES.index(name)])
    assert net.shape.positions == 30  # its first two stand for padding
    ids = [2, 7, 8, 7, 3]
    near = _read(net, ids)
    with torch.no_grad():
        net.near.weight.zero_()
    assert not torch.allclose(near, _read(net, ids), atol=1e-4)
    assert Shape(**net.shape.as_dict()).as_dict() == net.shape.as_dict()


def test_other_bases_and_vocabularies_are_refused(bert: Path, tmp_path: Path) -> None:
    _write(tmp_path / "roberta", BERT_PIECES, model_type="roberta")
    with pytest.raises(ValueError, match="roberta"):
        network_from_base(tmp_path / "roberta", bert / "vocab.txt")
    _write(tmp_path / "poor", BERT_PIECES[:-1], model_type="bert")
    with pytest.raises(ValueError, match="##s"):
        network_from_base(tmp_path / "poor", bert / "vocab.txt")


def test_distances_are_classed_as_mpnet_has_them() -> None:
    classes = _distances(torch.arange(300), 32)

    # T5: 16 classes a side, the first 8 exact, then logarithmic up to 128; what comes later is on the other side
    behind = [int(classes[at, 0]) for at in (0, 1, 7, 8, 11, 12, 16, 64, 127, 128, 299)]
    assert behind == [0, 1, 7, 8, 8, 9, 10, 14, 15, 15, 15]
    assert [int(classes[0, at]) for at in (1, 7, 8, 299)] == [17, 23, 24, 31]


@given(st.integers(2, 200), st.sampled_from([8, 16, 32]))
def test_every_distance_has_a_class_and_farther_is_never_nearer(length: int, count: int) -> None:
    classes = _distances(torch.arange(length), count)

    assert int(classes.min()) == 0
    assert int(classes.max()) < count
    assert (classes[1:, 0] >= classes[:-1, 0]).all()
    assert torch.equal(classes[1:, 1:], classes[:-1, :-1])


def _network(vocabulary: int, seed: int) -> Network:
    torch.manual_seed(seed)
    sizes = {"hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    return Network(Shape(vocab_size=vocabulary, max_position_embeddings=64, **sizes), dropout=0.0)


@pytest.mark.parametrize("count", [1, 2])
def test_a_network_learns_from_its_teachers_where_nothing_is_marked(count: int) -> None:
    """Every token is `OTHER`, so that only the teachers teach, in the mean; their weights stay."""
    words = ["my", "called", "and", "ran", "z", "##ork"]
    pieces = WordPieces([*BERT_PIECES, *words])
    text = "my sponsor zork called and zork ran"
    teachers = [_network(len(pieces), 3 + seed) for seed in range(count)]
    net = _network(len(pieces), 2)
    with torch.no_grad():
        for teacher in teachers:
            teacher.tags.weight.mul_(8)
    before = [{name: weight.clone() for name, weight in teacher.state_dict().items()} for teacher in teachers]
    examples = list(encode(text, [(0, len(text), "OTHER")], pieces)) * 8
    first_pieces = torch.from_numpy(examples[0].tags == UNKNOWN)
    ids = torch.from_numpy(examples[0].pieces)[None]
    told = torch.from_numpy(examples[0].features)[None]

    def says(network: Network) -> torch.Tensor:
        with torch.no_grad():
            return (network.eval()(ids, told)[0, first_pieces] / 2).softmax(-1)  # softened as `learn` does

    theirs = torch.stack([says(teacher) for teacher in teachers]).mean(0)

    def apart() -> float:
        return float((theirs * (theirs.log() - says(net).log())).sum(-1).mean())

    first = apart()
    learn(
        net,
        [examples] * 100,
        pieces,
        steps=100,
        rate=3e-3,
        batch=256,
        masked=(0, 0),
        forgotten=0,
        teachers=teachers,
        trust=1.0,
    )

    assert apart() < first / 5
    for teacher, weights in zip(teachers, before, strict=True):
        assert all(torch.equal(weight, weights[name]) for name, weight in teacher.state_dict().items())


def test_what_shipped_is_read_back_without_distances() -> None:
    assert network_from_onnx(model_path() / "notesafe_tagger").near is None

"""The network and `notesafe train`. Needs the extra `train`; `.ci/run` installs it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from typer.testing import CliRunner  # noqa: E402

from notesafe import Redactor  # noqa: E402
from notesafe.cli.app import app  # noqa: E402
from notesafe.detect.model import model_path  # noqa: E402
from notesafe.tagger import Tagger, WordPieces  # noqa: E402
from notesafe.tagger.features import FEATURES  # noqa: E402
from notesafe.train.encode import encode  # noqa: E402
from notesafe.train.export import export  # noqa: E402
from notesafe.train.learn import learn, mean_of  # noqa: E402
from notesafe.train.network import Network, Shape  # noqa: E402
from notesafe.train.start import network_from_onnx  # noqa: E402

SHIPPED = model_path() / "notesafe_tagger"
SMALL = {"hidden_size": 24, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}


def _small(vocabulary: int) -> Network:
    torch.manual_seed(0)
    return Network(Shape(vocab_size=vocabulary, max_position_embeddings=64, **SMALL))


@pytest.mark.slow
def test_a_small_network_learns_exports_and_is_read_back(tmp_path: Path) -> None:
    vocabulary = SHIPPED / "vocab.txt"
    pieces = WordPieces(vocabulary.read_text("utf-8").split("\n"))
    net = _small(len(pieces))
    text = "my sponsor zork called and zork ran"
    examples = list(encode(text, [(11, 15, "PERSON"), (27, 31, "PERSON")], pieces)) * 8

    learn(net, [examples] * 60, pieces, steps=60, rate=3e-3, batch=256, masked=(0.0, 0.0))
    export(net, vocabulary, tmp_path / "model")

    found = Tagger(tmp_path / "model").tag(text)
    assert [(t.start, t.end, t.label) for t in found if t.probability > 0.5] == [(11, 15, "PERSON"), (27, 31, "PERSON")]
    again = network_from_onnx(tmp_path / "model")
    ids = torch.tensor([list(range(100, 120))])
    told = torch.zeros(1, 20, len(FEATURES), dtype=torch.int64)
    net.eval(), again.eval()
    assert torch.allclose(net(ids, told), again(ids, told), atol=0.3)
    assert torch.allclose(net(ids, told), net(ids, told, torch.ones_like(ids)), atol=1e-5)


def test_the_mean_of_nets_lies_between_them_and_refuses_others() -> None:
    one, other = _small(200).state_dict(), _small(200).state_dict()
    other = {name: weight + 2 for name, weight in other.items()}

    assert all(torch.allclose(weight, one[name] + 1) for name, weight in mean_of([one, other]).items())
    assert all(torch.equal(weight, one[name]) for name, weight in mean_of([one]).items())
    for wrong in ([], [one, _small(201).state_dict()]):
        with pytest.raises(ValueError, match="one shape"):
            mean_of(wrong)


def test_each_descent_ends_where_nothing_moves_any_more() -> None:
    vocabulary = SHIPPED / "vocab.txt"
    pieces = WordPieces(vocabulary.read_text("utf-8").split("\n"))
    net = _small(len(pieces))
    examples = list(encode("my sponsor zork called", [(11, 15, "PERSON")], pieces)) * 4
    seen = [net.tags.weight.detach().clone()]
    learn(
        net,
        [examples] * 20,
        pieces,
        steps=20,
        batch=256,
        descents=2,
        told=lambda *_: seen.append(net.tags.weight.detach().clone()),
    )
    moved = [float((after - before).abs().max()) for before, after in zip(seen, seen[1:], strict=False)]

    assert moved[9] < moved[2] > moved[19]
    assert moved[12] > moved[9]


def test_learning_stops_where_it_is_told_to_with_the_rate_planned_for_all_steps() -> None:
    pieces = WordPieces((SHIPPED / "vocab.txt").read_text("utf-8").split("\n"))
    examples = list(encode("Ray called.", [(0, 3, "PERSON")], pieces)) * 4

    def taught(**more: int) -> tuple[Network, list[int]]:
        net, seen = _small(len(pieces)), list[int]()
        learn(net, [examples] * 6, pieces, steps=6, batch=64, told=lambda step, _: seen.append(step), **more)
        return net, seen

    stopped, seen = taught(stop=2)
    whole, _ = taught()

    assert seen == [1, 2]
    assert not torch.equal(stopped.tags.weight, whole.tags.weight)


def test_dropout_changes_what_is_learnt_from_and_nothing_else() -> None:
    net = _small(200)
    ids, told = torch.arange(20)[None], torch.zeros(1, 20, len(FEATURES), dtype=torch.int64)

    net.train()
    assert not torch.equal(net(ids, told), net(ids, told))
    net.eval()
    assert torch.equal(net(ids, told), net(ids, told))
    values = net.train().dropout(torch.ones(400, 100))
    assert set(values.unique().tolist()) == {0.0, torch.tensor(1 / 0.9).item()}
    assert abs(values.mean().item() - 1) < 0.02


@pytest.mark.model
@pytest.mark.slow
def test_train_writes_a_pipeline_that_redactor_takes(tmp_path: Path) -> None:
    rng = random.Random(0)
    rows = []
    for number in range(12):
        name = rng.choice(["Quorra", "Zebulon", "Ximenez"])
        text = f"Intake {number}: the resident {name} slept well."
        start = text.index(name)
        rows.append(
            {"id": str(number), "text": text, "spans": [{"start": start, "end": start + len(name), "label": "PERSON"}]}
        )
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")

    result = CliRunner().invoke(app, ["train", str(gold), "--output", str(tmp_path / "ours"), "--rounds", "1"])

    assert result.exit_code == 0, result.output
    assert "before" in result.output
    assert "Quorra" not in Redactor(nlp=tmp_path / "ours").redact("The resident Quorra slept.").text


@pytest.mark.parametrize("rows", [0, 3])
def test_too_few_documents_are_refused(tmp_path: Path, rows: int) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text("".join(json.dumps({"id": str(i), "text": "x", "spans": []}) + "\n" for i in range(rows)), "utf-8")

    result = CliRunner().invoke(app, ["train", str(gold), "--output", str(tmp_path / "ours")])

    assert result.exit_code == 1
    assert not (tmp_path / "ours").exists()

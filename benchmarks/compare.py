"""
Compare notesafe with its peers: the same documents, one run, one core, no network, one table.

    python benchmarks/compare.py
    python benchmarks/compare.py --gold FOLDER --only presidio rampart --output results.md

Needs `notesafe[evaluate]` in the interpreter that runs it. Each peer gets a virtual environment of its own under
`benchmarks/.peers/`, made from `peers/NAME.txt` on first use, and runs as `peers/NAME_adapter.py`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from notesafe.evaluate import GoldDocument, Report, evaluate, load_gold, load_system
from notesafe.evaluate.figures import Figure

HERE = Path(__file__).resolve().parent
ADAPTERS = HERE / "peers"
ENVIRONMENTS = HERE / ".peers"
ADAPTER_SECONDS = 1_800
INSTALL_SECONDS = 1_800


@dataclass(frozen=True)
class Peer:
    """A system to run. Without an environment it runs in this interpreter."""

    name: str
    environment: str | None
    note: str = ""


PEERS = (
    Peer("notesafe", None, "default profile"),
    Peer("presidio", "presidio", "stock, with en_core_web_sm"),
    Peer("presidio_org", "presidio", "the same, ORGANIZATION not ignored"),
    Peer("scrubadub", "scrubadub", "every offline detector; none for names"),
    Peer("scrubadub_spacy", "scrubadub_spacy", "with its spaCy add-on, en_core_web_sm"),
    Peer("datafog", "datafog", "spaCy engine, en_core_web_sm"),
    Peer("rampart", "rampart", "every entity, widened to whole words"),
    Peer("openmed", "openmed", "low_resource profile"),
)
OURS = PEERS[0].name


class PeerError(Exception):
    """A peer could not be installed or run; the message goes into the table."""


@dataclass(frozen=True)
class Outcome:
    """What came of one peer: figures, or the reason why there are none."""

    peer: Peer
    report: Report | None = None
    statistics: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return 1 if notesafe itself failed."""
    arguments = _arguments(argv)
    documents = load_gold(arguments.gold)
    peers = [peer for peer in PEERS if peer.name == OURS or not arguments.only or peer.name in arguments.only]
    prefix = _isolation()
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="notesafe-compare-") as folder:
        texts = Path(folder) / "documents.jsonl"
        texts.write_text("".join(json.dumps({"id": d.id, "text": d.text}) + "\n" for d in documents), "utf-8")
        for peer in peers:
            print(f"{peer.name} ...", file=sys.stderr, flush=True)
            outcomes.append(_attempt(peer, documents, texts, prefix, arguments.rounds))
            print(f"  {outcomes[-1].problem or 'done'}", file=sys.stderr, flush=True)
    page = _page(outcomes, documents, arguments, prefix)
    print(page)
    if arguments.output:
        arguments.output.write_text(page, "utf-8")
    return int(outcomes[0].report is None)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare notesafe with its peers on the same documents.")
    parser.add_argument("--gold", type=Path, default=HERE / "documents" / "open", help="as `load_gold` reads it")
    names = [peer.name for peer in PEERS]
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=names, help=f"of {', '.join(names)}")
    parser.add_argument("--rounds", type=int, default=3, help="timed passes, of which the fastest counts (default: 3)")
    parser.add_argument("--output", type=Path, help="write the Markdown here too")
    return parser.parse_args(argv)


def _attempt(peer: Peer, documents: list[GoldDocument], texts: Path, prefix: list[str], rounds: int) -> Outcome:
    """Install, run and score one peer."""
    try:
        predictions, statistics = _run(peer, _interpreter(peer), texts, prefix, rounds)
    except PeerError as error:
        return Outcome(peer, problem=str(error))
    return Outcome(peer, evaluate(documents, load_system(str(predictions)), name=peer.name), statistics)


def _interpreter(peer: Peer) -> str:
    """
    Return the Python that runs *peer*, with its environment made or brought up to date first.

    Raises:
        PeerError: It cannot be installed.
    """
    if peer.environment is None:
        return sys.executable
    requirements = ADAPTERS / f"{peer.environment}.txt"
    folder = ENVIRONMENTS / peer.environment
    python = folder / "bin" / "python"
    stamp, wanted = folder / "requirements.sha256", hashlib.sha256(requirements.read_bytes()).hexdigest()
    if python.exists() and stamp.exists() and stamp.read_text("ascii") == wanted:
        return str(python)
    ENVIRONMENTS.mkdir(exist_ok=True)
    (ENVIRONMENTS / ".gitignore").write_text("*\n", "ascii")
    venv.create(folder, clear=True, with_pip=True)
    # The file is a full freeze, so nothing is resolved: what runs is what is written there.
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    try:
        done = subprocess.run(
            [*install, "--requirement", str(requirements)],
            capture_output=True,
            text=True,
            check=False,
            timeout=INSTALL_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise PeerError(f"cannot be installed: pip took over {INSTALL_SECONDS:,} s") from None
    if done.returncode:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        raise PeerError(f"cannot be installed: {(errors or ['pip failed'])[-1][:200]}")
    stamp.write_text(wanted, "ascii")
    return str(python)


def _run(peer: Peer, python: str, texts: Path, prefix: list[str], rounds: int) -> tuple[Path, dict[str, Any]]:
    """
    Return the predictions of *peer* and its statistics.

    Its output is thrown away: it could quote the documents.

    Raises:
        PeerError: It failed.
    """
    predictions, written = texts.with_name(f"{peer.name}.jsonl"), texts.with_name(f"{peer.name}.json")
    adapter = [python, str(ADAPTERS / f"{peer.name}_adapter.py"), str(texts), str(predictions), str(written)]
    try:
        done = subprocess.run(
            [*prefix, *adapter, "--rounds", str(rounds)],
            env=_environment(texts.parent),
            cwd=texts.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=ADAPTER_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise PeerError(f"did not finish within {ADAPTER_SECONDS:,} s") from None
    if not written.exists():
        raise PeerError(f"ended with exit code {done.returncode} and no word")
    statistics = json.loads(written.read_text("utf-8"))
    if "error" in statistics:
        tried = ", ".join(statistics["network_tried"])
        raise PeerError(f"needs a download (tried {tried})" if tried else f"failed: {statistics['error']}")
    return predictions, statistics


def _isolation() -> list[str]:
    """Return the words to put before a command so that it gets one core and no network, as far as this machine can."""
    words: list[str] = []
    if shutil.which("unshare"):
        for options in (["--net"], ["--net", "--map-root-user"]):
            if subprocess.run(["unshare", *options, "true"], capture_output=True, check=False).returncode == 0:
                words += ["unshare", *options]
                break
    if shutil.which("taskset") and hasattr(os, "sched_getaffinity"):
        words += ["taskset", "--cpu-list", str(max(os.sched_getaffinity(0)))]
    return words


def _environment(folder: Path) -> dict[str, str]:
    """Return this environment, with every thread pool at one and nothing that would change a peer's imports."""
    # tldextract, in Presidio, asks the network only while its cache is empty; an earlier run must not hide that.
    fresh = {"TLDEXTRACT_CACHE": str(folder / "tldextract")}
    one = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return kept | dict.fromkeys(one, "1") | {"TOKENIZERS_PARALLELISM": "false", "PYTHONUTF8": "1"} | fresh


HEADINGS = (
    "system",
    "direct identifiers wholly hidden, %",
    "PERSON wholly hidden, %",
    "documents with nothing direct left, %",
    "innocent characters hidden, % (lower is better)",
    "precision by span, %",
    "F2 by token, %",
    "start-up, s",
    "speed, notesafe = 1",
    "peak memory, MB",
    "version",
    "notes",
)


def _page(
    outcomes: Sequence[Outcome], documents: Sequence[GoldDocument], arguments: argparse.Namespace, prefix: Sequence[str]
) -> str:
    """Return the table, under a line that says what was measured and on what."""
    characters = sum(len(document.text) for document in documents)
    ours = outcomes[0].statistics.get("cpu_s")
    limits = [
        "one core" if "taskset" in prefix else "not held to one core",
        "network cut off by the kernel" if "unshare" in prefix else "network refused in Python",
    ]
    rate = f"; notesafe read {characters / ours:,.0f} characters a second" if ours else ""
    bare = sum(not any(document.label(s).counts == "direct" for s in document.spans) for document in documents)
    lines = [
        f"{len(documents)} documents of `{arguments.gold.name}`, {characters:,} characters; {bare} of them "
        f"({bare / len(documents):.1%}) hold nothing direct to begin with. Percent, with the 95 % bootstrap interval over "
        f"documents. Python {platform.python_version()}, {platform.system()} {platform.machine()}, {', '.join(limits)}. "
        f"Start-up, to the end of a first short text, and speed, the fastest of {arguments.rounds} passes, are processor "
        f"time{rate}.",
        "",
        f"| {' | '.join(HEADINGS)} |",
        f"|{'---|' * len(HEADINGS)}",
    ]
    lines += [f"| {' | '.join(_cells(outcome, ours))} |" for outcome in outcomes]
    return "\n".join(lines) + "\n"


def _cells(outcome: Outcome, ours: float | None) -> list[str]:
    """Return the row of *outcome*; *ours* is the processor time that notesafe took, in seconds."""
    if outcome.report is None:
        blank = ["-"] * (len(HEADINGS) - 2)
        return [outcome.peer.name, *blank, f"{outcome.peer.note}; {outcome.problem}".replace("|", "/")]
    headline, labels = outcome.report.whole.headline, outcome.report.whole.labels
    numbers = outcome.statistics
    tried = numbers["network_tried"]
    return [
        outcome.peer.name,
        str(headline["direct identifiers wholly hidden"]),
        str(labels.get("PERSON", "-")),
        str(headline["documents with nothing direct left"]),
        str(headline["innocent characters hidden"]),
        str(headline["precision by span"]),
        str(f2_by_token(outcome.report)),
        f"{numbers['startup_s']:.1f}",
        f"{ours / numbers['cpu_s']:.2f}" if ours else "-",
        f"{numbers['peak_rss_mb']:.0f}",
        numbers["version"],
        outcome.peer.note + (f"; tried to reach {', '.join(tried)}" if tried else ""),
    ]


def f2_by_token(report: Report, *, resamples: int = 1_000, seed: int = 0) -> Figure:
    """
    Return F2 over tokens, which the report gives without one, with its 95 % bootstrap interval over documents.

    F2 = 5 TP / (5 TP + 4 FN + FP) is a ratio of two sums over documents, so it resamples as the report's figures do.
    """
    pairs = np.array([_f2_terms(score.tokens) for score in report.scores], dtype=float).reshape(-1, 2)
    hits, total = pairs.sum(axis=0)
    if len(pairs) < 2 or not total:
        return Figure(float(hits), float(total), None, None)
    picks = np.random.default_rng(seed).integers(0, len(pairs), (resamples, len(pairs)))
    sums = pairs[picks].sum(axis=1)
    sums = sums[sums[:, 1] > 0]
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    return Figure(float(hits), float(total), float(low), float(high))


def _f2_terms(tokens: Sequence[tuple[bool, bool]]) -> tuple[int, int]:
    """Return 5 TP and 5 TP + 4 FN + FP of one document."""
    found = sum(gold and hidden for gold, hidden in tokens)
    missed = sum(gold and not hidden for gold, hidden in tokens)
    wrong = sum(hidden and not gold for gold, hidden in tokens)
    return 5 * found, 5 * found + 4 * missed + wrong


if __name__ == "__main__":
    sys.exit(main())

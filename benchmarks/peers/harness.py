"""
Run one redactor over documents: what every adapter in this folder shares.

An adapter is a script that calls `main(start)`. Peers live in their own virtual environments, so nothing here
imports notesafe or anything else outside the standard library. The network is refused throughout; what a peer
tried to reach is counted.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Engine", "Found", "main"]

Found = tuple[int, int, str]
"""Start, end (half-open, Python characters) and the peer's own name for what it marked."""

WARM_UP = (
    "Talked with Maria Lopez and her brother Dan in Santa Fe on March 3, 2024. Call 505-555-0133 or write to "
    "maria@example.org; the intake form is at https://example.org/forms."
)
_NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg")


class Engine(NamedTuple):
    """A peer that is ready: how it finds, and which version it is."""

    find: Callable[[str], Iterable[Found]]
    version: str


def main(start: Callable[[], Engine]) -> None:
    """
    Run the command line of an adapter: DOCUMENTS PREDICTIONS STATISTICS [--rounds N].

    Args:
        start: Imports and loads the peer. Its imports belong inside it, so that they are timed and run offline.

    Writes PREDICTIONS only if every document went through; STATISTICS always, with `error` if it failed. An error
    while documents are read is named by its type only: its message could quote them.
    """
    parser = argparse.ArgumentParser(description="Run one redactor over documents, offline.")
    parser.add_argument("documents", type=Path, help="JSON Lines with id and text")
    parser.add_argument("predictions", type=Path, help="JSON Lines to write, with id and spans")
    parser.add_argument("statistics", type=Path, help="JSON to write")
    parser.add_argument("--rounds", type=int, default=3, help="timed passes; the fastest counts (default: 3)")
    arguments = parser.parse_args()
    refused = _refuse_network()
    statistics: dict[str, Any] = {}
    try:
        statistics |= _run(start, arguments.documents, arguments.predictions, arguments.rounds)
    except BaseException as error:
        statistics["error"] = _describe(error)
    statistics["network_tried"] = sorted(set(refused))
    statistics["peak_rss_mb"] = _peak_megabytes()
    arguments.statistics.write_text(json.dumps(statistics), "utf-8")
    sys.exit(1 if "error" in statistics else 0)


class _ReadingError(Exception):
    """A peer failed on a document."""


def _run(start: Callable[[], Engine], documents: Path, predictions: Path, rounds: int) -> dict[str, Any]:
    """Load, read the warm-up text, then time the loop over the documents."""
    engine = start()
    list(engine.find(WARM_UP))
    # The first text belongs to the start: several peers load their model only then. Processor time, counted from
    # when the interpreter began, is what a shared machine disturbs least; on an idle one it is the clock's.
    startup = time.process_time()
    print(f"ready after {startup:.2f} s")
    rows = [json.loads(line) for line in documents.read_text("utf-8").splitlines() if line.strip()]
    texts = [row["text"] for row in rows]
    timed = [_read_all(engine, texts) for _ in range(max(1, rounds))]
    found = timed[0][0]
    with predictions.open("w", encoding="utf-8") as out:
        for row, spans in zip(rows, found, strict=True):
            marks = [{"start": start, "end": end, "label": label} for start, end, label in spans]
            out.write(json.dumps({"id": row["id"], "spans": marks}) + "\n")
    run, cpu = min(clock for _, clock, _ in timed), min(processor for _, _, processor in timed)
    return {"version": engine.version, "startup_s": startup, "run_s": run, "cpu_s": cpu}


def _read_all(engine: Engine, texts: list[str]) -> tuple[list[list[Found]], float, float]:
    """Return what was found in each text, and the seconds it took: of the clock, of the processor."""
    found = []
    clock, cpu = time.perf_counter(), time.process_time()
    try:
        for text in texts:
            found.append([(int(start), int(end), str(label)) for start, end, label in engine.find(text)])
    except Exception as error:
        raise _ReadingError(f"{type(error).__name__} on document {len(found) + 1} of {len(texts)}") from None
    return found, time.perf_counter() - clock, time.process_time() - cpu


def _refuse_network() -> list[str]:
    """Refuse every connection of this process from now on; return the list that collects what was tried."""
    tried: list[str] = []

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _NETWORK:
            return
        target = arguments[0] if event in ("socket.getaddrinfo", "socket.gethostbyname") else arguments[1]
        if isinstance(target, str | bytes) and event.startswith(("socket.connect", "socket.send")):
            return  # a local socket in the file system
        host = target[0] if isinstance(target, tuple) else target
        tried.append(host.decode() if isinstance(host, bytes) else str(host))
        raise ConnectionRefusedError("the benchmark runs offline")

    sys.addaudithook(refuse)
    return tried


def _peak_megabytes() -> float:
    """Return the most memory this process held at once, in MB (1,000,000 bytes)."""
    try:
        # getrusage counts what the parent held when it forked; this does not.
        status = Path("/proc/self/status").read_text("ascii", "replace")
        kibibytes = int(status.partition("VmHWM:")[2].split()[0])
    except (OSError, IndexError, ValueError):
        kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        kibibytes //= 1024 if sys.platform == "darwin" else 1
    return kibibytes * 1024 / 1e6


def _describe(error: BaseException) -> str:
    if isinstance(error, _ReadingError):
        return str(error)
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]

"""
A big run, disturbed: N made-up notes, killed three times at random, gone on with, and compared byte for byte.

    python benchmarks/batch.py --notes 10000 --seed 1

Also prints the speed with one job and with two in the same run, the peak of memory of all processes together, and,
from the measured rate, what a million notes cost.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
SCRIPT = """
import sys
from notesafe.batch import redact_files
if __name__ == "__main__":
    redact_files(sys.argv[1], sys.argv[2], jobs=int(sys.argv[3]))
"""


def write_notes(folder: Path, count: int, seed: int) -> int:
    """Write *count* notes; return their characters."""
    from notesafe.train.fill import Filler
    from notesafe.train.slots import documents_path, read_slots

    documents = list(read_slots(documents_path()))
    filler = Filler(documents)
    rng = random.Random(seed)
    characters = 0
    for number in range(count):
        text = "".join(part.text for part in filler.fill(documents[rng.randrange(len(documents))], rng))
        path = folder / f"s{number % 40:02}" / f"note_{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        characters += len(text)
    return characters


class Run:
    """A run in a process group of its own, watched."""

    def __init__(self, script: Path, notes: Path, out: Path, jobs: int) -> None:
        self.out = out
        self.peak = 0
        self.began = time.monotonic()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")])}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", str(script), str(notes), str(out), str(jobs)],
            start_new_session=True,
            env=environment,
        )

    def wait(self, until: int | None = None) -> bool:
        """Watch until the end, or until *until* files are written, which is when it is killed; return whether it ended."""
        while self.process.poll() is None:
            self.peak = max(self.peak, memory(self.process.pid))
            if until is not None and len(written(self.out)) >= until:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
                return False
            time.sleep(0.2)
        if self.process.returncode:
            raise SystemExit(f"a run ended with code {self.process.returncode}")
        return True

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


def memory(pid: int) -> int:
    """Return the bytes that a process and its children hold: their own, and their share of what they have in common."""
    import psutil

    total = 0
    try:
        process = psutil.Process(pid)
        for one in [process, *process.children(recursive=True)]:
            try:
                held = one.memory_full_info()
                total += getattr(held, "pss", held.uss)
            except psutil.Error:
                continue
    except psutil.Error:
        return total
    return total


def written(out: Path) -> list[Path]:
    """Return the output files, ours beside them left out."""
    found = []
    for folder, folders, names in os.walk(out):
        folders[:] = [name for name in folders if name != ".notesafe"]
        found += [Path(folder) / name for name in names]
    return found


def content(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in written(out)}


def measured(out: Path, seconds: float) -> tuple[float, float]:
    """Return notes a second from the first journal line on, so that loading does not count; and the seconds before."""
    from datetime import datetime

    lines = [json.loads(line) for line in (out / ".notesafe" / "journal.jsonl").read_text("utf-8").splitlines()]
    began, ended = (datetime.fromisoformat(lines[at][name]) for at, name in ((0, "started"), (-1, "finished")))
    working = max((ended - began).total_seconds(), 1e-9)
    return json.loads((out / ".notesafe" / "manifest.json").read_text())["documents"] / working, seconds - working


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--speed-notes", type=int, default=600, help="notes for the comparison of one job with two")
    parser.add_argument("--price", type=float, help="what a core costs an hour, in your currency")
    parser.add_argument("--output", type=Path, help="write the figures as JSON")
    parser.add_argument("--keep", type=Path, help="work in this folder and leave it")
    options = parser.parse_args()
    sys.path.insert(0, str(SOURCE))
    work = options.keep or Path(tempfile.mkdtemp(prefix="notesafe-batch-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        return benchmark(options, work)
    finally:
        if options.keep is None:
            shutil.rmtree(work, ignore_errors=True)


def benchmark(options: argparse.Namespace, work: Path) -> int:
    rng = random.Random(options.seed)
    script = work / "run.py"
    script.write_text(SCRIPT, "utf-8")
    characters = write_notes(work / "notes", options.notes, options.seed)
    print(f"{options.notes:,} notes, {characters:,} characters", flush=True)

    whole = Run(script, work / "notes", work / "whole", 2)
    whole.wait()
    rate, loading = measured(work / "whole", whole.seconds)
    print(
        f"undisturbed, 2 jobs: {whole.seconds:.0f} s, {rate:.2f} notes/s, peak {whole.peak / 2**20:,.0f} MiB",
        flush=True,
    )

    # Kills at random points, not times, so that each falls into the work on any machine.
    points = sorted(rng.sample(range(1, options.notes), options.kills))
    peak = 0
    for point in points:
        run = Run(script, work / "notes", work / "killed", 2)
        ended = run.wait(until=point)
        peak = max(peak, run.peak)
        torn = [name for name, data in content(work / "killed").items() if (work / "whole" / name).read_bytes() != data]
        print(f"killed at {len(written(work / 'killed')):,} files; half-written or other: {len(torn)}", flush=True)
        if torn:
            return 1
        if ended:
            print("it had ended before the kill", flush=True)
    last = Run(script, work / "notes", work / "killed", 2)
    last.wait()
    peak = max(peak, last.peak)
    same = content(work / "whole") == content(work / "killed")
    print(f"gone on with, and ended: {'identical' if same else 'DIFFERENT'}, peak {peak / 2**20:,.0f} MiB", flush=True)

    few = options.speed_notes
    write_notes(work / "few", few, options.seed + 1)
    rates = {}
    for jobs in (1, 2):
        run = Run(script, work / "few", work / f"jobs{jobs}", jobs)
        run.wait()
        rates[jobs] = measured(work / f"jobs{jobs}", run.seconds)[0]
    same = same and content(work / "jobs1") == content(work / "jobs2")
    speedup = rates[2] / rates[1]
    print(
        f"{few:,} notes: 1 job {rates[1]:.2f}/s, 2 jobs {rates[2]:.2f}/s, speed-up {speedup:.2f}; the same bytes: {same}"
    )

    hours = 1e6 / rates[1] / 3600
    print(f"a million such notes ({characters / options.notes:,.0f} characters each): {hours:,.0f} core hours")
    if options.price is not None:
        print(f"  at {options.price} an hour for a core: {hours * options.price:,.2f}")
    if options.output is not None:
        figures = {"notes": options.notes, "characters": characters, "identical": same, "speedup": round(speedup, 2)}
        figures |= {"peak_mib": round(max(peak, whole.peak) / 2**20), "notes_per_second_1_job": round(rates[1], 2)}
        figures |= {"loading_seconds": round(loading, 1), "core_hours_per_million": round(hours)}
        options.output.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())

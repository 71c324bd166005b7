"""The manifest of a run: versions, policy, model, counts. No word of a note and no name of an input."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from notesafe.batch.inputs import Item, Plan
from notesafe.batch.journal import Journal, disk
from notesafe.errors import BatchError

__all__ = ["check_same", "summary", "write_manifest"]

_SUMS = ("spans", "kept", "flags", "dropped")


def check_same(header: dict[str, Any], identity: dict[str, Any], files: str) -> None:
    """
    Refuse to go on with a run that was begun otherwise.

    Raises:
        BatchError: It names what differs, and says what to do.
    """
    old = header["identity"]
    differs = [name for name in {**old, **identity} if old.get(name) != identity.get(name)]
    advice = "Name another output folder, or start anew with --no-resume."
    if differs:
        raise BatchError(f"a run was begun here with another {', another '.join(differs)}. {advice}")
    if header["plan"] != files:
        raise BatchError(f"a run was begun here with other files: some were added, taken away or renamed. {advice}")


def summary(journal: Journal, plan: Plan) -> dict[str, Any]:
    """Return the manifest, read from the journal: all stages of a run that was stopped count."""
    header: dict[str, Any] = {}
    sums: dict[str, Counter[str]] = {name: Counter() for name in _SUMS}
    counts: Counter[str] = Counter()
    failed: list[dict[str, str]] = []
    odd: list[str] = []
    ended = ""
    items = {item.number: item for item in plan.items}
    for entry in journal.lines():
        header = header or entry
        ended = entry.get("finished", ended)
        tally = entry.get("tally", {})
        for name in _SUMS:
            sums[name].update(tally.get(name, {}))
        counts["need a person"] += len(tally.get("review", ()))
        for name in ("documents", "characters", "part2"):
            counts[name] += tally.get(name, 0)
        for row in entry.get("files", ()):
            counts["written"] += "out" in row
            counts["repeated ids"] += row.get("repeated ids", 0)
            if "odd names" in row:
                odd.append(_odd_names(items[row["n"]], row["odd names"]))
            if "reason" in row:
                failed.append({"document": items[row["n"]].shown, "reason": row["reason"]})
        failed += [
            {"document": f"{items[entry['n']].shown}, row {n}", "reason": why} for n, why in entry.get("bad", ())
        ]
    told = header["identity"]
    return {
        "run": header["run"],
        "started": header["started"],
        "ended": ended,
        **{name: told[name] for name in ("notesafe", "policy", "policy_sha256", "model", "model_sha256", "packs")},
        "settings": {name: value for name, value in told.items() if name in _SETTINGS},
        "ledger": told["ledger"],
        "not_promised": header["not_promised"],
        "files": len(plan.items),
        "formats": plan.formats,
        "hidden entries passed over": plan.hidden,
        **{name: counts[name] for name in ("written", "documents", "characters", "need a person")},
        **{name: dict(sorted(sums[name].items())) for name in _SUMS},
        "failed": failed,
        "refused": [{"document": row.shown, "reason": row.reason} for row in plan.refused],
        "warnings": [*_warnings(counts, told["policy"], hides=header["hides status"]), *odd],
        "part 2 documents": counts["part2"],
    }


_SETTINGS = ("columns", "id column", "subject column", "encoding", "pdf", "date order", "packs enabled", "part2 notice")


def _warnings(counts: Counter[str], policy: str, *, hides: bool) -> list[str]:
    found = []
    if counts["part2"] and not hides:
        found.append(
            f"{counts['part2']} documents say that they are records under 42 CFR Part 2, and policy '{policy}' "
            "leaves what names a substance use disorder. Consider the profile 'part2'."
        )
    if counts["repeated ids"]:
        found.append(f"{counts['repeated ids']} records have an id that another record of their table has too.")
    return found


def _odd_names(item: Item, places: list[int]) -> str:
    """Return the warning for names of columns that may be someone's; it says which, and quotes none."""
    which = ""
    if item.kind in {"csv", "tsv"}:
        which = f" (columns {', '.join(map(str, places[:10]))}{' …' if len(places) > 10 else ''})"
    return (
        f"{item.shown}: names of columns or keys that may say who the records are about: {len(places):,}{which}. They "
        "were carried over. Rename them in the table, and run again with --no-resume."
    )


def write_manifest(path: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest, whole or not at all."""
    with disk():
        temporary = path.with_suffix(".tmp")
        with temporary.open("w", encoding="utf-8") as file:
            file.write(json.dumps(manifest, indent=2) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)

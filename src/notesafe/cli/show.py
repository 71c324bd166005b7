"""What the commands print: a highlighted note, tables of rules and profiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from notesafe.entities import ENTITY_TYPES
from notesafe.explain import Change, Explanation
from notesafe.policy import Rule, load_policy, profile_names
from notesafe.redaction import Redaction

__all__ = ["scan_as_dict", "show_explanations", "show_profile", "show_profiles", "show_scan"]

_STYLES = {"direct": "bold white on red", "quasi": "black on yellow", "no": "black on cyan"}
_REVIEW = "underline yellow"
_WIDEST = 40  # characters of a stretch that a table shows


def show_scan(console: Console, name: str, text: str, result: Redaction) -> None:
    """Print the note with what would go highlighted, then a table of what and by which rule."""
    shown = Text(text)
    for span in result.spans:
        row = ENTITY_TYPES.get(span.entity_type)
        shown.stylize(_STYLES[row.identifies if row else "direct"], span.start, span.end)
    console.rule(name)
    console.print(shown)
    table = Table("what", "kind", "how many", "operator", "found by")
    rows: dict[tuple[str, str], list[Any]] = {}
    for span in result.spans:
        rows.setdefault((span.entity_type, span.span.kind or ""), []).append(span)
    for (entity_type, kind), spans in sorted(rows.items()):
        rules = Counter(source for span in spans for source in span.span.sources)
        table.add_row(
            entity_type,
            kind,
            str(len(spans)),
            ", ".join(sorted({span.operator for span in spans})),
            ", ".join(f"{rule} {count}" for rule, count in rules.most_common()),
        )
    console.print(table)
    for reason, count in result.report()["flags"].items():
        console.print(f"a person should look: {reason} ({count})", style=_REVIEW)


def show_explanations(console: Console, name: str, text: str, explanations: Sequence[Explanation]) -> None:
    """Print a table of every stretch that was proposed: what spoke for it, what weighing did, the verdict."""
    console.rule(name)
    table = Table("where", "words", "evidence", "weighing", "verdict", show_lines=True)
    for told in explanations:
        table.add_row(
            f"{told.start}-{told.end}",
            Text(_short(text[told.start : told.end])),
            "\n".join(f"{piece.source} {piece.entity_type} {piece.score:.2f}" for piece in told.evidence),
            "\n".join(_change_in_words(change) for change in told.changes),
            Text(told.verdict, style="bold" if told.hidden else ""),
        )
    console.print(table)


def _short(words: str) -> str:
    """Return the words on one line, cut where they would fill the screen."""
    line = " ".join(words.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "\u2026"


def _change_in_words(change: Change) -> str:
    """Return the step, what it did, and the score before and after if it moved."""
    if change.before is None or change.after is None or change.before == change.after:
        return f"{change.step}: {change.what}"
    return f"{change.step}: {change.what} {change.before:.2f} > {change.after:.2f}"


def scan_as_dict(name: str, result: Redaction) -> dict[str, object]:
    """Return the scan as plain values: offsets, types and rules, no words."""
    return {
        "file": name,
        "spans": [span.to_dict() for span in result.spans],
        "flags": [flag.to_dict() for flag in result.flags],
        "counts": result.report()["spans"],
    }


def show_profiles(console: Console) -> None:
    """Print each profile with the rule it follows and what it does not promise."""
    table = Table("profile", "for", "follows", "does not promise", show_lines=True)
    for name in profile_names():
        policy = load_policy(name)
        table.add_row(policy.name, policy.summary, policy.follows.strip(), policy.not_promised.strip())
    console.print(table)


def show_profile(console: Console, name: str) -> None:
    """Print what a profile does with each entity type."""
    policy = load_policy(name)
    console.print(f"{policy.name}: {policy.summary}", style="bold")
    table = Table("entity type", "what happens", "meaning")
    for entity_type, row in ENTITY_TYPES.items():
        table.add_row(entity_type, _in_words(policy.rule_for(entity_type)), row.meaning)
        for kind in row.kinds:
            if f"{entity_type}.{kind}" in policy.entities:
                table.add_row(f"  .{kind}", _in_words(policy.entities[f"{entity_type}.{kind}"]), "")
    console.print(table)
    console.print(f"follows: {policy.follows.strip()}")
    console.print(f"does not promise: {policy.not_promised.strip()}")


def _in_words(rule: Rule) -> str:
    what = f"{rule.operator} to {rule.words or rule.to}" if rule.to else rule.operator
    return what + (", review" if rule.review else "")

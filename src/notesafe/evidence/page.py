"""The report as a page of HTML: self-contained, for screen readers and for paper too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from notesafe.evidence.report import Evidence

__all__ = ["page"]

_SHOWN = 500  # rows of a long list on the page; the JSON has all
_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#111;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}td.n{text-align:right}
thead{background:#eee}.must{border-left:.4rem solid #b00;padding:.5rem 1rem;background:#fff4f4}
a{color:#0645ad}a:focus{outline:3px solid #b00}
@media print{body{margin:0;max-width:none;font-size:10pt}thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}}
"""


def page(report: Evidence, statement: str) -> str:
    """Return the whole page."""
    m = report.manifest
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><meta name='viewport' content='width=device-width'>",
        f"<title>Redaction report, run {escape(m['run'])}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>Redaction report</h1><p class='must' role='note'>{escape(statement)}</p>",
        "" if report.complete else "<p class='must' role='alert'>The run has not come to its end.</p>",
        _section("What was done", _facts(m)),
        _section(
            "The rule",
            f"<p>{escape(report.follows)}</p><p><strong>Not promised:</strong> {escape(m['not_promised'].strip())}</p>",
        ),
        _section("What was hidden", _hidden(report)),
        _section("What was found and left, as the policy says", _counts(m["kept"], "Entity type", "Found and left")),
        _section("What a person should look at", _review(report)),
        _section("Who stands out", _quasi(report)),
        _section("Check by hand", _sample(report)),
        _section("Not redacted: nothing was written for these", _failed(m)),
        "</main></body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _section(title: str, body: str) -> str:
    name = "-".join(title.lower().split()[:3]).strip(":,")
    return f"<section aria-labelledby='{name}'><h2 id='{name}'>{escape(title)}</h2>{body}</section>"


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [
        f"<table><caption>{escape(caption)}</caption><thead><tr>",
        *(f"<th scope='col'>{escape(head)}</th>" for head in heads),
        "</tr></thead><tbody>",
    ]
    empty = True
    for row in rows:
        empty = False
        cells = (f"<td class='n'>{c:,}</td>" if isinstance(c, int) else f"<td>{escape(str(c))}</td>" for c in row[1:])
        lines.append(f"<tr><th scope='row'>{escape(str(row[0]))}</th>{''.join(cells)}</tr>")
    return "<p>None.</p>" if empty else "".join([*lines, "</tbody></table>"])


def _facts(m: dict[str, Any]) -> str:
    names = (
        "run",
        "started",
        "ended",
        "notesafe",
        "policy",
        "policy_sha256",
        "model",
        "model_sha256",
        "packs",
        "ledger",
    )
    rows = [(name.replace("_", " "), "none" if m[name] is None else str(m[name])) for name in names]
    rows += [(name, f"{m[name]:,}") for name in ("files", "written", "documents", "characters", "part 2 documents")]
    rows += [
        (f"setting: {name}", str(value)) for name, value in m["settings"].items() if value not in (None, [], False)
    ]
    warned = "".join(f"<p class='must'>{escape(text)}</p>" for text in m["warnings"])
    return warned + _table("Versions, policy and counts", ("What", "Value"), rows)


def _hidden(report: Evidence) -> str:
    return _table("By type and operator", ("Entity type", "Meaning", "Operator", "Times"), report.hidden())


def _counts(counts: dict[str, int], head: str, caption: str) -> str:
    return _table(caption, (head, "Times"), sorted(counts.items()))


def _review(report: Evidence) -> str:
    shown = [(name, ", ".join(reasons)) for name, reasons in report.review[:_SHOWN]]
    more = len(report.review) - len(shown)
    return (
        _counts(report.manifest["flags"], "Reason", "Flags of residual risk, by reason")
        + _table(f"Documents that need a person: {len(report.review):,}", ("Document", "Reasons"), shown)
        + (f"<p>And {more:,} more; the JSON report lists all.</p>" if more else "")
    )


def _quasi(report: Evidence) -> str:
    q = report.quasi
    lead = (
        f"<p>Counted: {q.unit}. Smallest group (k): <strong>{q.smallest}</strong>. In groups under 11: "
        f"<strong>{100 * q.share_small:.1f} %</strong>. Traits are those that the redactor found and that a reader of the "
        "output can still see; what it did not find, and the story itself, is not in this table. Sex is not looked for.</p>"
    )
    if q.unit == "documents":
        lead += "<p>It is not known whose the documents are, so one person may be counted many times and the true k is smaller.</p>"
    rows = [
        ("; ".join(f"{n}: {v}" for n, v in traits.items()) or "no trait", count) for traits, count in q.rows[:_SHOWN]
    ]
    return lead + _table("Groups of equal traits, smallest first", ("Traits", q.unit.capitalize()), rows)


def _sample(report: Evidence) -> str:
    if not report.sample:
        return "<p>No document was redacted.</p>"
    return (
        f"<p>{len(report.sample)} documents, drawn at random (seed {report.seed}). If a person finds no leak in any of "
        f"them, at most {100 * report.bound:.1f} % of all documents leak, with 95 % confidence (Clopper and Pearson, exact; "
        f"the rule of three says {300 / len(report.sample):.1f} %).</p><p>{escape(', '.join(report.sample))}</p>"
    )


def _failed(m: dict[str, Any]) -> str:
    rows = [(row["document"], row["reason"]) for row in [*m["failed"], *m["refused"]]]
    more = len(rows) - _SHOWN
    return _table("Refused and failed", ("Document", "Reason"), rows[:_SHOWN]) + (
        f"<p>And {more:,} more; the JSON report lists all.</p>" if more > 0 else ""
    )

"""
The evidence of a run, for an IRB or a privacy officer: one page of HTML, or JSON. No word of a note, no offset.

    report = read_evidence("out")
    Path("evidence.html").write_text(report.to_html())
"""

from __future__ import annotations

from notesafe.evidence.report import Evidence, read_evidence

__all__ = ["Evidence", "read_evidence"]

"""
Whole folders and tables: many files in, a folder of redacted files out, in several processes, to be stopped and gone on with.

    result = redact_files(["notes"], "out", policy="share", jobs=4)

What is finished is written down in `out/.notesafe`, so a run that was killed
goes on where it stopped. docs/many_notes.md says how.
"""

from __future__ import annotations

from notesafe.batch.frames import redact_table
from notesafe.batch.inputs import Plan, find_inputs
from notesafe.batch.run import BatchResult, redact_files

__all__ = ["BatchResult", "Plan", "find_inputs", "redact_files", "redact_table"]

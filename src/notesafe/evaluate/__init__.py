"""
Measure a redactor on documents that a person has marked.

`evaluate` runs a system over a gold standard and returns a `Report`: what was
hidden, what was left, how much innocent text went, with confidence intervals,
by label and by slice. It needs the extra `notesafe[evaluate]`.
"""

from notesafe.evaluate.gold import GoldDocument, GoldError, GoldSpan, load_gold
from notesafe.evaluate.report import Report, evaluate
from notesafe.evaluate.systems import load_system

__all__ = ["GoldDocument", "GoldError", "GoldSpan", "Report", "evaluate", "load_gold", "load_system"]

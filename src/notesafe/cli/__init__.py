"""
The command line: `notesafe redact`, `scan`, `batch`, `evaluate` and the rest that `notesafe --help` lists.

A thin skin over the library. Exit codes: 0 done; 1 error, and nothing was
written for the file it names; 2 done, but a person should look.
"""

from notesafe.cli.app import app, main

__all__ = ["app", "main"]

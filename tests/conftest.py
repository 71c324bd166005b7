"""Settings that all tests share."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is slow at times; how long one example takes proves nothing.
settings.register_profile("notesafe", deadline=None)
settings.load_profile("notesafe")

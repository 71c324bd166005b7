"""Hypothesis strategies that several tests share."""

from __future__ import annotations

from hypothesis import strategies as st

from notesafe.entities import ENTITY_TYPES
from notesafe.spans import Span

TEXTS = st.text(
    alphabet=st.one_of(
        st.characters(),  # all of Unicode, lone surrogates included
        st.sampled_from("aAzé\u0301\u200b\u00ad½ﬁＭМα\r\n\t \x00'’“-–İß\u2028🙂"),
    ),
    max_size=60,
)


@st.composite
def spans_in(draw: st.DrawFn, length: int = 40) -> Span:
    start = draw(st.integers(0, length - 1))
    end = draw(st.integers(start + 1, length))
    return Span(
        start,
        end,
        draw(st.sampled_from(sorted(ENTITY_TYPES))),
        draw(st.sampled_from([0.1, 0.3, 0.6, 0.85, 1.0])),
        kind=draw(st.sampled_from([None, "client", "peer"])),
        sources=(draw(st.sampled_from(["ner", "known"])),),
    )


SPANS = st.lists(spans_in(), max_size=8)

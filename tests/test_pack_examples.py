"""One generated test for each example in each `pack.yaml`."""

from __future__ import annotations

import pytest

from notesafe.packs import Pack, load_packs

PACKS = load_packs()
EXAMPLES = [
    pytest.param(pack, kind, number, id=f"{pack.name}/{kind}/{number}")
    for pack in PACKS
    for kind in ("match", "no_match", "known_miss", "known_false_alarm")
    for number in range(len(getattr(pack.info.examples, kind)))
]
_PROOFS: dict[str, dict[tuple[str, int], str]] = {}


def outcome(pack: Pack, kind: str, number: int) -> str:
    """What went wrong with one example; a pack's examples are run once."""
    from notesafe.detect.prove import prove

    if pack.name not in _PROOFS:
        _PROOFS[pack.name] = {(p.kind, p.number): p.message for p in prove(pack)}
    return _PROOFS[pack.name][kind, number]


@pytest.mark.parametrize(("pack", "kind", "number"), EXAMPLES)
def test_a_pack_does_what_its_example_says(pack: Pack, kind: str, number: int) -> None:
    assert outcome(pack, kind, number) == ""

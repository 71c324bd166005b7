"""Write the packs as one plain file for people who only use stock Presidio."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from notesafe.packs.model import Pack

__all__ = ["export_packs"]


def export_packs(packs: Iterable[Pack]) -> str:
    """
    Return one YAML file that stock Presidio loads, by either of its two doors.

    `RecognizerRegistry.add_recognizers_from_yaml(path)` and
    `RecognizerRegistryProvider(conf_file=path)` both take it. Packs whose rule
    is code are left out: they need notesafe's own recognizers.
    """
    recognizers: list[dict[str, Any]] = []
    for pack in packs:
        for recognizer in pack.recognizers:
            entry: dict[str, Any] = {
                "name": recognizer.name,
                "supported_language": "en",
                "supported_entity": recognizer.supported_entity,
            }
            if recognizer.patterns:
                entry["patterns"] = [pattern.model_dump() for pattern in recognizer.patterns]
            terms = sorted({*recognizer.deny_list, *(term.text for term in pack.terms)}, key=lambda t: (-len(t), t))
            if terms:
                entry["deny_list"] = terms
                entry["deny_list_score"] = recognizer.deny_list_score
            if recognizer.context:
                entry["context"] = list(recognizer.context)
            recognizers.append(entry)
    return yaml.safe_dump(
        {"supported_languages": ["en"], "global_regex_flags": 26, "recognizers": recognizers},
        sort_keys=False,
        allow_unicode=True,
        width=10_000,
    )

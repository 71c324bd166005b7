"""
OpenMed with its `low_resource` profile (ONNX, CPU) and the safety sweep that `deidentify` does by default.

Its wheel ships no weights: the first text makes it fetch the model from a hub. It runs here only where the model
already lies in the hub's cache.
"""

from collections.abc import Iterable
from importlib.metadata import version

from harness import Engine, Found, main


def start() -> Engine:
    """Load OpenMed; its model comes with the first text."""
    from openmed import OpenMedConfig, deidentify

    config = OpenMedConfig.from_profile("low_resource")

    def find(text: str) -> Iterable[Found]:
        result = deidentify(text, method="mask", config=config)
        return [(e.start, e.end, e.label) for e in result.pii_entities]

    return Engine(find, version("openmed"))


if __name__ == "__main__":
    main(start)

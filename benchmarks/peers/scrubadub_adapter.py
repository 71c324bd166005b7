"""
scrubadub with every detector that runs offline, in its default locale en_US.

That is the default set plus `date_of_birth` and `skype`, which its documentation leaves to the caller.
`text_blob_name`, its only name detector without an add-on, needs NLTK corpora that it downloads. `scrubadub_spacy` is
a peer of its own.
"""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from harness import Engine, Found, main


def build() -> Any:
    """Return a `Scrubber` with every detector on that needs neither an add-on nor a download."""
    import scrubadub
    import scrubadub.detectors.date_of_birth
    import scrubadub.detectors.skype

    scrubber = scrubadub.Scrubber()
    scrubber.add_detector(scrubadub.detectors.date_of_birth.DateOfBirthDetector)
    scrubber.add_detector(scrubadub.detectors.skype.SkypeDetector)
    return scrubber


def finder(scrubber: Any) -> Any:
    """Return the function that finds with *scrubber*."""

    def find(text: str) -> Iterable[Found]:
        return [(filth.beg, filth.end, filth.type or "filth") for filth in scrubber.iter_filth(text)]

    return find


def start() -> Engine:
    """Load scrubadub."""
    return Engine(finder(build()), version("scrubadub"))


if __name__ == "__main__":
    main(start)

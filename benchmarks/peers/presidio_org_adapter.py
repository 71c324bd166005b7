"""Presidio as in `presidio_adapter`, with organisations on: its best configuration for facility names."""

from functools import partial

from harness import main
from presidio_adapter import start

if __name__ == "__main__":
    main(partial(start, organizations=True))

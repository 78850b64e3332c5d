"""Chooses the decoding's constants on polnear dev and fits the confidence, for the exported model.

    python training/choose.py --shared ../shared [--model full] [--weights DIR]

Prints the common scorer's figures over a grid of cue thresholds and switch costs, then the logistic regression that
turns a relation's raw probabilities into the chance that its source and content are right. What it prints is copied by
hand into ``enligt/attributing/decoding.py``, where the constants are documented.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from pathlib import Path
from typing import Any

from examples import lines

from enligt.attributing.decoding import relations
from enligt.attributing.model import Model
from enligt.attributing.windows import windows
from enligt.records import Relation

THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
SWITCH_COSTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
#: Below every threshold on the grid: cues from here on are read once, then sifted.
LOWEST = 0.15


def read_once(model: Model, documents: list[dict[str, Any]]) -> list[list[tuple[Any, Any, Any]]]:
    """For each document its windows' words, cues from ``LOWEST`` up, and the cues' role probabilities."""
    return [
        [
            (window.words, *model.probabilities(window, LOWEST)[:2])
            for window in windows(document["text"], lines(document["text"]), model.tokenizer)
            if window.words
        ]
        for document in documents
    ]


def decoded(
    document: dict[str, Any], read: list[tuple[Any, Any, Any]], threshold: float, cost: float
) -> list[Relation]:
    """The document's relations at one setting."""
    found: list[Relation] = []
    for words, of_window, roles in read:
        kept = [at for at, cue in enumerate(of_window) if cue.probability >= threshold]
        if kept:
            found += relations(document["text"], words, [of_window[at] for at in kept], roles[kept], cost)
    return found


def main() -> None:
    """Print the grid and the regression."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--model", choices=("small", "full"), default="full")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every so many-th document")
    options = parser.parse_args()
    sys.path.insert(0, str(options.shared / "tools"))
    from score_attributions import score

    with (options.shared / "corpora/polnear/dev.jsonl").open(encoding="utf-8") as rows:
        documents = [json.loads(row) for row in rows][:: options.every]
    gold, texts = [d["attributions"] for d in documents], [d["text"] for d in documents]
    model = Model(options.model, weights=options.weights)
    read = read_once(model, documents)
    print("threshold cost  content  cue  source  attr (P/R)  exact~")
    for threshold, cost in itertools.product(THRESHOLDS, SWITCH_COSTS):
        made = [decoded(d, r, threshold, cost) for d, r in zip(documents, read, strict=True)]
        s = score(
            gold, [[{"content": m.content, "cue": m.cue, "source": m.source} for m in page] for page in made], texts
        )
        print(
            f"{threshold:.2f} {cost:.1f}  {s['content']['char']['F']:.4f} {s['cue']['overlap']['F']:.4f} "
            f"{s['source']['overlap']['F']:.4f} {s['attr']['F']:.4f} ({s['attr']['P']:.3f}/{s['attr']['R']:.3f}) "
            f"{s['content']['exact~']['F']:.4f}"
        )


if __name__ == "__main__":
    main()

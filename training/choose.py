"""Chooses the decoding's constants on polnear dev and fits the confidence, for the exported model.

    python training/choose.py --shared ../shared [--model full] [--weights DIR]

Prints the common scorer's figures for values of each field of the decoding's setting, then the logistic regression that
turns a relation's raw probabilities into the chance that its source and content are right. What it prints is copied by
hand into ``enligt/attributing/decoding.py``, where the constants are documented.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from examples import lines

from enligt.attributing.decoding import CONTENT, SETTING, SOURCE, Setting, features, relations, roles
from enligt.attributing.model import Model
from enligt.attributing.quotes import quotations
from enligt.attributing.windows import windows
from enligt.records import Relation

#: Values tried for each field of ``Setting``, one field at a time, twice round.
TRIED = {
    "cue_threshold": (0.25, 0.3, 0.35, 0.4),
    "switch_cost": (0.15, 0.3, 0.5),
    "source_gain": (0.5, 1.0, 1.5, 2.0),
    "content_gain": (0.5, 0.75, 1.0, 1.5, 2.0),
}
#: Below every threshold on the grid: cues from here on are read once, then sifted.
LOWEST = 0.15


def read_once(model: Model, documents: list[dict[str, Any]]) -> list[list[tuple[Any, Any, Any]]]:
    """For each document its windows, cues from ``LOWEST`` up, and the cues' role probabilities."""
    return [
        [
            (window, *model.probabilities(window, LOWEST)[:2])
            for window in windows(document["text"], lines(document["text"]), model.tokenizer)
            if window.words
        ]
        for document in documents
    ]


def decoded(document: dict[str, Any], read: list[tuple[Any, Any, Any]], setting: Setting) -> list[Relation]:
    """The document's relations at one setting."""
    found: list[Relation] = []
    quoted = quotations(document["text"], lines(document["text"]))
    for window, of_window, p in read:
        kept = [at for at, cue in enumerate(of_window) if cue.probability >= setting.cue_threshold]
        if kept:
            found += relations(document["text"], window, [of_window[at] for at in kept], p[kept], quoted, setting)
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

    def worth(setting: Setting) -> float:
        made = [decoded(d, r, setting) for d, r in zip(documents, read, strict=True)]
        s = score(
            gold, [[{"content": m.content, "cue": m.cue, "source": m.source} for m in page] for page in made], texts
        )
        four = [s["content"]["char"]["F"], s["cue"]["overlap"]["F"], s["source"]["overlap"]["F"], s["attr"]["F"]]
        shown = " ".join(f"{figure:.4f}" for figure in four)
        print(f"{shown} attr P {s['attr']['P']:.3f} R {s['attr']['R']:.3f}  {setting}", flush=True)
        return sum(four)

    setting = SETTING
    print("content cue source attr")
    for field in [*TRIED, *TRIED]:
        setting = max((setting._replace(**{field: value}) for value in TRIED[field]), key=worth)
    print("SETTING =", setting)
    told, right = confidence_data(documents, read, setting)
    weights = regression(told, right)
    print("CONFIDENCE =", tuple(round(float(weight), 3) for weight in weights))
    sure = 1 / (1 + np.exp(-told @ weights))
    for low in np.arange(0, 1, 0.1):
        inside = (sure >= low) & (sure < low + 0.1)
        if inside.any():
            print(f"{low:.1f}-{low + 0.1:.1f}: {inside.sum()} relations, {right[inside].mean():.1%} right")


def confidence_data(
    documents: list[dict[str, Any]], read: list[Any], setting: Setting
) -> tuple[np.ndarray, np.ndarray]:
    """Features of every relation at the shipped setting, and whether it is right."""
    told, right = [], []
    for document, windows_read in zip(documents, read, strict=True):
        quoted = quotations(document["text"], lines(document["text"]))
        for window, of_window, of_cues in windows_read:
            kept = [at for at, cue in enumerate(of_window) if cue.probability >= setting.cue_threshold]
            if not kept:
                continue
            cues, of_cues = [of_window[at] for at in kept], of_cues[kept]
            for cue, path, p in zip(cues, roles(window, cues, of_cues, quoted, setting), of_cues, strict=True):
                if not (path == CONTENT).any():
                    continue
                content, source = (
                    [window.words[at] for at in np.flatnonzero(path == role)] for role in (CONTENT, SOURCE)
                )
                told.append(features(cue, path, p))
                right.append(
                    any(
                        meets(a["content"], content) and (meets(a["source"], source) if source else not a["source"])
                        for a in document["attributions"]
                    )
                )
    return np.array(told), np.array(right)


def meets(one: list[Any], other: list[Any]) -> bool:
    """Whether two lists of spans overlap."""
    return any(a[0] < b[1] and b[0] < a[1] for a in one for b in other)


def regression(told: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression, by Newton's method with a small ridge."""
    weights = np.zeros(told.shape[1])
    for _ in range(30):
        sure = 1 / (1 + np.exp(-told @ weights))
        slope = told.T @ (right - sure) - 0.1 * weights
        bend = (told * (sure * (1 - sure))[:, None]).T @ told + 0.1 * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return weights


if __name__ == "__main__":
    main()

"""Measures the base encoder over the training texts: where its states lie, how they differ, which pieces are rare.

    python training/measured.py --shared ../shared --weights … --work training/work

Writes ``measured.npz``: ``mean`` (hidden,) of all pieces' states and ``text`` (hidden,) of the texts' mean states,
since the encoder's states all lean the same way, which says nothing; ``directions`` (hidden, DIRECTIONS) along which
pieces' states differ most; ``weights`` (vocabulary,), the rarity of each piece among all lines (idf).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).parent))
from corpora import training_documents
from network import base_encoder

SEED = 20260206
#: Directions of the states that are kept. On the parallel sentences 384, 96 and 64 of them find the right sentence in
#: 99.8, 99.6 and 99.1 of a hundred; 96 bytes a piece keep a ledger small.
DIRECTIONS = 96
#: Training texts whose states give mean and directions, and the pieces of each that are read.
TEXTS, PIECES = 6_000, 96


def sampled(shared: Path) -> list[str]:
    """Lines of the training texts, as many of every language as there are, up to an even share."""
    by_language: dict[str, list[str]] = {}
    for document in training_documents(shared):
        lines = (line.strip() for line in document.text.splitlines())
        by_language.setdefault(document.lang, []).extend(line for line in lines if len(line) > 20)
    draw, share = random.Random(SEED), TEXTS // len(by_language)
    return [line for _, lines in sorted(by_language.items()) for line in draw.sample(lines, min(share, len(lines)))]


def frequencies(shared: Path, tokenizer: Any, pieces: int) -> np.ndarray:
    """Each piece's weight: the logarithm of texts over texts that hold it, over all lines of the training texts."""
    held: Counter[int] = Counter()
    lines = 0
    for document in training_documents(shared):
        for encoding in tokenizer.encode_batch(document.text.splitlines(), add_special_tokens=False):
            held.update(set(encoding.ids))
            lines += 1
    return np.array([math.log((lines + 1) / (held[piece] + 1)) for piece in range(pieces)], np.float32)


@torch.no_grad()
def states_of(encoder: Any, tokenizer: Any, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """The states of all pieces of the texts, and the mean state of each text."""
    pieces, means = [], []
    for text in texts:
        ids = torch.tensor([[0, *tokenizer.encode(text, add_special_tokens=False).ids[:PIECES], 2]])
        states = encoder(ids, torch.ones_like(ids))[0]
        pieces.append(states[1:-1].numpy())
        means.append(states.mean(0).numpy())
    return np.concatenate(pieces), np.array(means)


def main() -> None:
    """Measure and keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path(__file__).parent / "work")
    options = parser.parse_args()
    kept = json.loads((options.work / "kept.json").read_text())
    encoder = base_encoder(options.shared, options.weights, kept).eval()
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    pieces, means = states_of(encoder, tokenizer, sampled(options.shared))
    mean = pieces.mean(0)
    _, directions = np.linalg.eigh(np.cov(pieces - mean, rowvar=False))  # ascending: the last differ most
    np.savez(
        options.work / "measured.npz",
        mean=mean,
        text=means.mean(0),
        directions=directions[:, -DIRECTIONS:].astype(np.float32),
        weights=frequencies(options.shared, tokenizer, len(kept)),
    )


if __name__ == "__main__":
    main()

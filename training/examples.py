"""Documents → labelled windows → batches of tensors."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from enligt.attributing.windows import Window, windows
from enligt.records import Block, Span

#: Word pieces in a batch, padding included.
BATCH_PIECES = 4096
#: Windows sorted by length together, so that a batch holds windows of like length.
POOL = 512
#: A window's limit in pieces is drawn from this range, so that paragraphs meet in ever new company.
LIMITS = (160, 256)
NAME_TAGS = {"PER": 1, "ORG": 3, "LOC": 5}
_QUOTE_STYLES = ("“”", "„“", "«»", "””", '""', "»«", "„”")
_LINE = "\n"


@dataclass(frozen=True)
class Example:
    """A window with its labels; ``cues`` is ``None`` where the corpus says nothing of relations, ``names`` likewise.

    ``cues``: (words,) of 0 outside, 1 begin, 2 inside. ``relations``: (cue's first word, end, roles (words,)).
    """

    window: Window
    cues: np.ndarray | None
    relations: list[tuple[int, int, np.ndarray]]
    names: np.ndarray | None


def lines(text: str) -> list[Block]:
    """Every line of the text that holds something, as a paragraph."""
    blocks, start = [], 0
    for line in text.split(_LINE):
        if line.strip():
            blocks.append(Block("paragraph", Span(start, start + len(line))))
        start += len(line) + 1
    return blocks


def varied(text: str, draw: random.Random) -> str:
    """The text with its quotation marks in another style, or one lost, or its first line in lower case, now and then.

    Every change keeps the text's length, so that offsets hold.
    """
    if draw.random() < 0.35:
        opening, closing = draw.choice(_QUOTE_STYLES)
        text = text.replace("“", opening).replace("”", closing)
    if draw.random() < 0.05:
        mark = draw.choice("“”\"«»„")
        text = text.replace(mark, " ", 1)
    if draw.random() < 0.1:
        head, _, rest = text.partition(_LINE)
        text = head[:1] + head[1:].lower() + _LINE + rest if len(head.lower()) == len(head) and rest else text
    return text


def examples(document: Any, tokenizer: Any, draw: random.Random | None) -> Iterator[Example]:
    """The document's windows with labels; with ``draw``, cut and varied at random for training."""
    text = varied(document.text, draw) if draw else document.text
    blocks = lines(text)
    if draw and len(blocks) > 6:
        blocks = blocks[draw.randrange(3) :]
    limit = draw.randint(*LIMITS) if draw else LIMITS[1]
    for window in windows(text, blocks, tokenizer, limit):
        if window.words:
            yield _labelled(document, window)


def _labelled(document: Any, window: Window) -> Example:
    starts = np.array([word.start for word in window.words])
    ends = np.array([word.end for word in window.words])

    def covered(spans: Iterable[Sequence[int]]) -> np.ndarray:
        chosen = np.zeros(len(starts), dtype=bool)
        for start, end in spans:
            chosen |= (starts < end) & (ends > start)
        return chosen

    cues, relations = None, []
    if document.relations is not None:
        cues = np.zeros(len(starts), dtype=np.int64)
        for relation in document.relations:
            at = np.flatnonzero(covered(relation.cue))
            if not len(at):
                continue
            first, end = int(at[0]), int(at[0]) + 1
            while end < len(starts) and end in at:
                end += 1
            roles = np.zeros(len(starts), dtype=np.int64)
            roles[covered(relation.content)] = 2
            roles[covered(relation.source)] = 1
            roles[first:end] = 0
            cues[first], cues[first + 1 : end] = 1, 2
            relations.append((first, end, roles))
    names = None
    if document.names is not None:
        names = np.zeros(len(starts), dtype=np.int64)
        for start, end, kind in document.names:
            at = np.flatnonzero(covered([(start, end)]))
            if len(at):
                names[at] = NAME_TAGS[kind] + 1
                names[at[0]] = NAME_TAGS[kind]
    return Example(window, cues, relations, names)


def batches(stream: Iterable[Example], draw: random.Random) -> Iterator[list[Example]]:
    """Examples of like length in batches of ``BATCH_PIECES``, in random order within each pool."""
    pool: list[Example] = []
    for example in stream:
        pool.append(example)
        if len(pool) == POOL:
            yield from _pooled(pool, draw)
            pool = []
    yield from _pooled(pool, draw)


def _pooled(pool: list[Example], draw: random.Random) -> list[list[Example]]:
    pool.sort(key=lambda example: len(example.window.ids))
    made: list[list[Example]] = []
    longest = 0
    for example in pool:
        longest = max(longest, len(example.window.ids)) if made else 0
        if not made or longest * (len(made[-1]) + 1) > BATCH_PIECES:
            made.append([])
            longest = len(example.window.ids)
        made[-1].append(example)
    draw.shuffle(made)
    return made


@dataclass(frozen=True)
class Batch:
    """Tensors of a batch: B windows, L pieces, W words, C cues. -100 marks what carries no label."""

    ids: torch.Tensor  # (B, L)
    mask: torch.Tensor  # (B, L)
    first: torch.Tensor  # (B, W)
    cues: torch.Tensor  # (B, W)
    names: torch.Tensor  # (B, W)
    cue_window: torch.Tensor  # (C,)
    cue_range: torch.Tensor  # (C, 2)
    roles: torch.Tensor  # (C, W)


def collate(chosen: Sequence[Example]) -> Batch:
    """Pad examples to one batch."""
    count = len(chosen)
    pieces = max(len(e.window.ids) for e in chosen)
    words = max(len(e.window.words) for e in chosen)
    ids = np.full((count, pieces), 1)
    mask = np.zeros((count, pieces))
    first = np.zeros((count, words), dtype=np.int64)
    cues, names = np.full((count, words), -100), np.full((count, words), -100)
    of_window, ranges, roles = [], [], []
    for row, example in enumerate(chosen):
        window, size = example.window, len(example.window.words)
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = 1
        first[row, :size] = window.first
        if example.cues is not None:
            cues[row, :size] = example.cues
        if example.names is not None:
            names[row, :size] = example.names
        for start, end, role in example.relations:
            of_window.append(row)
            ranges.append((start, end))
            padded = np.full(words, -100)
            padded[:size] = role
            padded[start:end] = -100
            roles.append(padded)
    as_tensor = torch.from_numpy
    return Batch(
        ids=as_tensor(ids),
        mask=as_tensor(mask),
        first=as_tensor(first),
        cues=as_tensor(cues),
        names=as_tensor(names),
        cue_window=torch.tensor(of_window, dtype=torch.long),
        cue_range=torch.tensor(ranges, dtype=torch.long).reshape(-1, 2),
        roles=as_tensor(np.array(roles).reshape(-1, words)),
    )

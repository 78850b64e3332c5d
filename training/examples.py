"""Documents → labelled windows → batches of tensors."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from enligt.attributing.windows import OPEN_ID, Window, extend, windows
from enligt.records import Block, Span

#: Word pieces in a window while training, at most.
PIECES = 256
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
        mark = draw.choice('“”"«»„')
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
    for window in windows(text, blocks, tokenizer, PIECES):
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
        cues[covered(document.unknown) & (cues == 0)] = -100
    names = None
    if document.names is not None:
        names = np.zeros(len(starts), dtype=np.int64)
        for start, end, kind in document.names:
            at = np.flatnonzero(covered([(start, end)]))
            if len(at):
                names[at] = NAME_TAGS[kind] + 1
                names[at[0]] = NAME_TAGS[kind]
    return Example(window, cues, relations, names)


def joined(parts: Sequence[Example]) -> Example:
    """Several windows as one: short texts share a window as a page's paragraphs do."""
    sizes = [len(part.window.words) for part in parts]
    total = sum(sizes)
    window, relations = Window([OPEN_ID], [], [], [], []), []
    for part, size in zip(parts, sizes, strict=True):
        at = len(window.words)
        for start, end, roles in part.relations:
            padded = np.zeros(total, dtype=np.int64)
            padded[at : at + size] = roles
            relations.append((at + start, at + end, padded))
        unopened = part.window._replace(ids=part.window.ids[1:], first=[piece - 1 for piece in part.window.first])
        extend(window, unopened)
    known = [part.cues is not None for part in parts], [part.names is not None for part in parts]
    assert all(len(set(of_part)) == 1 for of_part in known), "windows that are joined are labelled alike"
    cues = np.concatenate([part.cues for part in parts]) if parts[0].cues is not None else None
    names = np.concatenate([part.names for part in parts]) if parts[0].names is not None else None
    return Example(window, cues, relations, names)


def packed(stream: Iterator[Example]) -> Iterator[Example]:
    """Windows joined while they fit, so that hardly a piece of a batch is padding."""
    parts: list[Example] = []
    size = 1
    for example in stream:
        more = len(example.window.ids) - 1
        if parts and size + more > PIECES:
            yield joined(parts)
            parts, size = [], 1
        parts.append(example)
        size += more


@dataclass(frozen=True)
class Batch:
    """Tensors of a batch: B windows, L pieces, W words, C cues. -100 marks what carries no label."""

    ids: torch.Tensor  # (B, L)
    mask: torch.Tensor  # (B, L)
    first: torch.Tensor  # (B, W)
    sentence: torch.Tensor  # (B, W)
    paragraph: torch.Tensor  # (B, W)
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
    first, sentence, paragraph = (np.zeros((count, words), dtype=np.int64) for _ in range(3))
    cues, names = np.full((count, words), -100), np.full((count, words), -100)
    of_window, ranges, roles = [], [], []
    for row, example in enumerate(chosen):
        window, size = example.window, len(example.window.words)
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = 1
        first[row, :size] = window.first
        sentence[row, :size] = window.sentence
        paragraph[row, :size] = window.paragraph
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
        sentence=as_tensor(sentence),
        paragraph=as_tensor(paragraph),
        cues=as_tensor(cues),
        names=as_tensor(names),
        cue_window=torch.tensor(of_window, dtype=torch.long),
        cue_range=torch.tensor(ranges, dtype=torch.long).reshape(-1, 2),
        roles=as_tensor(np.array(roles).reshape(-1, words)),
    )

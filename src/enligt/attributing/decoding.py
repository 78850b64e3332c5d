"""From the network's numbers to relations: cue spans, the best path of roles for each cue, and exact span edges.

Pure functions over arrays and words; used alike at run time and to choose a checkpoint in training.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from enligt.attributing.tidying import CONTENT, NONE, SOURCE, tidy
from enligt.letters import SMALL
from enligt.records import Name, NameKind, Relation, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enligt.attributing.windows import Window

    Floats = NDArray[np.float32]


class Setting(NamedTuple):
    """How relations are read off the network's probabilities.

    cue_threshold: probability from which a word that may begin a cue is taken as one.
    switch_cost: cost in nats of each change of role along a cue's words; keeps a span from breaking at one word.
    source_gain, content_gain: nats in favour of a role over none; nearly every cue has both, which the network, that
    sees far more words without a role, is too shy to say.
    """

    cue_threshold: float
    switch_cost: float
    source_gain: float
    content_gain: float


#: Chosen on polnear dev by training/choose.py: the best sum of its four figures.
SETTING = Setting(cue_threshold=0.3, switch_cost=0.3, source_gain=1.5, content_gain=1.0)
#: A relation less sure than this is dropped: on polnear dev five in six such are wrong, mostly cues without a source.
LEAST_CONFIDENCE = 0.2
#: Weights of ``features`` in the log-odds that a relation is right: a logistic regression on polnear dev.
CONFIDENCE = (-0.317, 0.544, 0.163, 0.114, -1.283)
#: Letters of the longest half of a name, and the halves before and after one.
_HALF_LETTERS = 30
_HALF_BEFORE = re.compile(rf"\b[^\W\d_{SMALL}]\w*[-‐‑]$")
_HALF_AFTER = re.compile(rf"[-‐‑][^\W\d_{SMALL}]\w*")
_NAME_KINDS: tuple[NameKind, ...] = ("PER", "ORG", "LOC")
#: The place and agency that open a report: "ANKARA — ", "WASHINGTON (AP) — ", "Berlin (dpa) - ".
_PLACE = re.compile(r"(?:[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я .,]{2,30}|\w[\w .,]{2,30} \([\w/-]{2,15}\)) ?[—–―-] ")
_TRIMMED = frozenset(".,;:—–-…!? ")


class Cue(NamedTuple):
    """A cue as a range of words, with its probability."""

    start: int
    end: int
    probability: float


def softmax(logits: Floats) -> Floats:
    """Probabilities over the last axis."""
    import numpy as np

    powers = np.exp(logits - logits.max(-1, keepdims=True))
    result: Floats = powers / powers.sum(-1, keepdims=True)
    return result


def cues(logits: Floats, threshold: float = SETTING.cue_threshold) -> list[Cue]:
    """The cues of a window, in order. ``logits``: (words, 3) for outside, begin, inside."""
    p = softmax(logits)
    begin, inside = p[:, 1], p[:, 2]
    starts = (begin >= threshold) & ((begin >= inside) | (begin >= 0.5))
    # A cue that was only ever "inside" (its first word missed) is taken from where the inside run begins.
    goes_on = (inside >= 0.5) & ~starts
    found: list[Cue] = []
    at, size = 0, len(p)
    while at < size:
        if starts[at] or goes_on[at]:
            end = at + 1
            while end < size and goes_on[end]:
                end += 1
            found.append(Cue(at, end, float(max(begin[at], inside[at]))))
            at = end
        else:
            at += 1
    return found


def best_roles(probabilities: Floats, setting: Setting = SETTING) -> NDArray[np.int8]:
    """The most probable role of every word for every cue, as a path on which each change of role costs something.

    ``probabilities``: (cues, words, 3); gives (cues, words) of NONE, SOURCE or CONTENT. Viterbi's algorithm.
    """
    import numpy as np

    gain = np.log(probabilities.clip(1e-6)).transpose(1, 0, 2)
    gain = gain + np.array([0, setting.source_gain, setting.content_gain], dtype=gain.dtype)
    size, count, _ = gain.shape
    worth = gain  # worth[at]: of the best path up to a word that ends in each role
    jump = np.empty(
        (size, count, 1), dtype=gain.dtype
    )  # the best path before a word, less the cost of leaving its role
    for at in range(1, size):
        np.subtract(worth[at - 1].max(-1, keepdims=True), setting.switch_cost, out=jump[at])
        worth[at] += np.maximum(worth[at - 1], jump[at])
    come_from = np.where(worth[:-1] >= jump[1:], np.arange(3), worth[:-1].argmax(-1)[..., None])
    path = np.empty((count, size), dtype=np.int8)
    path[:, -1] = worth[-1].argmax(-1)
    rows = np.arange(count)
    for at in range(size - 1, 0, -1):
        path[:, at - 1] = come_from[at - 1, rows, path[:, at]]
    return path


def roles(
    window: Window, found: Sequence[Cue], probabilities: Floats, quoted: Sequence[Span], setting: Setting = SETTING
) -> NDArray[np.int8]:
    """The role of every word for every cue, (cues, words). ``quoted``: the page's quotations."""
    paths = best_roles(probabilities, setting)
    for cue, path in zip(found, paths, strict=True):
        path[cue.start : cue.end] = NONE
    starts = [word.start for word in window.words]
    quotes = [(bisect_left(starts, start), bisect_left(starts, end)) for start, end in _within(quoted, window.words)]
    tidy(paths, probabilities, [(cue.start, cue.end) for cue in found], quotes, window.sentence)
    return paths


def _within(quoted: Sequence[Span], words: Sequence[Span]) -> Sequence[Span]:
    """The quotations that have a part in a window's words; ``quoted`` is in order and without overlaps."""
    first = bisect_left(quoted, words[0].start, key=lambda span: span.end)
    return quoted[first : bisect_left(quoted, words[-1].end, key=lambda span: span.start)]


def relations(
    text: str,
    window: Window,
    found: Sequence[Cue],
    probabilities: Floats,
    quoted: Sequence[Span] = (),
    setting: Setting = SETTING,
) -> list[Relation]:
    """The relations of a window: one for each cue that has a content. ``probabilities``: (cues, words, 3)."""
    if not found:
        return []
    result, words = [], window.words
    for cue, path, p in zip(found, roles(window, found, probabilities, quoted, setting), probabilities, strict=True):
        content = _spans(text, words, path == CONTENT)
        if not content:
            continue
        confidence = _confidence(cue, path, p)
        if confidence < LEAST_CONFIDENCE:
            continue
        source = _spans(text, words, path == SOURCE)
        begin, end = words[cue.start].start, words[cue.end - 1].end
        result.append(
            Relation(
                content=content,
                cue=(trimmed(text, begin, end) or Span(begin, end),),
                source=source,
                confidence=confidence,
            )
        )
    return result


def _spans(text: str, words: Sequence[Span], chosen: NDArray[np.bool_]) -> tuple[Span, ...]:
    """The runs of chosen words as spans with exact edges."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False]))))
    spans = []
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        span = trimmed(text, words[first].start, words[end - 1].end)
        if span:
            spans.append(span)
    return tuple(spans)


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without the place that opens a report, nor punctuation at its edges other than marks of quotation."""
    if place := _PLACE.match(text, start, end):
        start = place.end()
    while start < end and text[start] in _TRIMMED:
        start += 1
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    if text.startswith(")", end) and text.count("(", start, end) > text.count(")", start, end):
        end += 1  # "the command (USEUCOM" is never what a person would mark
    return Span(start, end) if any(char.isalnum() for char in text[start:end]) else None


def features(cue: Cue, path: NDArray[np.int8], p: Floats) -> tuple[float, ...]:
    """What a relation's confidence is told from: 1, log-odds of its cue, of its content, of its source; none at all."""
    content = float(p[path == CONTENT, CONTENT].mean())
    source = p[path == SOURCE, SOURCE]
    known = len(source) > 0
    return (
        1.0,
        _log_odds(cue.probability),
        _log_odds(content),
        _log_odds(float(source.mean())) if known else 0.0,
        float(not known),
    )


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))


def _confidence(cue: Cue, path: NDArray[np.int8], p: Floats) -> float:
    """The chance that source and content are right."""
    told = sum(weight * value for weight, value in zip(CONFIDENCE, features(cue, path, p), strict=True))
    return 1 / (1 + math.exp(-told))


def names(text: str, words: Sequence[Span], logits: Floats) -> list[Name]:
    """The names of a window. ``logits``: (words, 7) for outside, then begin and inside of PER, ORG and LOC."""
    tags = logits.argmax(-1).tolist()
    found: list[Name] = []
    last = -2
    for at, tag in enumerate(tags):
        if tag == 0:
            continue
        kind = _NAME_KINDS[(tag - 1) // 2]
        if tag % 2 == 0 and last == at - 1 and found[-1].kind == kind:
            found[-1] = Name(kind, Span(found[-1].span.start, words[at].end))
        else:
            found.append(Name(kind, words[at]))
        last = at
    return _whole(text, found)


def _whole(text: str, found: Sequence[Name]) -> list[Name]:
    """The names with the capitalised halves that a hyphen joins to them: Anna-Lisa, Ek-Lund; not the Nato of Nato-bas.

    >>> text = "Rita Ek-Lund"
    >>> [text[slice(*name.span)] for name in _whole(text, [Name("PER", Span(0, 7)), Name("PER", Span(8, 12))])]
    ['Rita Ek-Lund']
    """
    whole: list[Name] = []
    for kind, (start, end) in found:
        before = _HALF_BEFORE.search(text, max(0, start - _HALF_LETTERS), start)
        after = _HALF_AFTER.match(text, end)
        span = Span(before.start() if before else start, after.end() if after else end)
        if whole and span.start < whole[-1].span.end:
            span = Span(whole.pop().span.start, span.end)
        whole.append(Name(kind, span))
    return whole

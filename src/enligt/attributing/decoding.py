"""From the network's numbers to relations: cue spans, the best path of roles for each cue, and exact span edges.

Pure functions over arrays and words; used alike at run time and to choose a checkpoint in training.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from enligt.records import Name, NameKind, Relation, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

#: Probability from which a word that may begin a cue is taken as one. Chosen on polnear dev for statements' F1.
CUE_THRESHOLD = 0.4
#: Cost in nats of each change of role along a cue's words: keeps a span from breaking at one uncertain word.
#: Chosen on polnear dev.
SWITCH_COST = 1.0
NONE, SOURCE, CONTENT = 0, 1, 2
_NAME_KINDS: tuple[NameKind, ...] = ("PER", "ORG", "LOC")
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


def cues(logits: Floats, threshold: float = CUE_THRESHOLD) -> list[Cue]:
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


def best_roles(probabilities: Floats, switch_cost: float = SWITCH_COST) -> NDArray[np.int8]:
    """The most probable role of every word for every cue, as a path on which each change of role costs something.

    ``probabilities``: (cues, words, 3); gives (cues, words) of NONE, SOURCE or CONTENT. Viterbi's algorithm.
    """
    import numpy as np

    gain = np.log(probabilities.clip(1e-6)).transpose(1, 0, 2)
    size, count, _ = gain.shape
    stay = np.empty((size, count, 3), dtype=bool)
    jump_from = np.empty((size, count), dtype=np.int8)
    total = gain[0].copy()
    for at in range(1, size):
        best = total.max(-1) - switch_cost
        jump_from[at] = total.argmax(-1)
        stay[at] = total >= best[:, None]
        total = np.where(stay[at], total, best[:, None]) + gain[at]
    path = np.empty((count, size), dtype=np.int8)
    role = total.argmax(-1)
    rows = np.arange(count)
    for at in range(size - 1, -1, -1):
        path[:, at] = role
        if at:
            role = np.where(stay[at, rows, role], role, jump_from[at])
    return path


def relations(
    text: str, words: Sequence[Span], found: Sequence[Cue], probabilities: Floats, switch_cost: float = SWITCH_COST
) -> list[Relation]:
    """The relations of a window: one for each cue that has a content. ``probabilities``: (cues, words, 3)."""
    if not found:
        return []
    paths = best_roles(probabilities, switch_cost)
    result = []
    for cue, path, p in zip(found, paths, probabilities, strict=True):
        path[cue.start : cue.end] = NONE
        content = _spans(text, words, path == CONTENT)
        if not content:
            continue
        source = _spans(text, words, path == SOURCE)
        result.append(
            Relation(
                content=content,
                cue=(Span(words[cue.start].start, words[cue.end - 1].end),),
                source=source,
                confidence=_confidence(cue, path, p),
            )
        )
    return result


def _spans(text: str, words: Sequence[Span], chosen: NDArray[np.bool_]) -> tuple[Span, ...]:
    """The runs of chosen words as spans with exact edges."""
    import numpy as np

    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False]))))
    spans = []
    for first, end in zip(edges[::2], edges[1::2], strict=True):
        span = _trimmed(text, words[first].start, words[end - 1].end)
        if span:
            spans.append(span)
    return tuple(spans)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The span without punctuation at its edges, other than marks of quotation and what stands inside them."""
    while start < end and text[start] in _TRIMMED:
        start += 1
    while end > start and text[end - 1] in _TRIMMED:
        end -= 1
    return Span(start, end) if any(char.isalnum() for char in text[start:end]) else None


def _confidence(cue: Cue, path: NDArray[np.int8], p: Floats) -> float:
    """How sure the network is: the cue's probability times the mean probability of the roles it gave."""
    content = p[path == CONTENT, CONTENT].mean()
    source = p[path == SOURCE, SOURCE]
    sure = float(source.mean()) if len(source) else float(p[:, SOURCE].max(initial=0.0) < 0.5) * 0.8
    return float(cue.probability * content * sure)


def names(words: Sequence[Span], logits: Floats) -> list[Name]:
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
    return found

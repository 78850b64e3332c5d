"""Two pages of different languages, passage against passage: what each says, in which order, at which place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from enligt.records import Page, Span
from enligt.tracing.meaning import Sense, alikeness
from enligt.tracing.saying import Saying

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Likeness from which two passages may be one in two languages; strangers of one affair reach it too, so that it takes
#: a whole page of them, in order.
ALIKE = 0.4
#: Days by which dates may differ: "this morning" is reckoned from each page's own day, and copies appear days later.
_NEAR_DAYS = 3
#: Passages of a page that are compared, in number: more than any article has paragraphs.
MAX_PASSAGES = 100


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a page with what is said in it, taken together.

    One page's long statement may be two on the other, so blocks are compared, not statements. ``told`` unless all of
    it is quoted word for word; ``place`` is the middle of the block, in lengths of the page; ``weight`` how much it
    says.
    """

    span: Span
    sense: Sense
    place: float
    weight: float
    told: bool
    whens: tuple[tuple[str, str], ...]
    figures: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Passages of two pages that say the same in the same order.

    ``likeness`` is 0 for strangers and 1 for one and the same: how alike the passages are, weighed by how much of both
    pages they are; ``offset`` is the mean distance of their places, in page lengths; ``told`` how many are not bare
    quotations on either page.
    """

    pairs: tuple[tuple[Span, Span], ...]
    likeness: float
    offset: float
    told: int


def passages(page: Page, sayings: Sequence[Saying]) -> list[Passage]:
    """The page's blocks that say something, in order."""
    import numpy as np

    found: list[Passage] = []
    for block in page.story:
        start, end = block.span
        here = [one for one in sayings if start <= one.statement.content[0].start < end]
        if not here or len(found) == MAX_PASSAGES:
            continue
        sense = here[0].sense
        if len(here) > 1:
            pieces, weights = [one.sense.pieces for one in here], [one.sense.weight for one in here]
            sense = Sense(sense.vector, np.concatenate(pieces), np.concatenate(weights))
        found.append(
            Passage(
                span=block.span,
                sense=sense,
                place=(start + end) / 2 / len(page.text),
                weight=float(sense.weight.astype(np.int64).sum()),
                told=any(one.statement.form != "direct" for one in here),
                whens=tuple(when for one in here for when in one.whens),
                figures=tuple(figure for one in here for figure in one.figures),
            )
        )
    return found


def alignment(mine: Sequence[Passage], theirs: Sequence[Passage]) -> Alignment:
    """The pairs of passages, in the order of both pages, that are most alike altogether."""
    if not mine or not theirs:
        return Alignment((), 0.0, 1.0, 0)
    near = alikeness([one.sense for one in mine], [other.sense for other in theirs])
    for a, b in zip(*(near >= ALIKE).nonzero(), strict=True):
        if _conflict(mine[a], theirs[b]):
            near[a, b] = 0.0
    pairs = _in_order(near)
    chosen = [(mine[a], theirs[b], float(near[a, b])) for a, b in pairs]
    mine_like = sum(one.weight * how for one, _, how in chosen) / max(1.0, sum(one.weight for one in mine))
    their_like = sum(other.weight * how for _, other, how in chosen) / max(1.0, sum(one.weight for one in theirs))
    return Alignment(
        pairs=tuple((one.span, other.span) for one, other, _ in chosen),
        likeness=math.sqrt(mine_like * their_like),
        offset=sum(abs(one.place - other.place) for one, other, _ in chosen) / len(chosen) if chosen else 1.0,
        told=sum(one.told and other.told for one, other, _ in chosen),
    )


def _in_order(near: NDArray[np.float32]) -> list[tuple[int, int]]:
    """The pairs of rows and columns, both rising, with the greatest sum of what they have above ``ALIKE``."""
    import numpy as np

    gain = near.astype(np.float64) - ALIKE
    rows, columns = (np.flatnonzero((gain > 0).any(axis)).tolist() for axis in (1, 0))  # the others make no pair
    gains = gain.tolist()
    best = [[0.0] * (len(columns) + 1) for _ in range(len(rows) + 1)]
    for a, row in enumerate(rows):
        for b, column in enumerate(columns):
            met = best[a][b] + max(0.0, gains[row][column])
            best[a + 1][b + 1] = max(best[a][b + 1], best[a + 1][b], met)
    pairs: list[tuple[int, int]] = []
    a, b = len(rows), len(columns)
    while a and b:
        if best[a][b] == best[a - 1][b]:
            a -= 1
        elif best[a][b] == best[a][b - 1]:
            b -= 1
        else:
            a, b = a - 1, b - 1
            pairs.append((rows[a], columns[b]))
    return pairs[::-1]


def _conflict(one: Passage, other: Passage) -> bool:
    """Whether both have figures, or dates, and none of them agrees."""
    figures = one.figures and other.figures
    if figures and not any(a[0] <= b[1] and b[0] <= a[1] for a in one.figures for b in other.figures):
        return True
    mine, theirs = ([tuple(map(_day, when)) for when in side.whens] for side in (one, other))
    return bool(mine and theirs) and not any(
        a[0] - _NEAR_DAYS <= b[1] and b[0] - _NEAR_DAYS <= a[1] for a in mine for b in theirs
    )


def _day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()

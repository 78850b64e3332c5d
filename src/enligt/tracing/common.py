"""What two pages have in common: sayings that hang together, and whether one page repeats the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enligt.records import Echo, Span
from enligt.tracing.claims import ONE_PAGE, OTHER_AFFAIR, SAME, nearness
from enligt.tracing.echoes import Side, echo_of
from enligt.tracing.saying import Saying

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Sayings that must have counterparts on the other page, how near these must be on the mean for the pages to tell of
#: one affair, and what counts in the place of a saying that a page lacks. So pages of two invented stories are taken
#: for one affair in 2 of 1,000 pairs, and of one story in half; the others hang together through these.
COUNTERPARTS, ONE_AFFAIR, UNTOLD = 2, 0.53, 0.35
#: Nearness below which two sayings are not one, though each is the one that a copied passage and its original hold: of
#: what was found in them, one may lack here and another there.
COPY = 0.2


class Common(NamedTuple):
    """Whether they tell of one affair; what they share.

    ``ties`` are places of a saying on each page with their nearness, ``copies`` those of one passage of a copy.
    """

    one_affair: bool
    ties: tuple[tuple[int, int, float], ...]
    echo: Echo | None
    copies: tuple[tuple[int, int], ...]


def compared_with(mine: Side, others: Sequence[Side]) -> list[Common]:
    """What a page has in common with each of others; sayings less near than ``SAME`` are no tie."""
    near = nearness(mine.sayings, [one for other in others for one in other.sayings])
    found, first = [], 0
    for other in others:
        here = near[:, first : first + len(other.sayings)]
        first += len(other.sayings)
        one_affair = of_one_affair(here)
        tied = here if one_affair else here - OTHER_AFFAIR
        ties = tuple((int(a), int(b), float(tied[a, b])) for a, b in zip(*(tied >= SAME).nonzero(), strict=True))
        echo = echo_of(mine, other, one_affair=one_affair)
        copies = _copies(echo, mine, other) if echo else ()
        found.append(Common(one_affair, ties, echo, tuple((a, b) for a, b in copies if here[a, b] >= COPY)))
    return found


def of_one_affair(near: NDArray[np.float32]) -> bool:
    """Whether two pages tell of one affair, by how near the sayings of the one (rows) are to the other's (columns).

    They do if several of their sayings have their best counterparts in each other; "Clinton leads" alone may be said of
    any week. Where a page has too few sayings to tell, what it has must be the nearer.
    """
    import numpy as np

    if not near.size:
        return False
    best = near.argmax(1)
    mutual = near.argmax(0)[best] == np.arange(len(best))
    nearest = np.sort(near[mutual, best[mutual]])[::-1][:COUNTERPARTS]
    lacking = max(0, COUNTERPARTS - min(near.shape))
    return bool(nearest.sum() + lacking * UNTOLD >= COUNTERPARTS * ONE_AFFAIR)


def within(sayings: Sequence[Saying]) -> Iterator[tuple[int, int, float]]:
    """The ties between sayings of one page."""
    near = nearness(sayings, sayings) - ONE_PAGE
    for a, b in zip(*(near >= SAME).nonzero(), strict=True):
        if a < b:
            yield int(a), int(b), float(near[a, b])


def _copies(echo: Echo, mine: Side, theirs: Side) -> Iterator[tuple[int, int]]:
    """The sayings of two pages that stand in passages of which one repeats the other, where these hold as many."""
    for passages in echo.pairs:
        here, there = passages if echo.page == mine.id else reversed(passages)
        first = [at for at, one in enumerate(mine.sayings) if _touches(one, here)]
        second = [at for at, one in enumerate(theirs.sayings) if _touches(one, there)]
        if len(first) == len(second):
            yield from zip(first, second, strict=True)


def _touches(saying: Saying, span: Span) -> bool:
    return span.start <= saying.statement.content[0].start < span.end

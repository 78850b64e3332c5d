"""Knots: sayings that hang together, of which claims are made without looking at any others.

A knot is what hangs together at the claims' own threshold of nearness or, where that is more than ``MAX_KNOT``
sayings, at the first higher level at which it is not. So a claim depends on what there is, not on the order in which it
came, and costs much the same however much there is.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enligt.records import Claim, Echo, Member, Merge, Page, digest
from enligt.tracing.claims import (
    SAME,
    Pair,
    bound,
    copies,
    gloss,
    groups,
    merges,
    nearness,
    stances,
    strangeness,
    table,
)
from enligt.tracing.origins import origins
from enligt.tracing.saying import Saying

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Nearness at which sayings hang together, from the claims' own threshold up.
#: They are close together, so that a knot too large falls into large parts; in one language only near copies reach 0.7.
LEVELS = (SAME, 0.54, 0.61, 0.7)
#: Sayings in a knot whose claims are worked out together: a tenth of a second, and more than most of what is told has.
MAX_KNOT = 300
#: What stands for the language of a page that does not tell it (ISO 639-2).
UNKNOWN_LANGUAGE = "und"


class Worded(NamedTuple):
    """A claim and its best wording by language; ``""`` names the best language."""

    claim: Claim
    glosses: dict[str, str]


class Known(NamedTuple):
    """What is known around a knot: ``pages`` by id, its own at least; ``echoes`` gives what some pages repeat."""

    pages: Callable[[str], Page]
    echoes: Callable[[Sequence[str]], Sequence[Echo]]


class Parts(NamedTuple):
    """The sayings of a knot, sorted, how near each two are, and those that make a claim, as places among them.

    Sayings too many for a table (``near`` is ``None`` then) are all one claim.
    """

    sayings: list[Saying]
    near: NDArray[np.float32] | None
    groups: list[list[int]]


def claims_of(
    knot: Sequence[Saying], known: Known, bonds: Mapping[Pair, float], affairs: Container[Pair]
) -> list[Worded]:
    """The claims of a knot, in no order of their own; the order of the knot makes no difference.

    ``bonds`` are the nearness of those pairs of statements, by id, that texts or readers have decided, ``affairs`` the
    pairs of pages that tell of one affair.
    """
    near = nearness(knot, knot) - strangeness(knot, knot, affairs) if 1 < len(knot) <= MAX_KNOT else None
    parts = taken_apart(knot, bonds, near)
    return [claim_of(parts, group, known) for group in parts.groups]


def taken_apart(knot: Sequence[Saying], bonds: Mapping[Pair, float], near: NDArray[np.float32] | None) -> Parts:
    """What of a knot makes claims.

    ``near`` is the sayings' ``claims.nearness`` less ``claims.strangeness``; of one alone, or of more than
    ``MAX_KNOT``, none is needed.
    """
    import numpy as np

    order = sorted(range(len(knot)), key=lambda at: knot[at].id)
    found = [knot[at] for at in order]
    if len(found) == 1:
        return Parts(found, np.zeros((1, 1), np.float32), [[0]])
    if near is None:  # nothing but near copies of one wording hangs together at the last level
        return Parts(found, None, [list(range(len(found)))])
    near = table(found, near[np.ix_(order, order)])
    bound(near, [one.id for one in found], bonds)
    return Parts(found, near, groups(near))


def claim_of(parts: Parts, group: Sequence[int], known: Known) -> Worded:
    """The claim that some sayings of a knot make."""
    told = [parts.sayings[at] for at in group]
    pages = {one.page: known.pages(one.page) for one in told}
    behind, origin_of = origins(told, known.echoes(list(pages)), pages)
    stance = stances(told, copies(parts.sayings, parts.near, group) if parts.near is not None else ())
    order = _in_order(told)
    dates = sorted(one.published for one in told if one.published)
    glosses = glosses_of(parts, group)
    claim = Claim(
        id=digest("claim", min(one.id for one in told)),
        gloss=glosses[glosses[""]],
        lang=glosses[""] if glosses[""] != UNKNOWN_LANGUAGE else None,
        members=tuple(Member(one.page, one.id, stance[one.id], origin_of[one.id]) for one in order),
        origins=tuple(behind),
        merges=merges_of(parts, group),
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
    )
    return Worded(claim, glosses)


def glosses_of(parts: Parts, group: Sequence[int]) -> dict[str, str]:
    """The best wording of a claim by language; ``""`` names the best language."""
    told = [parts.sayings[at] for at in group]
    langs = {one.lang or UNKNOWN_LANGUAGE for one in told}
    first = _in_order(told)[0]
    found = {}
    near = parts.near if len(group) > 1 else None
    for lang in (*sorted(langs), "en"):  # the last names the best language of all
        best = gloss(parts.sayings, near, group, lang) if near is not None else first
        if lang == "en" or (best.lang or UNKNOWN_LANGUAGE) == lang:
            found[best.lang or UNKNOWN_LANGUAGE] = best.text
            found[""] = best.lang or UNKNOWN_LANGUAGE
    return found


def merges_of(parts: Parts, group: Sequence[int]) -> tuple[Merge, ...]:
    """Why each of the sayings of a claim is in it."""
    return tuple(merges(parts.sayings, parts.near, group)) if parts.near is not None else ()


def _in_order(told: Sequence[Saying]) -> list[Saying]:
    """Sayings by the dates of their pages, and then by their places."""
    return sorted(told, key=lambda one: (one.published or "9", one.page, one.statement.content[0], one.id))

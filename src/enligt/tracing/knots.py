"""Knots: sayings that hang together, of which claims are made without looking at any others.

A knot is what hangs together at the claims' own threshold of nearness or, where that is more than ``MAX_KNOT``
sayings, at the first higher level at which it is not. So a claim depends on what there is, not on the order in which it
came, and costs much the same however much there is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from enligt.records import Claim, Echo, Member, Page, digest
from enligt.tracing.claims import SAME, Pair, bound, copies, gloss, groups, merges, stances, table
from enligt.tracing.origins import origins
from enligt.tracing.saying import Saying

#: Nearness at which sayings hang together, from the claims' own threshold up.
LEVELS = (SAME, 0.6, 0.7, 0.8)
#: Sayings in a knot whose claims are worked out together.
MAX_KNOT = 150
#: What stands for the language of a page that does not tell it (ISO 639-2).
UNKNOWN_LANGUAGE = "und"


class Worded(NamedTuple):
    """A claim and its best wording by language; ``""`` names the best language."""

    claim: Claim
    glosses: dict[str, str]


class Known(NamedTuple):
    """What is known around a knot.

    ``pages`` by id, its own at least; ``echoes`` gives what some pages repeat, ``bonds`` the nearness of those pairs
    of statements, by id, that texts or readers have decided.
    """

    pages: Callable[[str], Page]
    echoes: Callable[[Sequence[str]], Sequence[Echo]]
    bonds: Callable[[Sequence[str]], Mapping[Pair, float]]


def claims_of(knot: Sequence[Saying], known: Known) -> list[Worded]:
    """The claims of a knot, in no order of their own; the order of the knot makes no difference."""
    found = sorted(knot, key=lambda one: one.id)
    if len(found) > MAX_KNOT:  # nothing but near copies of one wording hangs together at the last level
        return [_claim(found, None, range(len(found)), known)]
    near = table(found)
    ids = [one.id for one in found]
    bound(near, ids, known.bonds(ids))
    return [_claim(found, near, group, known) for group in groups(near)]


def _claim(found: Sequence[Saying], near: Any, group: Sequence[int], known: Known) -> Worded:
    told = [found[at] for at in group]
    pages = {one.page: known.pages(one.page) for one in told}
    behind, origin_of = origins(told, known.echoes(list(pages)), pages)
    stance = stances(told, copies(found, near, group) if near is not None else ())
    order = sorted(told, key=lambda one: (one.published or "9", one.page, one.statement.content[0], one.id))
    dates = sorted(one.published for one in told if one.published)
    glosses = {}
    for lang in {one.lang or UNKNOWN_LANGUAGE for one in told}:
        best = gloss(found, near, group, lang) if near is not None else order[0]
        if (best.lang or UNKNOWN_LANGUAGE) == lang:
            glosses[lang] = best.text
    best = gloss(found, near, group, "en") if near is not None else order[0]
    glosses[best.lang or UNKNOWN_LANGUAGE] = best.text
    glosses[""] = best.lang or UNKNOWN_LANGUAGE
    claim = Claim(
        id=digest("claim", min(one.id for one in told)),
        gloss=best.text,
        lang=best.lang,
        members=tuple(Member(one.page, one.id, stance[one.id], origin_of[one.id]) for one in order),
        origins=tuple(behind),
        merges=tuple(merges(found, near, group)) if near is not None else (),
        first_seen=dates[0] if dates else None,
        last_seen=dates[-1] if dates else None,
    )
    return Worded(claim, glosses)

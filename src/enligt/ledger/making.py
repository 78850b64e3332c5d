"""Makes the claims of knots anew, and keeps those of their claims that are as they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from enligt.ledger.knots import Knot
from enligt.ledger.recent import Recent
from enligt.ledger.rows import claim_row, echo_of
from enligt.ledger.schema import AFFAIRS, BONDS, CLAIMS, ECHOED, ECHOES, SAYINGS
from enligt.ledger.sides import Sides, Told, in_parts
from enligt.records import Echo, digest
from enligt.tracing.claims import APART, COPIED, TOGETHER, Pair
from enligt.tracing.knots import MAX_KNOT

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enligt.tracing.knots import Parts

#: Share of a knot that is too large even at the last level (one wording, printed by hundreds of pages) that may be in
#: no claim for the time being: it is made anew when it has grown by as much, or when claims are asked for.
MAY_WAIT = 0.1
#: Cells of the tables of nearness kept at hand, four bytes each: those of sixty knots of the largest size.
MAX_CELLS = 60 * MAX_KNOT**2


class Making(NamedTuple):
    """A group of sayings that make a claim, and whether it is made of the same sayings as before."""

    parts: Parts
    group: list[int]
    claim: str
    keys: list[int]
    kept: bool


class Maker:
    """Makes claims; remembers how near the sayings of a knot are, so that only those that came are compared."""

    def __init__(self, sides: Sides) -> None:
        self._sides = sides
        self._tables: Recent[tuple[int, int], tuple[list[int], NDArray[np.float32]]] = Recent(MAX_CELLS)

    def make(
        self,
        connection: Connection,
        knots: Sequence[Knot],
        changed: AbstractSet[int] | None = None,
        *,
        may_wait: bool = False,
    ) -> None:
        """Make the claims of some knots anew; if they ``may_wait``, very large ones leave it until there is much to do.

        ``changed`` are sayings whose claims have to be made even if made of the same sayings; without it, all have.
        """
        before = _claims_before(connection, [key for knot in knots for key in knot.keys])
        if may_wait and changed is not None:
            waiting = [knot for knot in knots if _may_wait(knot, before, changed)]
            knots = [knot for knot in knots if knot not in waiting]
            _let_wait(connection, {key for knot in waiting for key in knot.keys} & changed & before.keys())
        told = self._sides.told(connection, (key for knot in knots for key in knot.keys))
        members: dict[str, set[int]] = defaultdict(set)
        for key in told:
            if key in before:
                members[before[key]].add(key)
        bonds = _bonds(connection, [one.saying.id for one in told.values()])
        affairs = _affairs(connection, {one.seq: one.saying.page for one in told.values()})
        making = [one for knot in knots for one in self._groups(knot, told, bonds, affairs, members, changed)]
        # All old claims go first: one that fell apart has its sayings in several groups, and a part may keep its id.
        gone = members.keys() - {one.claim for one in making if one.kept}
        if gone:
            connection.execute(delete(CLAIMS).where(CLAIMS.c.id == bindparam("gone")), [{"gone": one} for one in gone])
        self._reword(connection, [one for one in making if one.kept])
        self._write(connection, told, [one for one in making if not one.kept])
        moved = [{"key": key, "in": one.claim} for one in making for key in one.keys if before.get(key) != one.claim]
        if moved:
            connection.execute(
                update(SAYINGS).where(SAYINGS.c.n == bindparam("key")).values(claim=bindparam("in")), moved
            )

    def _groups(
        self,
        knot: Knot,
        told: Mapping[int, Told],
        bonds: Mapping[Pair, float],
        affairs: AbstractSet[Pair],
        members: Mapping[str, set[int]],
        changed: AbstractSet[int] | None,
    ) -> list[Making]:
        from enligt.tracing.knots import taken_apart

        sayings = [told[key].saying for key in knot.keys]
        key_of = {saying.id: key for key, saying in zip(knot.keys, sayings, strict=True)}
        near = self._near(knot, told, affairs) if 1 < len(sayings) <= MAX_KNOT else None
        parts = taken_apart(sayings, bonds, near)
        found = []
        for group in parts.groups:
            ids = [parts.sayings[at].id for at in group]
            keys = [key_of[one] for one in ids]
            claim = digest("claim", min(ids))
            as_before = members.get(claim) == set(keys)
            kept = as_before and changed is not None and changed.isdisjoint(keys)
            found.append(Making(parts, group, claim, keys, kept))
        return found

    def _near(self, knot: Knot, told: Mapping[int, Told], affairs: AbstractSet[Pair]) -> NDArray[np.float32]:
        """How near each two sayings of a knot are, in the order of its keys, going by their pages too."""
        import numpy as np

        from enligt.tracing.claims import nearness, strangeness

        near = np.empty((len(knot.keys), len(knot.keys)), np.float32)
        known, table = self._tables.get((knot.level, knot.head)) or ([], near[:0, :0])
        place = {key: at for at, key in enumerate(knot.keys)}
        old = [at for at, key in enumerate(known) if key in place]
        there = [place[known[at]] for at in old]
        near[np.ix_(there, there)] = table[np.ix_(old, old)]
        if new := sorted(set(place.values()) - set(there)):
            sayings = [told[key].saying for key in knot.keys]
            came = [sayings[at] for at in new]
            near[new] = nearness(came, sayings) - strangeness(came, sayings, affairs)
            near[:, new] = near[new].T
        self._tables.keep((knot.level, knot.head), (knot.keys, near), near.size)
        return near

    def _reword(self, connection: Connection, kept: Sequence[Making]) -> None:
        """What comes beside a claim may change which of its wordings stands for it, never who is behind it."""
        from enligt.tracing.knots import glosses_of, merges_of

        rows = [
            {
                "of": one.claim,
                "worded": glosses_of(one.parts, one.group),
                "merged": merges_of(one.parts, one.group),
            }
            for one in kept
            if len(one.group) > 1
        ]
        if rows:
            values: dict[str, Any] = {"glosses": bindparam("worded"), "merges": bindparam("merged")}
            connection.execute(update(CLAIMS).where(CLAIMS.c.id == bindparam("of")).values(values), rows)

    def _write(self, connection: Connection, told: Mapping[int, Told], new: Sequence[Making]) -> None:
        from enligt.tracing.knots import Known, claim_of

        if not new:
            return
        seqs = {told[key].seq for one in new for key in one.keys}
        pages = {page.id: page for page in self._sides.pages(connection, seqs).values()}
        echoes = _echoes(connection, seqs)
        known = Known(pages.__getitem__, lambda ids: [echo for one in ids for echo in echoes.get(one, ())])
        rows = [claim_row(*claim_of(one.parts, one.group, known)) for one in new]
        connection.execute(insert(CLAIMS), rows)


def _may_wait(knot: Knot, before: Mapping[int, str], changed: AbstractSet[int]) -> bool:
    undone = sum(key not in before or key in changed for key in knot.keys)
    return len(knot.keys) > MAX_KNOT and undone < MAY_WAIT * len(knot.keys)


def _let_wait(connection: Connection, keys: Collection[int]) -> None:
    """Note that the claims of some sayings have to be made anew."""
    if keys:
        wait = update(SAYINGS).where(SAYINGS.c.n == bindparam("key")).values(claim=None)
        connection.execute(wait, [{"key": key} for key in keys])


def _claims_before(connection: Connection, keys: Collection[int]) -> dict[int, str]:
    """The claims that some sayings are in by now."""
    found: dict[int, str] = {}
    for some in in_parts(keys):
        query = select(SAYINGS.c.n, SAYINGS.c.claim).where(SAYINGS.c.n.in_(some), SAYINGS.c.claim.is_not(None))
        found |= {row.n: row.claim for row in connection.execute(query)}
    return found


def _bonds(connection: Connection, ids: Collection[str]) -> dict[Pair, float]:
    """The nearness of pairs of these statements, as texts have decided it and, over them, readers."""
    rows: list[Any] = []
    for some in in_parts(ids):
        query = select(BONDS.c.n, BONDS.c.first, BONDS.c.second, BONDS.c.together, BONDS.c.by)
        rows += connection.execute(query.where(BONDS.c.first.in_(some), ~BONDS.c.undone)).all()
    return {
        frozenset((row.first, row.second)): (COPIED if row.by is None else TOGETHER) if row.together else APART
        for row in sorted(rows, key=lambda row: (row.by is not None, row.n))
    }


def _affairs(connection: Connection, page_ids: Mapping[int, str]) -> set[Pair]:
    """Which of some pages, given as ids by row ids, tell of one affair."""
    found: set[Pair] = set()
    for some in in_parts(page_ids):
        for row in connection.execute(select(AFFAIRS).where(AFFAIRS.c.first.in_(some))):
            if row.second in page_ids:
                found.add(frozenset((page_ids[row.first], page_ids[row.second])))
    return found


def _echoes(connection: Connection, seqs: Collection[int]) -> dict[str, list[Echo]]:
    """What some pages repeat, by page id."""
    query = ECHOED.order_by(ECHOES.c.page, ECHOES.c.of)
    found: dict[str, list[Echo]] = defaultdict(list)
    for some in in_parts(seqs):
        for row in connection.execute(query.where(ECHOES.c.page.in_(some))):
            found[row.copy_id].append(echo_of(row))
    return found

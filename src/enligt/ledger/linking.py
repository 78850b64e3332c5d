"""Puts pages that the ledger keeps into claims: what says the same, what repeats what, whose words they are.

Nothing recomputes the whole ledger. A new page's sayings are compared with those of the pages that are near it, by
vector, by the names on it or by its text, and with those of the pages that tell of one affair with these. Sayings that
are near enough hang together in knots (``knots``); claims are made anew (``making``) in the knots alone that the page
touches, so that a page costs much the same in a ledger of any size. Several pages are linked in one go, which asks the
ledger less often, and comes to the same as one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, func, insert, select, union_all, update

from enligt.ledger.knots import Knots
from enligt.ledger.making import Maker
from enligt.ledger.nearest import Nearest
from enligt.ledger.schema import AFFAIRS, BONDS, ECHOES, LEVEL_COLUMNS, PAGES, SAYINGS, SKETCHES
from enligt.ledger.sides import Sides, Told, in_parts
from enligt.records import Traced

if TYPE_CHECKING:
    from enligt.tracing.common import Common
    from enligt.tracing.echoes import Side
    from enligt.tracing.meaning import Meaning
    from enligt.tracing.saying import Saying

#: Sayings that are looked at for each new one, and pages that are compared with a new one: of those that share text, of
#: the likely ones, and of those that tell of one affair with a likely one, each.
NEAREST, MAX_PAGES = 48, 24
#: Pages with one name up to which it counts; one that more have tells little, and they would take long to read.
COMMON_NAME = 400
#: Hashes that two pages must share to be compared for echoes, as a share of the smaller sketch.
SHARED_SKETCH = 0.15


_WAITING = select(SAYINGS.c.n).where(SAYINGS.c.claim.is_(None))


class Waiting(NamedTuple):
    """A page that the ledger keeps under a row id, and its sayings."""

    seq: int
    traced: Traced
    sayings: list[Saying]


class _New(NamedTuple):
    """A page that is being linked: its row id, those of its sayings, and what is compared."""

    seq: int
    keys: list[int]
    side: Side
    sketch: list[int]
    names: frozenset[int]


class Linker:
    """Links pages of one ledger; loads the meaning model when first needed, unless one is given."""

    def __init__(self, nearest: Nearest, meaning: Meaning | None = None) -> None:
        self.nearest = nearest
        self._meaning = meaning
        self.forget()

    def forget(self) -> None:
        """Drop what is kept at hand: what was linked last has been taken back."""
        self._sides = Sides()
        self._maker = Maker(self._sides)

    @property
    def meaning(self) -> Meaning:
        """The model that reads what texts say."""
        if self._meaning is None:
            from enligt.tracing.meaning import Meaning

            self._meaning = Meaning()
        return self._meaning

    def read(self, traced: Traced) -> list[Saying]:
        """The sayings of a page: the slow part, done before the ledger is locked."""
        from enligt.tracing.saying import sayings

        return sayings(traced, self.meaning)

    def link(self, connection: Connection, waiting: Sequence[Waiting]) -> None:
        """Keep the sayings of some pages, and work out the claims and echoes that they change."""
        from enligt.tracing.common import within

        self.nearest.catch_up(connection)
        new = self._keep(connection, waiting)
        knots = Knots(connection, (key for page in new for key in page.keys))
        changed = {key for page in new for key in page.keys}
        compared = {page.seq: {page.seq} for page in new}

        def compare(page: _New, others: Iterable[int]) -> list[int]:
            """Compare a page with others; those that tell of one affair with it."""
            fresh = [one for one in dict.fromkeys(others) if one not in compared[page.seq]]
            compared[page.seq].update(fresh)
            for one in compared.keys() & fresh:
                compared[one].add(page.seq)
            fellows, renewed = self._compare(connection, knots, page, fresh)
            changed.update(renewed)
            return fellows

        near = self._near_pages(connection, new)
        for page, similar in zip(new, _sharing(connection, new), strict=True):
            fellows = compare(page, (*similar, *near[page.seq]))
            compare(page, _fellows_of(connection, fellows, compared[page.seq]))
            for at, there, nearness in within(page.side.sayings):
                knots.tie(page.keys[at], page.keys[there], nearness)
        linked = update(PAGES).where(PAGES.c.seq.in_([page.seq for page in new])).values(linked=True)
        connection.execute(linked)
        self._maker.make(connection, knots.touched(changed), changed, may_wait=True)

    def is_settled(self, connection: Connection) -> bool:
        """Whether ``link`` has let no claims wait."""
        return connection.execute(_WAITING.limit(1)).first() is None

    def settle(self, connection: Connection) -> None:
        """Make the claims that ``link`` has let wait."""
        waiting = set(connection.execute(_WAITING).scalars())
        self._maker.make(connection, Knots(connection).touched(waiting), waiting)

    def _keep(self, connection: Connection, waiting: Sequence[Waiting]) -> list[_New]:
        from enligt.tracing.echoes import sketch
        from enligt.tracing.shared_names import name_hashes

        last = connection.execute(select(func.coalesce(func.max(SAYINGS.c.n), 0))).scalar_one()
        new, rows, hashes = [], [], []
        for seq, traced, sayings in waiting:
            place = {one.id: at for at, one in enumerate((*traced.statements, *traced.assertions))}
            told = [Told(key, seq, saying) for key, saying in enumerate(sayings, last + 1)]
            last += len(told)
            rows += [_row(one, place[one.saying.id]) for one in told]
            sketched, named = sorted(sketch(traced.page)), name_hashes(traced)
            hashes += [{"hash": one, "page": seq} for one in (*sketched, *named)]
            new.append(_New(seq, *self._sides.keep(seq, traced.page, told), sketched, named))
        if rows:
            connection.execute(insert(SAYINGS), rows)
        if hashes:
            connection.execute(insert(SKETCHES), hashes)
        return new

    def _near_pages(self, connection: Connection, new: Sequence[_New]) -> dict[int, list[int]]:
        """For each new page the pages on which the most is near, or most names are the same, at most ``MAX_PAGES``."""
        found = {page.seq: list[int]() for page in new}
        told = [
            (page.seq, key, saying) for page in new for key, saying in zip(page.keys, page.side.sayings, strict=True)
        ]
        if not told:
            return found
        hits = self._near(told)
        seq_of = {key: seq for seq, key, _ in told}
        for some in in_parts({key for keys in hits for key in keys} - seq_of.keys()):
            query = select(SAYINGS.c.n, SAYINGS.c.page).where(SAYINGS.c.n.in_(some))
            seq_of |= {row.n: row.page for row in connection.execute(query)}
        scores: dict[int, Counter[int]] = {page.seq: Counter() for page in new}
        for (seq, _, _), keys in zip(told, hits, strict=True):
            best: dict[int, float] = {}
            for rank, key in enumerate(keys):
                best.setdefault(seq_of[key], 1 / (1 + rank))
            scores[seq].update(best)
        for seq, shared in _sharing_names(connection, new):
            scores[seq].update(shared)
        for seq, score in scores.items():
            score.pop(seq, None)
            found[seq] = [page for page, _ in sorted(score.items(), key=lambda item: (-item[1], item[0]))[:MAX_PAGES]]
        return found

    def _near(self, told: Sequence[tuple[int, int, Saying]]) -> list[list[int]]:
        """The sayings nearest to each of some new ones: those that the index holds, and the new ones themselves."""
        import numpy as np

        vectors = np.stack([saying.sense.vector for _, _, saying in told])
        among = self.nearest.among(vectors, [key for _, key, _ in told])
        return [
            sorted(both, key=lambda key: (-both[key], key))[:NEAREST]
            for here, there in zip(self.nearest.find(vectors, NEAREST), among, strict=True)
            for both in [here | there]
        ]

    def _compare(
        self, connection: Connection, knots: Knots, page: _New, others: Sequence[int]
    ) -> tuple[list[int], set[int]]:
        """Tie what a page and others have in common.

        Gives those that tell of one affair with it, and the sayings of those that it repeats, or that repeat it.
        """
        from enligt.tracing.common import compared_with

        sides = self._sides.sides(connection, others)
        found = compared_with(page.side, [sides[other][1] for other in others])
        changed: set[int] = set()
        fellows = [other for other, common in zip(others, found, strict=True) if common.one_affair]
        if fellows:
            affairs = [{"first": min(page.seq, other), "second": max(page.seq, other)} for other in fellows]
            connection.execute(insert(AFFAIRS), affairs)
        for other, common in zip(others, found, strict=True):
            keys, side = sides[other]
            for at, there, near in common.ties:
                knots.tie(page.keys[at], keys[there], near)
            if common.echo:
                _keep_echo(connection, common, page, (other, side))
                changed.update(keys)  # whoever is behind their claims may be somebody else now
                for at, there in common.copies:
                    knots.tie(page.keys[at], keys[there], 1.0)
        return fellows, changed


def _row(one: Told, position: int) -> dict[str, object]:
    """The row of ``sayings`` for a new one, which hangs together with itself alone."""
    return {
        "n": one.key,
        "page": one.seq,
        "position": position,
        "vector": one.saying.sense.vector.tobytes(),
        "pieces": one.saying.sense.packed(),
        "facts": one.saying.facts(),
        **dict.fromkeys(LEVEL_COLUMNS, one.key),
    }


def _sharing(connection: Connection, new: Iterable[_New]) -> Iterable[list[int]]:
    """For each new page those with much of the same text, the most alike first, at most ``MAX_PAGES``."""
    for page in new:
        many = func.count()
        shared = (
            select(SKETCHES.c.page)
            .where(SKETCHES.c.hash.in_(page.sketch), SKETCHES.c.page != page.seq)
            .group_by(SKETCHES.c.page)
            .having(many >= max(2, round(SHARED_SKETCH * len(page.sketch))))
            .order_by(many.desc(), SKETCHES.c.page)
            .limit(MAX_PAGES)
        )
        yield list(connection.execute(shared).scalars()) if page.sketch else []


def _fellows_of(connection: Connection, fellows: Sequence[int], known: Collection[int]) -> list[int]:
    """The pages, other than known ones, that tell of one affair with most of some, at most ``MAX_PAGES``."""
    first, second = AFFAIRS.c.first, AFFAIRS.c.second
    ends = union_all(select(second.label("page")).where(first.in_(fellows)), select(first).where(second.in_(fellows)))
    page = ends.subquery().c.page
    most = select(page).where(page.not_in(known)).group_by(page).order_by(func.count().desc(), page).limit(MAX_PAGES)
    return list(connection.execute(most).scalars())


def _sharing_names(connection: Connection, new: Sequence[_New]) -> Iterator[tuple[int, dict[int, float]]]:
    """The pages that share a name with some new one, and what each tells: 1/√n for a name that n pages have."""
    for hash_ in sorted({one for page in new for one in page.names}):
        having = select(SKETCHES.c.page).where(SKETCHES.c.hash == hash_).limit(COMMON_NAME + 1)
        pages = connection.execute(having).scalars().all()
        if 1 < len(pages) <= COMMON_NAME:
            for page in new:
                if hash_ in page.names:
                    yield page.seq, dict.fromkeys(pages, len(pages) ** -0.5)


def _keep_echo(connection: Connection, common: Common, page: _New, other: tuple[int, Side]) -> None:
    """Keep that one of two pages repeats the other, and which of their sayings are one."""
    echo = common.echo
    assert echo is not None
    seq, side = other
    copy, original = (page.seq, seq) if echo.page == page.side.id else (seq, page.seq)
    row = {"page": copy, "of": original, "kind": echo.kind, "credited": echo.credited, "share": echo.share}
    connection.execute(insert(ECHOES).values(row | {"pairs": echo.pairs}))
    bonds = [
        {"first": page.side.sayings[at].id, "second": side.sayings[there].id, "together": True}
        for at, there in common.copies
    ]
    if bonds:
        connection.execute(insert(BONDS), bonds)

"""Puts a page that the ledger keeps into claims: what says the same, what repeats what, whose words they are.

Nothing recomputes the whole ledger. A new page's sayings are compared with those of the pages that are near it, by
vector or by text. Sayings that are near enough hang together in *knots*, kept at several levels of nearness; claims are
made anew, by ``tracing.claims``, in the knots alone that the page touches. A knot that has grown over ``MAX_KNOT``
sayings is taken apart at the next level, so that a page costs much the same in a ledger of any size. A knot, and so a
claim, depends on what the ledger holds, not on the order in which it came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from enligt.ledger.nearest import Nearest
from enligt.ledger.rows import claim_row, echo_of_row, page_of, statement_of
from enligt.ledger.schema import BONDS, CLAIMS, ECHOES, KNOTS, LEVEL_COLUMNS, PAGES, SAYINGS, SKETCHES, STATEMENTS
from enligt.records import Echo, Page, Traced
from enligt.tracing.claims import APART, COPIED, TOGETHER
from enligt.tracing.knots import LEVELS, MAX_KNOT

if TYPE_CHECKING:
    from enligt.tracing.meaning import Meaning
    from enligt.tracing.saying import Saying

#: Sayings that are looked at for each new one, and pages that are compared with a new one.
NEAREST, MAX_PAGES = 48, 24
#: Hashes that two pages must share to be compared for echoes, as a share of the smaller sketch.
SHARED_SKETCH = 0.15


class Linker:
    """Links pages of one ledger; loads the meaning model when first needed, unless one is given."""

    def __init__(self, nearest: Nearest, meaning: Meaning | None = None) -> None:
        self.nearest = nearest
        self._meaning = meaning

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

    def link(self, connection: Connection, seq: int, page: Page, found: Sequence[Saying]) -> None:
        """Keep a page's sayings, and work out the claims and echoes that they change."""
        from enligt.tracing.echoes import sketch

        keys = self._keep(connection, seq, found)
        sketched = sketch(page)
        similar = _sharing(connection, seq, sketched)
        if sketched:
            connection.execute(insert(SKETCHES), [{"hash": one, "page": seq} for one in sketched])
        self.nearest.catch_up(connection)
        sides = Sides(connection)
        near = self._near_pages(connection, seq, found)
        knots = Knots(connection)
        for other in dict.fromkeys((*similar[:MAX_PAGES], *near)):
            self._compare(connection, knots, sides, (seq, keys, found), other)
        self._compare_within(knots, keys, found)
        connection.execute(update(PAGES).where(PAGES.c.seq == seq).values(linked=True))
        work_out(connection, knots.touched(keys))

    def _keep(self, connection: Connection, seq: int, found: Sequence[Saying]) -> list[int]:
        position = {
            row.id: row.position
            for row in connection.execute(
                select(STATEMENTS.c.id, STATEMENTS.c.position).where(STATEMENTS.c.page == seq)
            )
        }
        keys = []
        for one in found:
            row = {
                "page": seq,
                "position": position[one.id],
                "vector": one.sense.vector.tobytes(),
                "pieces": one.sense.packed(),
                "facts": one.facts(),
            }
            keys.append(connection.execute(insert(SAYINGS).values(row).returning(SAYINGS.c.n)).scalar_one())
        for key in keys:
            connection.execute(update(SAYINGS).where(SAYINGS.c.n == key).values(dict.fromkeys(LEVEL_COLUMNS, key)))
        return keys

    def _near_pages(self, connection: Connection, seq: int, found: Sequence[Saying]) -> list[int]:
        """The pages on which the most is near, at most ``MAX_PAGES``."""
        import numpy as np

        if not found:
            return []
        hits = self.nearest.find(np.stack([one.sense.vector for one in found]), NEAREST)
        keys = {key for of_one in hits for key in of_one}
        query = select(SAYINGS.c.n, SAYINGS.c.page).where(SAYINGS.c.n.in_(keys))
        page_of_key = {row.n: row.page for row in connection.execute(query)}
        score: Counter[int] = Counter()
        for of_one in hits:
            best: dict[int, float] = {}
            for rank, key in enumerate(of_one):
                best.setdefault(page_of_key[key], 1 / (1 + rank))
            score.update(best)
        score.pop(seq, None)
        return [page for page, _ in sorted(score.items(), key=lambda item: (-item[1], item[0]))[:MAX_PAGES]]

    def _compare(
        self,
        connection: Connection,
        knots: Knots,
        sides: Sides,
        mine: tuple[int, list[int], Sequence[Saying]],
        other: int,
    ) -> None:
        """What a page and another have in common: sayings that hang together, and whether one repeats the other."""
        from enligt.tracing.common import compared
        from enligt.tracing.echoes import Side

        seq, keys, found = mine
        theirs = sides.sayings(other)
        common = compared(Side(sides.page(seq), found), Side(sides.page(other), [saying for _, saying in theirs]))
        for at, there, near in common.ties:
            knots.tie(keys[at], theirs[there][0], near)
        echo = common.echo
        if echo is None:
            return
        copy, original = (seq, other) if echo.page == sides.page(seq).id else (other, seq)
        row = {
            "page": copy,
            "of": original,
            "kind": echo.kind,
            "credited": echo.credited,
            "share": echo.share,
            "pairs": echo.pairs,
        }
        connection.execute(sqlite_insert(ECHOES).values(row).on_conflict_do_nothing())
        knots.changed(key for key, _ in theirs)  # whoever is behind their claims may be somebody else now
        for at, there in common.copies:
            key, (their_key, their) = keys[at], theirs[there]
            connection.execute(insert(BONDS).values(first=found[at].id, second=their.id, together=True))
            knots.tie(key, their_key, 1.0)

    def _compare_within(self, knots: Knots, keys: Sequence[int], found: Sequence[Saying]) -> None:
        from enligt.tracing.common import within

        for at, there, near in within(found):
            knots.tie(keys[at], keys[there], near)


class Knots:
    """The sayings that hang together, by level; keeps track of what has changed since it was made."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._changed: set[int] = set()
        self._known: dict[int, list[int]] = {}  # saying → its heads by level
        self._sizes: dict[tuple[int, int], int] = {}

    def tie(self, a: int, b: int, near: float) -> None:
        """Join the knots of two sayings at every level that their nearness reaches."""
        for level, least in enumerate(LEVELS):
            if near >= least:
                self._join(level, a, b)
                self._changed |= {a, b}

    def changed(self, keys: Iterable[int]) -> None:
        """Have the claims of some sayings made anew."""
        self._changed.update(keys)

    def touched(self, keys: Iterable[int]) -> Iterator[list[int]]:
        """The knots, as sorted lists of sayings, in which claims have to be made anew."""
        seen: set[tuple[int, int]] = set()
        for key in sorted({*keys, *self._changed}):
            level, head = self._active(key)
            if (level, head) not in seen:
                seen.add((level, head))
                yield self._members(level, head)

    def _active(self, key: int) -> tuple[int, int]:
        """The first level at which a saying's knot is not too large, and the knot's head there."""
        heads = self._heads(key)
        for level, head in enumerate(heads):
            if self._size(level, head) <= MAX_KNOT:
                return level, head
        return len(heads) - 1, heads[-1]

    def _heads(self, key: int) -> list[int]:
        if key not in self._known:
            columns = (SAYINGS.c[name] for name in LEVEL_COLUMNS)
            self._known[key] = list(self._connection.execute(select(*columns).where(SAYINGS.c.n == key)).one())
        return self._known[key]

    def _size(self, level: int, head: int) -> int:
        if (level, head) not in self._sizes:
            query = select(KNOTS.c.size).where(KNOTS.c.level == level, KNOTS.c.head == head)
            self._sizes[level, head] = self._connection.execute(query).scalar() or 1  # one by itself is not kept
        return self._sizes[level, head]

    def _members(self, level: int, head: int) -> list[int]:
        query = select(SAYINGS.c.n).where(SAYINGS.c[LEVEL_COLUMNS[level]] == head).order_by(SAYINGS.c.n)
        return list(self._connection.execute(query).scalars())

    def _join(self, level: int, a: int, b: int) -> None:
        first, second = self._heads(a)[level], self._heads(b)[level]
        if first == second:
            return
        sizes = {head: self._size(level, head) for head in (first, second)}
        size = sum(sizes.values())
        for head in sizes:
            if sizes[head] <= MAX_KNOT < size:  # its sayings are looked at on the next level from now on
                self._changed.update(self._members(level, head))
        small, large = sorted((first, second), key=lambda head: (sizes[head], head))
        column = LEVEL_COLUMNS[level]
        self._connection.execute(update(SAYINGS).where(SAYINGS.c[column] == small).values({column: large}))
        self._connection.execute(delete(KNOTS).where(KNOTS.c.level == level, KNOTS.c.head == small))
        row = {"level": level, "head": large, "size": size}
        self._connection.execute(
            sqlite_insert(KNOTS)
            .values(row)
            .on_conflict_do_update(index_elements=["level", "head"], set_={"size": size})
        )
        self._sizes[level, large] = size
        for heads in self._known.values():
            if heads[level] == small:
                heads[level] = large


def work_out(connection: Connection, knots: Iterable[Sequence[int]]) -> None:
    """Make the claims of some knots anew."""
    sides, changed = Sides(connection), list(knots)
    # All old claims go first: one that fell apart has its sayings in several knots, and a part may keep its id.
    for knot in changed:
        old = select(SAYINGS.c.claim).where(SAYINGS.c.n.in_(knot)).distinct()
        connection.execute(delete(CLAIMS).where(CLAIMS.c.id.in_(list(connection.execute(old).scalars()))))
    for knot in changed:
        _work_out(connection, sides, knot)


def _work_out(connection: Connection, sides: Sides, knot: Sequence[int]) -> None:
    from enligt.tracing.knots import Known, claims_of

    kept = sides.kept(knot)
    key_of = {saying.id: key for key, saying in kept}
    known = Known(sides.page_by_id, sides.echoes_of, lambda ids: _bonds(connection, ids))
    for claim, glosses in claims_of([saying for _, saying in kept], known):
        connection.execute(insert(CLAIMS).values(claim_row(claim, glosses)))
        keys = [key_of[member.statement] for member in claim.members]
        connection.execute(update(SAYINGS).where(SAYINGS.c.n.in_(keys)).values(claim=claim.id))


class Sides:
    """Pages and sayings of the ledger, each read once while a page is linked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pages: dict[int, Page] = {}
        self._seqs: dict[str, int] = {}
        self._sayings: dict[int, Saying] = {}

    def page(self, seq: int) -> Page:
        """The page with this row id."""
        if seq not in self._pages:
            row = self._connection.execute(select(PAGES).where(PAGES.c.seq == seq)).one()
            self._pages[seq] = page_of(row)
            self._seqs[row.id] = seq
        return self._pages[seq]

    def page_by_id(self, page_id: str) -> Page:
        """The page with this id, one of those whose sayings have been read."""
        return self.page(self._seqs[page_id])

    def sayings(self, seq: int) -> list[tuple[int, Saying]]:
        """A page's sayings with their row ids, in the order of the text."""
        query = select(SAYINGS.c.n).where(SAYINGS.c.page == seq).order_by(SAYINGS.c.n)
        return self.kept(list(self._connection.execute(query).scalars()))

    def kept(self, keys: Sequence[int]) -> list[tuple[int, Saying]]:
        """The sayings with these row ids, in the order of the ids."""
        from enligt.tracing.meaning import Sense
        from enligt.tracing.saying import Saying

        missing = [key for key in keys if key not in self._sayings]
        query = (
            select(SAYINGS.c.n, SAYINGS.c.vector, SAYINGS.c.pieces, SAYINGS.c.facts, STATEMENTS)
            .join_from(
                SAYINGS,
                STATEMENTS,
                (SAYINGS.c.page == STATEMENTS.c.page) & (SAYINGS.c.position == STATEMENTS.c.position),
            )
            .where(SAYINGS.c.n.in_(missing))
        )
        for row in self._connection.execute(query) if missing else ():
            page = self.page(row.page)
            sense = Sense.unpacked(row.vector, row.pieces)
            self._sayings[row.n] = Saying.kept(page, page.id, statement_of(row), sense, row.facts)
        return [(key, self._sayings[key]) for key in keys]

    def echoes_of(self, page_ids: Sequence[str]) -> list[Echo]:
        """What some pages repeat, of these or of others."""
        seqs = [self._seqs[one] for one in page_ids]
        query = select(ECHOES).where(ECHOES.c.page.in_(seqs)).order_by(ECHOES.c.page, ECHOES.c.of)
        return [
            echo_of_row(row, self.page(row.page).id, self.page(row.of).id) for row in self._connection.execute(query)
        ]


def _sharing(connection: Connection, seq: int, sketched: Iterable[int]) -> list[int]:
    """The pages with much of the same text, the most alike first."""
    hashes = list(sketched)
    if not hashes:
        return []
    shared = text(
        "SELECT page, count(*) AS many FROM sketches WHERE hash IN (SELECT value FROM json_each(:hashes))"
        " AND page != :seq GROUP BY page HAVING many >= :least ORDER BY many DESC, page"
    )
    least = max(2, round(SHARED_SKETCH * len(hashes)))
    rows = connection.execute(shared, {"hashes": str(hashes), "seq": seq, "least": least})
    return [row.page for row in rows]


def _bonds(connection: Connection, ids: Sequence[str]) -> dict[frozenset[str], float]:
    """The nearness of pairs of these statements that texts or readers have decided; a reader's word over the texts'."""
    query = (
        select(BONDS.c.first, BONDS.c.second, BONDS.c.together, BONDS.c.by)
        .where(BONDS.c.first.in_(ids), BONDS.c.second.in_(ids), ~BONDS.c.undone)
        .order_by(BONDS.c.by.is_not(None), BONDS.c.n)
    )
    return {
        frozenset((row.first, row.second)): (COPIED if row.by is None else TOGETHER) if row.together else APART
        for row in connection.execute(query)
    }

"""Knots: the sayings that hang together, at several levels of nearness.

Two sayings that are near enough are tied, and so hang together with all that either hangs together with. A knot's
claims are worked out together; one that outgrows ``MAX_KNOT`` sayings is taken apart at the next level. A knot depends
on what the ledger holds, not on the order in which it came.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from enligt.ledger.schema import KNOTS, LEVEL_COLUMNS, SAYINGS
from enligt.ledger.sides import in_parts
from enligt.tracing.knots import LEVELS, MAX_KNOT


@dataclass(frozen=True, slots=True)
class Knot:
    """The row ids of sayings that hang together, sorted, at a level; ``head`` is the one that stands for them."""

    level: int
    head: int
    keys: list[int]


class Knots:
    """The knots of a ledger while some sayings are being tied; what is tied is kept when ``touched`` is asked for."""

    def __init__(self, connection: Connection, alone: Iterable[int] = ()) -> None:
        self._connection = connection
        self._ties: dict[int, list[tuple[int, int]]] = defaultdict(list)  # level → pairs of sayings
        self._heads = {key: [key] * len(LEVELS) for key in alone}  # saying → its heads by level
        self._sizes = {(level, key): 1 for key in self._heads for level in range(len(LEVELS))}

    def tie(self, a: int, b: int, near: float) -> None:
        """Join the knots of two sayings at every level that their nearness reaches."""
        for level, least in enumerate(LEVELS):
            if near >= least:
                self._ties[level].append((a, b))

    def touched(self, keys: Iterable[int]) -> list[Knot]:
        """Keep what was tied; the knots of some sayings and those that are others than before."""
        due = set(keys)
        self._read({*due, *(key for pairs in self._ties.values() for pair in pairs for key in pair)})
        joined: list[tuple[int, int]] = []  # level and a saying of each knot that has grown
        for level, pairs in self._ties.items():
            grown, outgrown = self._join(level, pairs)
            joined += ((level, key) for key in grown)
            due |= outgrown
        self._ties.clear()
        self._read(due)
        active = {self._active(key) for key in due}
        active |= {found for level, key in joined if (found := self._active(key))[0] == level}
        return self._members(active)

    def _active(self, key: int) -> tuple[int, int]:
        """The first level at which a saying's knot is not too large, and the knot's head there."""
        heads = self._heads[key]
        for level, head in enumerate(heads):
            if self._sizes[level, head] <= MAX_KNOT:
                return level, head
        return len(heads) - 1, heads[-1]

    def _read(self, keys: Iterable[int]) -> None:
        """Read the heads of some sayings, and how large their knots are."""
        columns = [SAYINGS.c[name] for name in LEVEL_COLUMNS]
        missing = [key for key in keys if key not in self._heads]
        for some in in_parts(missing):
            for row in self._connection.execute(select(SAYINGS.c.n, *columns).where(SAYINGS.c.n.in_(some))):
                self._heads[row.n] = list(row[1:])
        for level in range(len(LEVELS)):
            heads = {self._heads[key][level] for key in missing}
            heads = {head for head in heads if (level, head) not in self._sizes}
            self._sizes |= {(level, head): 1 for head in heads}  # one by itself is not kept
            for some in in_parts(heads):
                query = select(KNOTS.c.head, KNOTS.c.size).where(KNOTS.c.level == level, KNOTS.c.head.in_(some))
                self._sizes |= {(level, row.head): row.size for row in self._connection.execute(query)}

    def _join(self, level: int, pairs: list[tuple[int, int]]) -> tuple[list[int], set[int]]:
        """Join knots of a level; a saying of each that has grown, and all those that were in one not too large."""
        root: dict[int, int] = {}

        def find(head: int) -> int:
            while (above := root.setdefault(head, head)) != head:
                root[head] = head = root[above]
            return head

        for a, b in pairs:
            root[find(self._heads[a][level])] = find(self._heads[b][level])
        together: dict[int, list[int]] = defaultdict(list)
        for head in root:
            together[find(head)].append(head)
        new_head: dict[int, int] = {}
        sizes: dict[int, int] = {}
        outgrown: set[int] = set()
        for heads in together.values():
            if len(heads) > 1:
                size = sum(self._sizes[level, head] for head in heads)
                large = max(heads, key=lambda head: (self._sizes[level, head], head))
                if size > MAX_KNOT:
                    outgrown.update(head for head in heads if self._sizes[level, head] <= MAX_KNOT)
                new_head |= dict.fromkeys(heads, large)
                sizes[large] = size
        # Those of a knot that is too large now are looked at on the next level.
        members = {key for knot in self._members({(level, head) for head in outgrown}) for key in knot.keys}
        self._write(level, new_head, sizes)
        for of_key in self._heads.values():
            of_key[level] = new_head.get(of_key[level], of_key[level])
        return [a for a, _ in pairs if self._heads[a][level] in sizes], members

    def _write(self, level: int, new_head: dict[int, int], sizes: dict[int, int]) -> None:
        if not new_head:
            return
        column = SAYINGS.c[LEVEL_COLUMNS[level]]
        moved = [{"old": old, "new": new} for old, new in new_head.items() if old != new]
        self._connection.execute(
            update(SAYINGS).where(column == bindparam("old")).values({column: bindparam("new")}), moved
        )
        gone = delete(KNOTS).where(KNOTS.c.level == level, KNOTS.c.head == bindparam("old"))
        self._connection.execute(gone, [{"old": old} for old in new_head])
        rows = [{"level": level, "head": head, "size": size} for head, size in sizes.items()]
        self._connection.execute(insert(KNOTS), rows)
        self._sizes |= {(level, head): size for head, size in sizes.items()}

    def _members(self, knots: Iterable[tuple[int, int]]) -> list[Knot]:
        by_level: dict[int, list[int]] = defaultdict(list)
        for level, head in knots:
            by_level[level].append(head)
        found: dict[tuple[int, int], list[int]] = defaultdict(list)
        for level, heads in by_level.items():
            column = SAYINGS.c[LEVEL_COLUMNS[level]]
            for some in in_parts(heads):
                for row in self._connection.execute(select(SAYINGS.c.n, column).where(column.in_(some))):
                    found[level, row[1]].append(row.n)
        return [Knot(level, head, sorted(found[level, head])) for level, head in sorted(found)]

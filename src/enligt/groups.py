"""Things joined pairwise into disjoint groups (union-find), whatever the order in which they are joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

_T = TypeVar("_T", int, str)


class Groups(Generic[_T]):
    """Groups of names or numbers, each alone at first.

    >>> groups = Groups("abcd")
    >>> groups.join("d", "b")
    >>> groups.of("d"), groups.together("b", "d"), groups.all()
    ('b', True, [('a',), ('b', 'd'), ('c',)])
    """

    def __init__(self, members: Iterable[_T]) -> None:
        self._head: dict[_T, _T] = {one: one for one in members}

    def of(self, one: _T) -> _T:
        """The member that stands for a member's group: its first in order."""
        while self._head[one] != one:
            self._head[one] = self._head[self._head[one]]
            one = self._head[one]
        return one

    def together(self, a: _T, b: _T) -> bool:
        """Whether two are in one group."""
        return self.of(a) == self.of(b)

    def join(self, a: _T, b: _T) -> None:
        """Make the groups of two one."""
        first, second = sorted((self.of(a), self.of(b)))
        self._head[second] = first

    def all(self) -> list[tuple[_T, ...]]:
        """The groups, each in order."""
        members: dict[_T, list[_T]] = defaultdict(list)
        for one in self._head:
            members[self.of(one)].append(one)
        return sorted(tuple(sorted(group)) for group in members.values())

"""A bounded memory of what was used last."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key; when they weigh more than ``most`` together, those go that have not been used for longest.

    >>> recent = Recent[str, int](2)
    >>> for number, key in enumerate("abac"): recent.keep(key, number)
    >>> recent.get("a"), recent.get("b"), recent.get("c")
    (2, None, 3)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._kept: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def get(self, key: K) -> V | None:
        """The value kept under a key, if it is still there."""
        if key not in self._kept:
            return None
        self._kept.move_to_end(key)
        return self._kept[key][0]

    def keep(self, key: K, value: V, weight: int = 1) -> None:
        """Keep a value, in place of the one under its key."""
        self._weight += weight - self._kept.pop(key, (None, 0))[1]
        self._kept[key] = value, weight
        while self._weight > self._most:
            self._weight -= self._kept.popitem(last=False)[1][1]

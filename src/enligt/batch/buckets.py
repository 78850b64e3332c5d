"""Buckets of sayings whose vectors point the same way; only within them are sayings looked for that hang together.

Each bucket lies around one saying, drawn by chance from all, so that there are most buckets where there are most
sayings. Every saying is at home in the nearest, and visits the next ones to be compared with those at home there.
(Voronoi locality-sensitive hashing: Teixeira et al. 2013.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

import numpy as np
import onnxruntime  # noqa: F401, loaded after usearch it ends the process with a segmentation fault
from numpy.typing import NDArray
from usearch.index import Index

from enligt.batch.shelf import Shelf
from enligt.ledger.nearest import DIMENSIONS, EXACT
from enligt.tracing.claims import SAME, nearness

#: Sayings for which there is a bucket, on the average, and up to which all are in one.
BUCKET_SIZE, ONE_BUCKET = 128, 1_024
#: Buckets that a saying is in: its own and those that it visits.
BUCKETS = 4
#: Sayings at home in one bucket that are compared each with each. More of them, which are near copies or they would be
#: in several buckets, are a chain of groups, each compared with the one before.
MAX_HOME = 1_024


def how_many(sayings: int) -> int:
    """How many buckets some sayings need."""
    return 1 if sayings <= ONE_BUCKET else -(-sayings // BUCKET_SIZE)


class Buckets:
    """The buckets around some vectors, numbered in their order."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @classmethod
    def around(cls, vectors: NDArray[np.int8]) -> Self:
        """Buckets around drawn vectors."""
        index = Index(ndim=DIMENSIONS, metric="cos", dtype="i8")
        index.add(np.arange(len(vectors), dtype=np.uint64), vectors, threads=1)  # several would make it another graph
        return cls(index)

    @classmethod
    def read(cls, file: Path) -> Self:
        """The buckets of a file."""
        index = Index(ndim=DIMENSIONS, metric="cos", dtype="i8")
        index.view(str(file))
        return cls(index)

    def __len__(self) -> int:
        return len(self._index)

    def write(self, file: Path) -> None:
        """Write them to a file."""
        self._index.save(str(file))

    def of(self, vectors: NDArray[np.int8]) -> list[list[int]]:
        """The buckets of each vector, its own first."""
        if not len(vectors):
            return []
        many = min(BUCKETS, len(self._index))
        found = self._index.search(vectors, many, threads=1, exact=len(self._index) <= EXACT)
        rows: list[list[int]] = np.atleast_2d(found.keys).reshape(len(vectors), many).tolist()
        return rows


def ties_in(home: Sequence[int], visiting: Sequence[int], shelf: Shelf) -> Iterator[dict[str, Any]]:
    """The ties between sayings of one bucket, by their places and those of their pages, the lower saying first; none
    within a page."""
    groups = [home[at : at + MAX_HOME] for at in range(0, len(home), MAX_HOME)]
    for group in groups:
        yield from _ties(group, group, shelf)
    for before, group in pairwise(groups):
        yield from _ties(before, group, shelf)
    if groups:
        for at in range(0, len(visiting), MAX_HOME):
            yield from _ties(groups[-1], visiting[at : at + MAX_HOME], shelf)


def _ties(mine: Sequence[int], theirs: Sequence[int], shelf: Shelf) -> Iterator[dict[str, Any]]:
    near = nearness([shelf.saying(at) for at in mine], [shelf.saying(at) for at in theirs])
    for row, column in zip(*(near >= SAME).nonzero(), strict=True):
        a, b = sorted((mine[row], theirs[column]))
        page_a, page_b = shelf.page_of(a), shelf.page_of(b)
        if (mine is not theirs or row < column) and page_a != page_b:
            yield {"a": a, "b": b, "page_a": page_a, "page_b": page_b, "near": float(near[row, column])}

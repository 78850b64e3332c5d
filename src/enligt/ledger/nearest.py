"""The sayings of a ledger by the direction of their vectors: those nearest to one are found without reading them all.

The index lies beside the ledger, in ``NAME.vectors``. It is a copy of what the ledger holds: whatever it lacks is read
from there, and a missing or broken one is made again, so that nothing depends on how a process ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from enligt.ledger.schema import SAYINGS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DIMENSIONS = 384
#: Cosine of vectors below which two sayings are no neighbours: of the pairs that say the same on the relay stories 7 in
#: 100 are below, and meet through others; of all pairs 85.
LEAST_COSINE = 0.25
#: Sayings up to which all are compared: exact, and no slower than the graph.
EXACT = 4_000
#: Sayings among which the neighbours of a new one in the graph are looked for. Half of usearch's own number takes half
#: the time, and of the sayings nearest to one the graph then shows hardly fewer.
LOOKED_AMONG = 64
#: Vectors read from the ledger at a time.
ROWS_AT_ONCE = 4_096
#: Sayings that may be missing from the file before it is written anew.
UNSAVED = 1_000
#: The same while sayings come, and as a share of those that the file has: a large file is written seldom, and what a
#: killed process leaves unsaved is taken in again in minutes.
MUCH_UNSAVED, UNSAVED_SHARE = 50_000, 0.5


class Nearest:
    """An index over the vectors of a ledger's sayings, by their row ids; several threads may use it."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._index: Any = None
        self._last = 0
        self._saved = 0
        self._lock = RLock()  # to search while it grows is not safe

    def catch_up(self, connection: Connection) -> None:
        """Take in the sayings that the ledger has and the index has not."""
        with self._lock:
            self._catch_up(connection)

    def _catch_up(self, connection: Connection) -> None:
        import numpy as np

        if self._index is None:
            self._open(connection)
        query = select(SAYINGS.c.n, SAYINGS.c.vector).where(SAYINGS.c.n > self._last).order_by(SAYINGS.c.n)
        for rows in connection.execute(query).partitions(ROWS_AT_ONCE):
            vectors = np.frombuffer(b"".join(row.vector for row in rows), np.int8).reshape(len(rows), DIMENSIONS)
            self._index.add(np.array([row.n for row in rows], np.uint64), vectors, threads=1)
            self._last = rows[-1].n
        if self._last - self._saved >= max(MUCH_UNSAVED, UNSAVED_SHARE * self._saved):
            self.save()

    def find(self, vectors: NDArray[np.int8], count: int) -> list[dict[int, float]]:
        """The sayings nearest to each vector, at most ``count``: row ids with cosines, the nearest first."""
        if not len(vectors) or not len(self._index):
            return [{} for _ in vectors]
        import numpy as np

        wanted = min(count, len(self._index))
        with self._lock:
            found = self._index.search(vectors, wanted, threads=1, exact=len(self._index) <= EXACT)
        keys, distances = np.atleast_2d(found.keys), np.atleast_2d(found.distances)  # one vector's result is flat
        counts = getattr(found, "counts", [wanted])
        cosines = 1 - distances
        return [
            _near_enough(row[:many], cosine[:many]) for row, cosine, many in zip(keys, cosines, counts, strict=True)
        ]

    @staticmethod
    def among(vectors: NDArray[np.int8], keys: Sequence[int]) -> list[dict[int, float]]:
        """The same of vectors that the index has not yet, among themselves."""
        import numpy as np

        directions = vectors.astype(np.float32)
        directions /= np.maximum(np.linalg.norm(directions, axis=1, keepdims=True), 1)
        return [_near_enough(np.array(keys), row) for row in directions @ directions.T]

    def save(self) -> None:
        """Write the index to its file if much is missing there; the next opening is then quick."""
        if self._index is None or self._last - self._saved < UNSAVED:
            return
        beside = self._file.with_name(f"{self._file.name}.new")
        with self._lock, suppress(OSError, RuntimeError):  # no room, no right to write: then it is made again
            self._index.save(str(beside))
            beside.replace(self._file)
        self._saved = self._last

    def _open(self, connection: Connection) -> None:
        """Read the file, unless it is not of this ledger; else begin with nothing."""
        import numpy as np
        import onnxruntime  # noqa: F401, loaded after usearch it ends the process with a segmentation fault
        from usearch.index import Index

        try:
            index = Index.restore(str(self._file)) if self._file.exists() else None
        except Exception:  # a broken file is worth nothing, and replaced  # noqa: BLE001
            index = None
        last = int(np.asarray(index.keys).max(initial=0)) if index is not None else 0
        # The last saying's direction tells whether they are of this ledger, and of the model that reads now.
        vector = connection.execute(select(SAYINGS.c.vector).where(SAYINGS.c.n == last)).scalar()
        fits = (
            index is not None
            and index.ndim == DIMENSIONS
            and len(index) == last
            and vector is not None
            and np.asarray(index.get(last)).ravel().tobytes() == vector
        )
        self._index = index if fits else Index(ndim=DIMENSIONS, metric="cos", dtype="i8")
        self._index.expansion_add = LOOKED_AMONG
        self._last = self._saved = last if fits else 0


def _near_enough(keys: NDArray[Any], cosines: NDArray[Any]) -> dict[int, float]:
    near = cosines >= LEAST_COSINE
    return dict(zip(keys[near].tolist(), cosines[near].tolist(), strict=True))

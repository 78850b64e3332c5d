"""Writers of one file take turns: SQLite's own waiting lets whoever comes back first go before those who wait."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: there SQLite's own way has to do
    fcntl = None  # type: ignore[assignment]

#: Seconds between two looks at whether it is one's turn.
_LOOK = 0.01


@contextmanager
def turn(file: Path, seconds: float) -> Iterator[None]:
    """Wait, no longer than some seconds, to be the next; whoever has just written waits behind those who wait already.

    ``file`` is made, and holds nothing: a lock on it is the turn. A process that dies gives it back. Nobody is kept
    from anything: where it can't be had, the block is entered all the same, and SQLite decides.
    """
    if fcntl is None:
        yield
        return
    try:
        opened = file.open("ab")
    except OSError:  # no right to write here; then the ledger says so
        yield
        return
    with opened:
        until = time.monotonic() + seconds
        while not _taken(opened.fileno()) and time.monotonic() < until:
            time.sleep(_LOOK)
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True

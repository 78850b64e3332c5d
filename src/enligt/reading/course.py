"""How far a stream of pages has come in its sources, for whoever tells people or goes on after a kill."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """An archive, and the byte at which the record begins that was read last."""

    archive: Path
    at: int


def _from_the_beginning(_archive: Path) -> int:
    return 0


@dataclass(slots=True)
class Course:
    """What ``read_all`` tells while it reads: ``done`` bytes of files, and the ``place`` in the archive being read.

    ``begin`` says at which byte of an archive to begin, a place told of before.
    """

    begin: Callable[[Path], int] = _from_the_beginning
    done: int = 0
    place: Place | None = None
    _before: int = 0

    def begins(self, path: Path) -> int:
        """An archive is being read: where to begin in it."""
        self._before = self.done
        self.came_to(path, self.begin(path))
        return self.place.at if self.place else 0

    def came_to(self, path: Path, at: int) -> None:
        """A record of the archive is being read."""
        self.place = Place(path, at)
        self.done = self._before + at

    def has_read(self, path: Path) -> None:
        """A file is behind us."""
        begun = self._before if self.place and self.place.archive == path else self.done
        self.place = None
        try:
            self.done = begun + path.stat().st_size
        except OSError:
            self.done = begun
        self._before = self.done


def bytes_of(sources: Iterable[str]) -> int:
    """How many bytes there are in files and folders; 0 if some source is neither, since then nobody knows."""
    total = 0
    for source in sources:
        path = Path(source)
        if path.is_dir():
            files = [Path(place, name) for place, _, names in os.walk(path) for name in names]
        elif path.is_file():
            files = [path]
        else:
            return 0
        total += sum(file.stat().st_size for file in files if file.is_file())
    return total

"""Where an export or a report goes: standard output, or a file that takes its place only when it is whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from enligt.errors import EnligtError


@contextmanager
def output_to(path: Path | None) -> Iterator[Callable[[str], None]]:
    """What writes pieces of UTF-8 text to ``path``, or to standard output, whatever the locale, where it is ``None``.

    Entered before the long work, so that a place where nothing can be written is known at once; a file appears, or
    replaces the one before, only when the block has ended well. Raises ``EnligtError``.
    """
    if path is None:
        yield _print
        with _explained(None):
            sys.stdout.flush()
        return
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise EnligtError(str(path), "it is not a file that can be replaced", "name another file")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    with _explained(path):
        file = part.open("w", encoding="utf-8", newline="")

    def write(piece: str) -> None:
        with _explained(path):
            file.write(piece)

    try:
        yield write
        with _explained(path):
            file.close()
            part.replace(target)
    finally:
        with suppress(OSError):  # a full disk has been told of already
            file.close()
        part.unlink(missing_ok=True)


def _print(piece: str) -> None:
    with _explained(None):
        sys.stdout.buffer.write(piece.encode())


@contextmanager
def _explained(path: Path | None) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:  # the reader went away, which is no error
        raise
    except OSError as error:
        why = f"it can't be written ({error.strerror or error})"
        step = "check that the folder exists and has room, or name another file"
        raise EnligtError(str(path or "standard output"), why, step) from error

"""Has all parts traced, round after round, whatever becomes of the workers."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from enligt.batch.parts import Part
from enligt.batch.shelf import mark_of
from enligt.errors import BatchError

#: Times that a part is tried that no worker brings to its end: a page may take more memory than there is, or meet a
#: fault that ends the process.
ATTEMPTS = 3
#: Rounds in a row from which nothing comes, though other parts are tried each time: then it is not the parts.
IDLE_ROUNDS = 5

Trace = Callable[[Sequence[Part]], None]


def trace_all(parts: Sequence[Part], shelf: Path, trace: Trace, note: Callable[[str], None]) -> dict[str, BatchError]:
    """Have every part traced that is not on the shelf; those that had to be given up, by their ids, and why.

    ``trace`` has some parts traced by the workers, and raises whatever happens to one of them. A part that was in work
    then is tried again by itself, after the others: so it takes none with it.

    Raises ``BatchError`` if nothing comes from the workers, whatever they are given.
    """
    for lost in [*shelf.glob("*.new"), *shelf.glob("*.begun")]:  # by workers that were killed
        if lost.is_dir():
            shutil.rmtree(lost, ignore_errors=True)
        else:
            lost.unlink(missing_ok=True)
    given_up: dict[str, BatchError] = {}
    tries: Counter[str] = Counter()
    idle = 0
    while left := [part for part in missing(parts, shelf) if part.id not in given_up]:
        fresh = [part for part in left if not tries[part.id]]
        now = fresh or left[:1]
        again = "" if fresh else f", again: {_words(now[0])}"
        note(f"tracing {len(left)} of {len(parts)} parts{again}")
        problem: Exception | None = None
        try:
            trace(now)
        except Exception as error:  # Daft's and Ray's are many; a worker's death is one of them  # noqa: BLE001
            problem = error
        failed = missing(now, shelf)
        for part in failed:
            tries[part.id] += not fresh or mark_of(shelf, part.id).exists()
            if tries[part.id] == ATTEMPTS:
                given_up[part.id] = _given_up(part, problem)
                note(str(given_up[part.id]))
        idle = idle + 1 if fresh and len(failed) == len(now) else 0
        if idle == IDLE_ROUNDS:
            raise failure("tracing", IDLE_ROUNDS, problem)
    return given_up


def missing(parts: Sequence[Part], shelf: Path) -> list[Part]:
    """The parts that are not on the shelf."""
    there = {folder.name for folder in shelf.iterdir()}
    return [part for part in parts if part.id not in there]


def failure(step: str, times: int, problem: Exception | None) -> BatchError:
    """The error of a step that can't be brought to its end."""
    why = f"its workers failed {times} times ({_last_line(problem)})"
    return BatchError(f"batch, {step}", why, "run the same command again; with --workers 1 if memory was short")


def _given_up(part: Part, problem: Exception | None) -> BatchError:
    why = f"no worker lived to its end in {ATTEMPTS} times ({_last_line(problem)}); it is left out"
    return BatchError(_words(part), why, "run the same command to try it again, on a machine with more memory")


def _words(part: Part) -> str:
    return f"{Path(part.path).name} from {part.start} to {'the end' if part.stop is None else part.stop}"


def _last_line(problem: Exception | None) -> str:
    lines = str(problem or "").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "without a word")

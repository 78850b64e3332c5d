"""Whether an installation is sound: what enligt stands on is tried, and what is wrong says how to mend it."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, Literal

from enligt.errors import EnligtError

State = Literal["ok", "warning", "broken"]
#: The first SQLite that knows all we ask of it (RETURNING; STRICT came later and is not used).
OLDEST_SQLITE = (3, 35, 0)
#: Free bytes below which a few days of pages fill the disk: a page with all that is kept of it takes some 50 kB.
LITTLE_ROOM = 500_000_000
#: A sentence in which any working model finds who said it.
SENTENCE = "“The bridge will open in May,” minister Ann Lee said on Friday."


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do where it isn't well."""

    what: str
    state: State
    found: str
    next_step: str = ""

    def as_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return asdict(self)


def examine(ledger: str | None) -> Iterator[Finding]:
    """All findings, as they come; ``ledger`` (a file or an address) is looked at if it exists."""
    from enligt.ledger.server import is_address

    looks: list[tuple[str, Callable[[], Finding]]] = [
        ("Python", _python),
        ("packages", _packages),
        ("SQLite", _sqlite),
        ("model files", _model_files),
        ("model", _model),
        ("temporary folder", _temporary),
    ]
    if ledger is not None:
        if not is_address(ledger):
            looks.append(("disk", lambda: _disk(Path(ledger))))
        looks.append(("ledger", lambda: _ledger(ledger)))
    for what, look in looks:
        try:
            yield look()
        except EnligtError as error:
            yield Finding(what, "broken", f"{error.what}: {error.why}", error.next_step)
        except Exception as error:  # noqa: BLE001, a broken installation breaks in any way, and that is what is asked
            yield Finding(what, "broken", f"{type(error).__name__}: {error}", "reinstall enligt")


def _python() -> Finding:
    return Finding("Python", "ok", f"{sys.version.split()[0]} on {sys.platform}")


def _packages() -> Finding:
    missing = []
    names = [re.split(r"[^\w.-]", one)[0] for one in requires("enligt") or () if "extra ==" not in one]
    for name in names:
        try:
            version(name)
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("packages", "broken", f"not installed: {', '.join(missing)}", "reinstall enligt")
    return Finding("packages", "ok", f"enligt {version('enligt')} and all {len(names)} that it asks for")


def _sqlite() -> Finding:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE))
        return Finding("SQLite", "broken", sqlite3.sqlite_version, f"use a Python with SQLite {wanted} or newer")
    return Finding("SQLite", "ok", f"{sqlite3.sqlite_version} with full-text search")


def _model_files() -> Finding:
    from enligt.attributing.whole import check_whole, shipped, sums_in

    names = sums_in(shipped())
    check_whole(shipped(), names)
    return Finding("model files", "ok", f"{len(names)} files, all as shipped")


def _model() -> Finding:
    from enligt.pipeline import trace
    from enligt.tracing.meaning import Meaning

    traced = trace(SENTENCE, lang="en")
    sources = [traced.page.words(*statement.source) for statement in traced.statements]
    (sense,) = Meaning(1).of([SENTENCE])
    if not any("Lee" in source for source in sources) or not len(sense.pieces):
        return Finding("model", "broken", "it does not find who speaks in a plain sentence", "reinstall enligt")
    return Finding("model", "ok", "finds who speaks, and reads what is said")


def _temporary() -> Finding:
    with tempfile.TemporaryFile() as file:
        file.write(b"enligt")
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < LITTLE_ROOM:
        found = f"{free // 1_000_000} MB free in {tempfile.gettempdir()}"
        return Finding("temporary folder", "warning", found, "make room there, or set TMPDIR to a larger disk")
    return Finding("temporary folder", "ok", f"{free // 1_000_000_000} GB free")


def _disk(ledger: Path) -> Finding:
    folder = ledger.resolve().parent
    free = shutil.disk_usage(folder).free
    found = f"{free // 1_000_000} MB free in {folder}"
    with tempfile.TemporaryFile(dir=folder) as file:  # SQLite writes beside the ledger
        file.write(b"enligt")
    if free < max(LITTLE_ROOM, ledger.stat().st_size if ledger.exists() else 0):
        return Finding("disk", "warning", found, "make room, or move the ledger to a larger disk while nobody uses it")
    return Finding("disk", "ok", found)


def _ledger(ledger: str) -> Finding:
    from enligt.ledger import open_ledger
    from enligt.ledger.checking import check
    from enligt.ledger.server import is_address
    from enligt.ledger.store import place_of

    if not is_address(ledger) and not Path(ledger).exists():
        return Finding("ledger", "ok", f"{ledger} is not there yet; `enligt add` will make it")
    with open_ledger(ledger, create=False) as kept:
        name, pages = kept.name, sum(1 for _ in kept.pages())
    place = place_of(ledger)
    try:
        fault = next(check(place), None)
    finally:
        place.close()
    if fault:
        return Finding("ledger", "broken", f"{name}: {fault.why}", fault.next_step)
    return Finding("ledger", "ok", f"{name}: whole, {pages} pages")

"""A whole ledger to another place, row by row: pages, claims, readers' words and comments with all their ids."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from enligt.errors import LedgerError
from enligt.ledger.file import LedgerFile, alone
from enligt.ledger.place import Place
from enligt.ledger.schema import META, PAGES, TABLES

#: Rows that are in memory at a time; a page's is the largest.
ROWS_AT_ONCE = 256


def copy(source: Place, target: Place) -> Iterator[str]:
    """Copy a ledger, as it is at one moment, into an empty one; tells of each table when it is there.

    All or nothing: what is interrupted leaves the target empty. Both have to be prepared.
    Raises ``LedgerError`` if the target holds pages already.
    """
    with source.transaction("DEFERRED") as old, target.transaction("IMMEDIATE") as new:
        if new.execute(select(PAGES.c.seq).limit(1)).first():
            raise LedgerError(target.name, "it holds pages already", "name a new file, or an empty database")
        for table in TABLES.sorted_tables:
            if table is META:
                continue
            found = old.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table))
            for rows in found.mappings().partitions():
                kept = [dict(row) for row in rows]
                new.execute(insert(table), kept)
                if table is PAGES:
                    target.keep_words(new, [{name: one[name] for name in ("seq", "title", "text")} for one in kept])
            yield table.name
        _count_on(new)


def backup(place: Place, to: Path) -> None:
    """Write a ledger, as it is at one moment, into one file of SQLite, in place of an older one there.

    Raises ``LedgerError`` if the file can't be written.
    """
    part = to.with_name(f"{to.name}.part")
    try:
        part.unlink(missing_ok=True)
        if isinstance(place, LedgerFile):
            place.backup(part)
        else:
            with closing(LedgerFile(part)) as target:
                target.prepare()
                for _ in copy(place, target):
                    pass
            alone(part)
        part.replace(to)
    except OSError as error:
        raise LedgerError(str(to), f"it can't be written ({error.strerror})", "name another file") from error
    finally:
        part.unlink(missing_ok=True)


def _count_on(connection: Connection) -> None:
    """Let a server's counters go on after the highest number that was copied."""
    if connection.dialect.name != "postgresql":
        return
    for table in TABLES.sorted_tables:
        counted = table.autoincrement_column
        if counted is None:
            continue
        highest = select(func.coalesce(func.max(counted), 0) + 1).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, counted.name)
        connection.execute(select(func.setval(sequence, highest, False)))

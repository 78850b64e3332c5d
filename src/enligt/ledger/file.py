"""A ledger in a file of SQLite: recognised or made when it is opened, then used in transactions."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Executable, create_engine, event, text

from enligt.errors import LedgerError
from enligt.ledger import trouble, versions
from enligt.ledger.place import Kind, Place
from enligt.ledger.schema import APPLICATION_ID, TEXT_INDEX
from enligt.ledger.turns import turn

#: How long (seconds) to wait for others who write: a parcel of pages is put into claims in seconds, by each in turn.
BUSY_SECONDS = 60.0
#: Connections that stay open for the next who reads: to open one takes as long as a small page of the desk.
KEPT_OPEN = 16


class LedgerFile(Place):
    """An SQLite file; with ``prepare`` it is known to be a ledger of this version."""

    upgrades = True
    errors = (sqlite3.Error,)

    def __init__(self, path: Path) -> None:
        self.path = path
        address = URL.create("sqlite", database=str(path))
        super().__init__(str(path), create_engine(address, connect_args={"timeout": BUSY_SECONDS}, pool_size=KEPT_OPEN))
        event.listen(self._engine, "connect", _settle)
        self._watching: sqlite3.Connection | None = None
        self._lock = threading.Lock()

    def close(self) -> None:
        """Give back the connections."""
        super().close()
        if self._watching:
            self._watching.close()

    def prepare(self, *, create: bool = True) -> None:
        """Make or recognise the ledger; one that was carried here is put into write-ahead mode again."""
        super().prepare(create=create)
        with self.transaction("DEFERRED") as connection:
            mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        if mode != "wal":
            with suppress(LedgerError):  # it may be read-only: then nobody writes beside the readers
                self._write_ahead()

    def _is_there(self) -> bool:
        return self.path.exists()

    def _begin(self, connection: Connection, kind: Kind) -> None:
        if kind == "DEFERRED":
            connection.exec_driver_sql("BEGIN DEFERRED")
            return
        with turn(self.beside("turn"), BUSY_SECONDS):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    def version(self, connection: Connection) -> int | None:
        """The version of the ledger in the file; ``None`` if it is empty."""
        if connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID:
            return versions.version_of(connection)
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
            raise trouble.not_a_ledger(self.name)
        return None

    def _make(self) -> None:
        self._write_ahead()
        with self.transaction("IMMEDIATE") as connection:
            if self.version(connection) is not None:  # another process has made it since we looked
                return
            versions.make(connection)
            connection.exec_driver_sql(TEXT_INDEX)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    def _write_ahead(self) -> None:
        """Switch to write-ahead mode, so that reading goes on beside writing; SQLite wants no transaction then."""
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error as error:
            raise self.explained(error) from error

    def explained(self, error: BaseException | None) -> LedgerError:
        """SQLite's error in words that say what to do next."""
        return trouble.of_sqlite(self.name, error)

    def beside(self, kind: str) -> Path:
        """``NAME.kind`` in the same folder."""
        return self.path.with_name(f"{self.path.name}.{kind}")

    def state(self) -> str:
        """SQLite tells a connection whether others have changed the file since it last asked."""
        with self._lock:
            if self._watching is None:
                self._watching = sqlite3.connect(self.path, check_same_thread=False)
            return str(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def keep_words(self, connection: Connection, pages: Sequence[dict[str, Any]]) -> None:
        """Take pages into FTS5's index."""
        connection.execute(text("INSERT INTO page_words (rowid, title, text) VALUES (:seq, :title, :text)"), pages)

    def with_words(self, words: Sequence[str]) -> Executable:
        """FTS5's answer; each word in quotes, so that none is taken for an operator."""
        query = " ".join('"' + word.replace('"', '""') + '"' for word in words)
        match = text("SELECT rowid FROM page_words WHERE page_words MATCH :query ORDER BY rank, rowid")
        return match.bindparams(query=query)

    def backup(self, to: Path) -> None:
        """Copy the ledger as it is now into a new file, while others go on using it.

        Raises ``LedgerError`` if the file can't be written.
        """
        try:
            with closing(sqlite3.connect(self.path)) as ours, closing(sqlite3.connect(to)) as copy:
                ours.backup(copy)
        except sqlite3.Error as error:
            raise trouble.of_sqlite(str(to), error) from error
        alone(to)


def alone(path: Path) -> None:
    """Leave nothing beside a ledger's file that nobody uses, so that it can be carried away.

    Raises ``LedgerError`` if somebody does use it.
    """
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise trouble.of_sqlite(str(path), error) from error
    path.with_name(f"{path.name}.turn").unlink(missing_ok=True)


def _settle(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves; the driver's own would come too late
    # The file may come from a stranger: functions and tables that it names are not run. NORMAL is safe with WAL
    # when a process is killed; a power cut may cost the last pages, never the file.
    for pragma in ("trusted_schema = OFF", "foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")

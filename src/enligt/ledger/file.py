"""The ledger's file: recognised or made when it is opened, then used in transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, Connection, create_engine, event, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateColumn, CreateIndex

from enligt.ledger import trouble
from enligt.ledger.rows import via_rows
from enligt.ledger.schema import (
    APPLICATION_ID,
    COLUMNS_SINCE_1,
    META,
    SCHEMA_VERSION,
    STATEMENTS,
    TABLES,
    TEXT_INDEX,
    VIAS,
)

#: How long (seconds) to wait for another process that writes: a page is added in milliseconds, so this is ample.
BUSY_SECONDS = 5.0
#: The first version whose table of links is filled.
_WITH_VIAS = 3
#: Connections that stay open for the next who reads: to open one takes as long as a small page of the desk.
KEPT_OPEN = 16


class LedgerFile:
    """An SQLite file that is known to be a ledger of this version."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS}, pool_size=KEPT_OPEN
        )
        event.listen(self._engine, "connect", _settle)
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    @contextmanager
    def transaction(self, kind: Literal["DEFERRED", "IMMEDIATE"]) -> Iterator[Connection]:
        """A connection in a transaction of SQLite's ``kind``; the driver's errors come out as ``LedgerError``."""
        try:
            with self._engine.connect() as connection:
                connection.exec_driver_sql(f"BEGIN {kind}")
                yield connection
                connection.commit()
        except DBAPIError as error:
            raise trouble.explained(self.path, error.orig) from error
        except (sqlite3.Error, UnicodeEncodeError) as error:
            raise trouble.explained(self.path, error) from error

    def _prepare(self) -> None:
        """Make the tables in a new file; refuse a file that is not ours before anything in it is changed."""
        with self.transaction("DEFERRED") as connection:
            new = self._is_new(connection)
        if not new:
            self._upgrade()
            return
        self._write_ahead()
        with self.transaction("IMMEDIATE") as connection:
            if not self._is_new(connection):  # another process has made it since we looked
                return
            TABLES.create_all(connection, checkfirst=False)
            connection.exec_driver_sql(TEXT_INDEX)
            connection.execute(insert(META).values(key="schema", value=str(SCHEMA_VERSION)))
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")

    def _upgrade(self) -> None:
        """Give a ledger of an earlier version what it lacks; its pages are put into claims when those are asked for."""
        with self.transaction("DEFERRED") as connection:
            if self._version(connection) == SCHEMA_VERSION:
                return
        with self.transaction("IMMEDIATE") as connection:
            version = self._version(connection)
            if version == SCHEMA_VERSION:  # another process has done it since we looked
                return
            for table, added in COLUMNS_SINCE_1 if version == 1 else ():
                shape = CreateColumn(added).compile(dialect=self._engine.dialect)
                connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {shape}")
            TABLES.create_all(connection)
            for index in (one for table in TABLES.sorted_tables for one in table.indexes):
                connection.execute(CreateIndex(index, if_not_exists=True))  # create_all makes none of a table it finds
            kept = select(STATEMENTS.c.page, STATEMENTS.c.position, STATEMENTS.c.via).where(STATEMENTS.c.via != [])
            links = via_rows([row._asdict() for row in connection.execute(kept)]) if version < _WITH_VIAS else []
            if links:
                connection.execute(insert(VIAS), links)
            connection.execute(update(META).where(META.c.key == "schema").values(value=str(SCHEMA_VERSION)))

    @staticmethod
    def _version(connection: Connection) -> int:
        return int(connection.execute(select(META.c.value).where(META.c.key == "schema")).scalar_one())

    def _is_new(self, connection: Connection) -> bool:
        if connection.exec_driver_sql("PRAGMA application_id").scalar() == APPLICATION_ID:
            if (version := self._version(connection)) > SCHEMA_VERSION:
                raise trouble.too_new(self.path, version, SCHEMA_VERSION)
            return False
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
            raise trouble.not_a_ledger(self.path)
        return True

    def _write_ahead(self) -> None:
        """Switch to write-ahead mode, so that reading goes on beside writing; SQLite wants no transaction then."""
        try:
            with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as connection:
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error as error:
            raise trouble.explained(self.path, error) from error


def _settle(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves; the driver's own would come too late
    # The file may come from a stranger: functions and tables that it names are not run. NORMAL is safe with WAL
    # when a process is killed; a power cut may cost the last pages, never the file.
    for pragma in ("trusted_schema = OFF", "foreign_keys = ON", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")

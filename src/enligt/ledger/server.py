"""A ledger in a database of PostgreSQL, for several desks and adders at once.

Whoever writes holds one advisory lock from the beginning of the transaction to its end. There is no second lock to
wait for, hence no deadlock; and since claims depend on what the ledger holds and not on the order, it does not matter
who comes first. What takes long (reading, tracing, the meaning of texts) is done before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Executable, create_engine, insert, inspect, text
from sqlalchemy.engine import make_url

from enligt.errors import LedgerError
from enligt.ledger import trouble, versions
from enligt.ledger.place import Kind, Place
from enligt.ledger.schema import APPLICATION_ID, SERVER_TABLES, SERVER_WORDS
from enligt.ledger.words import lexemes, wanted
from enligt.records import digest

#: How long (seconds) to wait for others who write, and after how long without a word from one its lock is taken back:
#: a parcel of pages is put into claims in seconds, and the longest upgrade in minutes.
WAIT_SECONDS, SILENT_SECONDS = 120, 300
#: How long (seconds) to wait for the server to answer at all.
CONNECT_SECONDS = 10
_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
#: What a host or a folder of sockets is made of: anything else is a part of a password that was not escaped.
_HOST = re.compile(r"[\w.:/\[\]-]*")


def is_address(where: str) -> bool:
    """Whether a ledger's name is an address of a database, and not of a file."""
    return where.partition("://")[0] in _SCHEMES and "://" in where


class LedgerServer(Place):
    """A database, or a schema in one; with ``prepare`` it is known to be a ledger of this version."""

    upgrades = False  # others would no longer be able to use it

    def __init__(self, address: str) -> None:
        url = _parsed(address)
        name = _shown(url)
        try:
            engine = create_engine(
                url,
                pool_pre_ping=True,
                connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "enligt"},
            )
        except ImportError:
            raise trouble.no_driver(name) from None
        super().__init__(name, engine)
        # Where the same database is reached by another way its files are made once more; they are copies.
        self._file = _cache() / digest(name, str(sorted(url.query.items())))

    def _begin(self, connection: Connection, kind: Kind) -> None:
        if kind == "DEFERRED":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            return
        for setting, seconds in (
            ("lock_timeout", WAIT_SECONDS),
            ("idle_in_transaction_session_timeout", SILENT_SECONDS),
        ):
            connection.exec_driver_sql(f"SET LOCAL {setting} = '{seconds}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({APPLICATION_ID}, hashtext(current_schema()))")

    def version(self, connection: Connection) -> int | None:
        """The version of the ledger in the database; ``None`` if it is empty."""
        names = set(inspect(connection).get_table_names())
        if {"alembic_version", "meta", "pages"} <= names:
            return versions.version_of(connection)
        if names:
            raise trouble.not_a_ledger(self.name)
        return None

    def _make(self) -> None:
        with self.transaction("IMMEDIATE") as connection:
            if self.version(connection) is None:  # else another process has made it since we looked
                versions.make(connection)
                SERVER_TABLES.create_all(connection, checkfirst=False)

    def explained(self, error: BaseException | None) -> LedgerError:
        """PostgreSQL's error in words that say what to do next."""
        return trouble.of_postgresql(self.name, error)

    def beside(self, kind: str) -> Path:
        """A file in the user's cache folder."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        return self._file.with_name(f"{self._file.name}.{kind}")

    def state(self) -> str:
        """Which transactions have ended: the same as long as nobody has changed anything on the server."""
        with self.transaction("DEFERRED") as connection:
            return str(connection.exec_driver_sql("SELECT pg_current_snapshot()").scalar_one())

    def keep_words(self, connection: Connection, pages: Sequence[dict[str, Any]]) -> None:
        """Take pages into the index of words."""
        rows = [{"seq": page["seq"], "words": lexemes(page["title"] or "", page["text"])} for page in pages]
        connection.execute(insert(SERVER_WORDS), rows)

    def with_words(self, words: Sequence[str]) -> Executable:
        """The pages in which the words stand, those first in which they stand often and close together."""
        match = text(
            "SELECT seq FROM page_words, CAST(:query AS tsquery) AS query WHERE words @@ query"
            " ORDER BY ts_rank_cd(words, query) DESC, seq"
        )
        return match.bindparams(query=wanted(words))


def _parsed(address: str) -> URL:
    """The address, without anything of it in the error if it is none: it may hold a password."""
    try:
        url = make_url(address).set(drivername="postgresql+psycopg")
    except Exception:  # SQLAlchemy's own errors quote what they could not read  # noqa: BLE001
        raise trouble.no_address() from None
    if not _HOST.fullmatch(url.host or "") or not url.database:
        raise trouble.no_address()
    return url


def _shown(url: URL) -> str:
    """The address as people are shown it: who, where, which; never a password, nor options that may hold one."""
    return URL.create("postgresql", url.username, None, url.host, url.port, url.database).render_as_string()


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "enligt"

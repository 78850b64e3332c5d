"""Where a ledger is kept, in a file or on a server: what the two do each in its own way, and what they share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Literal

from sqlalchemy import Connection, Engine, Executable
from sqlalchemy.exc import DBAPIError

from enligt.errors import LedgerError
from enligt.ledger import trouble, versions

#: Reading sees one state of the ledger from beginning to end; writing goes on by itself, whoever else writes waits.
Kind = Literal["DEFERRED", "IMMEDIATE"]


class Place(ABC):
    """A place that can hold a ledger.

    ``name`` is what people are told, without any password; ``beside`` names files that belong to this copy of it.
    """

    #: Whether a ledger of an earlier version is brought up when it is opened, or only when somebody says so.
    upgrades: ClassVar[bool]
    #: What the driver raises beside what SQLAlchemy makes of it.
    errors: ClassVar[tuple[type[Exception], ...]] = ()

    def __init__(self, name: str, engine: Engine) -> None:
        self.name = name
        self._engine = engine

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    @contextmanager
    def transaction(self, kind: Kind) -> Iterator[Connection]:
        """A connection in a transaction that is kept when the block ends well.

        Raises ``LedgerError`` in place of the driver's errors.
        """
        try:
            with self._engine.connect() as connection:
                self._begin(connection, kind)
                yield connection
                connection.commit()
        except DBAPIError as error:
            raise self.explained(error.orig) from error
        except self.errors as error:
            raise self.explained(error) from error
        except UnicodeEncodeError as error:
            raise trouble.broken_characters(self.name) from error

    def prepare(self, *, create: bool = True) -> None:
        """Make the tables where nothing is; bring an earlier version up; leave alone what is something else.

        Raises ``LedgerError`` for what is no ledger, one that is newer than ours, or none if not to ``create`` it.
        """
        if not create and not self._is_there():
            raise trouble.missing(self.name)
        with self.transaction("DEFERRED") as connection:
            found = self.version(connection)
        if found is None:
            if not create:
                raise trouble.missing(self.name)
            self._make()
        elif found > versions.HEAD:
            raise trouble.too_new(self.name, found, versions.HEAD)
        elif found < versions.HEAD:
            if not self.upgrades:
                raise trouble.too_old(self.name, found, versions.HEAD)
            self.migrate(versions.HEAD)

    def migrate(self, version: int) -> int:
        """Bring the tables to a version, up or down, all or nothing; the version that they had."""
        if not self._is_there():
            raise trouble.missing(self.name)
        with self.transaction("IMMEDIATE") as connection:
            before = self.version(connection)
            if before is None:
                raise trouble.missing(self.name)
            if not 1 <= before <= versions.HEAD:
                raise trouble.too_new(self.name, before, versions.HEAD)
            versions.migrate(connection, before, version)
            return before

    def _is_there(self) -> bool:
        """Whether there is anything to open, where opening would make it."""
        return True

    @abstractmethod
    def _begin(self, connection: Connection, kind: Kind) -> None:
        """Begin a transaction."""

    @abstractmethod
    def version(self, connection: Connection) -> int | None:
        """The version of the ledger here; ``None`` where there is nothing.

        Raises ``LedgerError`` if here is something else.
        """

    @abstractmethod
    def _make(self) -> None:
        """Make the tables, unless another process has made them meanwhile."""

    @abstractmethod
    def explained(self, error: BaseException | None) -> LedgerError:
        """The driver's error in words that say what to do next."""

    @abstractmethod
    def beside(self, kind: str) -> Path:
        """The file on this machine that holds something that belongs to the ledger."""

    @abstractmethod
    def state(self) -> str:
        """Something short that is another whenever the ledger has changed."""

    @abstractmethod
    def keep_words(self, connection: Connection, pages: Sequence[dict[str, Any]]) -> None:
        """Take the ``title`` and ``text`` of pages, by ``seq``, into the index of words."""

    @abstractmethod
    def with_words(self, words: Sequence[str]) -> Executable:
        """What finds the row ids of the pages in whose title or text all the words stand, best first."""

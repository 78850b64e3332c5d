"""Registers at hand for those who ask often: put together when asked for, and again when the ledger has changed."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any, TypeVar

from enligt.ledger import registering
from enligt.ledger.recent import Recent
from enligt.ledger.registering import EntriesWanted, Kept, Register
from enligt.ledger.store import Ledger
from enligt.records import Entry

#: Arrangements of entries that are kept: those that visitors ask for by turns.
MAX_MADE = 64

T = TypeVar("T")


class Registers:
    """The registers of a ledger; several threads may ask. What is on pages not yet looked through is missing."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = Lock()
        self._state: str | None = None
        self._kept: dict[Register, list[Kept]] = {}
        self._made: Recent[tuple[Any, ...], tuple[list[Any], Any]] = Recent(MAX_MADE)

    def entries(self, register: Register, wanted: EntriesWanted) -> list[Entry]:
        """The entries of a register that are wanted, each thing once, by date; nobody is to change the list."""
        whole = self._whole(register)
        return self._again(whole, (register, wanted), lambda: registering.those(whole, wanted))

    def arranged(self, register: Register, wanted: EntriesWanted, arrange: Callable[[list[Entry]], T]) -> T:
        """What a function makes of the entries that are wanted; nobody is to change it either."""
        entries = self.entries(register, wanted)
        return self._again(entries, (register, wanted, arrange), lambda: arrange(entries))

    def _again(self, of: list[Any], key: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What was made ``of`` some list under a key, or is made now."""
        with self._lock:
            kept = self._made.get(key)
        if kept is not None and kept[0] is of:  # else the ledger has changed meanwhile
            made: T = kept[1]
            return made
        made = make()
        with self._lock:
            self._made.keep(key, (of, made))
        return made

    def find(self, entry_id: str) -> Entry:
        """The entry with this id, or the one that the entry of a page with this id is a part of, hidden ones too.

        Raises ``LedgerError`` if there is none.
        """
        with self._ledger._file.transaction("DEFERRED") as connection:
            register = registering.register_with(connection, entry_id)
        return registering.with_id(self._whole(register) if register else [], entry_id)

    def _whole(self, register: Register) -> list[Kept]:
        self._ledger._link_all()
        with self._lock:
            state = self._ledger.state()
            if state != self._state:
                self._state, self._kept, self._made = state, {}, Recent(MAX_MADE)
            if register not in self._kept:
                with self._ledger._file.transaction("DEFERRED") as connection:
                    self._kept[register] = registering.whole(connection, register)
            return self._kept[register]

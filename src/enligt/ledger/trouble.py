"""What went wrong with a ledger's file, in words that say what to do next."""

from __future__ import annotations

from pathlib import Path

from enligt.errors import LedgerError

#: SQLite's name for an error, by its beginning (extended codes add to it) → why, and the next step.
_REASONS = {
    "SQLITE_NOTADB": ("this file is not an enligt ledger", "name another file with --ledger"),
    "SQLITE_CORRUPT": ("the file is damaged", "restore it from a copy, or name a new file with --ledger"),
    "SQLITE_BUSY": ("another program is writing to it", "try again when that is done"),
    "SQLITE_LOCKED": ("another program is writing to it", "try again when that is done"),
    "SQLITE_READONLY": ("it is read-only here", "copy it to a folder where you may write, or name another file"),
    "SQLITE_CANTOPEN": (
        "the file can't be opened or made here",
        "check that its folder exists and that you may write there",
    ),
    "SQLITE_PERM": ("you may not use this file", "ask its owner, or name another file with --ledger"),
    "SQLITE_FULL": ("the disk is full; whole pages added so far are kept", "make room and run the same command again"),
    "SQLITE_IOERR": (
        "the disk could not be read or written",
        "check that it is attached and has room, then run it again",
    ),
    "SQLITE_TOOBIG": ("the page is larger than SQLite can hold", "split the page, or leave it out"),
}


def not_a_ledger(path: Path) -> LedgerError:
    """A file that is something else, which we leave as it is."""
    return LedgerError(str(path), *_REASONS["SQLITE_NOTADB"])


def too_new(path: Path, version: int, ours: int) -> LedgerError:
    """A ledger that a later enligt has made."""
    why = f"a newer enligt made it (schema {version}; this one knows up to {ours})"
    return LedgerError(str(path), why, "upgrade enligt, or name another file with --ledger")


def missing(path: Path) -> LedgerError:
    """No ledger where one was to be read."""
    return LedgerError(
        str(path), "there is no ledger here yet", "add pages with `enligt add PAGE…`, or name the file with --ledger"
    )


def no_such(path: Path, what: str) -> LedgerError:
    """Something asked for by a name that the ledger does not hold."""
    return LedgerError(str(path), f"there is no {what}", "look at `enligt claims`; ids change when claims do")


def explained(path: Path, error: BaseException | None) -> LedgerError:
    """The error that the driver raised, as one that a person can mend.

    >>> import sqlite3
    >>> full = sqlite3.OperationalError("database or disk is full"); full.sqlite_errorname = "SQLITE_FULL"
    >>> explained(Path("my.ledger"), full).why
    'the disk is full; whole pages added so far are kept'
    """
    name = getattr(error, "sqlite_errorname", None) or ""
    for beginning, (why, next_step) in _REASONS.items():
        if name.startswith(beginning):
            return LedgerError(str(path), why, next_step)
    if isinstance(error, UnicodeEncodeError):
        return LedgerError(
            str(path), "the page holds broken characters (lone surrogates)", "read it again from its file"
        )
    return LedgerError(str(path), f"SQLite says: {error}", "check the file, or name another with --ledger")

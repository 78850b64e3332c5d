"""What went wrong with a ledger, in words that say what to do next."""

from __future__ import annotations

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


#: The same for PostgreSQL, by its code for an error (five characters) or the class of it (two).
_SERVER_REASONS = {
    "28": ("the server does not let you in", "check user and password; ~/.pgpass or $PGPASSWORD may hold the latter"),
    "3D000": ("there is no such database", "make it with `createdb`, or check its name"),
    "42501": ("you may not do this in the database", "ask whoever keeps it for the rights, or name another one"),
    "25006": ("it is read-only here", "name the server that takes writes"),
    "53100": (
        "the server's disk is full; whole pages added so far are kept",
        "make room and run the same command again",
    ),
    "53300": ("the server has too many connections", "try again later, or let it take more (max_connections)"),
    "55P03": ("others are writing to it", "try again when they are done"),
    "57014": ("the server stopped the question", "ask for less, or raise its statement_timeout"),
    "25P03": ("this process was silent for too long while others waited", "run the same command again"),
    "54": ("the page is larger than PostgreSQL can hold", "split the page, or leave it out"),
    "40": ("somebody else changed the same things", "run the same command again"),
    "42P01": ("tables are missing", "restore it from a copy, or name another ledger"),
}
_NO_SERVER = ("the server can't be reached", "check that it runs, its address, and the network")


def not_a_ledger(name: str) -> LedgerError:
    """A file or database that is something else, which we leave as it is."""
    if "://" in name:
        return LedgerError(name, "this database holds other tables", "name an empty database, or one that is a ledger")
    return LedgerError(name, *_REASONS["SQLITE_NOTADB"])


def too_new(name: str, version: int, ours: int) -> LedgerError:
    """A ledger that a later enligt has made."""
    why = f"a newer enligt made it (schema {version}; this one knows up to {ours})"
    return LedgerError(name, why, "upgrade enligt, or name another ledger with --ledger")


def too_old(name: str, version: int, ours: int) -> LedgerError:
    """A ledger for several that nobody has brought up yet."""
    why = f"an older enligt made it (schema {version}; this one needs {ours})"
    return LedgerError(name, why, "run `enligt ledger migrate` once all who use it have this enligt")


def missing(name: str) -> LedgerError:
    """No ledger where one was to be read."""
    return LedgerError(
        name, "there is no ledger here yet", "add pages with `enligt add PAGE…`, or name the ledger with --ledger"
    )


def no_such(name: str, what: str) -> LedgerError:
    """Something asked for by a name that the ledger does not hold."""
    return LedgerError(name, f"there is no {what}", "look at `enligt claims`; ids change when claims do")


def no_driver(name: str) -> LedgerError:
    """PostgreSQL without what speaks to it."""
    return LedgerError(name, "PostgreSQL needs one library more", "install it with `pip install 'enligt[postgres]'`")


def no_address() -> LedgerError:
    """Something like an address of a database; it is not shown, since a password may stand anywhere in it."""
    return LedgerError(
        "the ledger's address",
        "it can't be read",
        "write postgresql://USER@HOST:PORT/DATABASE, with %XX for special characters of a password",
    )


def broken_characters(name: str) -> LedgerError:
    """A page that no database can hold."""
    return LedgerError(name, "the page holds broken characters (lone surrogates)", "read it again from its file")


def of_sqlite(name: str, error: BaseException | None) -> LedgerError:
    """The error that SQLite's driver raised, as one that a person can mend.

    >>> import sqlite3
    >>> full = sqlite3.OperationalError("database or disk is full"); full.sqlite_errorname = "SQLITE_FULL"
    >>> of_sqlite("my.ledger", full).why
    'the disk is full; whole pages added so far are kept'
    """
    code = getattr(error, "sqlite_errorname", None) or ""
    for beginning, (why, next_step) in _REASONS.items():
        if code.startswith(beginning):
            return LedgerError(name, why, next_step)
    return LedgerError(name, f"SQLite says: {error}", "check the file, or name another with --ledger")


def of_postgresql(name: str, error: BaseException | None) -> LedgerError:
    """The error that PostgreSQL or its driver raised, as one that a person can mend; never with a part of the address.

    >>> of_postgresql("postgresql://kim@db/news", ConnectionError("no route")).why
    "the server can't be reached"
    """
    words = str(error or "").lower()
    code = getattr(error, "sqlstate", None) or ""
    if not code:  # what fails before there is a connection has no code
        code = "28" if "authentication" in words or "password" in words else code
        code = "3D000" if "database" in words and "does not exist" in words else code
    if "nul" in words and "0x00" in words:
        return LedgerError(name, "the page holds NUL characters", "read it again from its file")
    for beginning in (code, code[:2]):
        if beginning in _SERVER_REASONS:
            return LedgerError(name, *_SERVER_REASONS[beginning])
    if not code or code.startswith(("08", "57P")):
        return LedgerError(name, *_NO_SERVER)
    return LedgerError(
        name, f"PostgreSQL refuses it (code {code})", "look into the server's log, or name another ledger"
    )

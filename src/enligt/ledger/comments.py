"""Signed comments on statements, claims and pages; every version of each is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import Connection, insert, select

from enligt.errors import LedgerError
from enligt.ledger.schema import COMMENT_VERSIONS, COMMENTS
from enligt.ledger.store import Ledger

Kind = Literal["statement", "claim", "page"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: Characters of a comment and of a name: room for a long argument and for the longest names.
MAX_WORDS, MAX_NAME = 5_000, 100


class Version(NamedTuple):
    """What a comment said from ``written`` (ISO 8601, UTC) on, and who wrote that; no words: it was withdrawn."""

    by: str
    written: str
    words: str


class Comment(NamedTuple):
    """A comment on the statement, claim or page with id ``about``; ``versions`` begin with the oldest."""

    id: int
    kind: Kind
    about: str
    versions: tuple[Version, ...]

    @property
    def now(self) -> Version:
        """What it says now."""
        return self.versions[-1]


def add_comment(ledger: Ledger, kind: Kind, about: str, *, by: str, words: str) -> int:
    """Keep a comment signed ``by`` somebody, dated now; its id.

    Raises ``LedgerError`` if it is empty, unsigned or too long, or there is nothing to comment on by that kind.
    """
    by, words = _signed(by, words)
    if kind not in KINDS:
        raise LedgerError("the comment", f"there are none on a {kind}", f"comment on {', '.join(KINDS)}")
    if not words:
        raise LedgerError("the comment", "it is empty", "write what you want to say")
    with ledger._file.transaction("IMMEDIATE") as connection:
        made = connection.execute(insert(COMMENTS).values(kind=kind, about=about).returning(COMMENTS.c.id)).scalar_one()
        _write(connection, made, 1, by, words)
    return int(made)


def edit_comment(ledger: Ledger, comment: int, *, by: str, words: str) -> Comment:
    """Let a comment say something else; without words it is withdrawn. What it said before stays in its versions.

    Raises ``LedgerError`` if there is no such comment, or it is unsigned or too long.
    """
    by, words = _signed(by, words)
    with ledger._file.transaction("IMMEDIATE") as connection:
        found = _found(connection, [comment])
        if not found:
            raise LedgerError(f"comment {comment}", "there is none with this number", "look it up where it was made")
        if (by, words) != (found[0].now.by, found[0].now.words):
            _write(connection, comment, len(found[0].versions) + 1, by, words)
        return _found(connection, [comment])[0]


def comments_on(ledger: Ledger, kind: Kind, about: Iterable[str]) -> list[Comment]:
    """The comments on the statements, claims or pages with these ids, the oldest first."""
    with ledger._file.transaction("DEFERRED") as connection:
        wanted = select(COMMENTS.c.id).where(COMMENTS.c.kind == kind, COMMENTS.c.about.in_(list(about)))
        return _found(connection, connection.execute(wanted).scalars().all())


def comments_by_subject(ledger: Ledger, kind: Kind, about: Iterable[str]) -> dict[str, list[Comment]]:
    """The same by what they are on; without those on which there is none."""
    by_subject: dict[str, list[Comment]] = {}
    for comment in comments_on(ledger, kind, about):
        by_subject.setdefault(comment.about, []).append(comment)
    return by_subject


def _signed(by: str, words: str) -> tuple[str, str]:
    by, words = " ".join(by.split()), words.replace("\r\n", "\n").strip()
    if not by:
        raise LedgerError("the comment", "it is not signed", "give your name")
    if len(by) > MAX_NAME or len(words) > MAX_WORDS:
        raise LedgerError("the comment", f"it is longer than {MAX_WORDS} characters", "shorten it or make it two")
    return by, words


def _write(connection: Connection, comment: int, version: int, by: str, words: str) -> None:
    written = datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(
        insert(COMMENT_VERSIONS).values(comment=comment, version=version, by=by, written=written, words=words)
    )


def _found(connection: Connection, ids: Collection[int]) -> list[Comment]:
    if not ids:
        return []
    query = (
        select(COMMENTS, COMMENT_VERSIONS.c.by, COMMENT_VERSIONS.c.written, COMMENT_VERSIONS.c.words)
        .join(COMMENT_VERSIONS, COMMENT_VERSIONS.c.comment == COMMENTS.c.id)
        .where(COMMENTS.c.id.in_(ids))
        .order_by(COMMENTS.c.id, COMMENT_VERSIONS.c.version)
    )
    comments: dict[int, Comment] = {}
    for row in connection.execute(query):
        before: Any = comments.get(row.id)
        versions = (*(before.versions if before else ()), Version(row.by, row.written, row.words))
        comments[row.id] = Comment(row.id, row.kind, row.about, versions)
    return list(comments.values())

"""A traced page made ready for reading: its text laid out, its statements as rows beside them."""

from __future__ import annotations

from dataclasses import dataclass

from enligt.records import Link, Page, Speaker, Statement, Traced
from enligt.report.parts import LaidOut, laid_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement with its words, and its number on the page."""

    number: int
    statement: Statement
    source: str
    cue: str
    content: str
    parent: int | None

    @property
    def speakers(self) -> tuple[Speaker, ...]:
        """Whoever it is known to come from; nobody where an outlet passes on what others behind it have said."""
        return () if self.first else self._speakers

    @property
    def first(self) -> str | None:
        """The outlet that the chain begins with, where the one that is said to speak has it from there."""
        names = [link.name for link in self.statement.via]
        passed_on = any(speaker.name in names[1:] for speaker in self._speakers)
        return names[0] if passed_on else None

    @property
    def via(self) -> tuple[Link, ...]:
        """The outlets between whoever stands first and the page."""
        begins = {self.first} if self.first else {speaker.name for speaker in self._speakers}
        return tuple(link for link in self.statement.via if link.name not in begins)

    @property
    def _speakers(self) -> tuple[Speaker, ...]:
        return (self.statement.speaker, *self.statement.others) if self.statement.speaker else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A page ready for its template."""

    page: Page
    laid: LaidOut
    said: tuple[Said, ...]
    assertions: tuple[Said, ...]


def reader(traced: Traced, untitled: str) -> Reader:
    """A traced page made ready; ``untitled`` stands for a title where it has none."""
    page = traced.page
    numbers = {statement.id: number for number, statement in enumerate(traced.statements, start=1)}
    return Reader(
        page=page,
        laid=laid_out(traced, untitled),
        said=tuple(said(page, statement, numbers) for statement in traced.statements),
        assertions=tuple(said(page, statement, {}) for statement in traced.assertions),
    )


def said(page: Page, statement: Statement, numbers: dict[str, int]) -> Said:
    """A statement with its words; ``numbers`` are those of the page's statements by id."""
    return Said(
        number=numbers.get(statement.id, 0),
        statement=statement,
        source=page.words(*statement.source),
        cue=page.words(*statement.cue),
        content=page.words(*statement.content),
        parent=numbers.get(statement.parent or ""),
    )

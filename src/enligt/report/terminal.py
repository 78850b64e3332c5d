"""Traced pages as a person reads them in a terminal, at 80 columns and without needing colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from enligt.records import Page, Statement, Traced
from enligt.report.parts import address, title_of
from enligt.report.shown import shown

if TYPE_CHECKING:
    from rich.console import Console

#: A statement less sure than this (probability) is marked as such: about where one in three is wrong.
LOW_CONFIDENCE = 0.65
#: Columns that a level of nesting takes, which is also the room for a statement's number.
INDENT = 4
#: Nested statements are indented no deeper than this many levels, so that 80 columns stay enough.
MAX_LEVELS = 6
#: Text is never wrapped to fewer columns than this, however narrow the terminal.
MIN_WIDTH = 20

_BREAKS = re.compile(r"\s+")


def show_page(console: Console, traced: Traced) -> None:
    """Print a page's head, its statements, each under the one whose content holds it, and its names that don't fit."""
    _show_head(console, traced.page)
    if not traced.statements:
        console.print("No statement found.", style="italic")
    for number, depth, statement in _nested(traced.statements):
        _show_statement(console, traced.page, statement, str(number), depth)
    for assertion in traced.assertions:
        words = traced.page.words(*assertion.content)
        paragraph(console, ("the page itself: ", "dim italic"), (words, ""), indent=INDENT, label="·")
    for warning in traced.warnings:
        name = (traced.page.words(warning.span), "bold")
        paragraph(console, ("check the name ", "yellow"), name, (f": {warning.message}", ""), indent=INDENT, label="!")
    console.print()


def show_found(console: Console, found: Iterable[tuple[Page, Statement]]) -> int:
    """Print statements that were found in a ledger under the heads of their pages; how many there were."""
    last = None
    count = 0
    for page, statement in found:
        if page.id != last:
            if last is not None:
                console.print()
            _show_head(console, page)
            last = page.id
        count += 1
        _show_statement(console, page, statement, "•", 0)
    return count


def facts(page: Page) -> list[str]:
    """What is known of a page beside its title: outlet, language, date.

    >>> facts(Page(text="", outlet="Kustbladet", lang="sv", published="2026-03-05T06:40:00+01:00"))
    ['Kustbladet', 'sv', '2026-03-05 06:40']
    """
    published = page.published.replace("T", " ")[:16] if page.published else None
    return [fact for fact in (page.outlet, page.lang, published) if fact]


def _show_head(console: Console, page: Page) -> None:
    paragraph(console, (title_of(page) or "Untitled page", "bold"))
    if known := facts(page):
        paragraph(console, (" · ".join(known), "dim"))
    if page.url:
        console.print(shown(address(page.url) or ""), style="dim", soft_wrap=True)
    if page.credits:
        paragraph(console, ("credits: " + ", ".join(f"{name} ({kind})" for name, kind, _ in page.credits), "dim"))
    console.print()


def _nested(statements: tuple[Statement, ...]) -> Iterator[tuple[int, int, Statement]]:
    """Number, depth and statement, children right after their parent; every statement once, whatever the links say."""
    numbers = {statement.id: number for number, statement in enumerate(statements, start=1)}
    children: dict[str | None, list[Statement]] = {}
    for statement in statements:
        children.setdefault(statement.parent if statement.parent in numbers else None, []).append(statement)
    done: set[str] = set()
    for root in (*children.get(None, ()), *statements):  # the second round meets only those that a loop cuts off
        waiting = [(0, root)]
        while waiting:
            depth, statement = waiting.pop()
            if statement.id not in done:
                done.add(statement.id)
                yield numbers[statement.id], depth, statement
                waiting.extend((depth + 1, child) for child in reversed(children.get(statement.id, ())))


def _show_statement(console: Console, page: Page, statement: Statement, label: str, depth: int) -> None:
    source = page.words(*statement.source)
    indent = INDENT * min(depth, MAX_LEVELS)
    paragraph(
        console,
        (source, "bold cyan")
        if source
        else ("the page itself" if statement.voice == "author" else "unstated", "italic"),
        (meant(page, statement), "cyan"),
        (" — ", "") if statement.cue else ("", ""),
        (page.words(*statement.cue), "italic yellow"),
        (f" [{', '.join(tags(statement))}]", "dim"),
        indent=indent + INDENT,
        label=label,
    )
    paragraph(console, (page.words(*statement.content), ""), indent=indent + INDENT)
    if statement.via:
        paragraph(console, ("via " + " → ".join(link.name for link in statement.via), "dim"), indent=indent + INDENT)


def meant(page: Page, statement: Statement) -> str:
    """Whom a source means, to be read right after its words; empty where these are already the name.

    >>> from dataclasses import replace
    >>> from enligt.records import Span, Speaker
    >>> page = Page(text="He left.")
    >>> he = Statement(id="1", content=(Span(3, 7),), cue=(), source=(Span(0, 2),), form="indirect", voice="named")
    >>> ann, bo = Speaker(id="a", name="Ann Lee"), Speaker(id="b", name="Bo Ek")
    >>> meant(page, replace(he, speaker=ann, others=(bo,))), meant(page, replace(he, candidates=(ann, bo)))
    (' = Ann Lee, Bo Ek', ': Ann Lee or Bo Ek?')
    """
    if statement.candidates:
        return f": {' or '.join(speaker.name for speaker in statement.candidates)}?"
    source = page.words(*statement.source)
    speakers = (statement.speaker, *statement.others) if statement.speaker else ()
    names = [speaker.name for speaker in speakers if speaker.name != source]
    return f" = {', '.join(names)}" if names else ""


def tags(statement: Statement) -> list[str]:
    """Voice, form and whatever else a reader must know of a statement, in words."""
    known: list[str] = [statement.voice, statement.form]
    if statement.stance == "denies":
        known.append("denies")
    if statement.said_on:
        known.append(f"said {statement.said_on}")
    if statement.confidence < LOW_CONFIDENCE:
        known.append(f"unsure: {statement.confidence:.0%}")
    return known


def paragraph(console: Console, *runs: tuple[str, str], indent: int = 0, label: str = "") -> None:
    """Print runs of (words, style) as one paragraph, its ``label`` standing in the indent of the first line.

    What the page broke into lines, the terminal breaks anew.
    """
    from rich.text import Text

    text = Text()
    for words, style in runs:
        text.append(shown(_BREAKS.sub(" ", words)), style)
    margin = Text(f"{label} ".rjust(indent) if label else " " * indent, "bold")
    for line in text.wrap(console, max(console.width - indent, MIN_WIDTH)):
        line.rstrip()
        console.print(margin + line, soft_wrap=True)
        margin = Text(" " * indent)

"""Traced pages as one HTML file that needs nothing else: no network, no fonts, no server."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from enligt.records import Page, Statement, Traced
from enligt.report.parts import LaidOut, laid_out, web_address
from enligt.report.shown import shown
from enligt.report.terminal import facts, meant, tags


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A statement as a row of the table."""

    number: int
    parent: int | None
    source: str
    cue: str
    content: str
    meant: str
    via: str
    tags: tuple[str, ...]
    statement: Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """A page ready for the template."""

    anchor: str
    page: Page
    laid: LaidOut
    facts: tuple[str, ...]
    link: str | None
    entries: tuple[_Entry, ...]
    voices: tuple[tuple[str, int], ...]
    warnings: tuple[tuple[str, str], ...]
    assertions: tuple[str, ...]


def report_html(pages: Sequence[Traced]) -> str:
    """The report on the pages, as HTML text.

    Every character of a page is escaped, and the file's own security policy lets nothing run or load but the style and
    script that stand in it.
    """
    from jinja2 import Environment, StrictUndefined

    style, script = _asset("report.css"), _asset("report.js")
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: shown(value) if type(value) is str else value,
    )
    return environment.from_string(_asset("report.html.j2")).render(
        sheets=[_sheet(f"p{n}", traced) for n, traced in enumerate(pages, start=1)],
        total=sum(len(traced.statements) for traced in pages),
        style=style,
        script=script,
        style_hash=_csp_hash(style),
        script_hash=_csp_hash(script),
    )


def _sheet(anchor: str, traced: Traced) -> _Sheet:
    page = traced.page
    return _Sheet(
        anchor=anchor,
        page=page,
        laid=laid_out(traced, "Untitled page"),
        facts=tuple(facts(page)),
        link=web_address(page.url),
        entries=tuple(_entries(page, traced.statements)),
        voices=tuple(Counter(statement.voice for statement in traced.statements).most_common()),
        assertions=tuple(page.words(*assertion.content) for assertion in traced.assertions),
        warnings=tuple((page.words(warning.span), warning.message) for warning in traced.warnings),
    )


def _entries(page: Page, statements: Sequence[Statement]) -> Iterator[_Entry]:
    numbers = {statement.id: number for number, statement in enumerate(statements, start=1)}
    for number, statement in enumerate(statements, start=1):
        yield _Entry(
            number=number,
            parent=numbers.get(statement.parent) if statement.parent else None,
            source=page.words(*statement.source),
            cue=page.words(*statement.cue),
            content=page.words(*statement.content),
            meant=meant(page, statement),
            via=" → ".join(link.name for link in statement.via),
            tags=tuple(tags(statement)),
            statement=statement,
        )


def _asset(name: str) -> str:
    return files("enligt.report").joinpath(name).read_text(encoding="utf-8")


def _csp_hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()

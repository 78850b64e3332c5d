"""Traced pages as one HTML file that needs nothing else: no network, no fonts, no server."""

from __future__ import annotations

import base64
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from enligt.errors import EnligtError
from enligt.records import Block, BlockKind, Page, Span, Statement, Traced
from enligt.report.segments import Segment, segmented
from enligt.report.shown import shown
from enligt.report.terminal import address, facts, meant, tags


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A block of the page, ready for the template; the items of a list are one part with many lines."""

    kind: BlockKind
    lines: tuple[tuple[Segment, ...], ...]


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
    title: str
    facts: tuple[str, ...]
    link: str | None
    heading: tuple[Segment, ...]
    parts: tuple[_Part, ...]
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


@contextmanager
def report_writer(path: Path) -> Iterator[Callable[[str], None]]:
    """What writes a report to ``path``, where it takes its place only when the block has ended well.

    Entered before the long work, so that a place where nothing can be written is known at once. Raises ``EnligtError``.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        raise EnligtError(str(path), "it is not a file that can be replaced", "name another file with --html")
    part = target.with_name(f".{target.name}.{os.getpid()}.part")

    def write(report: str) -> None:
        try:
            part.write_text(report, encoding="utf-8", newline="\n")
        except OSError as error:
            why = f"the report can't be written ({error.strerror or error})"
            step = "check that the folder exists and has room, or name another file"
            raise EnligtError(str(path), why, step) from error

    try:
        write("")
        yield write
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _sheet(anchor: str, traced: Traced) -> _Sheet:
    page = traced.page
    blocks = page.blocks or (Block("paragraph", Span(0, len(page.text))),)
    ordered = sorted(blocks, key=lambda block: block.span)
    lines = segmented(page, traced.statements, [block.span for block in ordered])
    title = page.title or address(page.url) or "Untitled page"
    repeats_title = bool(ordered) and ordered[0].kind == "heading" and page.words(ordered[0].span).strip() == title
    body = list(zip(ordered, lines, strict=True))[repeats_title:]
    return _Sheet(
        anchor=anchor,
        page=page,
        title=title,
        facts=tuple(facts(page)),
        link=page.url if page.url and page.url.startswith(("https://", "http://")) else None,
        heading=tuple(lines[0]) if repeats_title else (Segment(title, ()),),
        parts=tuple(_parts(body)),
        entries=tuple(_entries(page, traced.statements)),
        voices=tuple(Counter(statement.voice for statement in traced.statements).most_common()),
        assertions=tuple(page.words(*assertion.content) for assertion in traced.assertions),
        warnings=tuple((page.words(warning.span), warning.message) for warning in traced.warnings),
    )


def _parts(body: Sequence[tuple[Block, list[Segment]]]) -> Iterator[_Part]:
    for kind, run in groupby(body, key=lambda line: line[0].kind):
        lines = tuple(tuple(segments) for _, segments in run)
        if kind == "list":
            yield _Part(kind=kind, lines=lines)
        else:
            yield from (_Part(kind=kind, lines=(line,)) for line in lines)


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

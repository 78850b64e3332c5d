"""The command line: one thin command a verb.

What a person reads goes to standard output, what went wrong and how far it has come to standard error. Nothing heavy
is imported before a command needs it, so that ``enligt --help`` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from enligt import __version__
from enligt.calling import Call, watched
from enligt.export import ExportFormat
from enligt.records import ModelName, Options, Page, Statement, Traced

if TYPE_CHECKING:
    from rich.console import Console

#: What holds where the command line says nothing.
DEFAULTS = Options()

app = typer.Typer(
    name="enligt",
    help="According to whom? Finds every statement on a news page, who made it, and through whom it came.",
    epilog="Exit codes: 0 all done; 1 some inputs failed, the rest done; 2 wrong usage; 3 nothing could be done.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # the plain help is as readable and comes up in half the time
)


def _iso(value: str | None) -> str | None:
    """``value`` if it is an ISO 8601 date or date-time."""
    if value is not None:
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise typer.BadParameter(f"{value!r} is no ISO 8601 date such as 2026-03-05") from None
    return value


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"enligt {__version__}")
        raise typer.Exit


Sources = Annotated[
    list[str],
    typer.Argument(metavar="PAGE…", help="Files, folders, addresses, feeds, archives; - for standard input."),
]
Lang = Annotated[str | None, typer.Option(help="The pages' language (sv, en, ru, de, fr…), whatever they say.")]
Published = Annotated[
    str | None,
    typer.Option(callback=_iso, metavar="DATE", help="When they were published (ISO 8601), whatever they say."),
]
Model = Annotated[ModelName, typer.Option(help="What finds the statements.")]
Threads = Annotated[
    int, typer.Option(min=0, metavar="N", help="How many threads the model may use; 0 means all cores.")
]
Actors = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="A list of actors and outlets to know besides enligt's own; may be repeated."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a line, and nothing else.")]
LedgerFile = Annotated[
    Path | None,
    typer.Option(
        "--ledger", metavar="FILE", help="The ledger; else $ENLIGT_LEDGER, else enligt.ledger in this folder."
    ),
]


@app.callback()
def enligt(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """According to whom? Finds every statement on a news page, who made it, and through whom it came."""


@app.command()
def trace(
    sources: Sources,
    as_json: AsJson = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a report that opens in any browser, instead of printing.")
    ] = None,
    lang: Lang = None,
    published: Published = None,
    model: Model = DEFAULTS.model,
    threads: Threads = 0,
    actors: Actors = None,
) -> None:
    """Find the statements on pages: who says what, in whose words."""
    with Call() as call, ExitStack() as open_files:
        from enligt.pipeline import trace_many
        from enligt.report import report_html, report_writer, show_page

        options = Options(lang=lang, published=published, model=model, threads=threads, actors=tuple(actors or ()))
        console = _console()
        write = open_files.enter_context(report_writer(html)) if html else None
        kept = []
        for traced in watched(trace_many(call.pages(sources, options), options=options), "traced"):
            call.done += 1
            if as_json:
                _print_json(traced.as_json())
            elif not write:
                show_page(console, traced)
            if write:
                kept.append(traced)
        if write:
            call.stop_if_nothing_done()
            write(report_html(kept))
            if not as_json:
                count = sum(len(traced.statements) for traced in kept)
                typer.echo(f"{html}: {_count(len(kept), 'page')}, {_count(count, 'statement')}")


@app.command()
def add(
    sources: Sources,
    ledger: LedgerFile = None,
    lang: Lang = None,
    published: Published = None,
    model: Model = DEFAULTS.model,
    threads: Threads = 0,
    actors: Actors = None,
) -> None:
    """Trace pages and keep them in the ledger; a page that is there already is left as it is."""
    with Call() as call:
        from enligt.ledger import open_ledger
        from enligt.pipeline import trace_many

        options = Options(lang=lang, published=published, model=model, threads=threads, actors=tuple(actors or ()))
        with open_ledger(ledger) as kept:
            added = statements = 0

            def new_pages() -> Iterator[Page]:
                for page in call.pages(sources, options):
                    if page.id in kept:
                        call.done += 1
                    else:
                        yield page

            for traced in watched(trace_many(new_pages(), options=options), "added"):
                if kept.add(traced):
                    added += 1
                    statements += len(traced.statements)
                call.done += 1
            call.stop_if_nothing_done()
            there = f"; {_count(call.done - added, 'page')} there already" if call.done > added else ""
            typer.echo(f"{kept.path}: {_count(added, 'page')} added, {_count(statements, 'statement')}{there}")


@app.command()
def who(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name or the beginning of its words, in any case.")],
    as_json: AsJson = False,
    ledger: LedgerFile = None,
) -> None:
    """Find what somebody has said, by the ledger's pages."""
    with Call() as call:
        from enligt.ledger import open_ledger
        from enligt.report import show_found

        with open_ledger(ledger, create=False) as kept:
            found = kept.who(name)
            if as_json:
                for page, statement in found:
                    call.done += 1
                    _print_json(_found_json(page, statement))
            else:
                call.done += show_found(_console(), found)
            if not call.done:
                call.note(f"{name}: no source in {kept.path} has this name; try a part of it or another spelling")


@app.command()
def export(
    form: Annotated[
        ExportFormat, typer.Option("--as", help="PROV-O or Web Annotations (both JSON-LD), JSON lines, or a table.")
    ],
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PAGE…", help="What to trace and export; without any, the ledger's pages.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write a file, instead of printing.")
    ] = None,
    ledger: LedgerFile = None,
    lang: Lang = None,
    published: Published = None,
    model: Model = DEFAULTS.model,
    threads: Threads = 0,
    actors: Actors = None,
) -> None:
    """Write pages and their statements in a form that other programs read."""
    if sources and ledger:
        raise typer.BadParameter("name pages or a ledger, not both", param_hint="--ledger")
    with Call() as call, ExitStack() as open_files:
        from enligt.export import export as pieces
        from enligt.export.output import output_to
        from enligt.ledger import open_ledger
        from enligt.pipeline import trace_many

        write = open_files.enter_context(output_to(output))
        if sources:
            options = Options(lang=lang, published=published, model=model, threads=threads, actors=tuple(actors or ()))
            found = trace_many(call.pages(sources, options), options=options)
        else:
            kept = open_files.enter_context(open_ledger(ledger, create=False))
            found = filter(None, (kept.page(page.id) for page in kept.pages()))
        pages = statements = 0

        def counted() -> Iterator[Traced]:
            nonlocal pages, statements
            for traced in watched(found, "exported"):
                pages += 1
                statements += len(traced.statements)
                yield traced

        for piece in pieces(counted(), form):
            write(piece)
        call.done = pages  # only now: a file of which a part is missing is of no use
        call.stop_if_nothing_done()
    if output:
        typer.echo(f"{output}: {_count(pages, 'page')}, {_count(statements, 'statement')}")


def main() -> None:
    """Run the command line; the console script ``enligt``."""
    app()


def _found_json(page: Page, statement: Statement) -> dict[str, Any]:
    """A statement with the words of its spans and what is known of its page, whose text would be too much here."""
    return {
        "page": {
            "id": page.id,
            "url": page.url,
            "outlet": page.outlet,
            "title": page.title,
            "lang": page.lang,
            "published": page.published,
        },
        "statement": statement.as_json(),
        "words": {
            "content": page.words(*statement.content),
            "cue": page.words(*statement.cue),
            "source": page.words(*statement.source),
        },
    }


def _print_json(record: dict[str, Any]) -> None:
    from enligt.report import json_safe

    plain = (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8")
    sys.stdout.write(json_safe(json.dumps(record, ensure_ascii=plain)) + "\n")


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"

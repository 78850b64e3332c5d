"""The command line: one thin command a verb.

What a person reads goes to standard output, what went wrong and how far it has come to standard error. Nothing heavy
is imported before a command needs it, so that ``enligt --help`` answers at once.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from enligt import __version__, batch_cli, brief_cli, claims_cli, doctor_cli, ledger_cli, registers_cli, watch_cli
from enligt.calling import (
    DEFAULTS,
    Actors,
    AsJson,
    Call,
    Lang,
    LedgerFile,
    Model,
    Output,
    Published,
    Report,
    Threads,
    number_of,
    opened,
    print_json,
    terminal,
    there_already,
    watched,
)
from enligt.export import AnyFormat
from enligt.records import LogForm, Options, Page, Statement, Traced

app = typer.Typer(
    name="enligt",
    help="According to whom? Finds every statement on a news page, who made it, and through whom it came.",
    epilog="Exit codes: 0 all done; 1 some inputs failed, the rest done; 2 wrong usage; 3 nothing could be done.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # the plain help is as readable and comes up in half the time
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"enligt {__version__}")
        raise typer.Exit


Sources = Annotated[
    list[str],
    typer.Argument(metavar="PAGE…", help="Files, folders, addresses, feeds, archives; - for standard input."),
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
        from enligt.export.output import output_to
        from enligt.pipeline import trace_many
        from enligt.report import report_html, show_page

        options = Options(lang=lang, published=published, model=model, threads=threads, actors=tuple(actors or ()))
        console = terminal()
        write = open_files.enter_context(output_to(html)) if html else None
        kept = []
        for traced in watched(trace_many(call.pages(sources, options), options=options), "traced"):
            call.done += 1
            if as_json:
                print_json(traced.as_json())
            elif not write:
                show_page(console, traced)
            if write:
                kept.append(traced)
        if write:
            call.stop_if_nothing_done()
            write(report_html(kept))
            if not as_json:
                count = sum(len(traced.statements) for traced in kept)
                typer.echo(f"{html}: {number_of(len(kept), 'page')}, {number_of(count, 'statement')}")


@app.command()
def add(
    sources: Sources,
    ledger: LedgerFile = None,
    report: Report = None,
    lang: Lang = None,
    published: Published = None,
    model: Model = DEFAULTS.model,
    threads: Threads = 0,
    actors: Actors = None,
) -> None:
    """Trace pages and keep them in the ledger; a page that is there already is left as it is."""
    with Call() as call:
        from enligt.adding import add_all
        from enligt.ledger import open_ledger
        from enligt.reading.course import Course, bytes_of

        options = Options(lang=lang, published=published, model=model, threads=threads, actors=tuple(actors or ()))
        with open_ledger(ledger) as kept:
            call.report_to(report or kept.beside("failed.jsonl"))
            course, added, statements = Course(), 0, 0

            def passed_over() -> None:
                call.done += 1

            pages = call.pages(sources, options, course)
            adding = add_all(kept, pages, course, options, passed_over, call.complain)
            for traced, new in watched(adding, "added", course, bytes_of(sources) if sys.stderr.isatty() else 0):
                if new:
                    added += 1
                    statements += len(traced.statements)
                call.done += 1
            call.stop_if_nothing_done()
            there = there_already(call.done - added)
            typer.echo(f"{kept.name}: {number_of(added, 'page')} added, {number_of(statements, 'statement')}{there}")


@app.command()
def who(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name or the beginning of its words, in any case.")],
    as_json: AsJson = False,
    ledger: LedgerFile = None,
) -> None:
    """Find what somebody has said, by the ledger's pages."""
    with Call() as call:
        from enligt.report import show_found

        with opened(ledger) as kept:
            found = kept.who(name)
            if as_json:
                for page, statement in found:
                    call.done += 1
                    print_json(_found_json(page, statement))
            else:
                call.done += show_found(terminal(), found)
            if not call.done:
                call.note(f"{name}: no source in {kept.name} has this name; try a part of it or another spelling")


claims_cli.add_verbs(app)
watch_cli.add_verb(app)
batch_cli.add_verb(app)
ledger_cli.add_verbs(app)
brief_cli.add_verb(app)
doctor_cli.add_verb(app)
registers_cli.add_verb(app)


@app.command()
def export(
    form: Annotated[
        AnyFormat,
        typer.Option(
            "--as",
            help="PROV-O or Web Annotations (both JSON-LD), JSON lines, or a table; "
            "or the ledger's claims, ready for ClaimReview.",
        ),
    ],
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PAGE…", help="What to trace and export; without any, the ledger's pages.", show_default=False
        ),
    ] = None,
    output: Output = None,
    ledger: LedgerFile = None,
    lang: Lang = None,
    published: Published = None,
    model: Model = DEFAULTS.model,
    threads: Threads = 0,
    actors: Actors = None,
) -> None:
    """Write pages and their statements, or claims, in a form that other programs read."""
    if sources and ledger:
        raise typer.BadParameter("name pages or a ledger, not both", param_hint="--ledger")
    if form == "claims":
        if sources:
            raise typer.BadParameter("claims are made in a ledger; add the pages to one first", param_hint="--as")
        claims_cli.export_from(ledger, output)
        return
    with Call() as call, ExitStack() as open_files:
        from enligt.export import export as pieces
        from enligt.export.output import output_to
        from enligt.pipeline import trace_many

        write = open_files.enter_context(output_to(output))
        if sources:
            options = Options(lang=lang, published=published, model=model, threads=threads, actors=tuple(actors or ()))
            found = trace_many(call.pages(sources, options), options=options)
        else:
            kept = open_files.enter_context(opened(ledger))
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
        typer.echo(f"{output}: {number_of(pages, 'page')}, {number_of(statements, 'statement')}")


@app.command()
def desk(
    ledger: LedgerFile = None,
    host: Annotated[
        str, typer.Option(metavar="NAME", help="Where to listen; any but this machine itself needs a password.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    password_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Holds the password that visitors must give; else $ENLIGT_DESK_TOKEN."),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page in your browser.")] = False,
    log: Annotated[
        LogForm, typer.Option(help="What to log: what is wrong, or each request as text or JSON.")
    ] = "warnings",
    model: Model = DEFAULTS.model,
    threads: Threads = 0,
    actors: Actors = None,
) -> None:
    """Open a web page on the ledger: what is claimed, by whom, through whom, from how many origins."""
    with Call():
        from enligt.desk.serving import serve
        from enligt.desk.settings import Settings, token_from
        from enligt.logs import start_logging

        start_logging(log)

        def ready(address: str) -> None:
            typer.echo(f"The desk is at {address} (Ctrl-C stops it)")
            if not no_browser:
                import webbrowser

                webbrowser.open(address)

        options = Options(model=model, threads=threads, actors=tuple(actors or ()))
        settings = Settings(host=host, port=port, token=token_from(password_file), options=options)
        serve(ledger, settings, ready)


@app.command()
def mcp(ledger: LedgerFile = None, model: Model = DEFAULTS.model, threads: Threads = 0, actors: Actors = None) -> None:
    """Serve assistants over the Model Context Protocol, on standard input and output: trace, ask, evidence."""
    with Call():
        from enligt.desk.mcp import mcp_server

        options = Options(model=model, threads=threads, actors=tuple(actors or ()))
        mcp_server(ledger, options).run("stdio")


def main() -> None:
    """Run the command line; the console script ``enligt``."""
    # What is multiplied is small: two threads wait for each other more than they work, the more so where the machine
    # has other work. NumPy looks at it when it is loaded, which is later.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = [1]
    atexit.register(_leave, code)  # the first to be registered is the last to be called
    try:
        app()
    except SystemExit as end:
        code[0] = int(end.code or 0)
        raise


def _leave(code: list[int]) -> None:
    """End the process, where Daft was at work, before the interpreter is taken down.

    Of a dozen batches one or two ended in a segmentation fault there, after all was written, so that whoever had run
    them was told that they had failed.
    """
    if "daft" in sys.modules:
        with suppress(OSError, ValueError):  # nobody may be listening any more
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code[0])


def _found_json(page: Page, statement: Statement) -> dict[str, Any]:
    """A statement with the words of its spans and what is known of its page, whose text would be too much here."""
    return {
        "page": {"id": page.id, **page.head()},
        "statement": statement.as_json(),
        "words": {
            "content": page.words(*statement.content),
            "cue": page.words(*statement.cue),
            "source": page.words(*statement.source),
        },
    }

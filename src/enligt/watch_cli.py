"""The verb ``watch``: feeds are asked again and again, and what is new in them is added."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enligt.calling import DEFAULTS, Actors, Call, LedgerFile, Model, Report, Threads, number_of
from enligt.errors import EnligtError
from enligt.records import Options, Page

if TYPE_CHECKING:
    from enligt.ledger import Ledger


def add_verb(app: typer.Typer) -> None:
    """Give the command line its verb."""
    app.command()(watch)


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.txt", help="A list of feeds, an address a line.")],
    ledger: LedgerFile = None,
    every: Annotated[int, typer.Option(min=5, metavar="MINUTES", help="How often to ask a feed that answers.")] = 30,
    once: Annotated[bool, typer.Option("--once", help="Ask those that are due, and stop.")] = False,
    report: Report = None,
    model: Model = DEFAULTS.model,
    threads: Threads = 0,
    actors: Actors = None,
) -> None:
    """Add what is new in feeds, again and again, politely; Ctrl-C stops."""
    if not once:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service manager stops it as a person does
    with Call() as call:
        from enligt.ledger import open_ledger
        from enligt.reading.polling import RULES_KEPT, Polite, feeds_in, keep, poll, remembered

        options = Options(model=model, threads=threads, actors=tuple(actors or ()))
        urls = feeds_in(feeds)
        with open_ledger(ledger) as kept:
            call.report_to(report or kept.beside("failed.jsonl"))
            file = kept.beside("feeds")
            known = remembered(file, urls)
            polite = Polite(options.fetch)
            while True:
                if time.monotonic() - polite.made > RULES_KEPT:
                    polite = Polite(options.fetch)
                for feed in [one for one in known if one.due <= time.time()]:
                    added = _add(call, kept, poll(feed, options, polite, every * 60), options)
                    keep(file, known)  # only now: what is fetched and not yet kept is fetched again after a kill
                    call.done += 1
                    if added:
                        typer.echo(f"{feed.url}: {number_of(added, 'page')} added")
                if once:
                    break
                time.sleep(max(1.0, min(one.due for one in known) - time.time()))


def _add(call: Call, kept: Ledger, found: Iterator[Page | EnligtError], options: Options) -> int:
    """Add the pages found; how many were new. Nothing heavy is loaded for none."""
    from enligt.adding import add_all
    from enligt.reading.course import Course

    def readable() -> Iterator[Page]:
        for one in found:
            if isinstance(one, EnligtError):
                call.complain(one)
            else:
                yield one

    pages = readable()
    first = next(pages, None)
    if first is None:
        return 0
    adding = add_all(kept, chain([first], pages), Course(), options, lambda: None, call.complain)
    return sum(new for _, new in adding)

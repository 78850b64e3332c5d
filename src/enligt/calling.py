"""How a command behaves: it says what failed and goes on, shows how far it has come, and ends with a clear code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import typer

from enligt.errors import EnligtError
from enligt.records import Options, Page

ALL_DONE, SOME_FAILED, NOTHING_DONE = 0, 1, 3
#: As shells report a program that was interrupted (128 + SIGINT) or whose reader went away (128 + SIGPIPE).
INTERRUPTED, READER_GONE = 130, 141

Item = TypeVar("Item")


class Call:
    """One call of a command: ``done`` counts its finished inputs, ``failed`` those that could not be read.

    Leaving the ``with`` block ends the command: errors that a person can mend are told on standard error, and the exit
    code follows from what was done.
    """

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if isinstance(error, EnligtError):
                self.complain(error)
            elif isinstance(error, KeyboardInterrupt):
                self.note(f"stopped; {self.done} done, nothing is left half-written")
                raise typer.Exit(INTERRUPTED)
            elif error is not None and not isinstance(error, BrokenPipeError):
                return
            sys.stdout.flush()
        except BrokenPipeError as gone:
            error = gone
        if isinstance(error, BrokenPipeError):
            _let_go_of_output()
            raise typer.Exit(READER_GONE)
        if self.failed:
            raise typer.Exit(SOME_FAILED if self.done else NOTHING_DONE)

    def pages(self, sources: Iterable[str], options: Options) -> Iterator[Page]:
        """The pages of the sources; those that can't be read are told of and left out."""
        from enligt.reading import read_all

        for outcome in read_all(map(_source, sources), options=options):
            if isinstance(outcome, EnligtError):
                self.complain(outcome)
            else:
                yield outcome

    def complain(self, error: EnligtError) -> None:
        """Tell of an input that failed, and count it."""
        self.failed += 1
        self.note(str(error))

    def note(self, words: str) -> None:
        """Say something on standard error, in one line."""
        from enligt.report.shown import shown

        print("enligt:", shown(" ".join(words.split())), file=sys.stderr, flush=True)

    def stop_if_nothing_done(self) -> None:
        """End the command here, before it writes a result about nothing."""
        if not self.done:
            if not self.failed:
                self.note("no pages: nothing to read was found; name files, folders or addresses that hold pages")
            raise typer.Exit(NOTHING_DONE)


def watched(items: Iterable[Item], verb: str) -> Iterator[Item]:
    """The items, with a line on the terminal that says how far it has come while the next one is awaited."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console

    # While it is shown, Rich takes over both standard streams: so it is taken down before anybody prints.
    with Console(stderr=True).status("starting…") as status:
        for count, item in enumerate(items, start=1):
            status.stop()
            yield item
            status.update(f"{count} {verb}… (Ctrl-C stops)")
            status.start()


def _source(argument: str) -> str | Path:
    """An address or ``-`` as it is, all else as a path: what a person types is never the page's text itself."""
    return argument if argument == "-" or "://" in argument else Path(argument)


def _let_go_of_output() -> None:
    """Send what is left to nowhere, or Python would complain of the closed pipe once more when it exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

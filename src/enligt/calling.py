"""How a command behaves: it says what failed and goes on, shows how far it has come, and ends with a clear code."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Self, TypeVar

import typer

from enligt.errors import EnligtError
from enligt.records import ModelName, Options, Page

if TYPE_CHECKING:
    from rich.console import Console

    from enligt.ledger import Ledger
    from enligt.reading.course import Course

ALL_DONE, SOME_FAILED, NOTHING_DONE = 0, 1, 3
#: As shells report a program that was interrupted (128 + SIGINT) or whose reader went away (128 + SIGPIPE).
INTERRUPTED, READER_GONE = 130, 141

#: Failed inputs that are told one by one where a report has them all.
MOST_TOLD = 20

Item = TypeVar("Item")

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object a line, and nothing else.")]
LedgerFile = Annotated[
    str | None,
    typer.Option(
        "--ledger",
        metavar="FILE",
        help="The ledger, a file or postgresql://…; else $ENLIGT_LEDGER, else enligt.ledger in this folder.",
    ),
]


def iso(value: str | None) -> str | None:
    """``value`` if it is an ISO 8601 date or date-time."""
    if value is not None:
        try:
            datetime.fromisoformat(value)
        except ValueError:
            raise typer.BadParameter(f"{value!r} is no ISO 8601 date such as 2026-03-05") from None
    return value


def day(value: str | None) -> str | None:
    """``value`` as YYYY-MM-DD if it is an ISO 8601 date without a time."""
    if value is not None:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise typer.BadParameter(f"{value!r} is no day such as 2026-03-05") from None
    return None


#: What holds where the command line says nothing.
DEFAULTS = Options()

Lang = Annotated[str | None, typer.Option(help="The pages' language (sv, en, ru, de, fr…), whatever they say.")]
Published = Annotated[
    str | None,
    typer.Option(callback=iso, metavar="DATE", help="When they were published (ISO 8601), whatever they say."),
]
Model = Annotated[ModelName, typer.Option(help="What finds the statements.")]
Threads = Annotated[
    int, typer.Option(min=0, metavar="N", help="How many threads the model may use; 0 means all cores.")
]
Actors = Annotated[
    list[Path] | None,
    typer.Option(metavar="FILE", help="A list of actors and outlets to know besides enligt's own; may be repeated."),
]
Report = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Where to write what can't be read; else beside the ledger, .failed.jsonl."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write a file, instead of printing.")
]
By = Annotated[str, typer.Option(metavar="NAME", help="Who says so.")]


class Call:
    """One call of a command: ``done`` counts its finished inputs, ``failed`` those that could not be read.

    Leaving the ``with`` block ends the command: errors that a person can mend are told on standard error, and the exit
    code follows from what was done.
    """

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0
        self._report: Path | None = None

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

    def report_to(self, file: Path) -> None:
        """Write inputs that fail into a file, too, a JSON object a line; only the first are told on standard error."""
        self._report = file

    def pages(self, sources: Iterable[str], options: Options, course: Course | None = None) -> Iterator[Page]:
        """The pages of the sources; those that can't be read are told of and left out."""
        from enligt.reading import read_all

        for outcome in read_all(map(_source, sources), options=options, course=course):
            if isinstance(outcome, EnligtError):
                self.complain(outcome)
            else:
                yield outcome

    def complain(self, error: EnligtError) -> None:
        """Tell of an input that failed, and count it."""
        self.failed += 1
        if self._report is None or self.failed <= MOST_TOLD:
            self.note(str(error))
        if self._report is None:
            return
        if self.failed == MOST_TOLD:
            self.note(f"what else can't be read is told in {self._report}")
        with self._report.open("a", encoding="utf-8") as report:
            line = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "what": error.what, "why": error.why}
            report.write(json.dumps(line | {"next_step": error.next_step}) + "\n")

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


def watched(items: Iterable[Item], verb: str, course: Course | None = None, total: int = 0) -> Iterator[Item]:
    """The items, with a line on the terminal that says how far it has come while the next one is awaited.

    The line tells the rate; with the ``course`` through ``total`` bytes of files, the time left as well.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console

    began = time.monotonic()
    first: tuple[float, int] | None = None
    # While it is shown, Rich takes over both standard streams: so it is taken down before anybody prints.
    with Console(stderr=True).status("starting…") as status:
        for count, item in enumerate(items, start=1):
            status.stop()
            yield item
            now = time.monotonic()
            taken = max(now - began, 1e-3)
            left = ""
            if course:
                # Counted from the first item: a run that goes on after a kill begins far in, and did that in no time.
                first = first or (now, course.done)
                left = _left(now - first[0], course.done - first[1], total - first[1])
            status.update(f"{count} {verb}, {_rate(count / taken)}{left}… (Ctrl-C stops)")
            status.start()


def _rate(per_second: float) -> str:
    """How many come, in words.

    >>> _rate(2.5), _rate(0.3)
    ('2.5 a second', '18 a minute')
    """
    return f"{per_second:.1f} a second" if per_second >= 1 else f"{per_second * 60:.0f} a minute"


def _left(seconds: float, done: int, total: int) -> str:
    """The time left, in words, if it can be told.

    >>> _left(60, 1_000_000, 3_000_000), _left(60, 9, 10), _left(60, 1, 0)
    (', 2 min left', ', 1 min left', '')
    """
    if not 0 < done < total:
        return ""
    left = seconds * (total - done) / done
    return f", {left / 3600:.1f} h left" if left >= 3600 else f", {max(1, left / 60):.0f} min left"


def print_json(record: dict[str, Any]) -> None:
    """Print a record in a line of JSON."""
    from enligt.report import json_safe

    plain = (sys.stdout.encoding or "").lower() not in ("utf-8", "utf8")
    sys.stdout.write(json_safe(json.dumps(record, ensure_ascii=plain)) + "\n")


def terminal() -> Console:
    """Where results that people read are printed."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


@contextmanager
def opened(ledger: str | None) -> Iterator[Ledger]:
    """A ledger that has to be there, for as long as the command asks it."""
    from enligt.ledger import open_ledger

    with open_ledger(ledger, create=False) as kept:
        yield kept


def number_of(number: int, thing: str, things: str | None = None) -> str:
    """A number of things, in words; ``things`` where it is not the thing with an s.

    >>> number_of(1, "page"), number_of(2, "page"), number_of(2, "entry", "entries")
    ('1 page', '2 pages', '2 entries')
    """
    return f"{number} {thing if number == 1 else things or f'{thing}s'}"


def there_already(pages: int) -> str:
    """How a line on pages added ends that tells of those passed over.

    >>> there_already(0), there_already(2)
    ('', '; 2 pages there already')
    """
    return f"; {number_of(pages, 'page')} there already" if pages else ""


def _source(argument: str) -> str | Path:
    """An address or ``-`` as it is, all else as a path: what a person types is never the page's text itself."""
    return argument if argument == "-" or "://" in argument else Path(argument)


def _let_go_of_output() -> None:
    """Send what is left to nowhere, or Python would complain of the closed pipe once more when it exits."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

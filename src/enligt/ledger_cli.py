"""The verbs about a ledger as a whole: ``ledger load``, ``copy``, ``backup``, ``check`` and ``migrate``."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enligt.calling import Call, LedgerFile, day, number_of, there_already, watched

if TYPE_CHECKING:
    from enligt.ledger.place import Place

ledger_app = typer.Typer(
    help="Fill a ledger from elsewhere, copy it, see whether it is whole.", no_args_is_help=True, rich_markup_mode=None
)


def add_verbs(app: typer.Typer) -> None:
    """Give the command line its verbs about ledgers."""
    app.add_typer(ledger_app, name="ledger")


@ledger_app.command()
def load(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that `enligt batch` has filled.")],
    since: Annotated[
        str | None, typer.Option(callback=day, metavar="DATE", help="Only pages published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(callback=day, metavar="DATE", help="Only pages published on this day or before.")
    ] = None,
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="Only pages in this language.")] = None,
    ledger: LedgerFile = None,
) -> None:
    """Bring pages that a batch has traced into the ledger; nothing is traced again."""
    with Call() as call:
        from enligt.batch_cli import need_daft

        need_daft()
        from enligt.batch.loading import Remembered, Selection, load
        from enligt.ledger import open_ledger

        meaning = Remembered()
        with open_ledger(ledger, meaning=meaning) as kept:
            added = 0
            for _, new in watched(load(out, kept, meaning, Selection(since=since, until=until, lang=lang)), "loaded"):
                added += new
                call.done += 1
            call.stop_if_nothing_done()
            typer.echo(f"{kept.name}: {number_of(added, 'page')} added{there_already(call.done - added)}")


@ledger_app.command()
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A ledger, a file or postgresql://….")],
    target: Annotated[str, typer.Argument(metavar="TO", help="A new file, or an empty database.")],
) -> None:
    """Copy a ledger to another place, with all that readers have said; others may go on using it."""
    with Call() as call, ExitStack() as open_places:
        from enligt.ledger.copying import copy as copied

        old, new = (open_places.enter_context(closing(_place(name))) for name in (source, target))
        old.prepare(create=False)
        new.prepare()
        for _ in watched(copied(old, new), "tables copied"):
            call.done += 1
        typer.echo(f"{new.name}: copied from {old.name}")


@ledger_app.command()
def backup(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; an older one is replaced.")],
    ledger: LedgerFile = None,
) -> None:
    """Write a ledger, as it is now, into one file; others may go on using it. The file is a ledger itself."""
    with Call() as call, closing(_place(ledger)) as place:
        from enligt.ledger.copying import backup as written

        place.prepare(create=False)
        written(place, to)
        call.done += 1
        typer.echo(f"{to}: {place.name} as it is now")


@ledger_app.command()
def check(ledger: LedgerFile = None) -> None:
    """See whether a ledger is whole: pages, statements, the index of words, claims. The exit code is 1 if not."""
    with Call() as call, closing(_place(ledger)) as place:
        from enligt.errors import LedgerError
        from enligt.ledger.checking import check as faults
        from enligt.ledger.checking import waiting

        place.prepare(create=False)
        call.done += 1
        for fault in watched(faults(place), "faults"):
            call.complain(LedgerError(place.name, *fault))
        if not call.failed:
            left = waiting(place)
            rest = f"; {number_of(left, 'page')} will be put into claims when these are asked for" if left else ""
            typer.echo(f"{place.name}: all is well{rest}")


@ledger_app.command()
def migrate(
    to: Annotated[
        int, typer.Option("--to", min=0, metavar="VERSION", help="An earlier version, to go back; 0 is this enligt's.")
    ] = 0,
    ledger: LedgerFile = None,
) -> None:
    """Bring a ledger's tables to this enligt's version, or back to an earlier one. Make a backup before."""
    with Call() as call, closing(_place(ledger)) as place:
        from enligt.ledger.versions import HEAD

        if to > HEAD:
            raise typer.BadParameter(f"this enligt knows versions up to {HEAD}", param_hint="--to")
        before = place.migrate(to or HEAD)
        call.done += 1
        if not to:
            from enligt.ledger.store import Ledger

            for _ in watched(Ledger(place).look_through(), "pages looked through for entries"):
                pass
        typer.echo(f"{place.name}: version {to or HEAD}; it was {before}")


def _place(name: str | None) -> Place:
    """Where a ledger is, by the name given."""
    from enligt.ledger.store import place_of

    return place_of(name)

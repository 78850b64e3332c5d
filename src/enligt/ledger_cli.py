"""The verbs about a ledger as a whole: ``ledger load``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enligt.calling import Call, LedgerFile, iso, number_of, watched

ledger_app = typer.Typer(help="Fill a ledger from elsewhere.", no_args_is_help=True, rich_markup_mode=None)


def add_verbs(app: typer.Typer) -> None:
    """Give the command line its verbs about ledgers."""
    app.add_typer(ledger_app, name="ledger")


@ledger_app.callback()
def ledger_verbs() -> None:
    """Fill a ledger from elsewhere."""


@ledger_app.command()
def load(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder that `enligt batch` has filled.")],
    since: Annotated[
        str | None, typer.Option(callback=iso, metavar="DATE", help="Only pages published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(callback=iso, metavar="DATE", help="Only pages published on this day or before.")
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
            there = f"; {number_of(call.done - added, 'page')} there already" if call.done > added else ""
            typer.echo(f"{kept.name}: {number_of(added, 'page')} added{there}")

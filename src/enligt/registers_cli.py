"""The verb ``register``: contacts, treaties, pledges and positions, and a reader's word on their entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from enligt.calling import AsJson, By, Call, LedgerFile, Output, day, number_of, opened, print_json, terminal, watched

if TYPE_CHECKING:
    from enligt.ledger import Ledger
    from enligt.ledger.registering import Register
    from enligt.records import Entry

Actor = Annotated[
    str | None, typer.Option(metavar="NAME", help="Only those in which somebody of this name, or id, is.")
]
Since = Annotated[
    str | None, typer.Option("--from", callback=day, metavar="DATE", help="Only what is on this day or later.")
]
Until = Annotated[
    str | None, typer.Option("--to", callback=day, metavar="DATE", help="Only what is on this day or before.")
]
Text = Annotated[str | None, typer.Option(metavar="WORDS", help="Only those that hold all these words.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="Write a table for spreadsheets.")]
AsIcs = Annotated[bool, typer.Option("--ics", help="Write an iCalendar of what has a day: contacts, deadlines, ends.")]
EntryId = Annotated[str, typer.Argument(metavar="ENTRY", help="An entry's id.")]

register_app = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="List a register, each thing once: contacts, treaties, pledges or positions; put its entries right.",
)


def add_verb(app: typer.Typer) -> None:
    """Give the command line its verb."""
    app.add_typer(register_app, name="register")


def _lister(register: Register, what: str) -> Callable[..., None]:
    def list_register(
        as_json: AsJson = False,
        as_csv: AsCsv = False,
        as_ics: AsIcs = False,
        actor: Actor = None,
        since: Since = None,
        until: Until = None,
        text: Text = None,
        output: Output = None,
        ledger: LedgerFile = None,
    ) -> None:
        if as_json + as_csv + as_ics > 1:
            raise typer.BadParameter("choose one of --json, --csv and --ics")
        with Call() as call, opened(ledger) as kept:
            from enligt.export.entries import entries_csv, entries_ics
            from enligt.export.output import output_to
            from enligt.ledger.registering import EntriesWanted
            from enligt.report import entry_json, show_entry

            for _ in watched(kept.look_through(), "pages looked through for entries"):
                pass
            wanted = EntriesWanted(actor=actor, since=since, until=until, text=text)
            found = kept.register(register, wanted)
            address_of = _addresses(kept, found)
            call.done = len(found)
            if as_csv or as_ics:
                with output_to(output) as write:
                    write((entries_csv if as_csv else entries_ics)(found, address_of))
                if output:
                    typer.echo(f"{output}: {number_of(len(found), 'entry', 'entries')}")
                return
            if output:
                raise typer.BadParameter("it needs --csv or --ics", param_hint="--output")
            screen = terminal()
            for one in found:
                if as_json:
                    print_json(entry_json(one, address_of))
                else:
                    show_entry(screen, one, address_of)
            if not found:
                call.note(f"no {what} in {kept.name} is like that; ask for less, or add more pages")

    list_register.__doc__ = f"List {what}, each once, with the pages that prove it."
    return list_register


for _register, _what in (
    ("contacts", "visits, meetings, calls, channels"),
    ("treaties", "what treaties hold, and who keeps or breaks them"),
    ("pledges", "who gives how much to whom by when"),
    ("positions", "who is for what, or against it"),
):
    register_app.command(_register)(_lister(_register, _what))  # type: ignore[arg-type]


@register_app.command()
def correct(
    entry: EntryId,
    fields: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE…", help="What is right; hidden=yes takes it out.")
    ],
    by: By,
    ledger: LedgerFile = None,
) -> None:
    """Put fields of an entry right: status, date, until, where, what, about, amount, unit, side, hidden."""
    values = dict(one.partition("=")[::2] for one in fields)
    if not all("=" in one for one in fields):
        raise typer.BadParameter("write each as FIELD=VALUE", param_hint="FIELD=VALUE…")
    with Call(), opened(ledger) as kept:
        from enligt.ledger.registering import correct as put_right

        _tell(f"entry {entry} is put right", put_right(kept, _found(kept, entry), values, by))


@register_app.command()
def merge(
    entry: EntryId,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The id of an entry of the same thing.")],
    by: By,
    ledger: LedgerFile = None,
) -> None:
    """Put two entries together that tell of the same thing."""
    with Call(), opened(ledger) as kept:
        from enligt.ledger.registering import merge_entries

        _tell(f"entries {entry} and {other} are one", merge_entries(kept, _found(kept, entry), _found(kept, other), by))


@register_app.command()
def split(
    entry: EntryId,
    page: Annotated[str, typer.Argument(metavar="PAGE", help="The id of a page that tells of another thing.")],
    by: By,
    ledger: LedgerFile = None,
) -> None:
    """Take what a page tells out of an entry."""
    with Call(), opened(ledger) as kept:
        from enligt.ledger.registering import split_entry

        _tell(f"page {page} is no longer in entry {entry}", split_entry(kept, _found(kept, entry), page, by))


@register_app.command()
def undo(
    change: Annotated[int, typer.Argument(metavar="CHANGE", help="The number that a change gave.")],
    ledger: LedgerFile = None,
) -> None:
    """Take back what correct, merge or split did."""
    with Call(), opened(ledger) as kept:
        from enligt.ledger.registering import undo_change

        undo_change(kept, change)
        typer.echo(f"change {change} is undone")


@register_app.command()
def history(entry: EntryId, ledger: LedgerFile = None) -> None:
    """Show what readers have changed in an entry, and when."""
    with Call() as call, opened(ledger) as kept:
        from enligt.ledger.registering import history as changes
        from enligt.report import shown

        for one in changes(kept, _found(kept, entry)):
            call.done += 1
            what = f"{one.field} = {one.value}" if one.field else "put together" if one.together else "taken apart"
            undone = " (undone)" if one.undone else ""
            typer.echo(shown(f"{one.number}  {one.at}  {one.by}: {what}{undone}"))
        if not call.done:
            call.note(f"nobody has changed entry {entry}")


def _found(kept: Ledger, entry_id: str) -> Entry:
    from enligt.ledger.registering import find

    return find(kept, entry_id)


def _addresses(kept: Ledger, entries: list[Entry]) -> Callable[[str], str]:
    """The address of each page that entries rest on; its id where it has none."""
    from enligt.ledger.registering import addresses

    known = addresses(kept, {proof.page for one in entries for proof in one.evidence})
    return lambda page: known.get(page) or page


def _tell(done: str, change: int) -> None:
    typer.echo(f"{done} (change {change}; `enligt register undo {change}` takes it back)")

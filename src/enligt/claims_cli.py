"""The verbs about claims: ``ask`` and ``claims``, with a reader's word on what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from enligt.calling import AsJson, By, Call, LedgerFile, iso, number_of, opened, print_json, terminal, watched

if TYPE_CHECKING:
    from enligt.ledger import Ledger
    from enligt.records import Claim, Traced

#: Pages that are kept at hand while claims are shown: more than one claim mostly has.
PAGES_AT_HAND = 256
#: Claims that are shown to a person who does not say how many.
ON_A_SCREEN = 20

Reader = Annotated[
    str, typer.Option("--in", metavar="LANG", help="The language to word claims in where a statement is in it.")
]
ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id.")]

claims_app = typer.Typer(rich_markup_mode=None)


def add_verbs(app: typer.Typer) -> None:
    """Give the command line its verbs about claims."""
    app.command()(ask)
    app.add_typer(claims_app, name="claims")


def ask(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What may be claimed, in any language.")],
    as_json: AsJson = False,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many claims at most, the nearest first.")] = 5,
    reader: Reader = "en",
    ledger: LedgerFile = None,
) -> None:
    """Ask who claims something: on which pages, through whom, from how many origins, and who denies it."""
    if not text.strip():
        raise typer.BadParameter("say what may be claimed", param_hint="TEXT")
    with Call() as call, opened(ledger) as kept:
        from enligt.report import show_claim

        found = kept.ask(text, limit, reader)
        _print_claims(call, kept, iter(found), as_json, show_claim)
        if not found:
            call.note(f"nothing in {kept.name} claims that; try it in other words, or add pages that may")


@claims_app.callback(invoke_without_command=True)
def claims(
    context: typer.Context,
    as_json: AsJson = False,
    since: Annotated[
        str | None, typer.Option(callback=iso, metavar="DATE", help="Only claims seen on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(callback=iso, metavar="DATE", help="Only claims first seen on this day or before.")
    ] = None,
    actor: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only what somebody of this name, or id, is said to have said.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this outlet's pages hold.")] = None,
    lang: Annotated[str | None, typer.Option(metavar="LANG", help="Only what pages in this language hold.")] = None,
    contradicted: Annotated[bool, typer.Option("--contradicted", help="Only what some assert and some deny.")] = False,
    newest: Annotated[
        bool, typer.Option("--newest", help="The latest first; else those with most pages for each origin.")
    ] = False,
    pages: Annotated[int, typer.Option(min=1, metavar="N", help="Only what this many pages hold at least.")] = 1,
    limit: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", help=f"How many; 0 for all. {ON_A_SCREEN} if it is not given, with --json all."
        ),
    ] = None,
    reader: Reader = "en",
    ledger: LedgerFile = None,
) -> None:
    """List what is claimed: by how many pages, from how many independent origins."""
    if context.invoked_subcommand:
        context.obj = ledger
        return
    with Call() as call, opened(ledger) as kept:
        from enligt.ledger.claiming import Wanted
        from enligt.report import show_in_brief

        most = limit if limit is not None else 0 if as_json else ON_A_SCREEN
        wanted = Wanted(
            actor=actor, outlet=outlet, lang=lang, since=since, until=until, pages=pages, contradicted=contradicted,
            newest=newest, reader=reader, limit=most and most + 1,
        )  # fmt: skip
        found = kept.claims(wanted)
        _print_claims(call, kept, islice(found, most or None), as_json, show_in_brief)
        if not call.done:
            call.note(f"no claim in {kept.name} is like that; ask for less, or add more pages")
        elif most and next(found, None):
            call.note(f"these are the first {most}; --limit 0 shows all")


@claims_app.command()
def show(
    context: typer.Context,
    ids: Annotated[list[str], typer.Argument(metavar="CLAIM…", help="Ids of claims.")],
    as_json: AsJson = False,
    reader: Reader = "en",
    ledger: LedgerFile = None,
) -> None:
    """Show claims in full: every page with the sentence that proves it, and why they were put together."""
    with Call() as call, opened(ledger or context.obj) as kept:
        from enligt.ledger.trouble import no_such
        from enligt.report import show_claim

        for one in ids:
            if found := kept.claim(one, reader):
                _print_claims(call, kept, iter([found]), as_json, show_claim)
            else:
                call.complain(no_such(kept.name, f"claim {one}"))


@claims_app.command()
def split(
    context: typer.Context,
    claim: ClaimId,
    statement: Annotated[str, typer.Argument(metavar="STATEMENT", help="A statement's id.")],
    by: By,
    ledger: LedgerFile = None,
) -> None:
    """Take a statement out of a claim that it does not make."""
    with Call(), opened(ledger or context.obj) as kept:
        _tell(f"statement {statement} is no longer in claim {claim}", kept.split(claim, statement, by))


@claims_app.command()
def merge(
    context: typer.Context,
    claim: ClaimId,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The id of a claim that says the same.")],
    by: By,
    ledger: LedgerFile = None,
) -> None:
    """Put two claims together that say the same."""
    with Call(), opened(ledger or context.obj) as kept:
        _tell(f"claims {claim} and {other} are one", kept.merge(claim, other, by))


@claims_app.command()
def undo(
    context: typer.Context,
    change: Annotated[int, typer.Argument(metavar="CHANGE", help="The number that split or merge gave.")],
    ledger: LedgerFile = None,
) -> None:
    """Take back what split or merge did."""
    with Call(), opened(ledger or context.obj) as kept:
        kept.undo(change)
        typer.echo(f"change {change} is undone")


def export_from(ledger: str | None, output: Path | None) -> None:
    """Write all claims of a ledger for other programs."""
    from enligt.export import export_claims
    from enligt.export.output import output_to

    with Call() as call, output_to(output) as write, opened(ledger) as kept:

        def counted() -> Iterator[Claim]:
            for claim in watched(kept.claims(), "exported"):
                call.done += 1
                yield claim

        for piece in export_claims(counted(), _page_of(kept)):
            write(piece)
        call.stop_if_nothing_done()
    if output:
        typer.echo(f"{output}: {number_of(call.done, 'claim')}")


def _page_of(kept: Ledger) -> Callable[[str], Traced | None]:
    """Looks up pages, keeping the last ones at hand: those of a claim are asked for again and again."""
    return lru_cache(PAGES_AT_HAND)(kept.page)


def _print_claims(
    call: Call, kept: Ledger, found: Iterator[Claim], as_json: bool, show_one: Callable[..., None]
) -> None:
    from enligt.ledger.listing import sources
    from enligt.report import claim_json

    screen, page_of = terminal(), _page_of(kept)
    for claim in found:
        call.done += 1
        if as_json:
            print_json(claim_json(claim, sources(kept, [claim]).get))
        else:
            show_one(screen, claim, page_of)


def _tell(done: str, change: int) -> None:
    typer.echo(f"{done} (change {change}; `enligt claims undo {change}` takes it back)")

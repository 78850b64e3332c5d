"""The verb ``brief``: a digest of the ledger that shows its sources."""

from __future__ import annotations

from typing import Annotated

import typer

from enligt.brief.asked import MOST_ITEMS, Asked, Format
from enligt.calling import NOTHING_DONE, Call, LedgerFile, Output, day, opened
from enligt.tongue import DEFAULT_LANGUAGE, Language


def add_verb(app: typer.Typer) -> None:
    """Give the command line its verb."""
    app.command()(brief)


def brief(
    topic: Annotated[
        str,
        typer.Argument(
            metavar="[TOPIC]", help="Words, a name or a whole sentence, in any language.", show_default=False
        ),
    ] = "",
    day: Annotated[
        str | None, typer.Option(callback=day, metavar="DATE", help="What was published on this day.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--from", callback=day, metavar="DATE", help="What was published on this day or later."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--to", callback=day, metavar="DATE", help="What was published on this day or before."),
    ] = None,
    actor: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Only what somebody of this name, or id, is said to have said; may be repeated."
        ),
    ] = None,
    lang: Annotated[Language, typer.Option(help="The reader's language.")] = DEFAULT_LANGUAGE,
    comments: Annotated[bool, typer.Option("--comments", help="Take in the signed comments made on the desk.")] = False,
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = "markdown",
    limit: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many claims at most, those of most weight; 0 for all.")
    ] = MOST_ITEMS,
    output: Output = None,
    ledger: LedgerFile = None,
) -> None:
    """Write a digest of the ledger: what is claimed, quoted as it stands, according to whom, with all sources."""
    if day and (since or until):
        raise typer.BadParameter("name a day or a span, not both", param_hint="--day")
    if since and until and since > until:
        raise typer.BadParameter("the span ends before it begins", param_hint="--to")
    asked = Asked(
        since=day or since, until=day or until, topic=topic, actors=tuple(actor or ()), lang=lang, comments=comments,
        limit=limit,
    )  # fmt: skip
    with Call() as call:
        from enligt.brief import compose, written
        from enligt.export.output import output_to

        with opened(ledger) as kept:
            made = compose(kept, asked)
            if not made.items:
                call.note(f"nothing in {kept.name} is claimed about this; ask for less, or add pages that may")
                raise typer.Exit(NOTHING_DONE)
            with output_to(output) as write:
                write(written(made, form))
            call.done += 1
    if output:
        typer.echo(f"{output}: {len(made.items)} claims, {len(made.sources)} sources")

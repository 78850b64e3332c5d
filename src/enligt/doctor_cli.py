"""The verb that examines an installation: ``doctor``."""

from __future__ import annotations

import typer

from enligt.calling import NOTHING_DONE, AsJson, Call, LedgerFile, print_json

_SIGNS = {"ok": "ok     ", "warning": "WARNING", "broken": "BROKEN "}


def add_verb(app: typer.Typer) -> None:
    """Give the command line its ``doctor``."""
    app.command()(doctor)


def doctor(ledger: LedgerFile = None, as_json: AsJson = False) -> None:
    """Examine this installation and a ledger, and say what to mend; 3 if something is broken."""
    with Call():
        from enligt.doctor import examine
        from enligt.ledger.store import name_of
        from enligt.report.shown import shown

        broken = False
        for finding in examine(name_of(ledger)):
            broken |= finding.state == "broken"
            if as_json:
                print_json(finding.as_json())
                continue
            step = f"; {finding.next_step}" if finding.next_step else ""
            typer.echo(shown(f"{_SIGNS[finding.state]} {finding.what}: {finding.found}{step}"))
        if broken:
            raise typer.Exit(NOTHING_DONE)

"""Entries of a register for the terminal, and as the contract's JSON object."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from enligt.records import Entry
from enligt.report.terminal import paragraph

if TYPE_CHECKING:
    from rich.console import Console

#: Columns before what belongs to an entry.
_INDENT = 2


def entry_json(entry: Entry, address_of: Callable[[str], str]) -> dict[str, Any]:
    """The entry as ``enligt register --json`` prints it; a page is its address, or its id where it has none."""

    def named(page: str) -> dict[str, str]:
        return {"page": address_of(page), "page_id": page}

    return entry.as_json() | {
        "evidence": [named(proof.page) | {"span": list(proof.span)} for proof in entry.evidence],
        "statements": [named(told.page) | {"id": told.statement} for told in entry.statements],
    }


def show_entry(console: Console, entry: Entry, address_of: Callable[[str], str]) -> None:
    """An entry: when, who and what; its words; what it rests on, and where sources differ."""
    actors = ", ".join(party.name for party in entry.who if party.role == "actor")
    others = ", ".join(party.name for party in entry.who if party.role == "other")
    amount = "" if entry.amount is None else f"{entry.amount:,} {entry.unit or ''}".strip()
    days = " – ".join(dict.fromkeys(filter(None, (entry.date, entry.until))))
    known = (
        entry.id,
        f"{entry.origins} origin{'' if entry.origins == 1 else 's'}",
        f"put right: {', '.join(entry.corrected)}" if entry.corrected else "",
    )
    paragraph(
        console,
        (f"{days or 'undated'}  ", "dim"),
        (actors or "?", "bold cyan"),
        (f" → {others}" if others else "", "cyan"),
        (
            f"  {entry.event}{f' {entry.side}' if entry.side else ''}{f' · {entry.about}' if entry.about else ''}",
            "bold",
        ),
        (f"  {amount}" if amount else "", "bold"),
        (f"  {entry.where}" if entry.where else "", ""),
        (f"  [{entry.status}]", "dim"),
    )
    paragraph(console, (entry.what, ""), indent=_INDENT)
    paragraph(console, (" · ".join(filter(None, known)), "dim"), indent=_INDENT)
    for page in dict.fromkeys(proof.page for proof in entry.evidence):
        paragraph(console, (address_of(page), "dim"), indent=_INDENT)
    for differing in entry.disagreements:
        paragraph(console, (f"≠ {differing}", "yellow"), indent=_INDENT)
    console.print()

"""What a register found in a clause → an entry, with the words and statements that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from enligt.dating import Amount, When
from enligt.records import Entry, EntryKind, EntryStatus, Evidence, Party, Span, Told, digest
from enligt.registers.clauses import Clause
from enligt.registers.mentions import Mention, distinct

#: Code points of what an entry says of itself: a long sentence.
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """When something is, as an entry keeps it."""

    date: str | None = None
    until: str | None = None


def day_of(when: When | None) -> Day:
    """A date expression as the day of an entry; what has an end is due on its last day."""
    if when is None:
        return Day()
    exact = when.precision in ("part", "week", "weekend", "span", "season", "quarter")
    due = when.end.isoformat() if exact else when.iso
    return Day(date=due, until=due) if when.relation in ("by", "until") else Day(date=when.iso)


def nearest(whens: Sequence[When], span: Span) -> When | None:
    """The date nearest to a place."""
    return min(whens, key=lambda one: max(one.span.start - span.end, span.start - one.span.end), default=None)


def parties(actors: Iterable[Mention], others: Iterable[Mention] = ()) -> tuple[Party, ...]:
    """Mentions as the parties of an entry, each once."""
    first, second = distinct(list(actors)), distinct(list(others))
    known = {one.id for one in first}
    return tuple(
        [Party(one.id, one.name, "actor") for one in first]
        + [Party(one.id, one.name, "other") for one in second if one.id not in known]
    )


def entry(
    clause: Clause,
    kind: EntryKind,
    event: str,
    status: EntryStatus,
    who: tuple[Party, ...],
    *,
    day: Day | None = None,
    amount: Amount | None = None,
    number: int | None = None,
    unit: str | None = None,
    at: Span | None = None,
    **more: Any,
) -> Entry:
    """An entry that rests on a clause; ``at`` are the words in it that tell, by which its statements are found."""
    page, day = clause.page, day or Day()
    span = clause.span
    told = [one for one in clause.statements if one.source or one.cue or one.voice == "author"]
    if at and (saying := clause.saying(at)):
        told = [saying]
    value = amount.high if amount else Decimal(number) if number is not None else None
    return Entry(
        id=digest(page.id, kind, event, str(span.start), str(value), unit or "", *(one.id for one in who)),
        kind=kind,
        event=event,
        what=clause.text[:_LONGEST],
        status=status,
        who=who,
        date=day.date,
        until=day.until,
        amount=value,
        unit=unit if unit is not None else amount.unit if amount else None,
        bound=amount.bound if amount else "exact",
        lang=page.lang,
        evidence=(Evidence(page.id, span),),
        statements=tuple(Told(page.id, one.id) for one in told),
        **more,
    )


def joined(one: Entry, other: Entry) -> Entry:
    """Two entries of one page that tell the same, as one: what the first leaves open, the second may tell."""
    actors = one.actors or other.actors
    rest = [party for party in (*one.who, *other.who) if party.role == "other"]
    known = {party.id for party in actors}
    return replace(
        one,
        # A page tells first that something is, and then more closely when: the closer one tells how real it is.
        status=other.status if (other.date and not one.date) or (other.condition and not one.condition) else one.status,
        who=(*actors, *dict.fromkeys(party for party in rest if party.id not in known)),
        where=one.where or other.where,
        date=one.date or other.date,
        until=one.until or other.until,
        about=one.about or other.about,
        condition=one.condition or other.condition,
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
        statements=tuple(dict.fromkeys((*one.statements, *other.statements))),
    )

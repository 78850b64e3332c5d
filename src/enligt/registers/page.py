"""One traced page → its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from enligt.naming.lookup import Directory
from enligt.records import Entry, Party, Span, Traced
from enligt.registers.clauses import Clause, Reading, clauses_of
from enligt.registers.contacts import Contacts
from enligt.registers.lexicon import words_of
from enligt.registers.making import joined
from enligt.registers.mentions import Mention, Mentions
from enligt.registers.pledges import pledges_of
from enligt.registers.positions import positions_of
from enligt.registers.together import sort
from enligt.registers.treaties import Treaties

#: Paragraphs at the beginning of a page that say what it is about.
_LEAD = 3
#: Code points before a name in which its preposition stands.
_NEAR = 20
#: Kinds of pledge that have somebody who receives.
_GIVEN = ("pledge", "total", "payment")
#: Entries of one page: more than any article has.
_MOST = 300


def entries_of(traced: Traced, directory: Directory | None = None) -> tuple[Entry, ...]:
    """The entries that a page holds, in the order of its text; none in a language without a lexicon.

    What a page tells twice is one entry, which rests on both sentences.
    """
    words = words_of(traced.page.lang)
    if words is None:
        return ()
    reading = Reading(traced, words, Mentions(traced, words, directory), _day(traced.page.published))
    found = list(_found(list(clauses_of(reading))))
    return tuple(_once(_completed(found, reading))[:_MOST])


def _found(clauses: list[Clause]) -> Iterator[Entry]:
    contacts, treaties = Contacts(), Treaties()
    yield from pledges_of(clauses)
    for clause in clauses:
        yield from contacts.of(clause)
        about_treaty = list(treaties.of(clause))
        yield from about_treaty
        if not any(one.event == "proposal" for one in about_treaty):
            yield from positions_of(clause)


def _completed(found: list[Entry], reading: Reading) -> list[Entry]:
    """Pledges that leave out for whom take it from the others of the page, else from its headline."""
    pledges = [one for one in found if one.kind == "pledge"]
    named = Counter(party for one in pledges for party in one.who if party.role == "other")
    usual = named.most_common(1)[0][0] if named else _headline(pledges, reading)
    if usual is None:
        return found
    return [
        replace(one, who=(*one.who, usual))
        if one.kind == "pledge"
        and one.event in _GIVEN
        and not any(p.role == "other" or p.id == usual.id for p in one.who)
        else one
        for one in found
    ]


def _headline(pledges: list[Entry], reading: Reading) -> Party | None:
    """The one country in a page's headings that gives nothing itself."""
    giving = {party.id for one in pledges for party in one.who}
    story = reading.page.story
    headings = [block.span for block in story if block.kind == "heading"][:1]
    leads = [block.span for block in story if block.kind != "heading"][:_LEAD]
    for spans, receives in ((headings, False), (leads, True)):
        named = {
            one.id: one
            for span in spans
            for one in reading.mentions.within(span)
            if one.kind in ("country", "people") and one.id not in giving and (not receives or _is_for(one, reading))
        }
        if len(named) == 1:
            (one,) = named.values()
            return Party(one.id, one.name, "other")
    return None


def _is_for(mention: Mention, reading: Reading) -> bool:
    before = " ".join(reading.page.text[max(0, mention.span.start - _NEAR) : mention.span.start].split()[-1:])
    return reading.words.holds("parties", "towards", before, Span(0, len(before)))


def _once(found: Iterable[Entry]) -> list[Entry]:
    kept: list[Entry] = []
    for one in found:
        at = next((at for at, other in enumerate(kept) if _same(one, other)), None)
        if at is None:
            kept.append(one)
        else:
            kept[at] = joined(kept[at], one)
    return sorted(kept, key=lambda one: one.evidence[0].span)


def _same(one: Entry, other: Entry) -> bool:
    """Whether two entries of one page tell the same."""
    if (one.kind, sort(one), one.side, one.about) != (other.kind, sort(other), other.side, other.about):
        return False
    if one.amount != other.amount or one.unit != other.unit:
        return False
    if one.kind == "pledge" and one.amount is not None:
        return True
    if one.date != other.date and ((one.date and other.date) or "/" in f"{one.date}{other.date}"):
        return False
    actors, others = {party.id for party in one.who}, {party.id for party in other.who}
    alike = actors <= others or others <= actors
    if one.event == "proposal":
        return alike
    if one.kind == "position":
        return actors == others and (one.statements == other.statements)
    return alike and (
        one.status == other.status or (one.kind == "contact" and "planned" not in (one.status, other.status))
    )


def _day(published: str | None) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat((published or "")[:10])
    return None

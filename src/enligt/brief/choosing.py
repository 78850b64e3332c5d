"""A ledger and what is asked → the claims that a brief may tell, those that weigh most first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from enligt.brief.asked import Asked
from enligt.brief.sentences import told_in
from enligt.brief.shelf import Shelf
from enligt.ledger import Ledger
from enligt.ledger.claiming import Wanted
from enligt.ledger.matching import search_key
from enligt.records import Claim, Traced

#: Claims that are looked at, and pages in which the words of a topic stand: a brief tells some tens.
MOST_CLAIMS, MOST_PAGES = 400, 100


def chosen(ledger: Ledger, asked: Asked, shelf: Shelf) -> list[Claim]:
    """The claims, each without what was published after the span."""
    found = {claim.id: claim for claim in _candidates(ledger, asked, shelf)}
    shelf.fetch(page_id for claim in found.values() for page_id in claim.pages)
    cut = (_in_span(claim, asked, shelf) for claim in found.values())
    return sorted((claim for claim in cut if claim), key=lambda one: (*weight(one, one.contradicted), one.id))


def weight(claim: Claim, contradicted: bool) -> tuple[object, ...]:
    """Sorts claims: the contradicted ones, then by pages, by independent origins, by time."""
    return (not contradicted, -len(claim.pages), -claim.most, -claim.fewest, claim.first_seen or "~")


def _candidates(ledger: Ledger, asked: Asked, shelf: Shelf) -> Iterable[Claim]:
    wanted = Wanted(since=asked.since, until=asked.until, reader=asked.lang, limit=MOST_CLAIMS)
    by_actors = [claim for actor in asked.actors for claim in ledger.claims(replace(wanted, actor=actor))]
    if asked.topic.strip():
        on_topic = _on_topic(ledger, asked, shelf)
        if not asked.actors:
            return on_topic
        theirs = {claim.id for claim in by_actors}
        return [claim for claim in on_topic if claim.id in theirs]
    if asked.actors:
        return by_actors
    return [*ledger.claims(replace(wanted, contradicted=True)), *ledger.claims(wanted)]


def _on_topic(ledger: Ledger, asked: Asked, shelf: Shelf) -> list[Claim]:
    """The claims that say what the topic says, and those in whose sentences all its words stand."""
    found = ledger.ask(asked.topic, MOST_CLAIMS, asked.lang)
    words = search_key(asked.topic).split()
    for page in islice(ledger.search(asked.topic), MOST_PAGES):
        if traced := shelf.page(page.id):
            found += [claim for claim in ledger.claims_of_page(page.id, asked.lang) if _stand_in(words, claim, traced)]
    return found


def _stand_in(words: list[str], claim: Claim, traced: Traced) -> bool:
    ids = {member.statement for member in claim.members}
    told = (search_key(told_in(traced.page, one)) for one in (*traced.statements, *traced.assertions) if one.id in ids)
    return any(all(f" {word}" in sentence for word in words) for sentence in told)


def _in_span(claim: Claim, asked: Asked, shelf: Shelf) -> Claim | None:
    """The claim as it stood at the end of the span; ``None`` if no page of the span holds it."""
    if not asked.since and not asked.until:
        return claim
    days = {page_id: shelf.day(page_id) for page_id in claim.pages}
    last = asked.until or "~"
    if not any((asked.since or "") <= when <= last for when in days.values() if when):
        return None
    members = tuple(member for member in claim.members if "" < days.get(member.page, "") <= last)
    kept = {member.origin for member in members}
    origins = tuple(
        replace(origin, maybe=origin.maybe if origin.maybe in kept else None)
        for origin in claim.origins
        if origin.id in kept
    )
    return replace(claim, members=members, origins=origins)

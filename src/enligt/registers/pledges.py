"""Clauses → pledges: who gives how much to whom and by when, targets, what is missing, conditions and refusals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from enligt.dating import Amount, When
from enligt.records import Entry, EntryStatus, Span
from enligt.registers.clauses import Clause
from enligt.registers.making import day_of, entry, nearest, parties
from enligt.registers.mentions import Mention, touch
from enligt.registers.standing import is_own, own_body, own_country
from enligt.registers.status import condition_of, is_ahead, status_of

#: Words between a word for giving and the sum.
_REACH = 16
#: Words before a sum, or a word for giving, in which "we" or "her country" stands.
_OWN_REACH = 8
#: Words before somebody in which the preposition stands that makes them the one who receives.
_TOWARDS = 4
#: Words between givers who are named together: "like Canada, Australia and".
_JOINED = 2
_GENITIVE = re.compile(r"['’]s\b")
#: Smallest sum that is a pledge worth keeping, in its currency: news tells smaller ones of private persons.
_LEAST = 10_000


def pledges_of(clauses: Sequence[Clause]) -> Iterator[Entry]:
    """The pledges of a page."""
    telling = [clause for clause in clauses if clause.tells("pledge")]
    told = [one for clause in telling for one in _sums(clause)]
    yield from told
    if told:
        sums = {(one.amount, one.unit) for one in told}
        for clause in clauses:
            yield from _again(clause, told, sums)
            yield from _payments(clause)
    for clause in telling:
        yield from _refusals(clause)


def _sums(clause: Clause) -> Iterator[Entry]:
    amounts = _sums_in(clause)
    if not amounts:
        return
    for amount, zone in zip(amounts, _zones(clause, amounts), strict=True):
        event, trigger = _event(clause, amount, amounts, zone)
        if trigger is None or clause.holds("status", "recurring", clause.after(amount.span, 3)):
            continue
        actors, others = _roles(clause, amount, trigger, event)
        if not actors and not others and event != "target":
            continue  # a sum that nobody gives and nobody gets is any sum
        when = _due(clause, amount, zone)
        yield entry(
            clause, "pledge", event, _status(clause, event, trigger, when), parties(actors, others),
            day=day_of(when), amount=amount, at=amount.span, condition=condition_of(clause),
        )  # fmt: skip


def _money(clause: Clause, amount: Amount) -> Amount | None:
    """A sum of money, in the page's one currency where it gives none."""
    if amount.low < _LEAST:
        return None
    if amount.currency:
        return amount
    currency = clause.reading.currency
    return replace(amount, unit=currency, currency=currency) if currency and not amount.unit else None


def _sums_in(clause: Clause) -> list[Amount]:
    """The sums in a clause; one in brackets after another is the same in another currency: "€5m (£4m)"."""
    kept: list[Amount] = []
    for amount in clause.amounts:
        sum_ = _money(clause, amount)
        bracketed = kept and clause.page.text[kept[-1].span.end : amount.span.start].strip() == "("
        if sum_ and not bracketed:
            kept.append(sum_)
    return kept


def _zones(clause: Clause, amounts: Sequence[Amount]) -> list[Span]:
    """The part of the clause that belongs to each sum: from the one before to the next."""
    edges = [clause.span.start, *(one.span.end for one in amounts[:-1])]
    ends = [*(one.span.start for one in amounts[1:]), clause.span.end]
    return [Span(start, end) for start, end in zip(edges, ends, strict=True)]


def _event(clause: Clause, amount: Amount, amounts: Sequence[Amount], zone: Span) -> tuple[str, Span | None]:
    """What a sum is, and the word that tells it: one that has no nearer sum, for giving also a farther one."""
    for event in ("target", "missing", "receives", "gives"):
        found = clause.found("pledge", event)
        if event in ("target", "missing"):
            found = [one for one in found if _nearest_sum(clause, one, amounts) is amount]
        else:
            inside = [one for one in found if zone.start <= one.start < zone.end]
            found = inside or found
        near = [one for one in found if clause.apart(one, amount.span) <= _REACH]
        if near:
            best = min(near, key=lambda one: clause.apart(one, amount.span))
            total = event == "gives" and clause.holds("pledge", "total", clause.before(amount.span, _TOWARDS))
            return "total" if total else "pledge" if event in ("gives", "receives") else event, best
    return "pledge", None


def _nearest_sum(clause: Clause, word: Span, amounts: Sequence[Amount]) -> Amount:
    return min(amounts, key=lambda one: clause.apart(word, one.span))


def _due(clause: Clause, amount: Amount, zone: Span) -> When | None:
    """The day by which a sum is due, else that on which it was pledged, or since when."""
    inside = [one for one in clause.whens if zone.start <= one.span.start < zone.end and one.precision != "span"]
    for relations in (("by", "until"), ("on",), ("since",)):
        whens = inside if "by" in relations else clause.whens
        fitting = [
            one for one in whens if one.relation in relations and ("on" not in relations or _tells_day(clause, one))
        ]
        if found := nearest(fitting, amount.span):
            return found
    return None


def _tells_day(clause: Clause, when: When) -> bool:
    """Whether a date may be that of a pledge: "to get through the summer", "next year's budget" are none."""
    return when.precision == "day" or not (is_ahead(clause, when) or when.precision == "season")


def _status(clause: Clause, event: str, trigger: Span, when: When | None) -> EntryStatus:
    if event in ("target", "missing"):
        return "proposed" if event == "target" else "happened"
    return status_of(clause, trigger, when)


def _roles(clause: Clause, amount: Amount, trigger: Span, event: str) -> tuple[list[Mention], list[Mention]]:
    """Who gives, and who receives."""
    able = [one for one in clause.parties(trigger) if not touch(one.span, amount.span)]
    towards = [one for one in able if _is_towards(clause, one)]
    rest = [one for one in able if one not in towards]
    if clause.holds("pledge", "receives", clause.before(amount.span, 3)):
        return [one for one in rest if one.span.start > amount.span.end][:1], rest[:1] + towards
    inner = [one for one in clause.mentions if one.kind == "people" and touch(one.span, amount.span)]
    actors = inner or _givers(clause, rest, amount) or _own(clause, amount, trigger)
    if event == "target":
        actors = [*actors, *(one for one in clause.mentions if one.kind == "person" and one.span.end <= trigger.start)]
    donors = event in ("target", "total") or clause.holds("parties", "donors")
    if donors and all(one.kind == "person" for one in actors):
        page_donors = [one for one in clause.reading.mentions.all if one.id == "group-donors"]
        actors += page_donors[:1] or ([Mention(trigger, "group-donors", "donors", "group")] if event == "total" else [])
    return actors, towards


def _givers(clause: Clause, able: Sequence[Mention], amount: Amount) -> list[Mention]:
    """Those named before a sum who may give it: the last of them, and those whom "and" or a comma joins to them."""
    before = [one for one in able if one.span.end <= amount.span.start and one.kind != "person"]
    donors = [one for one in before if one.id == "group-donors"]
    owning = [one for one in before if not _GENITIVE.match(clause.page.text, one.span.end)]
    before = donors[:1] or owning or before
    chosen: list[Mention] = []
    for one in reversed(before):
        if chosen and len(clause.page.text[one.span.end : chosen[0].span.start].split()) > _JOINED:
            break
        chosen.insert(0, one)
    return chosen


def _own(clause: Clause, amount: Amount, trigger: Span) -> list[Mention]:
    """The speaker's side, where "we" or "her country" gives, or the speaker promises."""
    for place in (amount.span, trigger):
        if is_own(clause, "own_body", place, _OWN_REACH) and (body := own_body(clause, place)):
            return [body]
        own = is_own(clause, "own_country", place, _OWN_REACH) or is_own(clause, "we", place, _OWN_REACH)
        if (own or clause.in_cue(trigger)) and (country := own_country(clause, amount.span)):
            return [country]
    return []


def _is_towards(clause: Clause, mention: Mention) -> bool:
    if mention.kind in ("group", "person"):
        return False
    return clause.holds("parties", "towards", clause.before(mention.span, _TOWARDS))


def _again(clause: Clause, told: Sequence[Entry], sums: set[tuple[Decimal | None, str | None]]) -> Iterator[Entry]:
    """A sum told before that stands in a clause without a word for giving: the same pledge once more."""
    known = {one.evidence[0].span for one in told}
    for amount in clause.amounts:
        kept = _money(clause, amount)
        if kept and clause.span not in known and (kept.high, kept.unit) in sums:
            first = next(one for one in told if (one.amount, one.unit) == (kept.high, kept.unit))
            yield entry(clause, "pledge", first.event, first.status, first.who, amount=kept, at=kept.span)


def _payments(clause: Clause) -> Iterator[Entry]:
    """What has to be done, or paid, by a day, without a sum."""
    if any(_money(clause, one) for one in clause.amounts):
        return
    triggers = clause.found("pledge", "pays")
    due = [one for one in clause.dated if one.relation in ("by", "until", "on") and is_ahead(clause, one)]
    if not triggers or not due or clause.holds("status", "doubt"):
        return
    # A deadline is told as such, or to the day.
    when = min(due, key=lambda one: (one.relation == "on", one.precision != "day", one.span.start))
    own = next((own_body(clause, one) for one in triggers if is_own(clause, "own_body", one, _OWN_REACH)), None)
    named = [one for one in clause.parties(triggers[0]) if one.kind != "person"][:2]
    country = None if own or named else own_country(clause, triggers[0])
    donors = [one for one in clause.reading.mentions.all if one.id == "group-donors"][:1]
    who = [own] if own else donors
    yield entry(
        clause, "pledge", "payment", "planned", parties(who, [*named, country] if country else named),
        day=day_of(when), at=triggers[0], condition=condition_of(clause),
    )  # fmt: skip


def _refusals(clause: Clause) -> Iterator[Entry]:
    funds = clause.found("pledge", "fund")
    for trigger in clause.found("pledge", "refuses") if funds else ():
        near = [one for one in funds if clause.apart(trigger, one) <= _TOWARDS]
        before = [one for one in clause.parties(trigger) if one.span.end <= trigger.start]
        inner = [one for one in clause.mentions if one.country and trigger.end <= one.span.start]
        own = own_country(clause, trigger)
        who = before[-1:] or ([own] if own else inner[:1])
        if near and who:
            yield entry(clause, "pledge", "refusal", "denied", parties(who), at=trigger)
            return

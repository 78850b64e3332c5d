"""Clauses → contacts: who visited, met, called or briefed whom; channels and missions opened, tested and ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from enligt.records import Entry, Party, Span
from enligt.registers.clauses import Clause
from enligt.registers.making import day_of, entry, nearest, parties
from enligt.registers.mentions import Mention, distinct
from enligt.registers.status import condition_of, status_of

#: Words after a visit in which its host or place stands.
_HOST_REACH = 8
#: Words before it in which the one who comes stands.
_SUBJECT_REACH = 12
#: Words between a channel or mission and what becomes of it.
_STATE_REACH = {"channel": 18, "mission": 7}
#: Clauses back in which a channel was named that "the line" means.
_REMEMBERED = 12
_DIRECT = ("visit", "call", "meeting", "talks")
_STATES = {"channel": ("tested", "suspended", "opened"), "mission": ("withdrawn", "deployed")}


@dataclass
class Contacts:
    """Walks through a page's clauses and remembers which channel and mission it speaks of."""

    _channel: list[Mention] = field(default_factory=list)
    _mission: list[Mention] = field(default_factory=list)
    _since: int = _REMEMBERED

    def of(self, clause: Clause) -> Iterator[Entry]:
        """The contacts that a clause tells of."""
        if not clause.tells("contact"):
            self._since += 1
            return
        found = self._channels(clause) or self._missions(clause)
        yield from found
        if not found:
            yield from self._meetings(clause)
        yield from self._briefings(clause)
        self._since += 1

    def _channels(self, clause: Clause) -> list[Entry]:
        nouns = clause.found("contact", "channel")
        sides = _sides(clause.parties(nouns[-1])) if nouns else _sides(clause.parties(Span(*clause.span)))
        if nouns and len(sides) < 2:  # who says so may be a side of it: "the Finnish command said that the line…"
            sides = _sides([one for one in clause.mentions if one.country and not clause.is_place(one)])
        if nouns and len(sides) > 1:
            self._channel, self._since = sides, 0
        elif self._since >= _REMEMBERED:
            self._channel = []
        who = sides if len(sides) > 1 else self._channel
        if len(who) < 2 or not {one.side for one in sides} <= {one.side for one in who}:
            return []  # of somebody else's channel only one side is told
        if not nouns and not self._tells_on(clause):
            return []
        self._since = min(self._since, 0)
        request = _request(clause)
        if request:
            return [_contact(clause, "request", request, parties(sides[:1] or who, who))]
        return [
            _contact(clause, event, state, parties(distinct([*sides, *who])))
            for event, state in _state(clause, "channel", nouns)
        ]

    def _tells_on(self, clause: Clause) -> bool:
        """Whether a clause without a word for a channel may go on about the one named before."""
        return clause.holds("contact", "request") and self._since < _REMEMBERED

    def _missions(self, clause: Clause) -> list[Entry]:
        nouns = clause.found("contact", "mission")
        bodies = [one for one in clause.mentions if one.kind == "body" and one.country is None]
        if nouns and bodies:
            self._mission = bodies[:1]
        if not nouns:
            return []
        who = bodies[:1] or self._mission
        if not who:
            everywhere = [one for one in clause.reading.mentions.all if one.kind == "body" and one.country is None]
            who = everywhere[:1]
        if not who:
            return []
        return [
            _contact(clause, event, state, parties(who))
            for event, state in _state(clause, "mission", nouns)
            if clause.dated
        ]

    def _meetings(self, clause: Clause) -> Iterator[Entry]:
        for event in _DIRECT:
            for trigger in clause.found("contact", event):
                if clause.is_source(trigger) or clause.is_false(trigger):
                    continue
                who = _parties(clause, event, trigger)
                if len({one.side for one in who}) > 1:
                    yield _contact(clause, event, trigger, parties(who))
                    return

    def _briefings(self, clause: Clause) -> Iterator[Entry]:
        for trigger in clause.found("contact", "briefing"):
            able = [one for one in clause.parties(trigger) if one.kind in ("group", "body", "country")]
            who = [one for one in able if one.span.end <= trigger.start]
            if who and clause.dated:
                yield _contact(clause, "briefing", trigger, parties(who[-1:]))
                return


def _contact(clause: Clause, event: str, trigger: Span, who: tuple[Party, ...]) -> Entry:
    when = nearest(clause.dated, trigger)
    rate = _rate(clause, event)
    status = status_of(clause, trigger, when)
    if rate and status != "denied":
        status = "planned"
    elif event == "request" and status == "proposed":
        status = "happened"  # to ask is done by asking
    return entry(
        clause, "contact", event, status, who, day=day_of(when), at=trigger,
        where=_where(clause, trigger), condition=condition_of(clause), **rate,
    )  # fmt: skip


def _rate(clause: Clause, event: str) -> dict[str, Any]:
    return {"number": 1, "unit": "a week"} if event == "tested" and clause.holds("status", "weekly") else {}


def _where(clause: Clause, trigger: Span) -> str | None:
    places = [
        one
        for one in clause.mentions
        if one.kind in ("capital", "country", "place")
        and clause.is_place(one)
        and not clause.is_source(one.span)
        and clause.holds("parties", "places", clause.before(one.span, 2))
    ]
    near = min(places, key=lambda one: abs(one.span.start - trigger.end), default=None)
    return " ".join(clause.page.words(near.span).split()) if near else None


def _sides(mentions: Sequence[Mention]) -> list[Mention]:
    """The parties of a channel: governments and bodies; one for each country."""
    governing = [one for one in mentions if one.kind in ("country", "capital", "people", "body")]
    sides = list({one.side: one for one in reversed(governing)}.values())[::-1]
    countries = [one for one in sides if one.country]
    return countries if len(countries) > 1 else sides


def _request(clause: Clause) -> Span | None:
    asked = [one for one in clause.found("contact", "request") if not clause.is_source(one)]
    return next((one for one in asked if not clause.is_false(one)), None)


def _state(clause: Clause, thing: str, nouns: Sequence[Span]) -> list[tuple[str, Span]]:
    """What becomes of a channel or mission, and the words that tell it."""
    for event in _STATES[thing]:
        for state in clause.found("contact", event):
            if clause.is_source(state):
                continue
            if any(clause.apart(noun, state) <= _STATE_REACH[thing] for noun in nouns) or not nouns:
                return [(event, state)]
    return []


def _parties(clause: Clause, event: str, trigger: Span) -> list[Mention]:
    """The parties of a visit, meeting or call: somebody near before its word, and somebody near after it."""
    able = clause.parties(trigger)
    near = Span(clause.before(trigger, _SUBJECT_REACH).start, clause.after(trigger, _HOST_REACH).end)
    before = [one for one in able if near.start <= one.span.start and one.span.end <= trigger.start + 1]
    after = [one for one in able if trigger.end - 1 <= one.span.start < near.end]
    if event == "visit":
        hosts = [one for one in clause.mentions if trigger.end <= one.span.start < near.end and one.kind != "people"]
        return before[-3:] + hosts[:2] if before else []
    if before and after and not clause.holds("parties", "between", clause.after(trigger, 2)):
        return distinct(before[-3:] + after[:4])
    several = max(before, after, key=len)
    # "A met its targets" is no meeting; "A and B met" is, and "the meeting of A and B".
    joined = len(several) > 1 and clause.holds("parties", "and", Span(several[0].span.end, several[-1].span.start))
    return distinct(several[:4]) if joined else []

"""Clauses → treaties: signed, limits, deadlines, ends, proposals, and who says that it is kept or broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from enligt.dating import Amount
from enligt.letters import SMALL
from enligt.naming.meant import country_name
from enligt.records import Entry, Party, Span, digest
from enligt.registers.clauses import Clause
from enligt.registers.lexicon import any_treaty, counted, treaties
from enligt.registers.making import day_of, entry, nearest, parties
from enligt.registers.mentions import Mention, touch
from enligt.registers.standing import speaker_at
from enligt.registers.status import condition_of, status_of

#: Clauses after the one that names a treaty in which "it" and "the limits" mean it.
_REMEMBERED = 3
#: Clauses after it in which "the treaty" means it.
_FORGOTTEN = 12
#: Words between a treaty and what is told of it.
_REACH = 14
_NAMED = rf"[^\W\d_{SMALL}][\w’'-]*"
#: What stands before a treaty's noun with a capital without being a part of its name.
_OPENS = re.compile(r"(?:The|This|That|These|Those|An?|Any|Each|Both|No|Its|Their|His|Her|Our|Under|In|If|But|And)\b")
_CLAIMS = ("complies", "breaches")
_EVENTS = ("signed", "expires", "extended", "withdraws")


@dataclass(frozen=True)
class _Treaty:
    id: str
    name: str
    parties: tuple[Party, ...]
    span: Span


@dataclass
class Treaties:
    """Walks through a page's clauses and remembers which treaty it speaks of."""

    _now: _Treaty | None = None
    _since: int = _FORGOTTEN + 1
    _bound: dict[str, tuple[Party, ...]] = field(default_factory=dict)
    _proposal: Entry | None = None
    _any: bool | None = None

    def of(self, clause: Clause) -> Iterator[Entry]:
        """What a clause tells of a treaty."""
        named = _named(clause) if self._speaks_of_any(clause) else None
        if named:
            self._now, self._since = named, 0
        elif self._since <= _FORGOTTEN and clause.holds("treaty", "noun"):
            self._since = 0
        else:
            self._since += 1
        treaty = self._now
        if treaty is None or self._since > _REMEMBERED:
            return
        near = named is not None or clause.holds("treaty", "noun") or clause.holds("treaty", "about")
        if near:
            yield from self._terms(clause, treaty)
        yield from self._limits(clause, treaty)
        if near or self._proposal:
            yield from self._proposals(clause, treaty)

    def _speaks_of_any(self, clause: Clause) -> bool:
        """Whether the page names a treaty anywhere, which most pages do not."""
        if self._any is None:
            text = clause.page.text
            known = any_treaty().search(text) is not None
            self._any = known or clause.holds("treaty", "noun", Span(0, len(text)))
        return self._any

    def _terms(self, clause: Clause, treaty: _Treaty) -> Iterator[Entry]:
        for event in (*_EVENTS, *_CLAIMS):
            trigger = next((one for one in clause.found("treaty", event) if _tells(clause, one)), None)
            if trigger is None:
                continue
            when = nearest(clause.dated, trigger)
            who = self._who(clause, treaty, trigger, event)
            if not who:
                continue
            if event == "signed":
                self._bound[treaty.id] = who
            status = status_of(clause, trigger, when)
            if event in ("signed", "extended") and clause.holds("status", "infinitive", clause.before(trigger, 1)):
                status = "proposed" if status == "happened" else status
            yield entry(
                clause, "treaty", event, status, who, day=day_of(when), at=trigger,
                about=treaty.name, condition=condition_of(clause),
            )  # fmt: skip

    def _who(self, clause: Clause, treaty: _Treaty, trigger: Span, event: str) -> tuple[Party, ...]:
        able = [one for one in self._able(clause, trigger) if one.kind != "person"]
        if event in _CLAIMS:
            before = [one for one in able if one.span.end <= trigger.start]
            speaker = speaker_at(clause, trigger)
            own = [Mention(trigger, speaker.id, speaker.name, "country")] if speaker else []
            return parties(before[-1:] or [one for one in own if one.id.startswith("country-")])
        return parties(able) or self._bound.get(treaty.id, treaty.parties)

    def _able(self, clause: Clause, trigger: Span) -> list[Mention]:
        """Those who may be bound by a treaty or propose something about it; no country in the treaty's own name."""
        name = self._now.span if self._now else None
        kinds = ("person", "country", "capital", "people", "body")
        named = [one for one in clause.mentions if one.kind in kinds and not clause.is_place(one)]
        able = [one for one in named if one in clause.parties(trigger) or clause.in_cue(trigger)]
        return [one for one in able if not (name and touch(name, one.span))]

    def _limits(self, clause: Clause, treaty: _Treaty) -> Iterator[Entry]:
        amounts = [one for one in clause.amounts if _counts(one)]
        limited = clause.holds("treaty", "limit") or any(one.bound == "at most" for one in amounts)
        declared = not limited and clause.holds("treaty", "declared")
        if not limited and not declared:
            return
        by = [one for one in clause.dated if one.relation in ("by", "until")]
        who = self._bound.get(treaty.id, treaty.parties)
        for amount in amounts:
            if limited:
                yield entry(
                    clause, "treaty", "limit", "happened", who, day=day_of(nearest(by, amount.span)), amount=amount,
                    at=amount.span, about=treaty.name,
                )  # fmt: skip
            elif owner := [
                one for one in clause.parties(amount.span) if one.country and one.span.end <= amount.span.start
            ]:
                yield entry(
                    clause, "treaty", "declared", "happened", parties(owner[-1:]),
                    day=day_of(nearest(clause.dated, amount.span)), amount=amount, at=amount.span, about=treaty.name,
                )  # fmt: skip

    def _proposals(self, clause: Clause, treaty: _Treaty) -> Iterator[Entry]:
        """What somebody is willing to do about a treaty, for how long, and on what condition."""
        condition = condition_of(clause)
        for trigger in clause.found("position", "wants"):
            who = [one for one in self._able(clause, trigger) if one.span.end <= trigger.start]
            if not who or not _tells(clause, trigger):
                continue
            lasting = next((one for one in clause.amounts if clause.is_time(one)), None)
            year = lasting is None and clause.holds("status", "year")
            self._proposal = entry(
                clause, "treaty", "proposal", "conditional" if condition else "proposed", parties(who[-1:]),
                day=day_of(nearest(clause.dated, trigger)), amount=lasting, number=1 if year else None,
                unit="year" if year else None, at=trigger, about=treaty.name, condition=condition,
            )  # fmt: skip
            yield self._proposal
            return
        if self._proposal and condition:  # the sentence after tells the condition
            one = self._proposal
            more = entry(clause, "treaty", "proposal", "conditional", one.who, condition=condition)
            yield replace(
                one, id=more.id, status="conditional", condition=condition, statements=more.statements,
                evidence=more.evidence,
            )  # fmt: skip
        self._proposal = None


def _tells(clause: Clause, trigger: Span) -> bool:
    things = (*clause.found("treaty", "noun"), *clause.found("treaty", "about"))
    return not things or min(clause.apart(trigger, one) for one in things) <= _REACH


def _counts(amount: Amount) -> bool:
    return amount.currency is None and amount.unit != "%" and counted(amount.unit.lower()) is not None


def _named(clause: Clause) -> _Treaty | None:
    """The treaty that a clause names: a known one, or a noun with a name beside it."""
    text = clause.page.text
    for one, (name, bound, called) in treaties().items():
        if match := called.search(text, *clause.span):
            who = tuple(Party(f"country-{code.lower()}", country_name(code), "actor") for code in bound)
            return _Treaty(one, name, who, Span(*match.span()))
    for noun in clause.found("treaty", "noun"):
        word = text[noun.start : noun.end]
        if word[0].isupper() and "-" in word:
            return _made(word, noun)
        after = re.compile(rf"\s({_NAMED}(?:\s{_NAMED}){{0,3}})").match(text, noun.end, clause.span.end)
        if after and clause.page.lang != "de":
            return _made(f"{word} {after[1]}", Span(noun.start, after.end()))
        before = re.compile(rf"({_NAMED}(?:\s{_NAMED}){{0,3}})\s\Z").search(text[clause.span.start : noun.start])
        if before and clause.page.lang == "en" and not _OPENS.match(before[1]):
            return _made(f"{before[1]} {word}", Span(noun.start - len(before[0]), noun.end))
    return None


def _made(name: str, span: Span) -> _Treaty:
    return _Treaty(digest("treaty", name.casefold()), name, (), span)

"""Clauses → positions: who is for what, against it, or wants it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enligt.attributing.lexicon import lexicon
from enligt.records import Entry, EntryStatus, Side, Span
from enligt.registers.clauses import Clause
from enligt.registers.making import day_of, entry, nearest, parties
from enligt.registers.mentions import Mention, touch
from enligt.registers.standing import is_own, own_country
from enligt.registers.status import condition_of

#: Words between whoever takes a position and the word for it.
_REACH = 5
#: Words before somebody in which an "if" makes all that follows a mere thought.
_IF_REACH = 2
#: Words after it in which a charge stands that is rejected.
_CHARGE_REACH = 3
#: Languages in which the verb follows its subject with little between; where it may stand last, nouns come between.
_STRICT = frozenset({"en", "fr"})
_MARKS = '.;:!?()\n"”»'
_WORD = re.compile(r"\w+(?:-\w+)*")
_GENITIVE = re.compile(r"['’]s?\b")
#: Words before it in which "we" stands.
_WE_REACH = 3
#: What follows its word: a long word, or two, on what it is about.
_OBJECT = re.compile(r",? [“”«»„\"'(]?(?:\w{5,}|[\w’'-]+ [“”«»„\"'(]?\w)")
_SIDES: dict[str, Side | None] = {"for": "for", "against": "against", "wants": None}


def positions_of(clause: Clause) -> Iterator[Entry]:
    """The positions that a clause tells of, one of a kind for each actor."""
    if not clause.tells("position") or clause.text.endswith("?"):
        return
    taken: list[Span] = []
    known: set[tuple[str, ...]] = set()
    for event, side in _SIDES.items():
        for trigger in clause.found("position", event):
            if any(touch(one, trigger) for one in taken) or _is_noun(clause, trigger):
                continue
            who = _subject(clause, trigger)
            if who and clause.holds("status", "conditional", clause.before(who[0].span, _IF_REACH)):
                continue  # "if they wanted that" says nothing of what they want
            key = (event, *(one.id for one in who))
            if (
                not who
                or key in known
                or _is_reply(clause, event, trigger)
                or not _OBJECT.match(clause.page.text, trigger.end, clause.span.end)
            ):
                continue
            if clause.holds("parties", "by", clause.after(trigger, 1)):
                continue  # "was backed by X": X is not its subject
            taken.append(trigger)
            known.add(key)
            yield _position(clause, event, side, trigger, who)


def _with_others(clause: Clause, chosen: list[Mention]) -> list[Mention]:
    """Somebody together with those named right before and joined by "and" or a comma."""
    if not chosen:
        return []
    for one in reversed([other for other in clause.mentions if other.span.end <= chosen[0].span.start]):
        between = clause.page.text[one.span.end : chosen[0].span.start]
        joined = between.strip(" ") == "," or clause.holds("parties", "and", Span(one.span.end, chosen[0].span.start))
        if not joined or len(between.split()) > 1 or one.kind in ("place", "people"):
            break
        chosen.insert(0, one)
    return chosen


def _position(clause: Clause, event: str, side: Side | None, trigger: Span, who: list[Mention]) -> Entry:
    denied = _is_negated(clause, trigger)
    if denied and event == "wants":
        side, event, denied = "against", "against", False  # who does not want something is against it
    condition = condition_of(clause)
    status: EntryStatus = "proposed" if event == "wants" else "happened"
    if denied:
        status = "denied"
    elif condition and event != "against":
        status = "conditional"
    bound = [one for one in clause.dated if one.relation in ("by", "until")]
    counted = [one for one in clause.amounts if clause.is_time(one) and one.span.start >= trigger.start]
    states = [one for one in clause.amounts if who[0].kind == "group" and one.span.end >= who[0].span.start - 1]
    amount = next(iter(states or counted), None)
    return entry(
        clause, "position", event, status, parties(who), day=day_of(nearest(bound, trigger)),
        amount=amount, at=trigger, side=side, condition=condition,
    )  # fmt: skip


def _is_negated(clause: Clause, trigger: Span) -> bool:
    statement = clause.saying(trigger)
    if statement and statement.stance == "denies":
        return True
    around = Span(clause.before(trigger, 2).start, clause.after(trigger, 2).end)
    for one in clause.reading.words.found("status", "denied", clause.page.text, around):
        between = Span(*sorted((one, trigger))[0][1:], max(one.start, trigger.start))
        parted = clause.holds("parties", "and", between) or clause.is_false(one)
        if not parted and (one.end <= trigger.start or one.start >= trigger.end):
            return True
    return False


def _is_reply(clause: Clause, event: str, trigger: Span) -> bool:
    """Whether it answers a charge or asks a question, or says that nothing is wanted: no position on a matter."""
    if event == "against" and clause.holds("position", "charges", clause.after(trigger, _CHARGE_REACH)):
        return True
    if event == "wants" and clause.holds("status", "denied", clause.after(trigger, 1)):
        return True
    return clause.is_false(trigger)


def _is_noun(clause: Clause, trigger: Span) -> bool:
    """Whether an article or a preposition before a word makes it a noun: "the support of"."""
    return clause.holds("position", "determiners", clause.before(trigger, 1))


def _subject(clause: Clause, trigger: Span) -> list[Mention]:
    text = clause.page.text
    if clause.holds("position", "after", trigger):
        return _with_others(
            clause, [one for one in clause.mentions if trigger.end <= one.span.start <= trigger.end + 3][:1]
        )
    if is_own(clause, "we", trigger, _WE_REACH) and clause.saying(trigger):
        country = own_country(clause, trigger)
        return [country] if country else []
    cue = clause.in_cue(trigger)
    able = [one for one in clause.mentions if one.kind != "place" and one.span.end <= trigger.start]
    if not cue:
        able = [one for one in able if one in clause.parties(trigger)]
    for one in reversed(able):
        between = Span(one.span.end, trigger.start)
        if len(text[slice(*between)].split()) > _REACH or any(mark in text[slice(*between)] for mark in _MARKS):
            break
        if _leads_to(clause, between, bare=clause.holds("position", "bare", trigger)) and (
            one.kind != "people" or not text[slice(*between)].strip()
        ):
            return _with_others(clause, [one])
    if cue and cue.speaker and not clause.holds("position", "bare", trigger) and cue.voice in ("named", "institution"):
        return [Mention(trigger, cue.speaker.id, cue.speaker.name, "person")]
    return []


def _leads_to(clause: Clause, between: Span, *, bare: bool) -> bool:
    """Whether only verbs, adverbs, titles and days stand between somebody and the word for a position."""
    words = lexicon(clause.page.lang)
    if clause.holds("parties", "and", between):
        return False
    free = [one.span for one in clause.whens]
    allowed = words.auxiliaries | words.adverbs | words.finite
    for match in _WORD.finditer(clause.page.text, *between):
        word = match[0].lower()
        genitive = _GENITIVE.match(clause.page.text, match.start() - 1)
        if genitive or word in words.pronouns | words.plural_pronouns | words.that:
            return False
        known = word in allowed or word.endswith("ly") or words.voices["title"].fullmatch(word) is not None
        known = known or any(start <= match.start() < end for start, end in free)
        if not known and (bare or words.lang in _STRICT):
            return False
    return True

"""Clause → for whom its words stand: the speaker's own country or body, which "we" and "her country" mean."""

from __future__ import annotations

from enligt.naming.lookup import Directory, shipped_directory
from enligt.naming.meant import country_name
from enligt.records import Span, Speaker
from enligt.registers.clauses import Clause
from enligt.registers.mentions import Mention

#: Code points at the beginning of what somebody says in which its subject stands.
_OPENING = 12


def speaker_at(clause: Clause, span: Span) -> Speaker | None:
    """Who says what stands at a place of a clause."""
    statement = clause.saying(span) or clause.in_cue(span)
    return statement.speaker if statement else None


def own_country(clause: Clause, span: Span, directory: Directory | None = None) -> Mention | None:
    """The country for which somebody speaks who says what stands at a place; also a country that itself speaks."""
    speaker = speaker_at(clause, span)
    if speaker is None:
        return None
    if speaker.id.startswith("country-"):
        return Mention(span, speaker.id, speaker.name, "country", speaker.id.removeprefix("country-").upper())
    known = (directory or shipped_directory()).known.actors.get(speaker.id)
    if known and known.country:
        return Mention(span, f"country-{known.country.lower()}", country_name(known.country), "country", known.country)
    return clause.reading.mentions.office(speaker.id) or _named_with(clause, speaker)


def own_body(clause: Clause, span: Span) -> Mention | None:
    """The body for which somebody speaks who says what stands at a place."""
    speaker = speaker_at(clause, span)
    return clause.reading.mentions.office(speaker.id, bodies=True) if speaker else None


def is_own(clause: Clause, key: str, trigger: Span, reach: int) -> bool:
    """Whether "we", "her country", "our bank" stands right before a word."""
    return clause.holds("parties", key, clause.before(trigger, reach))


def _named_with(clause: Clause, speaker: Speaker) -> Mention | None:
    """The country in the source's own words: "the Finnish ambassador", whom the page names elsewhere."""
    reading = clause.reading
    for one in reading.traced.statements:
        if one.speaker and one.speaker.id == speaker.id:
            for source in one.source:
                for mention in reading.mentions.within(source):
                    if reading.mentions.is_government(mention):
                        return mention
    return _spoken_of(clause, speaker)


def _spoken_of(clause: Clause, speaker: Speaker) -> Mention | None:
    """The country of which somebody speaks first in their own words: "Russia blocks nobody", said its envoy."""
    mentions = clause.reading.mentions
    for one in clause.reading.traced.statements:
        if one.speaker and one.speaker.id == speaker.id and one.form != "direct":
            start = one.content[0].start
            for mention in mentions.within(Span(start, start + _OPENING)):
                if mention.kind in ("country", "capital"):
                    return mention
    return None

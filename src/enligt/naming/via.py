"""Speaker → page: the links between them, from the reporting words, the statement around, and the page's credits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from enligt.naming.cast import Referent
from enligt.naming.phrases import Phrases
from enligt.naming.relays import Relays
from enligt.naming.spans import Cover
from enligt.naming.wording import Wording
from enligt.records import Link, Page, Span, Statement

#: Letters of a first paragraph that tells the story; shorter ones are lines of place and date.
_MIN_LEAD = 60
#: Words between an outlet and the verb that says that it reports, and the code points that hold them.
_VERB_WORDS, _VERB_REACH = 2, 40

_WORD = re.compile(r"\w+")


def own_links(statement: Statement, referent: Referent | None, relays: Relays, words: Wording) -> tuple[Link, ...]:
    """The links that a statement's reporting words show, nearest the speaker first.

    An outlet that speaks for itself on another's page is its own link, behind those that it cites. Somebody unnamed is
    reached through the outlet that spoke with them, so that their later statements come the same way unless words say
    otherwise.
    """
    frame = relays.frame((*statement.source, *statement.cue), statement.content)
    links = relays.among(frame)
    if referent is None:
        return links
    if referent.voice == "outlet":
        others = tuple(link for link in links if link.name != referent.name)
        if relays.is_own(referent.name):
            return others
        if len(others) < len(links) and relays.cites(frame):
            return links
        return (Link(referent.name, _hull(statement.source)), *others)
    links = links or _hearsay(frame, relays.page, words.hearsay)
    if referent.voice == "anonymous":
        links = _continued(links, referent.via)
        referent.via = referent.via or links
    return links


def with_parents(
    statements: Sequence[Statement], referents: Mapping[str, Referent | None], words: Wording
) -> list[Statement]:
    """Statements inside an outlet's, or inside unnamed media reports, come through these as well."""
    done = {one.id: one for one in statements}
    # What holds another is larger, so that it is done first.
    for one in sorted(statements, key=lambda one: one.content[0].start - one.content[-1].end):
        parent, outer = done.get(one.parent or ""), referents.get(one.parent or "")
        if parent is None or outer is None:
            continue
        media = outer.voice == "anonymous" and words.media_reports.search(outer.name) is not None
        if outer.voice == "outlet" or media:
            added = (*((Link(outer.name, _hull(parent.source)),) if media else ()), *parent.via)
            known = {link.name for link in one.via}
            done[one.id] = replace(one, via=(*one.via, *(link for link in added if link.name not in known)))
    return [done[one.id] for one in statements]


def with_credits(
    statements: Sequence[Statement], page: Page, relays: Relays, phrases: Phrases
) -> tuple[Statement, ...]:
    """What the page says of all its statements: its wire, or the one outlet to which its lead owes them."""
    wires = tuple(
        Link(one.name, one.evidence) for one in page.credits if one.kind == "wire" and not relays.is_own(one.name)
    )
    whole = wires or _lead(statements, page, relays, phrases)
    return tuple(one if one.via or one.voice in ("author", "outlet") else replace(one, via=whole) for one in statements)


def _lead(statements: Sequence[Statement], page: Page, relays: Relays, phrases: Phrases) -> tuple[Link, ...]:
    """The outlet that the first paragraph credits, if the page knows no other: a story retold."""
    paragraphs = (span for kind, span in page.blocks if kind == "paragraph" and span.end - span.start > _MIN_LEAD)
    lead = next(paragraphs, Span(0, 0))
    links = [one.via[-1] for one in statements if one.via and lead.start <= place(one) < lead.end]
    if not links:
        contents = Cover(span for one in statements for span in one.content)
        said = (mention for mention in relays.mentions(lead) if not contents.holds(mention.span.start))
        links = [Link(one.name, one.span) for one in said if _reports(one.span, page, phrases)]
    others = relays.met | {one.name for one in page.credits if one.kind in ("source", "hat-tip")}
    if not links or relays.is_own(links[0].name) or others - {links[0].name}:
        return ()
    return (Link(links[0].name, None),)


def _reports(outlet: Span, page: Page, phrases: Phrases) -> bool:
    """Whether a reporting verb stands right before or after an outlet."""
    before = _WORD.findall(page.text, max(0, outlet.start - _VERB_REACH), outlet.start)[-_VERB_WORDS:]
    after = _WORD.findall(page.text, outlet.end, outlet.end + _VERB_REACH)[:_VERB_WORDS]
    known = phrases.lexicon
    return any(word.casefold() in known.verbs | known.according for word in (*before, *after))


def _hearsay(frame: Sequence[Span], page: Page, hearsay: re.Pattern[str]) -> tuple[Link, ...]:
    for piece in frame:
        if found := hearsay.search(page.text, piece.start, piece.end):
            return (Link(found[0], Span(found.start(), found.end())),)
    return ()


def _continued(links: tuple[Link, ...], before: tuple[Link, ...]) -> tuple[Link, ...]:
    """The chain to somebody unnamed as it began, where the words show none or only its outer end."""
    if not links:
        return tuple(link._replace(evidence=None) for link in before)
    inner = len(before) - len(links)
    if inner > 0 and [link.name for link in before[inner:]] == [link.name for link in links]:
        return (*(link._replace(evidence=None) for link in before[:inner]), *links)
    return links


def place(statement: Statement) -> int:
    """Where the text tells who speaks."""
    return (statement.source or statement.cue or statement.content)[0].start


def _hull(spans: Sequence[Span]) -> Span | None:
    return Span(spans[0].start, spans[-1].end) if spans else None

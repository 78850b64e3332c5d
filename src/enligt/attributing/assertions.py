"""Page and its statements → what the page itself asserts, attributed to nobody, that can be checked.

Asked for are sentences with a date, an amount, or a charge against somebody named; each becomes a statement of voice
``author``. It is done in two steps, because dates and amounts need be looked for only in what nobody is said to have
said: ``unattributed`` finds the free sentences and clauses, ``assertions`` picks those that assert a fact.

Precision comes first: a sentence is left out as soon as it looks like something else, a question, an appeal, a caption,
a guess, hearsay, the author's own doings, or an attribution that was missed. The words that tell are in the table
``[assertions]`` of ``lexicon/*.toml``, where a ``*`` at either end of a word stands for any letters: ``charges``
accuse; ``hedges`` leave open whether it is so, or hint at others who say it; ``persons`` are the first and second
person; ``openers`` begin appeals, captions and credits, ``notices`` stand anywhere in them; ``joins`` begin a main
clause after a comma. Without a lexicon for the page's language nothing is found.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from enligt.attributing.decoding import trimmed
from enligt.attributing.lexicon import Lexicon, any_of, lexicon, table
from enligt.attributing.quotes import by_block, quotations
from enligt.attributing.sentences import Token, sentences
from enligt.attributing.spans import merged
from enligt.attributing.statements import statement_id
from enligt.attributing.tidying import WHOLE_QUOTE_WORDS
from enligt.records import BlockKind, Page, Relation, Span, Statement

#: Words of the shortest sentence, clause or heading that counts; shorter ones are mostly labels and fragments.
LEAST_WORDS = 5
#: Code points before a charge in which somebody has to be named: the sentence before, which a pronoun points back to.
NAME_REACH = 200
#: Assertions given for one page, in number: more than any article has.
MAX_ASSERTIONS = 5_000
#: How sure an assertion is: the share of good ones among 60 that were read on polnear dev.
CONFIDENCE = 0.85

#: "MODERATOR: …", "14:05: …": whose turn it is, or when.
_LABEL = re.compile(r"[^\w\s]*(?:[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ .]+|\w+|\d\d?[.:]\d\d):\s")
_TURN = re.compile(r", (?P<join>\w+) (?P<next>\w+)")
_END = re.compile(r"[.…][\"”»“’')\]]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    charges: re.Pattern[str]
    hedges: re.Pattern[str]
    persons: re.Pattern[str]
    openers: re.Pattern[str]
    notices: re.Pattern[str]
    joins: re.Pattern[str]
    reports: re.Pattern[str]


def unattributed(page: Page, statements: Iterable[Statement]) -> list[Span]:
    """The sentences and clauses of the story, in order, that state something and that no statement has a part in.

    Of a sentence that a statement has a part in, the clauses before and after it stay that a comma and one of the
    ``joins``, or a semicolon, sets off.

    >>> from enligt.records import Block
    >>> page = Page(text="Bron stängdes för gott 2010. Vem vet?", lang="sv",
    ...             blocks=(Block("paragraph", Span(0, 37)),))
    >>> [page.words(span) for span in unattributed(page, [])]
    ['Bron stängdes för gott 2010']
    """
    if not table(page.lang, "assertions"):
        return []
    known, words = lexicon(page.lang), _words(page.lang)
    taken = merged(span for s in statements for span in (*_said(page, s, known, words), *s.cue, *s.source))
    ends = [span.end for span in taken]
    free = []
    for block, inside in by_block(page.story, quotations(page.text, page.story)):
        if block.kind == "quote":
            continue
        for tokens in sentences(page.text, block, inside, known):
            if not _states(page.text, tokens, block.kind, known):
                continue
            at = bisect_right(ends, tokens[0].start)
            past = bisect_left(taken, Span(tokens[-1].end, 0))
            for clause in _clauses(tokens, taken[at:past], words):
                span = trimmed(page.text, clause[0].start, clause[-1].end)
                if span and _plain(page.text, clause, known, words):
                    free.append(span)
    return free


def assertions(page: Page, free: Iterable[Span], facts: Iterable[Span], names: Iterable[Span]) -> tuple[Statement, ...]:
    """Those of the ``free`` sentences and clauses that assert a fact, as statements of voice ``author``.

    ``facts`` are the dates and amounts of the page, ``names`` its names, in any order. Such a statement has neither cue
    nor source nor speaker: it is the page's own.
    """
    dated, named = sorted(facts), sorted(names)
    charges = _words(page.lang).charges
    page_id = page.id
    found = []
    for span in free:
        near = Span(span.start - NAME_REACH, span.end)
        if _within(dated, span) or (_within(named, near) and charges.search(page.text, *span)):
            relation = Relation(content=(span,), confidence=CONFIDENCE)
            found.append(
                Statement(
                    id=statement_id(page_id, relation),
                    content=relation.content,
                    cue=(),
                    source=(),
                    form="indirect",
                    voice="author",
                    confidence=relation.confidence,
                )
            )
    return tuple(found[:MAX_ASSERTIONS])


def _said(page: Page, statement: Statement, known: Lexicon, words: _Words) -> tuple[Span, ...]:
    """The content without a charge at its end that the speakers would bring against themselves.

    "They said that they had met the limit, but did so by illegally leaving some out": what a pronoun says of itself,
    "but", a verb without a subject, a charge. That is the page's turn, wherever an attributer ends the content.
    """
    start, end = statement.content[-1]
    charge = max((match.start() for match in words.charges.finditer(page.text, start, end)), default=start)
    if statement.form != "indirect" or charge == start:
        return statement.content
    opening = [word.lower() for word in page.text[start:end].split(None, 2)[:2]]
    if len(opening) < 2 or opening[0] not in known.that or opening[1] not in known.pronouns | known.plural_pronouns:
        return statement.content
    for turn in _TURN.finditer(page.text, start, end):
        goes_on = words.joins.fullmatch(turn["join"]) and turn["next"].lower() in known.finite
        if goes_on and turn.end() <= charge:
            return (*statement.content[:-1], Span(start, turn.start()))
    return statement.content


def _states(text: str, tokens: Sequence[Token], kind: BlockKind, known: Lexicon) -> bool:
    """Whether a sentence looks like one that states something: it ends as such, or is a heading with a verb."""
    if kind == "heading":
        return tokens[-1].word not in ("?", "!") and any(token.word in known.finite for token in tokens)
    return _END.search(text, max(tokens[0].start, tokens[-1].end - 4), tokens[-1].end) is not None


def _clauses(tokens: Sequence[Token], taken: Sequence[Span], words: _Words) -> Iterator[Sequence[Token]]:
    """The sentence, or its clauses before and after what statements have taken of it."""
    if not taken:
        yield tokens
        return
    cuts = [
        at + 1
        for at, token in enumerate(tokens[:-1])
        if token.word == ";" or (token.word == "," and words.joins.fullmatch(tokens[at + 1].word))
    ]
    for start, end in zip([0, *cuts], [*cuts, len(tokens)], strict=True):
        clause = tokens[start:end]
        if clause[-1].end <= taken[0].start or clause[0].start >= taken[-1].end:
            yield clause[1:] if words.joins.fullmatch(clause[0].word) else clause


def _plain(text: str, tokens: Sequence[Token], known: Lexicon, words: _Words) -> bool:
    """Whether the author states it plainly: asks, hedges, addresses nobody, and reports nobody's words."""
    if sum(token.word[:1].isalnum() for token in tokens) < LEAST_WORDS:
        return False
    start, end = tokens[0].start, tokens[-1].end
    if words.openers.match(tokens[0].word) or _LABEL.match(text, start, end):
        return False
    if any(token.quote and len(text[token.start : token.end].split()) >= WHOLE_QUOTE_WORDS for token in tokens):
        return False
    if any(pattern.search(text, start, end) for pattern in (words.hedges, words.persons, words.notices, words.reports)):
        return False
    thinks = any(token.word in known.thoughts and after.word in known.that for token, after in pairwise(tokens))
    return not thinks and not any(token.word in known.verbs for token in tokens)


def _within(ordered: Sequence[Span], span: Span) -> bool:
    """Whether one of some spans in order begins inside the span."""
    at = bisect_left(ordered, Span(span.start, 0))
    return at < len(ordered) and ordered[at].start < span.end


@cache
def _words(lang: str | None) -> _Words:
    known, cues = table(lang, "assertions"), lexicon(lang)
    keys = ("charges", "hedges", "persons", "openers", "notices", "joins")
    phrases = (
        cue for cue in (*cues.verbs, *cues.thoughts) if " " in cue
    )  # single words are looked up, which is faster
    reports = any_of([*phrases, *table(lang, "stance").get("denials", ())])
    return _Words(**{key: any_of(known.get(key, ())) for key in keys}, reports=reports)

"""A sentence's tokens → the reports in it: who says what, by cue words and the order of the words around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from enligt.attributing.lexicon import Lexicon
from enligt.attributing.phrases import EDGES, Phrases
from enligt.attributing.sentences import Token
from enligt.letters import CAPITAL_NOUNS
from enligt.records import Relation

#: How often a pattern's source and content were right on polnear train: the confidence of what it finds.
QUOTED, ACCORDING, CLAUSE, BARE, AFTER, LABEL = 0.96, 0.87, 0.86, 0.63, 0.8, 0.65
#: The same of what a colon introduces without any cue: not measured, since polnear has hardly any.
INTRODUCED = 0.8
#: Capitalised words that are a full name, and code points of a quotation that is somebody's words and no term.
FULL_NAME, MIN_QUOTE = 2, 20
#: Tokens in the longest sentence looked at; what is longer is a list or a table.
MAX_TOKENS = 300
#: Tokens in the longest label before a colon ("Prime Minister Berg: …").
MAX_LABEL = 4
#: Tokens that a clause has at least, before a reporting clause that follows it.
MIN_CLAUSE = 3


def reports(tokens: Sequence[Token], words: Lexicon) -> Iterator[Relation]:
    """The reports in one sentence, in the order of their cues.

    >>> from enligt.attributing.lexicon import lexicon
    >>> from enligt.attributing.sentences import sentences
    >>> from enligt.records import Block, Span
    >>> text, sv = "Bo Ek sade att bron är öppen.", lexicon("sv")
    >>> [tokens] = sentences(text, Block("paragraph", Span(0, len(text))), [], sv)
    >>> [(text[r.source[0].start : r.source[0].end], text[slice(*r.content[0])]) for r in reports(tokens, sv)]
    [('Bo Ek', 'att bron är öppen')]
    """
    if 1 < len(tokens) <= MAX_TOKENS:
        patterns = _Reports(tokens, words)
        yield from list(patterns.found()) or list(patterns.introduced()) or patterns.labelled()


#: A relation, where to look on, where unclaimed text begins, and its source.
_Step = tuple[Relation, int, int, tuple[int, int]]


class _Reports(Phrases):
    """The patterns of reports, tried at each token of one sentence."""

    def found(self) -> Iterator[Relation]:
        """The reports that a cue word gives, from left to right."""
        at = begin = 0  # where to look for the next cue; where the text begins that no report has claimed
        source: tuple[int, int] | None = None  # of the last report, for "… and added that …"
        while at < self.end:
            relation_at = self._according(begin, at) or self._told(begin, at, source)
            if relation_at is None:
                at += 1
                continue
            relation, at, begin, source = relation_at
            yield relation

    def introduced(self) -> Iterator[Relation]:
        """``S is surprised: "Q"``, whatever S does there."""
        colon = next((at for at in range(1, self.end - 1) if self.tokens[at].word == ":"), 0)
        if colon and self.tokens[colon + 1].quote and (source := self._named_first(colon)):
            quoted = self.tokens[colon + 1]
            step = self._step([(colon + 1, colon + 2)], (colon, colon + 1), source, INTRODUCED, self.end)
            if step is not None and quoted.end - quoted.start >= MIN_QUOTE:
                yield step[0]

    def _named_first(self, stop: int) -> tuple[int, int] | None:
        """Whom the words up to a place name first: a pronoun, a full name, or somebody by title."""
        words, begin = self.words, 0
        while begin < stop - 1 and self.tokens[begin].word in words.openers | words.adverbs:
            begin += 1
        if self.tokens[begin].word in words.pronouns | words.plural_pronouns:
            return begin, begin + 1
        first = next((at for at in range(begin + 1, min(stop, begin + MAX_LABEL)) if self.tokens[at].capital), stop)
        end = first
        while end < stop and self.tokens[end].capital:
            end += 1
        if any(token.word in EDGES for token in self.tokens[begin:end]) or first == stop:
            return None
        # Where all nouns have capitals, "the situation" would be a full name.
        opens = begin if first == begin + 1 and words.lang not in CAPITAL_NOUNS else first
        titled = words.voices["title"].search(" ".join(token.word for token in self.tokens[begin:end]))
        return (begin, end) if titled or end - opens >= FULL_NAME else None

    def labelled(self) -> Iterator[Relation]:
        """``S: C``, as headlines and transcripts have it."""
        colon = next((at for at in range(1, min(self.end, MAX_LABEL + 1)) if self.tokens[at].word == ":"), 0)
        if colon and all(token.capital for token in self.tokens[:colon]) and colon + 1 < self.end:
            step = self._step([(colon + 1, self.end)], (colon, colon + 1), (0, colon), LABEL, self.end)
            if step is not None:
                yield step[0]

    # --- "according to" -------------------------------------------------------------------------------------------

    def _according(self, begin: int, at: int) -> _Step | None:
        """``According to S, C`` · ``C, according to S`` · ``C, according to S, C`` · ``S zufolge C``."""
        if cue_end := self.match(at, self.words.according):
            source = (cue_end, self.noun_phrase_end(cue_end))
            cue = (at, cue_end)
        elif (cue_end := self.match(at, self.words.according_after)) and at > begin:
            source = (self.noun_phrase_start(begin, at), at)
            cue = (at, cue_end)
        else:
            return None
        if source[1] <= source[0]:
            return None
        left = (begin, self.without_edges(begin, min(source[0], at)))
        if left[0] == left[1]:  # the clause holds a report of its own: it is the content all the same
            left = (0, self.without_edges(0, left[1]))
        rest = max(source[1], cue_end)
        right = (self.skip_marks(rest), self.end)
        resumes = rest < self.end and self.tokens[rest].word == ","
        if resumes and left[0] < left[1] and self.tokens[left[0]].word not in self.words.leading:
            contents = [left, right]
        elif left[1] - left[0] < MIN_CLAUSE:
            contents = [(right[0], self.content_end(right[0]))]
        else:
            contents = [left]
        return self._step(contents, cue, source, ACCORDING, contents[-1][1])

    # --- verbs ----------------------------------------------------------------------------------------------------

    def _told(self, begin: int, at: int, last_source: tuple[int, int] | None) -> _Step | None:
        if at > begin and self.tokens[at - 1].word in self.words.blockers:
            return None
        cue_end = self.match(at, self.words.verbs)
        thought_end = 0 if cue_end else self.match(at, self.words.thoughts)
        participle_end = 0 if cue_end or thought_end else self.match(at, self.words.participles)
        if participle_end:
            return self._joined(at, participle_end, last_source or self.subject(begin, at))
        if not (cue_end or thought_end):
            return None
        start = self.cue_start(begin, at)
        if start > begin and last_source and self.joins(start - 1):
            return self._joined(at, cue_end or thought_end, last_source, start)
        if cue_end and (step := self._aside(begin, start, cue_end)):
            return step
        if cue_end and (step := self._trailing(begin, start, cue_end) or self._inverted(begin, start, cue_end)):
            return step
        return self._forward(begin, start, cue_end or thought_end, BARE if thought_end else CLAUSE)

    def _aside(self, begin: int, start: int, cue_end: int) -> _Step | None:
        """``As S said, C`` · ``C, as S said`` · ``Comme l'a dit S, C``."""
        source = (self.noun_phrase_start(begin, start), start)
        opener = source[0] - 1
        if opener < begin or self.tokens[opener].word not in self.words.as_:
            return None
        if source[0] == source[1]:
            source = (cue_end, self.noun_phrase_end(cue_end))
        after = max(cue_end, source[1])
        before = self.without_edges(begin, opener)
        if before == opener > begin or source[0] == source[1]:
            return None
        if before - begin >= MIN_CLAUSE:
            content = (begin, before)
        else:
            content = (self.skip_marks(after), self.content_end(self.skip_marks(after)))
            after = content[1]
        return self._step([content], (start, cue_end), source, AFTER, after)

    def _inverted(self, begin: int, start: int, cue_end: int) -> _Step | None:
        """``"Q", said S`` · ``C, said S`` · ``"Q", said S, "Q"``."""
        before = self.left_of(begin, start)
        if before < begin or (before == start - 1 and not self.tokens[before].quote):
            return None
        quoted = self.tokens[before].quote
        if not quoted and (before + 1 - begin < MIN_CLAUSE or self.is_apposition(begin, before + 1)):
            return None
        source = (cue_end, self.noun_phrase_end(cue_end))
        if source[0] == source[1] or self.opens_clause(cue_end) or self.tokens[cue_end].word in self.words.leading:
            return None
        after = source[1]
        if not quoted and after < self.end and self.tokens[after].word not in EDGES:
            return None
        contents = [self.before_content(begin, before, quoted)]
        resumed = self.resumed_quote(after)
        if resumed is not None:
            contents.append((resumed, resumed + 1))
            after = resumed + 1
        return self._step(contents, (start, cue_end), source, QUOTED if quoted else AFTER, after)

    def _trailing(self, begin: int, start: int, cue_end: int) -> _Step | None:
        """``"Q," S said`` · ``C, S said.`` · ``The plan, S said, is dead``"""
        source_start = self.noun_phrase_start(begin, start)
        before = self.left_of(begin, source_start)
        if source_start == start or before < begin or (before == source_start - 1 and not self.tokens[before].quote):
            return None
        quoted = self.tokens[before].quote
        aside = not quoted and cue_end < self.end and self.tokens[cue_end].word == ","
        if not quoted and not aside and not (before + 1 - begin >= MIN_CLAUSE and self.closes(cue_end)):
            return None
        if quoted and cue_end < self.end and self.tokens[cue_end].word in self.words.that:
            return None
        contents = [self.before_content(begin, before, quoted)]
        after = cue_end
        resumed = self.resumed_quote(cue_end)
        if resumed is not None:
            contents.append((resumed, resumed + 1))
            after = resumed + 1
        elif aside and before + 1 - begin < MIN_CLAUSE:
            contents.append((cue_end + 1, self.content_end(cue_end + 1)))
            after = contents[-1][1]
        return self._step(contents, (start, cue_end), (source_start, start), QUOTED if quoted else AFTER, after)

    def _forward(self, begin: int, start: int, cue_end: int, sureness: float) -> _Step | None:
        """``S said that C`` · ``S said: "Q"`` · ``S said C`` · ``På måndagen sade S att C``."""
        source = (self.noun_phrase_start(begin, start), start)
        content = self.content_start(cue_end)
        opening = self.phrase_start(begin, start)
        if opening == start or (self.words.verb_second and self.tokens[opening].word in self.words.leading):
            inverted = (cue_end, self.noun_phrase_end(cue_end))
            if inverted[0] < inverted[1] and (conjunction := self.conjunction(inverted[1])) is not None:
                source, content = inverted, conjunction
        if content is None or source[0] == source[1]:
            return None
        content_end = self.content_end(content)
        if content_end - content < 1:
            return None
        return self._step([(content, content_end)], (start, cue_end), source, sureness, content_end)

    def _joined(self, at: int, cue_end: int, source: tuple[int, int] | None, start: int | None = None) -> _Step | None:
        """``… and added that C`` · ``…, saying that C``, with the subject of the report or clause before."""
        content = self.content_start(cue_end)
        if content is None or source is None:
            return None
        end = self.content_end(content)
        return self._step([(content, end)], (at if start is None else start, cue_end), source, BARE, end)

    def _step(
        self,
        contents: list[tuple[int, int]],
        cue: tuple[int, int],
        source: tuple[int, int],
        sureness: float,
        after: int,
    ) -> _Step | None:
        contents = [(start, end) for start, end in contents if start < end]
        named = any(token.word[:1].isalnum() for token in self.tokens[slice(*source)])
        if not contents or not named:
            return None
        relation = Relation(
            content=tuple(self.span(part) for part in contents),
            cue=(self.span(cue),),
            source=(self.span(source),),
            confidence=sureness,
        )
        return relation, max(after, cue[1]), max(after, cue[1]), source

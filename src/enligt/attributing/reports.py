"""A sentence's tokens → the reports in it: who says what, by cue words and the order of the words around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from enligt.attributing.lexicon import Lexicon
from enligt.attributing.sentences import Token
from enligt.records import Relation, Span

#: How often a pattern's source and content were right on polnear train: the confidence of what it finds.
QUOTED, ACCORDING, CLAUSE, BARE, AFTER, LABEL = 0.96, 0.87, 0.86, 0.63, 0.8, 0.65
#: Tokens in the longest sentence looked at; what is longer is a list or a table.
MAX_TOKENS = 300
#: Tokens in the longest cue ("blev det känt").
MAX_CUE = 4
#: Tokens in the longest source, and between a cue and its conjunction ("told reporters in Oslo on Monday that").
MAX_SOURCE, MAX_GAP = 16, 10
#: Tokens in the longest label before a colon ("Prime Minister Berg: …").
MAX_LABEL = 4
#: Tokens that a clause has at least, before a reporting clause that follows it.
MIN_CLAUSE = 3

_STOPS = frozenset(".!?…;:")
_EDGES = frozenset(",;:()[]–—―-.!?…")


def reports(tokens: Sequence[Token], words: Lexicon) -> Iterator[Relation]:
    """The reports in one sentence, in the order of their cues.

    >>> from enligt.attributing.lexicon import lexicon
    >>> from enligt.attributing.sentences import sentences
    >>> from enligt.records import Block
    >>> text, sv = "Bo Ek sade att bron är öppen.", lexicon("sv")
    >>> [tokens] = sentences(text, Block("paragraph", Span(0, len(text))), [], sv)
    >>> [(text[r.source[0].start : r.source[0].end], text[slice(*r.content[0])]) for r in reports(tokens, sv)]
    [('Bo Ek', 'att bron är öppen')]
    """
    if 1 < len(tokens) <= MAX_TOKENS:
        sentence = _Sentence(tokens, words)
        found = list(sentence.reports())
        yield from found or sentence.labelled()


#: A relation, where to look on, where unclaimed text begins, and its source.
_Step = tuple[Relation, int, int, tuple[int, int]]


class _Sentence:
    """One sentence while it is looked at. Positions are indexes of tokens; ranges are half-open."""

    def __init__(self, tokens: Sequence[Token], words: Lexicon) -> None:
        self.tokens = tokens
        self.words = words
        self.end = len(tokens)
        while self.end and tokens[self.end - 1].word in _STOPS:
            self.end -= 1

    def reports(self) -> Iterator[Relation]:
        at = begin = 0  # where to look for the next cue; where the text begins that no report has claimed
        source: tuple[int, int] | None = None  # of the last report, for "… and added that …"
        while at < self.end:
            relation_at = self._according(begin, at) or self._told(begin, at, source)
            if relation_at is None:
                at += 1
                continue
            relation, at, begin, source = relation_at
            yield relation

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
        if cue_end := self._match(at, self.words.according):
            source = (cue_end, self._noun_phrase_end(cue_end))
            cue = (at, cue_end)
        elif (cue_end := self._match(at, self.words.according_after)) and at > begin:
            source = (self._noun_phrase_start(begin, at), at)
            cue = (at, cue_end)
        else:
            return None
        if source[1] <= source[0]:
            return None
        left = (begin, self._without_edges(begin, min(source[0], at)))
        if left[0] == left[1]:  # the clause holds a report of its own: it is the content all the same
            left = (0, self._without_edges(0, left[1]))
        rest = max(source[1], cue_end)
        right = (self._skip_marks(rest), self.end)
        resumes = rest < self.end and self.tokens[rest].word == ","
        if resumes and left[0] < left[1] and self.tokens[left[0]].word not in self.words.leading:
            contents = [left, right]
        elif left[1] - left[0] < MIN_CLAUSE:
            contents = [(right[0], self._content_end(right[0]))]
        else:
            contents = [left]
        return self._step(contents, cue, source, ACCORDING, contents[-1][1])

    # --- verbs ----------------------------------------------------------------------------------------------------

    def _told(self, begin: int, at: int, last_source: tuple[int, int] | None) -> _Step | None:
        if at > begin and self.tokens[at - 1].word in self.words.blockers:
            return None
        cue_end = self._match(at, self.words.verbs)
        thought_end = 0 if cue_end else self._match(at, self.words.thoughts)
        participle_end = 0 if cue_end or thought_end else self._match(at, self.words.participles)
        if participle_end:
            return self._joined(at, participle_end, last_source or self._subject(begin, at))
        if not (cue_end or thought_end):
            return None
        start = self._cue_start(begin, at)
        if start > begin and last_source and self._joins(start - 1):
            return self._joined(at, cue_end or thought_end, last_source, start)
        if cue_end and (step := self._aside(begin, start, cue_end)):
            return step
        if cue_end and (step := self._trailing(begin, start, cue_end) or self._inverted(begin, start, cue_end)):
            return step
        return self._forward(begin, start, cue_end or thought_end, BARE if thought_end else CLAUSE)

    def _aside(self, begin: int, start: int, cue_end: int) -> _Step | None:
        """``As S said, C`` · ``C, as S said`` · ``Comme l'a dit S, C``."""
        source = (self._noun_phrase_start(begin, start), start)
        opener = source[0] - 1
        if opener < begin or self.tokens[opener].word not in self.words.as_:
            return None
        if source[0] == source[1]:
            source = (cue_end, self._noun_phrase_end(cue_end))
        after = max(cue_end, source[1])
        before = self._without_edges(begin, opener)
        if before == opener > begin or source[0] == source[1]:
            return None
        if before - begin >= MIN_CLAUSE:
            content = (begin, before)
        else:
            content = (self._skip_marks(after), self._content_end(self._skip_marks(after)))
            after = content[1]
        return self._step([content], (start, cue_end), source, AFTER, after)

    def _inverted(self, begin: int, start: int, cue_end: int) -> _Step | None:
        """``"Q", said S`` · ``C, said S`` · ``"Q", said S, "Q"``."""
        before = start - 1
        while before >= begin and self.tokens[before].word in _EDGES:
            before -= 1
        if before < begin or (before == start - 1 and not self.tokens[before].quote):
            return None
        quoted = self.tokens[before].quote
        if not quoted and (before + 1 - begin < MIN_CLAUSE or self._is_apposition(begin, before + 1)):
            return None
        source = (cue_end, self._noun_phrase_end(cue_end))
        if source[0] == source[1] or self._opens_clause(cue_end) or self.tokens[cue_end].word in self.words.leading:
            return None
        after = source[1]
        if not quoted and after < self.end and self.tokens[after].word not in _EDGES:
            return None
        contents = [self._before_content(begin, before, quoted)]
        resumed = self._resumed_quote(after)
        if resumed is not None:
            contents.append((resumed, resumed + 1))
            after = resumed + 1
        return self._step(contents, (start, cue_end), source, QUOTED if quoted else AFTER, after)

    def _trailing(self, begin: int, start: int, cue_end: int) -> _Step | None:
        """``"Q," S said`` · ``C, S said.`` · ``The plan, S said, is dead``"""
        source_start = self._noun_phrase_start(begin, start)
        before = source_start - 1
        while before >= begin and self.tokens[before].word in _EDGES:
            before -= 1
        if source_start == start or before < begin or (before == source_start - 1 and not self.tokens[before].quote):
            return None
        quoted = self.tokens[before].quote
        aside = not quoted and cue_end < self.end and self.tokens[cue_end].word == ","
        if not quoted and not aside and not (before + 1 - begin >= MIN_CLAUSE and self._closes(cue_end)):
            return None
        if quoted and self._opens_content(cue_end):
            return None
        contents = [self._before_content(begin, before, quoted)]
        after = cue_end
        resumed = self._resumed_quote(cue_end)
        if resumed is not None:
            contents.append((resumed, resumed + 1))
            after = resumed + 1
        elif aside and before + 1 - begin < MIN_CLAUSE:
            contents.append((cue_end + 1, self._content_end(cue_end + 1)))
            after = contents[-1][1]
        return self._step(contents, (start, cue_end), (source_start, start), QUOTED if quoted else AFTER, after)

    def _forward(self, begin: int, start: int, cue_end: int, sureness: float) -> _Step | None:
        """``S said that C`` · ``S said: "Q"`` · ``S said C`` · ``På måndagen sade S att C``."""
        source = (self._noun_phrase_start(begin, start), start)
        content = self._content_start(cue_end)
        opening = self._phrase_start(begin, start)
        if opening == start or (self.words.verb_second and self.tokens[opening].word in self.words.leading):
            inverted = (cue_end, self._noun_phrase_end(cue_end))
            if inverted[0] < inverted[1] and (conjunction := self._conjunction(inverted[1])) is not None:
                source, content = inverted, conjunction
        if content is None or source[0] == source[1]:
            return None
        content_end = self._content_end(content)
        if content_end - content < 1:
            return None
        return self._step([(content, content_end)], (start, cue_end), source, sureness, content_end)

    def _joined(self, at: int, cue_end: int, source: tuple[int, int] | None, start: int | None = None) -> _Step | None:
        """``… and added that C`` · ``…, saying that C``, with the subject of the report or clause before."""
        content = self._content_start(cue_end)
        if content is None or source is None:
            return None
        end = self._content_end(content)
        return self._step([(content, end)], (at if start is None else start, cue_end), source, BARE, end)

    # --- pieces of a sentence -------------------------------------------------------------------------------------

    def _match(self, at: int, entries: frozenset[str]) -> int:
        """The end of the longest entry that stands at ``at``; 0 if none does, or if it is part of a name."""
        if at and self.tokens[at].capital:
            return 0
        for end in range(min(self.end, at + MAX_CUE), at, -1):
            if " ".join(token.word for token in self.tokens[at:end]) in entries:
                return end
        return 0

    def _cue_start(self, begin: int, at: int) -> int:
        """The start of a cue with the auxiliaries and adverbs before its verb."""
        while at > begin and self.tokens[at - 1].word in self.words.auxiliaries:
            at -= 1
        return at

    def _joins(self, at: int) -> bool:
        return self.tokens[at].word in self.words.openers or self.tokens[at].word == ","

    def _noun_phrase_start(self, begin: int, end: int) -> int:
        """Where the subject begins that ends at ``end``: its phrase without the adverbials that lead it."""
        at = self._phrase_start(begin, end)
        while at < end - 1 and self.tokens[at].word in self.words.leading:
            at = self._after_adverbial(at, end)
        return at

    def _phrase_start(self, begin: int, end: int) -> int:
        """Where the phrase begins that ends at ``end``: after the last mark or word that opens a clause."""
        while end > begin and self.tokens[end - 1].word in self.words.adverbs:
            end -= 1
        at = end
        if at > begin and self.tokens[at - 1].word == ",":
            at = self._apposition_start(begin, at - 1)
        elif at > begin and self.tokens[at - 1].word == ")":
            at = self._bracket_start(begin, at - 1)
        while at > begin and end - at < MAX_SOURCE and not self._bounds(at - 1):
            at -= 1
        return at

    def _apposition_start(self, begin: int, comma: int) -> int:
        """The comma that opens the apposition closing at ``comma`` (``Bo Ek, head of X, said``)."""
        for at in range(comma - 1, max(begin, comma - MAX_SOURCE), -1):
            if self.tokens[at].word == ",":
                return at
        return comma + 1

    def _bracket_start(self, begin: int, closing: int) -> int:
        """The bracket that closes at ``closing`` (``Eva Lind (S) said``)."""
        for at in range(closing - 1, max(begin, closing - MAX_SOURCE), -1):
            if self.tokens[at].word == "(":
                return at
        return closing + 1

    def _after_adverbial(self, at: int, end: int) -> int:
        """Past a leading adverbial: to the next capital or determiner-like start after at least one more word."""
        for after in range(at + 1, end):
            follows_name = after > at + 1 and (
                self.tokens[after].capital or self.tokens[after].word in self.words.pronouns
            )
            if follows_name:
                return after
        return min(at + 1, end - 1)

    def _bounds(self, at: int) -> bool:
        token = self.tokens[at]
        words = self.words
        return token.quote or any(token.word in group for group in (_EDGES, words.openers, words.that, words.as_))

    def _noun_phrase_end(self, at: int) -> int:
        """Where the noun phrase ends that begins at ``at``."""
        end = at
        while end < self.end and end - at < MAX_SOURCE:
            word = self.tokens[end].word
            if (
                self._bounds(end)
                or word in self.words.finite
                or word in self.words.verbs
                or word in self.words.thoughts
            ):
                break
            end += 1
            if word in self.words.pronouns or word in self.words.plural_pronouns:
                break
        return end

    def _subject(self, begin: int, end: int) -> tuple[int, int] | None:
        """The first noun phrase of the clause, for a participle without its own subject."""
        stop = self._noun_phrase_end(begin)
        return (begin, stop) if begin < stop <= end else None

    def _conjunction(self, at: int) -> int | None:
        """The position of "that", or past a comma or colon where a clause or quotation follows, at or near ``at``."""
        for near in range(at, min(self.end, at + MAX_GAP)):
            token = self.tokens[near]
            if token.word in self.words.that:
                return near
            if token.quote:
                return near
            if token.word in ",:" and near + 1 < self.end:
                following = self.tokens[near + 1]
                if following.word in self.words.that or following.quote or token.word == ":":
                    return near + 1
                if self.words.comma and near - at < 2:
                    return near + 1
                return None
            if token.word in _EDGES or self._match(near, self.words.verbs):
                return None
        return None

    def _content_start(self, at: int) -> int | None:
        if at >= self.end:
            return None
        near = self._conjunction(at)
        if near is not None and (near == at or self.tokens[near].word in self.words.that or near - at <= 2):
            return near
        if self.words.bare and self.tokens[at].word not in _EDGES:
            return at
        return near

    def _content_end(self, start: int) -> int:
        """Where a reported clause ends: at the sentence's end, or before the next report with the same subject."""
        for at in range(start + 2, self.end):
            joined = self._joins(at - 1)
            words = self.words
            if joined and any(self._match(at, cues) for cues in (words.participles, words.verbs, words.according)):
                return self._without_edges(start, at - 1)
        return self._without_edges(start, self.end)

    def _before_content(self, begin: int, last: int, quoted: bool) -> tuple[int, int]:
        """The content before a reporting clause: its quotation, with what belongs to the same clause before it."""
        if quoted and (last == begin or self.tokens[last - 1].word in _EDGES):
            return last, last + 1
        return begin, last + 1

    def _resumed_quote(self, at: int) -> int | None:
        """A quotation that goes on after the reporting clause, in the same sentence."""
        for near in range(at, min(self.end, at + MAX_SOURCE)):
            if self.tokens[near].quote:
                return near if self.tokens[near - 1].word in _EDGES else None
        return None

    def _is_apposition(self, begin: int, end: int) -> bool:
        """Whether what stands before a comma and a verb is ``Bo Ek, head of X`` and not a clause."""
        inner = self.tokens[begin:end]
        return any(token.word == "," for token in inner[:6]) and not any(t.word in self.words.finite for t in inner)

    def _opens_clause(self, at: int) -> bool:
        return at < self.end and (self.tokens[at].word in self.words.that or self.tokens[at].quote)

    def _opens_content(self, at: int) -> bool:
        return at < self.end and self._conjunction(at) is not None and self.tokens[at].word in self.words.that

    def _closes(self, at: int) -> bool:
        """Whether nothing but an adverbial follows a reporting clause."""
        if at >= self.end or self.tokens[at].word in _EDGES:
            return True
        return self.tokens[at].word in self.words.leading and self._conjunction(at) is None

    def _skip_marks(self, at: int) -> int:
        while at < self.end and self.tokens[at].word in _EDGES:
            at += 1
        return at

    def _without_edges(self, start: int, end: int) -> int:
        while end > start and self.tokens[end - 1].word in _EDGES:
            end -= 1
        return end

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
            content=tuple(self._span(part) for part in contents),
            cue=(self._span(cue),),
            source=(self._span(source),),
            confidence=sureness,
        )
        return relation, max(after, cue[1]), max(after, cue[1]), source

    def _span(self, part: tuple[int, int]) -> Span:
        return Span(self.tokens[part[0]].start, self.tokens[part[1] - 1].end)

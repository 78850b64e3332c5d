"""One sentence's tokens → its phrases: where a cue, a subject, a reported clause begin and end."""

from __future__ import annotations

from collections.abc import Sequence

from enligt.attributing.lexicon import Lexicon
from enligt.attributing.sentences import Token
from enligt.records import Span

#: Tokens in the longest cue ("blev det känt").
MAX_CUE = 4
#: Tokens in the longest source, and between a cue and its conjunction ("told reporters in Oslo on Monday that").
MAX_SOURCE, MAX_GAP = 16, 10
#: Code points of a quotation, its marks among them, from which it is somebody's words: "a car" may be, "X" is a name.
MIN_SPEECH = 18
#: Marks that bound a phrase; the first few end a sentence.
EDGES = frozenset(",;:()[]–—―-.!?…")
_STOPS = frozenset(".!?…;:")


class Phrases:
    """One sentence while it is looked at. Positions are indexes of tokens; ranges are half-open."""

    def __init__(self, tokens: Sequence[Token], words: Lexicon) -> None:
        self.tokens = tokens
        self.words = words
        self.end = len(tokens)
        while self.end and tokens[self.end - 1].word in _STOPS:
            self.end -= 1

    def match(self, at: int, entries: frozenset[str]) -> int:
        """The end of the longest entry that stands at ``at``; 0 if none does, or if it is part of a name."""
        if at and self.tokens[at].capital:
            return 0
        for end in range(min(self.end, at + MAX_CUE), at, -1):
            if " ".join(token.word for token in self.tokens[at:end]) in entries:
                return end
        return 0

    def speech(self, at: int) -> bool:
        """Whether the token at ``at`` is a quotation of somebody's words, and no name in marks of quotation."""
        token = self.tokens[at]
        return token.quote and token.end - token.start >= MIN_SPEECH

    def cue_start(self, begin: int, at: int) -> int:
        """The start of a cue with the auxiliaries and adverbs before its verb."""
        while at > begin and self.tokens[at - 1].word in self.words.auxiliaries:
            at -= 1
        return at

    def joins(self, at: int) -> bool:
        """Whether the token at ``at`` may join a report to the one before it."""
        return self.tokens[at].word in self.words.openers or self.tokens[at].word == ","

    def noun_phrase_start(self, begin: int, end: int) -> int:
        """Where the subject begins that ends at ``end``: its phrase without the adverbials that lead it."""
        at = self.phrase_start(begin, end)
        while at < end - 1 and self.tokens[at].word in self.words.leading:
            at = self._after_adverbial(at, end)
        return at

    def phrase_start(self, begin: int, end: int) -> int:
        """Where the phrase begins that ends at ``end``: after the last mark or word that opens a clause."""
        while end > begin and self.tokens[end - 1].word in self.words.adverbs:
            end -= 1
        at = end
        if at > begin and self.tokens[at - 1].word == ",":
            at = self._opening(begin, at - 1, ",")
        elif at > begin and self.tokens[at - 1].word == ")":
            at = self._opening(begin, at - 1, "(")
        while at > begin and end - at < MAX_SOURCE and not self._bounds(at - 1):
            at -= 1
        return at

    def _opening(self, begin: int, closing: int, mark: str) -> int:
        """The mark that opens what closes at ``closing`` (``Bo Ek, head of X, said`` · ``Eva Lind (S) said``)."""
        for at in range(closing - 1, max(begin, closing - MAX_SOURCE), -1):
            if self.tokens[at].word == mark:
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
        return self.speech(at) or any(token.word in group for group in (EDGES, words.openers, words.that, words.as_))

    def noun_phrase_end(self, at: int) -> int:
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

    def subject(self, begin: int, end: int) -> tuple[int, int] | None:
        """The first noun phrase of the clause, for a participle without its own subject."""
        stop = self.noun_phrase_end(begin)
        return (begin, stop) if begin < stop <= end else None

    def conjunction(self, at: int) -> int | None:
        """The position of "that", or past a comma or colon where a clause or quotation follows, at or near ``at``."""
        for near in range(at, min(self.end, at + MAX_GAP)):
            token = self.tokens[near]
            if token.word in self.words.that:
                return near
            if self.speech(near):
                return near
            if token.word in ",:" and near + 1 < self.end:
                following = self.tokens[near + 1]
                if following.word in self.words.that or following.quote or token.word == ":":
                    return near + 1
                if self.words.comma and near - at < 2:
                    return near + 1
                return None
            if token.word in EDGES or self.match(near, self.words.verbs):
                return None
        return None

    def content_start(self, at: int) -> int | None:
        """Where the content begins after a cue that ends at ``at``."""
        if at >= self.end:
            return None
        near = self.conjunction(at)
        if near is not None and (near == at or self.tokens[near].word in self.words.that or near - at <= 2):
            return near
        if self.words.bare and self.tokens[at].word not in EDGES:
            return at
        return near

    def content_end(self, start: int) -> int:
        """Where a reported clause ends: at the sentence's end, or before the next report with the same subject."""
        for at in range(start + 2, self.end):
            joined = self.joins(at - 1)
            words = self.words
            if joined and any(self.match(at, cues) for cues in (words.participles, words.verbs, words.according)):
                return self.without_edges(start, at - 1)
        return self.without_edges(start, self.end)

    def before_content(self, begin: int, last: int, quoted: bool) -> tuple[int, int]:
        """The content before a reporting clause: its quotation, with what belongs to the same clause before it."""
        if quoted and (last == begin or self.tokens[last - 1].word in EDGES):
            return last, last + 1
        return begin, last + 1

    def resumed_quote(self, at: int) -> int | None:
        """A quotation that goes on after the reporting clause, in the same sentence."""
        for near in range(at, min(self.end, at + MAX_SOURCE)):
            if self.tokens[near].quote:
                return near if self.tokens[near - 1].word in EDGES else None
        return None

    def is_apposition(self, begin: int, end: int) -> bool:
        """Whether what stands before a comma and a verb is ``Bo Ek, head of X`` and not a clause."""
        inner = self.tokens[begin:end]
        return any(token.word == "," for token in inner[:6]) and not any(t.word in self.words.finite for t in inner)

    def opens_clause(self, at: int) -> bool:
        """Whether a conjunction or a quotation stands at ``at``."""
        return at < self.end and (self.tokens[at].word in self.words.that or self.tokens[at].quote)

    def left_of(self, begin: int, at: int) -> int:
        """The last token before ``at`` that is no mark; ``begin - 1`` if there is none."""
        before = at - 1
        while before >= begin and self.tokens[before].word in EDGES:
            before -= 1
        return before

    def closes(self, at: int) -> bool:
        """Whether nothing but an adverbial follows a reporting clause."""
        if at >= self.end or self.tokens[at].word in EDGES:
            return True
        return self.tokens[at].word in self.words.leading and self.conjunction(at) is None

    def skip_marks(self, at: int) -> int:
        """Past the marks at ``at``."""
        while at < self.end and self.tokens[at].word in EDGES:
            at += 1
        return at

    def without_edges(self, start: int, end: int) -> int:
        """``end`` without the marks before it."""
        while end > start and self.tokens[end - 1].word in EDGES:
            end -= 1
        return end

    def span(self, part: tuple[int, int]) -> Span:
        """The code points of a range of tokens."""
        return Span(self.tokens[part[0]].start, self.tokens[part[1] - 1].end)

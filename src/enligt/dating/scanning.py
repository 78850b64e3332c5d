"""A stretch of text → its tokens, each with what it means: the string of codes that the patterns run over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import accumulate, compress
from typing import NamedTuple

from enligt.dating.lexicon import LONGEST_PHRASE, OTHER, Entry, Lexicon
from enligt.dating.tokens import FULL_DATE, TOKEN
from enligt.records import Span

#: Code points of one page that are looked at, some 30 000 words: more than any news page has, and a bound on hostile
#: ones (a million digits).
_MOST_TEXT = 200_000
_DATE = Entry("D")
_LAST_DAY = 31
#: What four digits may be a year.
_FIRST_YEAR, _LAST_YEAR = 1000, 2199


class Token(NamedTuple):
    """A word, phrase, number or mark: where it stands, its lower-case form, what it means."""

    start: int
    end: int
    text: str
    entry: Entry


class Line(NamedTuple):
    """The tokens of one stretch, and their codes as one string: ``codes[i]`` is that of ``tokens[i]``."""

    tokens: list[Token]
    codes: str

    def before(self, at: int, phrases: dict[str, str]) -> tuple[int, str] | None:
        """The longest of the phrases that ends right before a token: where it begins, and what it means."""
        for length in range(min(LONGEST_PHRASE, at), 0, -1):
            if found := phrases.get(" ".join(token.text for token in self.tokens[at - length : at])):
                return at - length, found
        return None


def scan_all(text: str, spans: Iterable[Span], words: Lexicon) -> Iterator[Line]:
    """Each stretch as a line, until a bound on the text of one page is reached."""
    left = _MOST_TEXT
    for start, end in spans:
        if left <= 0:
            return
        yield scan(text, Span(start, min(end, start + left)), words)
        left -= end - start


def scan(text: str, span: Span, words: Lexicon) -> Line:
    """Cut a stretch of text into tokens with their meaning.

    Every word of every page passes here, so that most of it is done by the built-ins over whole lists.

    >>> from enligt.dating.lexicon import lexicon
    >>> scan("igår, den 5 februari", Span(0, 20), lexicon("sv")).codes
    'R,onM'
    """
    parts = TOKEN.split(text[span.start : span.end])
    offsets = list(accumulate(map(len, parts), initial=span.start))
    starts, ends = offsets[1:-1:2], offsets[2::2]
    low = [part.lower() for part in parts[1::2]]
    entries = list(map(words.words.get, low))
    if merged := _merge_phrases(low, ends, entries, words):
        starts, ends = list(compress(starts, merged)), list(compress(ends, merged))
        low, entries = list(compress(low, merged)), list(compress(entries, merged))
    for at, entry in enumerate(entries):
        if entry is None:
            word = low[at]
            entries[at] = _number(text, starts[at], word, span) if word[0].isdecimal() else OTHER
        elif entry.code in "MmWwOTe$":
            entries[at] = _in_context(entry, text, at, starts, ends, entries, words)
    meant = [entry or OTHER for entry in entries]
    # Token's own constructor is Python; tuple's is not, and there is a token a word.
    tokens = list(map(partial(tuple.__new__, Token), zip(starts, ends, low, meant, strict=True)))
    return Line(tokens, "".join([entry[0] for entry in meant]))


def _merge_phrases(low: list[str], ends: list[int], entries: list[Entry | None], words: Lexicon) -> bytearray | None:
    """Give each phrase's first token the phrase's end and meaning; which tokens to keep then (``None``: all)."""
    keep: bytearray | None = None
    until = 0
    for at, word in enumerate(low):
        if at < until or word not in words.phrases:
            continue
        for rest, meant in words.phrases[word]:
            until = at + 1 + len(rest)
            if low[at + 1 : until] == rest:
                low[at], ends[at], entries[at] = " ".join((word, *rest)), ends[until - 1], meant
                keep = keep or bytearray(b"\1" * len(low))
                keep[at + 1 : until] = bytes(len(rest))
                break
        else:
            until = 0
    return keep


def _in_context(
    entry: Entry,
    text: str,
    at: int,
    starts: list[int],
    ends: list[int],
    entries: list[Entry | None],
    words: Lexicon,
) -> Entry:
    """A word's meaning, given how it is written and what it is joined to."""
    start, end = starts[at], ends[at]
    capital = text[start].isupper()
    before = entries[at - 1] if at and ends[at - 1] == start else None
    if entry.code in "MmWw":
        if words.names_capital and not capital:
            return OTHER
        if entry.code == "M" and capital and not words.names_capital:
            return entry._replace(code="m")  # a name, or the first word of its sentence
    elif entry.code in "OT":
        return entry if before and before.code in "-:ny#" else OTHER
    elif entry.code == "e" and end - start == 1:
        return entry if before and before.code in "ny#" else OTHER
    elif entry.code == "$" and entry.unit == text[start:end].upper() and text[start:end] != entry.unit:
        return OTHER  # "try" is no Turkish lira
    return entry


def _number(text: str, start: int, word: str, span: Span) -> Entry:
    """A number's code; part of an identifier ("MH17", "C-300", "COVID-19") is none."""
    before = text[max(span.start, start - 2) : start]
    if before[-1:].isalpha() or (before[-1:] in ("-", "–") and before[:1].isalpha()):
        return OTHER
    if not word.isdecimal():
        return _DATE if FULL_DATE.fullmatch(word) else Entry("#")
    if len(word) <= 2 and 1 <= int(word) <= _LAST_DAY:
        return Entry("n", int(word))
    if len(word) == 4 and _FIRST_YEAR <= int(word) <= _LAST_YEAR:
        return Entry("y", int(word))
    return Entry("#")

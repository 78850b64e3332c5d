"""Cuts a page's story into windows of word pieces for the encoder, and remembers which word each piece begins.

Used alike in training and at run time, so that the model always sees text cut the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from enligt.letters import SMALL
from enligt.records import Block, Span

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

#: Word pieces in one window with its marks, at most. On polnear dev 256, 192, 160 and 128 read equally well (fewer than
#: one statement in a hundred reaches past a paragraph), and attention costs grow with the square.
WINDOW_PIECES = 192

#: The ids of the marks that open a window and close a paragraph: fixed by the tokenizer that is shipped.
OPEN_ID, CLOSE_ID = 0, 2

#: Letters up to which a capitalised word before a full stop is taken for an abbreviation (Mr., Sen., U.S.).
ABBREVIATION = 3

_WORD = re.compile(r"\w+|[^\w\s]")
#: A word that may be an abbreviation, and its full stop. One letter always may: "J Berg" has no full stop everywhere.
_SHORT = re.compile(rf"\b([^\W\d_{SMALL}]\w{{1,{ABBREVIATION - 1}}})\b(\.?)")
_SENTENCE_END = frozenset(".?!…")


class Window(NamedTuple):
    """One run of the encoder: ``ids`` of its pieces; its ``words`` as spans of the page, and of each word its ``first``
    piece, its ``sentence`` and its ``paragraph``, counted from the window's start.
    """

    ids: list[int]
    words: list[Span]
    first: list[int]
    sentence: list[int]
    paragraph: list[int]


def windows(text: str, blocks: Sequence[Block], tokenizer: Tokenizer, limit: int = WINDOW_PIECES) -> list[Window]:
    """The blocks' text as windows of at most ``limit`` pieces: whole paragraphs where they fit, else whole sentences.

    A window never holds text of two pages, so what is found on a page cannot depend on its company.
    """
    whole = _whole_words(text)
    # Lone surrogates, which a tokenizer can't take, become one sign each, so that offsets hold.
    safe = text.encode("utf-8", "replace").decode("utf-8")
    encodings = (tokenizer.encode(safe[start:end], add_special_tokens=False) for _, (start, end) in blocks)
    parts = (
        part
        for (_, span), encoding in zip(blocks, encodings, strict=True)
        for part in _parts(text, span, encoding, limit - 2, whole)
    )
    packed: list[Window] = []
    for part in parts:
        if not packed or len(packed[-1].ids) + len(part.ids) > limit:
            packed.append(Window([OPEN_ID], [], [], [], []))
        extend(packed[-1], part)
    return packed


def extend(window: Window, part: Window) -> None:
    """Put a part, which has no opening mark, at a window's end as a further paragraph."""
    if part.words:
        sentence = window.sentence[-1] + 1 if window.words else 0
        paragraph = window.paragraph[-1] + 1 if window.words else 0
        window.sentence.extend(sentence + at for at in part.sentence)
        window.paragraph.extend(paragraph + at for at in part.paragraph)
        window.first.extend(len(window.ids) + at for at in part.first)
        window.words.extend(part.words)
    window.ids.extend(part.ids)


def _parts(text: str, span: Span, encoding: Encoding, room: int, whole: Container[str]) -> Iterator[Window]:
    """A block as one part, or several where it is too long for a window; each ends with the closing mark."""
    ids, offsets = encoding.ids, encoding.offsets
    words: list[Span] = []
    first: list[int] = []
    piece = 0
    for match in _WORD.finditer(text, span.start, span.end):
        begin = match.start() - span.start
        while piece < len(offsets) and offsets[piece][1] <= begin:
            piece += 1
        if piece == len(offsets):
            break
        words.append(Span(match.start(), match.end()))
        first.append(piece)
    at = 0
    while at < len(words):
        cut = _cut(text, words, first, at, len(ids), room)
        begin = first[at]
        end = min(first[cut] if cut < len(words) else len(ids), begin + room)
        inside = words[at:cut]
        yield Window(
            [*ids[begin:end], CLOSE_ID],
            inside,
            [f - begin for f in first[at:cut]],
            _sentences(text, inside, whole),
            [0] * len(inside),
        )
        at = cut


def _cut(text: str, words: list[Span], first: list[int], at: int, pieces: int, room: int) -> int:
    """Where the part that begins with word ``at`` ends: the last sentence end that fits, else the last word."""
    if pieces - first[at] <= room:
        return len(words)
    fit = at + 1
    while fit < len(words) and first[fit] - first[at] <= room:
        fit += 1
    for cut in range(fit - 1, at + (fit - at) // 2, -1):
        if text[words[cut - 1].start] in _SENTENCE_END:
            return cut
    return max(at + 1, fit - 1)


def _whole_words(text: str) -> frozenset[str]:
    """The short capitalised words that stand as often without a full stop, so that one after them ends a sentence."""
    abbreviated: Counter[str] = Counter()
    for word, stop in _SHORT.findall(text):
        abbreviated[word] += 1 if stop else -1
    return frozenset(word for word, more in abbreviated.items() if more <= 0)


def _sentences(text: str, words: list[Span], whole: Container[str]) -> list[int]:
    """The number of each word's sentence, by a rule of thumb for every language: the network reads it as a hint."""
    numbers, number, ended = [], 0, False
    for at, (start, _) in enumerate(words):
        sign = text[start]
        if ended and text[start - 1].isspace():
            number += not sign.islower()
            ended = False
        numbers.append(number)
        if sign in _SENTENCE_END:
            before = text[slice(*words[at - 1])] if at else ""
            ended = sign != "." or not (before[:1].isupper() and len(before) <= ABBREVIATION and before not in whole)
    return numbers

"""Runs of words that two texts of one language have in common."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from enligt.attributing.quotes import by_block, quotations
from enligt.records import Page, Span

#: Words in a run that two pages don't share by chance.
SHINGLE_WORDS = 5
#: Words of a page that are compared, in number; a hostile page may have millions.
MAX_WORDS = 20_000
#: Places of one shingle in a text that are tried.
_MAX_PLACES = 8

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a page, folded, with its place; ``quoted`` if it stands in a quotation."""

    key: str
    span: Span
    quoted: bool


@dataclass(frozen=True, slots=True)
class Common:
    """What two texts have in common: passages, and the share of each text's own words (outside of quotations).

    ``head`` is the share of the first half of the first text's own words, ``words`` how many of all they are.
    """

    pairs: tuple[tuple[Span, Span], ...]
    share: float
    other_share: float
    head: float
    words: int


def keys(page: Page) -> list[str]:
    """The folded words of a page's story, at most ``MAX_WORDS``."""
    found = (match[0].casefold() for block in page.story for match in _WORD.finditer(page.text, *block.span))
    return list(islice(found, MAX_WORDS))


def words(page: Page) -> list[Word]:
    """The same with their places."""
    return list(islice(_words(page), MAX_WORDS))


def _words(page: Page) -> Iterator[Word]:
    for block, quoted in by_block(page.story, quotations(page.text, page.story)):
        at = 0
        for match in _WORD.finditer(page.text, *block.span):
            while at < len(quoted) and quoted[at].end <= match.start():
                at += 1
            inside = at < len(quoted) and quoted[at].start <= match.start()
            yield Word(match[0].casefold(), Span(*match.span()), inside)


def in_common(mine: Sequence[Word], theirs: Sequence[Word], *, quotes: bool) -> Common:
    """The runs of at least ``SHINGLE_WORDS`` words of one text that the other has; ``quotes``: quoted words count."""
    runs = list(_runs([word.key for word in mine], [word.key for word in theirs]))
    own = _covered(mine, [(a, size) for a, _, size in runs], quotes)
    other = _covered(theirs, [(b, size) for _, b, size in runs], quotes)
    head = own[: len(own) // 2]
    return Common(
        pairs=tuple((_hull(mine, a, size), _hull(theirs, b, size)) for a, b, size in runs),
        share=sum(own) / max(1, len(own)),
        other_share=sum(other) / max(1, len(other)),
        head=sum(head) / max(1, len(head)),
        words=sum(own),
    )


def _covered(text: Sequence[Word], runs: Sequence[tuple[int, int]], quotes: bool) -> list[bool]:
    """For each word that counts, whether it is in one of the runs (start and length)."""
    inside = {at for start, size in runs for at in range(start, start + size)}
    return [at in inside for at, word in enumerate(text) if quotes or not word.quoted]


def _hull(text: Sequence[Word], start: int, size: int) -> Span:
    return Span(text[start].span.start, text[start + size - 1].span.end)


def _runs(mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Starts in both texts and lengths of common runs, in the order of ``mine`` and without overlaps there."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(theirs) - SHINGLE_WORDS + 1):
        known = places[tuple(theirs[at : at + SHINGLE_WORDS])]
        if len(known) < _MAX_PLACES:
            known.append(at)
    at = after = 0  # places in mine, and behind the last run in theirs
    while at <= len(mine) - SHINGLE_WORDS:
        starts = places.get(tuple(mine[at : at + SHINGLE_WORDS]))
        if not starts:
            at += 1
            continue
        start = next((place for place in starts if place >= after), starts[0])
        size = SHINGLE_WORDS
        while at + size < len(mine) and start + size < len(theirs) and mine[at + size] == theirs[start + size]:
            size += 1
        yield at, start, size
        at, after = at + size, start + size

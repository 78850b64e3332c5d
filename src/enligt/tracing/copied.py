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
    """What two texts have in common: passages, and the share of each text's own words (outside of quotations)."""

    pairs: tuple[tuple[Span, Span], ...]
    share: float
    other_share: float
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
    shares = []
    for text, starts in ((mine, [(a, size) for a, _, size in runs]), (theirs, [(b, size) for _, b, size in runs])):
        covered = {at for start, size in starts for at in range(start, start + size)}
        counted = [at for at, word in enumerate(text) if quotes or not word.quoted]
        shares.append((sum(at in covered for at in counted), len(counted)))
    pairs = tuple(
        (
            Span(mine[a].span.start, mine[a + size - 1].span.end),
            Span(theirs[b].span.start, theirs[b + size - 1].span.end),
        )
        for a, b, size in runs
    )
    (common, own), (other_common, other_own) = shares
    return Common(pairs, common / max(1, own), other_common / max(1, other_own), common)


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

"""Whether a page's text is another's: copied, edited, shortened or translated, and which of the two came first.

In one language the words tell: runs of words that both pages have. Across languages the order tells: two pages that
report one event choose and arrange for themselves, a translation says the same, paragraph for paragraph, at the same
places. What people said word for word is no sign of copying, since everybody quotes it alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from enligt.records import Echo, EchoKind, Page
from enligt.tracing.copied import SHINGLE_WORDS, in_common, keys, words
from enligt.tracing.precedence import came_first, credits_to, days_apart
from enligt.tracing.saying import Saying
from enligt.tracing.translated import Passage, alignment, passages

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# The thresholds were chosen on the relay stories, with given and with found statements, but for COPIED and
# LEAST_ALIGNED, which were set by reading what the Nord Stream pages of BSNLP have in common.

#: Hashes kept of a page, and one in how many shingles is kept at most: a page of 500 words has some sixty.
SKETCH_HASHES, SKETCH_SCALE = 64, 8
#: Words outside of quotations below which the quotations count too, and only a verbatim copy: an interview, printed
#: twice.
LEAST_OWN_WORDS = 40
#: Share of a page's own words, and of the first half of them, that the other must have for its text to be the other's,
#: and their least number. News stand at the head; agencies print the same background below theirs for months, and such
#: pages share up to half of their words, but mostly less than a quarter of their first halves.
COPIED, LEAST_COPIED_WORDS = 0.4, 25
#: Days after which only a verbatim or credited copy counts: news is reworked while it is news. All four later
#: pairs in a sample of Nord Stream echoes that was read shared background only.
NEWS_DAYS = 2
#: Share of both pages' words from which one is the other, verbatim.
VERBATIM = 0.8
#: Length of a page, in lengths of the other's, up to which it is a shortened copy, if its words are mostly the other's.
SHORTENED_LENGTH, SHORTENED_SHARE = 0.67, 0.6
#: Likeness of two pages, passage for passage, from which one is a translation; less is asked where it says so itself.
#: Pages of one affair reach 0.55 by themselves, translations 0.55 to 0.77. Pages that credit others for some words
#: reach 0.19, translations that say so 0.49 to 0.72, and 0.30 where they were much shortened.
TRANSLATED, TRANSLATED_CREDITED = 0.55, 0.28
#: Places where a page credits the other before less is asked; a single one may be a single loan.
CREDITED_PLACES = 2
#: Passages that must be alike in a translation, and those of them that are not bare quotations. Three are alike by
#: chance (up to 0.45) in short pages of one affair.
LEAST_ALIGNED, LEAST_TOLD = 4, 2
#: Mean distance of the passages of an uncredited translation from their places in the original, in page lengths; true
#: ones stay below 0.07, pages of one affair begin at 0.11.
MAX_OFFSET = 0.09


@dataclass(frozen=True)
class Side:
    """A page with its sayings, in the order of the text, ready to be compared with others, one after the other."""

    page: Page
    sayings: Sequence[Saying]

    @cached_property
    def id(self) -> str:
        """The page's id."""
        return self.page.id

    @cached_property
    def shingles(self) -> NDArray[np.int64]:
        """Hashes of all runs of as many words as two pages don't share by chance, each once."""
        import numpy as np

        story = keys(self.page)
        hashes = map(hash, zip(*(story[at:] for at in range(SHINGLE_WORDS)), strict=False))
        return np.unique(np.fromiter(hashes, np.int64))

    def shares_text(self, other: Side) -> bool:
        """Whether the pages have any such run in common."""
        import numpy as np

        return len(np.intersect1d(self.shingles, other.shingles, assume_unique=True)) > 0

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """What is compared across languages."""
        return passages(self.page, self.sayings)


def sketch(page: Page) -> frozenset[int]:
    """Some hashes of a page's shingles, at most ``SKETCH_HASHES``, each fit for a signed integer of 64 bits.

    Pages that share text share hashes, also where one is a small part of the other: of all shingles those with the
    least hashes are kept, at most one in ``SKETCH_SCALE`` (FracMinHash, Irber et al. 2022).

    >>> page = Page(text="", blocks=())
    >>> sketch(page)
    frozenset()
    """
    story = keys(page)
    shingles = {" ".join(story[at : at + SHINGLE_WORDS]) for at in range(len(story) - SHINGLE_WORDS + 1)}
    hashes = (int.from_bytes(blake2b(one.encode("utf-8", "replace"), digest_size=8).digest()) for one in shingles)
    kept = sorted(one for one in hashes if one < 2**64 // SKETCH_SCALE)
    return frozenset(kept[:SKETCH_HASHES])


def echo_of(page: Side, other: Side, *, one_affair: bool = True) -> Echo | None:
    """The echo that one of two pages is of the other, whichever came first; ``None`` where neither is.

    Which is the copy is decided by credit, else by date, else by address, so that the order of the two never matters.
    Pages that do not tell of ``one_affair`` are no translations.
    """
    if page.id == other.id:
        return None
    translated = len({page.page.lang, other.page.lang} - {None}) == 2
    if translated and not one_affair:
        return None
    if not translated and not page.shares_text(other):
        return None
    copy, original = (page, other) if _is_copy(page, other) else (other, page)
    return _translated(copy, original) if translated else _copied(copy, original)


def best(echoes: Iterable[Echo]) -> list[Echo]:
    """One echo a copy, the copies in order of their ids: of a credited original, else of that with the largest share.

    So a translation of what two papers print is one of the paper that it credits.
    """
    chosen: dict[str, Echo] = {}
    for echo in sorted(echoes, key=lambda one: (not one.credited, -one.share, one.of)):
        chosen.setdefault(echo.page, echo)
    return [chosen[copy] for copy in sorted(chosen)]


def _is_copy(page: Side, other: Side) -> bool:
    mine, theirs = _credits(page, other), _credits(other, page)
    if bool(mine) != bool(theirs):
        return bool(mine)
    first = came_first(page.page, other.page)
    if first is not None:
        return not first
    if mine != theirs:
        return mine > theirs
    return (page.page.url or "", page.id) > (other.page.url or "", other.id)


def _credits(page: Side, other: Side) -> int:
    return credits_to(page.page, [saying.statement for saying in page.sayings], other.page)


def _copied(copy: Side, original: Side) -> Echo | None:
    mine, theirs = words(copy.page), words(original.page)
    own = sum(not word.quoted for word in mine)
    common = in_common(mine, theirs, quotes=own < LEAST_OWN_WORDS)
    verbatim = min(common.share, common.other_share) >= VERBATIM
    if common.words < LEAST_COPIED_WORDS or min(common.share, common.head) < COPIED:
        return None
    if own < LEAST_OWN_WORDS and not verbatim:
        return None
    credited = _credits(copy, original) > 0
    if not verbatim and not credited and days_apart(copy.page, original.page) > NEWS_DAYS:
        return None
    kind: EchoKind = "verbatim" if verbatim else "edited"
    if not verbatim and len(mine) <= SHORTENED_LENGTH * len(theirs) and common.share >= SHORTENED_SHARE:
        kind = "shortened"
    return Echo(
        page=copy.id,
        of=original.id,
        kind=kind,
        credited=credited,
        share=common.share,
        pairs=common.pairs,
    )


def _translated(copy: Side, original: Side) -> Echo | None:
    if min(len(copy.passages), len(original.passages)) < LEAST_ALIGNED:
        return None
    found = alignment(copy.passages, original.passages)
    if len(found.pairs) < LEAST_ALIGNED or found.told < LEAST_TOLD:
        return None
    places = _credits(copy, original)
    credited = places >= CREDITED_PLACES
    if found.likeness < (TRANSLATED_CREDITED if credited else TRANSLATED):
        return None
    if not credited and found.offset > MAX_OFFSET:
        return None
    return Echo(
        page=copy.id,
        of=original.id,
        kind="translated",
        credited=places > 0,
        share=found.likeness,
        pairs=found.pairs,
    )

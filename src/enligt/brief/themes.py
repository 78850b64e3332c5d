"""Items → sections: what is about the same things stands together, under the names that it shares.

Items are joined pairwise, the nearest first (average linkage), by what they say, the names in their quotes, and who
speaks. What is near nothing stands in a last section; contradictions that are near nothing stand in one before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import TYPE_CHECKING

from enligt.brief.choosing import weight
from enligt.brief.naming import Names
from enligt.brief.parts import Item, Quote, Section
from enligt.brief.sentences import shortened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Nearness from which items belong together: a cosine of what they say, raised by what they share. Chosen by reading
#: the sections of the example pages, the relay stories and a digest of one page in steps of 0.05.
TOGETHER = 0.3
#: What sharing all names of the one that has fewer adds, sharing a speaker, and standing in neighbouring paragraphs.
SHARED_NAMES, SHARED_SPEAKER, NEIGHBOURS = 0.3, 0.15, 0.1
#: Names in a title.
NAMES_IN_TITLE = 3
#: Items of a section; a larger theme would be a brief by itself.
MOST_TOGETHER = 7
#: Code points of a title that is made of quoted words.
LONGEST_TITLE = 60

Directions = Mapping[str, "NDArray[np.float32]"]


def sections(items: Sequence[Item], names: Names, directions: Directions) -> tuple[Section, ...]:
    """The items in sections, the weightiest first in both; what is near nothing stands in the last."""
    if not items:
        return ()
    groups = _joined(items, _nearness(items, names, directions))
    found = _titled([sorted(group, key=weight_of) for group in groups if len(group) > 1], names)
    lone = sorted((item for group in groups if len(group) == 1 for item in group), key=weight_of)
    disputed = tuple(item for item in lone if item.contradicted)
    rest = tuple(item for item in lone if not item.contradicted)
    found += [Section(items=disputed)] if disputed else []
    found.sort(key=lambda section: weight_of(section.items[0]))
    return (*found, Section(items=rest)) if rest else tuple(found)


def weight_of(item: Item) -> tuple[object, ...]:
    """Sorts items by weight; of equals those that can be read, then in order of time and of the text."""
    first = item.quotes[0]
    *weighed, seen = weight(item.claim, item.contradicted)
    return (*weighed, item.foreign, seen, first.page.id, first.statement.content[0], item.claim.id)


def _nearness(items: Sequence[Item], names: Names, directions: Directions) -> NDArray[np.float32]:
    import numpy as np

    said = np.stack([_direction(item, directions) for item in items])
    near: NDArray[np.float32] = said @ said.T
    bearers = Counter(key for item in items for key in names.of(item))
    rarity = {key: log(len(items) / count) for key, count in bearers.items()}
    for a, one in enumerate(items):
        for b, other in enumerate(items[:a]):
            less = min(_sum(rarity, names.of(one)), _sum(rarity, names.of(other)))
            shared = _sum(rarity, names.of(one) & names.of(other))
            more = SHARED_NAMES * shared / less if less else 0.0
            more += SHARED_SPEAKER if one.speakers & other.speakers else 0.0
            more += NEIGHBOURS if _neighbours(one, other) else 0.0
            near[a, b] += more
            near[b, a] += more
    return near


def _sum(rarity: Mapping[str, float], keys: Iterable[str]) -> float:
    return sum(rarity[key] for key in sorted(keys))


def _neighbours(one: Item, other: Item) -> bool:
    """Whether quotes of both stand on one page in the same paragraph, or in two that follow each other."""
    places = [(quote.page.id, _paragraph(quote)) for quote in one.quotes]
    others = [(quote.page.id, _paragraph(quote)) for quote in other.quotes]
    return any(page == other_page and abs(at - by) <= 1 for page, at in places for other_page, by in others)


def _paragraph(quote: Quote) -> int:
    start = quote.statement.content[0].start
    return sum(block.span.start <= start for block in quote.page.blocks)


def _direction(item: Item, directions: Directions) -> NDArray[np.float32]:
    """The mean of what an item's statements say."""
    import numpy as np

    found = [directions[one.statement] for one in item.claim.members if one.statement in directions]
    mean: NDArray[np.float32] = np.mean(found, axis=0) if found else np.zeros(384, np.float32)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


def _joined(items: Sequence[Item], near: NDArray[np.float32]) -> list[list[Item]]:
    groups = [[at] for at in range(len(items))]
    while True:
        pairs = [
            (-float(near[one][:, other].mean()), a, b)
            for a, one in enumerate(groups)
            for b, other in enumerate(groups[:a])
            if len(one) + len(other) <= MOST_TOGETHER
        ]
        distance, a, b = min(pairs, default=(0.0, 0, 0))
        if -distance < TOGETHER:
            return [[items[at] for at in group] for group in groups]
        groups[b] += groups.pop(a)


def _titled(themes: Sequence[Sequence[Item]], names: Names) -> list[Section]:
    """Each theme under the names that most of its items share and fewest others have, none in two titles."""
    everywhere = Counter(key for theme in themes for item in theme for key in names.of(item))
    taken: set[str] = set()
    found = []
    for theme in themes:
        here = Counter(key for item in theme for key in names.of(item))
        ranked = sorted(
            (key for key in here if key not in taken and names.readable(key)),
            key=lambda key: (-here[key] * here[key] / everywhere[key], key not in names.of(theme[0]), names.shown(key)),
        )
        chosen = ([key for key in ranked if here[key] > 1] or ranked)[:NAMES_IN_TITLE]
        taken.update(chosen)
        words = "" if chosen else shortened(theme[0].quotes[0].words, LONGEST_TITLE)
        found.append(Section(items=tuple(theme), names=tuple(map(names.shown, chosen)), words=words))
    return found

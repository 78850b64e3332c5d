"""How many pages that tell of one affair a ledger compares, as it grows: what is not compared can't become one claim.

    OPENBLAS_NUM_THREADS=1 python bench/neighbours.py [--pages 1000 3000]

The pages of the invented stories that were held out from teaching (training/stories.py), and as many of the others as
are wanted besides, with their statements given and their names as found, come into a ledger in a random order. Of the
pairs of pages of one story that tell of one affair when they are compared (``tracing.common.of_one_affair``), the share
is printed that the ledger has found, of stories held out and of those taught; and how many pairs of two stories it
takes for one affair: as it is, without the names, without those that tell of one affair with a likely one, and with
twice as many pages compared. The time is that of the processor, with reading what the statements say.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from itertools import combinations, groupby, islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from held_out import TRAINING, _page
from sqlalchemy import select
from stories import Said, stories

from enligt.attributing import attributer
from enligt.ledger import linking, open_ledger
from enligt.ledger.schema import AFFAIRS, PAGES
from enligt.records import Options, Traced
from enligt.tracing.claims import nearness
from enligt.tracing.common import of_one_affair
from enligt.tracing.meaning import Meaning
from enligt.tracing.saying import sayings

#: A name, and what is otherwise than it is.
SETTINGS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("as it is", {}),
    ("without names", {"COMMON_NAME": 0}),
    ("without fellows", {"_fellows_of": lambda *_: []}),
    ("twice as many", {"MAX_PAGES": 2 * linking.MAX_PAGES}),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 3_000])
    chosen = parser.parse_args()
    meaning = Meaning()
    apart, others = _told(TRAINING / "stories" / "held_out"), _told(TRAINING / "stories")
    held_out = {story[0].story for story in apart}
    print("| pages | compared | pairs held out | found | pairs taught | found | of two stories | ms a page |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|")
    for count in chosen.pages:
        some = list(islice(_pages(apart, others), count))
        random.Random(1).shuffle(some)
        story_of = {traced.page.id: story for story, traced in some}
        kept_apart = [one for one in some if one[0] in held_out]
        taught = [one for one in some if one[0] not in held_out]
        true = [_pairs(kept_apart, meaning), _pairs(taught, meaning)]
        for name, otherwise in SETTINGS:
            with patch.multiple(linking, **otherwise) if otherwise else nullcontext():
                found, spent = _compared([traced for _, traced in some], meaning)
            strangers = sum(len({story_of[page] for page in pair}) > 1 for pair in found)
            shares = " | ".join(f"{len(one):,} | {len(one & found) / max(1, len(one)):.3f}" for one in true)
            print(f"| {len(some):,} | {name} | {shares} | {strangers} | {spent:.0f} |", flush=True)


def _told(folder: Path) -> list[list[Said]]:
    """The stories of a folder that are told page by page, in a random order."""
    told = [story for story in stories(folder) if len({one.page for one in story}) < len(story)]
    return random.Random(1).sample(told, len(told))


def _pages(apart: list[list[Said]], others: list[list[Said]]) -> Iterator[tuple[str, Traced]]:
    """The pages of stories, each with its story."""
    finder = attributer(Options())
    for story in (*apart, *others):
        pages = [_page(list(some))[0] for _, some in groupby(story, key=lambda said: said.page)]
        for traced, (page, found) in zip(pages, finder.find([one.page for one in pages]), strict=True):
            yield story[0].story, replace(traced, page=page, names=found.names)


def _pairs(told: list[tuple[str, Traced]], meaning: Meaning) -> set[frozenset[str]]:
    """The pairs of pages of one story that tell of one affair, by their ids."""
    found = set()
    for _, some in groupby(sorted(told, key=lambda one: one[0]), key=lambda one: one[0]):
        sides = [(traced.page.id, sayings(traced, meaning)) for _, traced in some]
        for (one, mine), (other, theirs) in combinations(sides, 2):
            if of_one_affair(nearness(mine, theirs)):
                found.add(frozenset((one, other)))
    return found


def _compared(pages: list[Traced], meaning: Meaning) -> tuple[set[frozenset[str]], float]:
    """The pairs that a ledger takes for one affair, and the processor's milliseconds for each page."""
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "l.ledger", meaning=meaning) as ledger:
        began = time.process_time()
        for _ in ledger.add_many(pages):
            pass
        spent = (time.process_time() - began) / len(pages) * 1000
        with ledger._file.transaction("DEFERRED") as connection:
            ids = {row.seq: row.id for row in connection.execute(select(PAGES.c.seq, PAGES.c.id))}
            return {frozenset((ids[row.first], ids[row.second])) for row in connection.execute(select(AFFAIRS))}, spent


if __name__ == "__main__":
    main()

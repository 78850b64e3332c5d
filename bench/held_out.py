"""Claims on the invented stories that were held out from teaching: what the shipped model and rule make of them.

    python bench/held_out.py [--stories DIR]

Stories come in two forms (training/stories.py): those of sayings, each of which stands on a page of its own here, and
those of whole pages. Area: how often two sayings of one claim are nearer than two of the story that are not (by
``tracing.claims.nearness``; area under the curve). Claims: all pages go into one ledger, with their statements given;
B-cubed over the sayings that the stories put into claims, and again over all of them, each of the others a claim of its
own. Strangers: the share of sayings whose claim has one of another story.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import defaultdict
from itertools import groupby
from pathlib import Path

import numpy as np
from origins import _prf, bcubed

from enligt.ledger import open_ledger
from enligt.records import Block, Page, Span, Statement, Traced
from enligt.tracing.claims import nearness
from enligt.tracing.meaning import Meaning
from enligt.tracing.saying import sayings

TRAINING = Path(__file__).parents[1] / "training"
sys.path.insert(0, str(TRAINING))
from stories import Said, stories  # noqa: E402  (the folder is not a package)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, default=TRAINING / "stories" / "held_out")
    chosen = parser.parse_args()
    meaning = Meaning()
    kinds: dict[str, list[list[Said]]] = {"of sayings": [], "of pages": []}
    for story in stories(chosen.stories):
        kinds["of sayings" if len({said.page for said in story}) == len(story) else "of pages"].append(story)
    print("| stories held out | sayings | area | claims B³ P/R/F | B³ of all | met strangers |")
    print("|---|---:|---:|---|---|---:|")
    for kind, told in kinds.items():
        if told:
            print(f"| {len(told)} {kind} | {sum(map(len, told))} | {_judged(told, meaning)} |", flush=True)


def _judged(told: list[list[Said]], meaning: Meaning) -> str:
    right, wrong = [], []
    claim_of, story_of, found = {}, {}, {}
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "l.ledger", meaning=meaning) as ledger:
        for story in told:
            pages = [_page(list(some)) for _, some in groupby(story, key=lambda said: said.page)]
            sides = [one for traced, _ in pages for one in sayings(traced, meaning)]
            claims = {key: said.claim for _, whose in pages for key, said in whose.items()}
            claim_of |= claims
            story_of |= dict.fromkeys(claims, story[0].story)
            near, names = nearness(sides, sides), np.array([claims[one.id] for one in sides])
            same = names[:, None] == names[None, :]
            upper = np.triu(np.ones_like(same), 1)
            right.append(near[same & upper])
            wrong.append(near[~same & upper])
            for _ in ledger.add_many(traced for traced, _ in pages):
                pass
        for claim in ledger.claims():
            found |= {member.statement: claim.id for member in claim.members}
    high, low = np.concatenate(right), np.sort(np.concatenate(wrong))
    area = (np.searchsorted(low, high) / len(low)).mean()
    true = {one: name for one, name in claim_of.items() if not name.startswith("-")}
    together = defaultdict(set)
    for one, claim in found.items():
        together[claim].add(story_of[one])
    met = sum(len(together[claim]) > 1 for claim in found.values()) / len(found)
    told_in = _prf(*bcubed({one: found[one] for one in true}, true))
    return f"{area:.3f} | {told_in} | {_prf(*bcubed(found, claim_of))} | {met:.3f}"


def _page(said: list[Said]) -> tuple[Traced, dict[str, Said]]:
    """The page on which some sayings of a story stand, and its statements' sayings by their ids."""
    text, blocks, statements, whose = "", [], [], {}
    for paragraph, some in groupby(said, key=lambda one: one.text):
        start = len(text)
        text += paragraph
        blocks.append(Block("paragraph", Span(start, len(text))))
        for one in some:
            content = tuple(Span(start + first, start + last) for first, last in one.content)
            key = f"{one.page} {content[0].start}"
            statements.append(Statement(id=key, content=content, cue=(), source=(), form="direct", voice="unstated"))
            whose[key] = one
        text += "\n"
    first = said[0]
    page = Page(text=text, lang=first.lang, published=first.published, url=f"story:{first.page}", blocks=tuple(blocks))
    return Traced(page=page, statements=tuple(statements)), whose


if __name__ == "__main__":
    main()

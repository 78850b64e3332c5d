"""Claims on the invented stories that were held out from teaching: what the shipped model makes of them.

    python bench/held_out.py

Each saying stands on a page of its own. Area: how often two sayings of one claim are nearer than two of the story that
are not (by ``tracing.claims.mutual``; the area under the curve). Claims: B-cubed over the sayings that the stories put
into claims, as the shipped rule groups them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from origins import bcubed

from enligt.records import Block, Page, Span, Statement, Traced
from enligt.tracing.claims import groups, mutual, table
from enligt.tracing.meaning import Meaning
from enligt.tracing.saying import Saying, sayings

TRAINING = Path(__file__).parents[1] / "training"
sys.path.insert(0, str(TRAINING))
from stories import Said, stories  # noqa: E402  (the folder is not a package)


def main() -> None:
    """Measure and print."""
    meaning, held = Meaning(), list(stories(TRAINING / "stories" / "held_out"))
    right, wrong, judged = [], [], []
    for story in held:
        told = [_saying(said, str(number), meaning) for number, said in enumerate(story)]
        claims = np.array([said.claim for said in story])
        same = claims[:, None] == claims[None, :]
        upper = np.triu(np.ones_like(same), 1)
        near = mutual(told, told)
        right.append(near[same & upper])
        wrong.append(near[~same & upper])
        found = {at: number for number, group in enumerate(groups(table(told, near))) for at in group}
        true = {at: claim for at, claim in enumerate(claims) if not claim.startswith("-")}
        judged.append(bcubed({at: found[at] for at in true}, true))
    high, low = np.concatenate(right), np.sort(np.concatenate(wrong))
    area = (np.searchsorted(low, high) / len(low)).mean()
    precision, recall = np.mean(judged, axis=0)
    print("| stories held out | sayings | area | claims B³ P/R/F |\n|---:|---:|---:|---|")
    f1 = 2 * precision * recall / (precision + recall)
    print(f"| {len(held)} | {sum(map(len, held))} | {area:.3f} | {precision:.2f}/{recall:.2f}/{f1:.2f} |")


def _saying(said: Said, number: str, meaning: Meaning) -> Saying:
    block = Block("paragraph", Span(0, len(said.text)))
    page = Page(text=said.text, lang=said.lang, published=said.published, url=f"story:{number}", blocks=(block,))
    statement = Statement(id=number, content=said.content, cue=(), source=(), form="direct", voice="unstated")
    (saying,) = sayings(Traced(page=page, statements=(statement,)), meaning)
    return saying


if __name__ == "__main__":
    main()

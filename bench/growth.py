"""How fast a ledger takes in statements while it grows, and the memory that takes.

    python bench/growth.py [--statements 10000]

Pages of ten statements are made by a seeded program: each statement is one of a stock of propositions that grows with
the ledger (most are told by a few pages, some by many, as in the news), worded anew. What texts say is made up by the
program too, in place of the model: random directions, shared by the wordings of one proposition, so that finding,
comparing and claiming do their whole work. Reading and tracing, which cost the same in a ledger of any size, are left
out. Printed after each tenth: statements a second in it, peak memory, the ledger's size.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from enligt.ledger import open_ledger
from enligt.records import Block, Page, Span, Speaker, Statement, Traced
from enligt.tracing.meaning import STEPS, Meaning, Sense

STATEMENTS_A_PAGE, PIECES, OUTLETS, SPEAKERS = 10, 16, 200, 5_000
#: Share of statements that tell something that no page has told before.
NEW = 0.4


class MadeUp(Meaning):
    """Directions for texts of the form "proposition wording …": one proposition lies in nearly one direction."""

    def __init__(self) -> None:
        pass

    def of(self, texts: Iterable[str]) -> Iterator[Sense]:
        """The made-up sense of each text."""
        for text in texts:
            proposition, wording = map(int, text.split()[:2])
            core, own = np.random.default_rng(proposition), np.random.default_rng((proposition, wording))
            vector = core.normal(size=384) + 0.4 * own.normal(size=384)
            pieces = core.normal(size=(PIECES, 96)) + 0.4 * own.normal(size=(PIECES, 96))
            yield Sense(_steps(vector), _steps(pieces), np.full(PIECES, 80, np.uint8))


def _steps(rows: Any) -> Any:
    return np.rint(rows / np.linalg.norm(rows, axis=-1, keepdims=True) * STEPS).astype(np.int8)


def pages(count: int, seed: int = 1) -> Iterator[Traced]:
    """Pages that tell of a growing stock of propositions; the recent ones are told most."""
    draw, known = random.Random(seed), 0
    for number in range(count):
        lines, statements, at = [], [], 0
        for place in range(STATEMENTS_A_PAGE):
            if draw.random() < NEW or not known:
                known += 1
                proposition = known
            else:
                proposition = known - int(draw.expovariate(1 / 300)) % known
            line = f"{proposition} {number} {' '.join(f'w{draw.randrange(50_000)}' for _ in range(10))}"
            who = draw.randrange(SPEAKERS)
            speaker = Speaker(id=f"speaker-{who}", name=_name(who))
            span = Span(at, at + len(line))
            statements.append(
                Statement(
                    id=f"{number}-{place}", content=(span,), cue=(), source=(), form="indirect", voice="named",
                    speaker=speaker,
                )
            )  # fmt: skip
            lines.append(line)
            at = span.end + 1
        text = "\n".join(lines)
        page = Page(
            text=text,
            blocks=(Block("paragraph", Span(0, len(text))),),
            url=f"https://outlet-{draw.randrange(OUTLETS)}.example/{number}",
            outlet=f"Outlet {draw.randrange(OUTLETS)}",
            lang="xx",
            published=f"2026-{1 + number * 12 // count:02}-{1 + number % 28:02}",
        )
        yield Traced(page=page, statements=tuple(statements))


def _name(number: int) -> str:
    """An invented name, the same for the same number."""
    draw = random.Random(number)
    given, surname = ("".join(draw.choice("bdfgklmnprstv") + draw.choice("aeiou") for _ in range(n)) for n in (2, 4))
    return f"{given.title()} {surname.title()}"


def main() -> None:
    """Fill a ledger and print how it goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=10_000)
    chosen = parser.parse_args()
    count = chosen.statements // STATEMENTS_A_PAGE
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "l.ledger", meaning=MadeUp()) as ledger:
        print("| statements | a second in the last tenth | peak memory, MB | ledger, MB |\n|---:|---:|---:|---:|")
        began = time.perf_counter()
        for number, traced in enumerate(pages(count), 1):
            ledger.add(traced)
            if number % max(1, count // 10) == 0:
                now = time.perf_counter()
                rate = max(1, count // 10) * STATEMENTS_A_PAGE / (now - began)
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                size = sum(file.stat().st_size for file in Path(folder).iterdir()) // 1_000_000
                print(f"| {number * STATEMENTS_A_PAGE:,} | {rate:.0f} | {memory} | {size} |", flush=True)
                began = now
        claims = list(ledger.claims())
        print(f"\n{len(claims):,} claims; {max(len(claim.pages) for claim in claims)} pages in the widest.")


if __name__ == "__main__":
    main()

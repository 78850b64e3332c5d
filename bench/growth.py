"""How fast a ledger takes in statements while it grows, and the memory that takes.

    OPENBLAS_NUM_THREADS=1 python bench/growth.py [--statements 10000]

Pages are made by a seeded program, after what 90 pages of BSNLP's Nord Stream have. A page of ten statements, some 250
words, belongs to a story; most stories have a page or two, a few have hundreds (a Pareto distribution with index 1.2),
in five languages, close together in time. A statement in three tells something new; the others tell what an earlier
statement of the story told, worded anew, so that of the propositions, too, most are told once or twice and a few by
hundreds of pages. One page in twenty is a copy of another. Speakers have names, offices or neither; one statement in
five comes through another outlet, one in five has a figure. A page names three persons of its story and two that any
page may name.

What texts say is made up too, in place of the model: 8 to 126 pieces, 24 on the mean, each a random direction, some of
them shared by all texts, by a story, or by the wordings of one proposition; so finding, comparing and claiming do their
whole work. Making up takes a part of the time that is measured, which is printed. Reading and tracing, which cost the
same in a ledger of any size, are left out. Printed after each tenth: statements a second in it,
and in a second of processor time, which others on the machine change less; peak memory; the ledger's size.
"""

from __future__ import annotations

import argparse
import heapq
import random
import resource
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from enligt.ledger import open_ledger
from enligt.ledger.claiming import Wanted
from enligt.records import Block, Link, Name, Page, Span, Speaker, Statement, Traced, Voice
from enligt.tracing.meaning import MAX_PIECES, STEPS, Meaning, Sense, Told

STATEMENTS_A_PAGE, OUTLETS, SPEAKERS = 10, 200, 5_000
#: Share of statements that tell something that no page has told before, and of pages that are copies.
NEW, COPIES = 0.35, 0.05
#: How fast stories with many pages become rare, and how many pages of others come between two of a story.
TAIL, WAIT = 1.2, 30
LANGUAGES = ("en", "de", "ru", "fr", "sv")
VOICES: tuple[Voice, ...] = ("named", "named", "named", "institution", "anonymous")
#: Pieces that all texts, and that the texts of a story, have in common to choose from.
COMMON, OF_STORY = 40, 30


@dataclass
class Story:
    """A story that goes on: what has been told of it, and the lines of its last page."""

    number: int
    told: list[int] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


class MadeUp(Meaning):
    """Directions for texts that begin with the marks of their story, proposition and wording."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def of(self, texts: Iterable[str]) -> Iterator[Sense]:
        """The made-up sense of each text."""
        for text in texts:
            began = time.perf_counter()
            sense = _sense(*(_number(mark) for mark in text.split()[:3]))
            self.seconds += time.perf_counter() - began
            yield sense

    def within(self, told: Iterable[Told]) -> Iterator[list[Sense]]:
        """The made-up senses of contents, whatever stands around them."""
        for one in told:
            yield list(self.of(" ".join(one.text[start:end] for start, end in content) for content in one.contents))


def _sense(story: int, proposition: int, wording: int) -> Sense:
    vector, core = _core(story, proposition)
    draw = np.random.default_rng((wording, proposition))
    kept = core[draw.random(len(core)) < draw.uniform(0.6, 1)]
    own = draw.normal(size=(1 + len(core) // 8, 96))
    pieces = np.concatenate([kept + 0.035 * draw.normal(size=kept.shape), own])
    vector = vector + draw.uniform(0.3, 1) * draw.normal(size=384)
    return Sense(_steps(vector), _steps(pieces), draw.integers(20, 120, len(pieces), np.uint8))


@lru_cache(maxsize=2_000)
def _core(story: int, proposition: int) -> tuple[Any, Any]:
    """What all wordings of a proposition have: a vector, and pieces, some of all texts and some of its story."""
    draw = np.random.default_rng(proposition)
    count = int(np.clip(draw.lognormal(3.0, 0.55), 6, MAX_PIECES * 7 // 8))
    pieces = _unit(draw.normal(size=(count, 96)))
    whose = draw.random(count)
    for others, share in ((_bank(0, COMMON), whose < 0.3), (_bank(story, OF_STORY), whose > 0.7)):
        pieces[share] = others[draw.integers(len(others), size=int(share.sum()))]
    vector = draw.normal(size=384) + 0.4 * np.random.default_rng(story).normal(size=384)
    return vector, pieces


@lru_cache(maxsize=1_000)
def _bank(story: int, count: int) -> Any:
    return _unit(np.random.default_rng((story, count)).normal(size=(count, 96)))


def _unit(rows: Any) -> Any:
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def _steps(rows: Any) -> Any:
    return np.rint(_unit(rows) * STEPS).astype(np.int8)


def pages(count: int, seed: int = 1, statements: int = STATEMENTS_A_PAGE) -> Iterator[Traced]:
    """Pages of stories that come and go, each with so many ``statements``."""
    draw, stories, propositions = random.Random(seed), 0, 0
    due: list[tuple[float, int, int, Story]] = []  # when a story has its next page, and how many then
    for number in range(count):
        if due and due[0][0] <= number:
            _, _, left, story = heapq.heappop(due)
        else:
            stories += 1
            left, story = int(draw.paretovariate(TAIL)), Story(stories)
        if not story.lines or draw.random() >= COPIES:
            here: dict[int, str] = {}
            while len(here) < statements:
                new = not story.told or draw.random() < NEW
                propositions += new
                told = propositions if new else draw.choice(story.told)
                here[told] = _line(draw, story.number, told, number)
            story.told += here
            story.lines = list(here.values())
        yield _page(draw, story.lines, number, count)
        if left > 1:
            heapq.heappush(due, (number + draw.expovariate(1 / WAIT), story.number, left - 1, story))


def _line(draw: random.Random, story: int, proposition: int, wording: int) -> str:
    words = (_mark(draw.randrange(50_000)) for _ in range(22))
    figure = f"{13 + proposition % 900} tonnes" if proposition % 5 == 0 else ""
    return f"{_mark(story)} {_mark(proposition)} {_mark(wording)} {' '.join(words)} {figure}".rstrip()


def _page(draw: random.Random, lines: list[str], number: int, count: int) -> Traced:
    outlet, statements, at = draw.randrange(OUTLETS), [], 0
    for place, line in enumerate(lines):
        who = (_number(line.split()[1]) * 7 + draw.randrange(2)) % SPEAKERS
        span = Span(at, at + len(line))
        statements.append(
            Statement(
                id=f"{number}-{place}",
                content=(span,),
                cue=(),
                source=(),
                form="indirect",
                voice=VOICES[who % len(VOICES)],
                speaker=Speaker(id=f"speaker-{who}", name=_name(who)),
                via=(Link(f"Outlet {draw.randrange(OUTLETS)}", None),) if draw.random() < 0.2 else (),
            )
        )
        at = span.end + 1
    story, names = _number(lines[0].split()[0]), list[Name]()
    people = [_name(3 * story + at) for at in range(3)] + [_name(draw.randrange(SPEAKERS)) for _ in range(2)]
    for name in people:
        names.append(Name("PER", Span(at, at + len(name))))
        at += len(name) + 1
    page = Page(
        text="\n".join([*lines, *people]),
        blocks=tuple(Block("paragraph", one.content[0]) for one in statements),
        url=f"https://outlet-{outlet}.example/{number}",
        outlet=f"Outlet {outlet}",
        lang=LANGUAGES[outlet % len(LANGUAGES)],
        published=(date(2026, 1, 1) + timedelta(days=number * 365 // count)).isoformat(),
    )
    return Traced(page=page, statements=tuple(statements), names=tuple(names))


def _mark(number: int) -> str:
    """A number as a word, since a number in a text is compared as one."""
    return "w" + "".join("abcdefghij"[int(digit)] for digit in str(number))


def _number(mark: str) -> int:
    return int("".join(str("abcdefghij".index(letter)) for letter in mark[1:]))


@lru_cache(maxsize=SPEAKERS)
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
    meaning = MadeUp()
    with tempfile.TemporaryDirectory() as folder, open_ledger(Path(folder) / "l.ledger", meaning=meaning) as ledger:
        print("| statements | a second | a processor's second | peak memory, MB | ledger, MB |")
        print("|---:|---:|---:|---:|---:|")
        start, began = time.perf_counter(), (time.perf_counter(), time.process_time())
        for number, _ in enumerate(ledger.add_many(pages(count)), 1):
            if number % max(1, count // 10) == 0:
                now = time.perf_counter(), time.process_time()
                told = max(1, count // 10) * STATEMENTS_A_PAGE
                rates = " | ".join(f"{told / (end - first):.0f}" for first, end in zip(began, now, strict=True))
                memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                size = sum(file.stat().st_size for file in Path(folder).iterdir()) // 1_000_000
                print(f"| {number * STATEMENTS_A_PAGE:,} | {rates} | {memory} | {size} |", flush=True)
                began = now
        print(f"\n{meaning.seconds / (time.perf_counter() - start):.0%} of the time went into making up.")
        widest = sorted((len(claim.pages) for claim in ledger.claims(Wanted(pages=10))), reverse=True)
        print(f"{len(widest):,} claims on ten pages or more; on most: {widest[:10]}.")


if __name__ == "__main__":
    main()

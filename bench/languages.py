"""Statements, speakers and denials by language, on the pages of the invented stories that were held out from teaching.

    python bench/languages.py [--langs pl cs] [--model small] [--show pl]

No model has learned from these pages (training/told.py and matching.py read the other stories), but what was missed on
some of them was looked at when words and rules for other languages than English were written. Their writers marked
what is said, by whom (in the page's own words), and whether it denies the claim. A statement is found if one of the
program's holds most of the same text (F1 of characters at least a half, each counted once); it is covered if half of
its characters are in any, since a writer may have marked two sayings where the program finds one. Of those found: its
speaker is right if the names are spellings of one person, or have a word in common; and whether it is in the negative
is compared with what is marked, where that is (a claim may itself be in the negative, so 1 is out of reach).
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import enligt
from enligt.attributing.stance import negated
from enligt.naming.phrases import stems
from enligt.naming.variants import same_person
from enligt.records import Options, Page, Span, Statement

TRAINING = Path(__file__).parents[1] / "training"
sys.path.insert(0, str(TRAINING))
from told import STORIES, Mark, told  # noqa: E402  (the folder is not a package)

#: Share of characters that two contents must have in common (F1), and letters of a word by which names are compared.
FOUND, STEM = 0.5, 5


def pages(langs: set[str]) -> dict[str, list[tuple[Page, list[Mark]]]]:
    """The pages of the stories by language, that with the most first."""
    found = defaultdict(list)
    for one in told(STORIES / "held_out"):
        lang = one.page.lang or ""
        if one.complete and (not langs or lang in langs):
            found[lang].append((one.page, one.marks))
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def pairs(marks: list[Mark], found: list[Statement]) -> Iterator[tuple[Mark, Statement]]:
    """What was marked with the statement that holds it, the best pairs first, each once."""
    scored = sorted(
        ((share, a, b) for a, one in enumerate(marks) for b, other in enumerate(found)
         if (share := _common(one.spans, other.content)) >= FOUND),
        reverse=True,
    )  # fmt: skip
    left, right = set[int](), set[int]()
    for _, a, b in scored:
        if a not in left and b not in right:
            left.add(a)
            right.add(b)
            yield marks[a], found[b]


def _common(some: list[Span], others: tuple[Span, ...]) -> float:
    first, second = ({at for span in spans for at in range(*span)} for spans in (some, others))
    return 2 * len(first & second) / (len(first) + len(second))


def same_speaker(named: str, found: str | None) -> bool:
    """Whether a speaker is the one that is marked."""
    if not found:
        return False
    first, second = ({word[:STEM] for word in stems(name)} for name in (named, found))
    return same_person(named, found) or bool(first & second)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--langs", nargs="*", default=[])
    parser.add_argument("--model", default="small", choices=["baseline", "small", "full"])
    parser.add_argument("--show", default="", help="a language whose wrong speakers are shown")
    chosen = parser.parse_args()
    options = Options(model=chosen.model)
    print("| language | pages | marked | covered | found | of found marked | speaker right | nobody | negative right |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    sums = defaultdict[str, int](int)
    for lang, some in pages(set(chosen.langs)).items():
        counts = defaultdict[str, int](int)
        traced = enligt.trace_many((page for page, _ in some), options=options)
        for (page, marks), one in zip(some, traced, strict=True):
            counts["pages"] += 1
            counts["marked"] += len(marks)
            counts["all"] += len(one.statements)
            inside = {at for statement in one.statements for span in statement.content for at in range(*span)}
            for true in marks:
                own = {at for span in true.spans for at in range(*span)}
                counts["covered"] += 2 * len(own & inside) >= len(own)
            for true, statement in pairs(marks, list(one.statements)):
                counts["found"] += 1
                if true.speaker:
                    name = statement.speaker.name if statement.speaker else None
                    counts["named"] += 1
                    counts["right"] += same_speaker(true.speaker, name)
                    counts["nobody"] += name is None
                    if lang == chosen.show and not same_speaker(true.speaker, name):
                        print(f"    {true.speaker} / {name}: {page.words(*statement.source, *statement.cue)}")
                if true.sign:
                    negative = negated(page.words(*statement.content), lang) != (statement.stance == "denies")
                    counts["signed"] += 1
                    counts["sign"] += negative == (true.sign == "-")
        for name, count in counts.items():
            sums[name] += count
        print(_row(lang, counts), flush=True)
    print(_row("all", sums))


def _row(lang: str, counts: dict[str, int]) -> str:
    def share(part: str, whole: str) -> str:
        return f"{counts[part] / counts[whole]:.2f}" if counts[whole] else "–"

    what = ("covered", "marked"), ("found", "marked"), ("found", "all"), ("right", "named"), ("nobody", "named")
    shares = [share(*one) for one in what]
    return f"| {lang} | {counts['pages']} | {counts['marked']} | {' | '.join(shares)} | {share('sign', 'signed')} |"


if __name__ == "__main__":
    main()

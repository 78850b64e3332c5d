"""Speakers, voices and chains measured on the seed page and the relay stories, as a Markdown table.

    python bench/chains.py --attributer baseline

Once with the spans of the truth given, once end to end with what the attributer finds; end to end, a true statement
counts as found by the statement whose content overlaps its own most, if that is at least half of both together
(characters, F1). Names that the attributer finds are used in both.

A speaker is right if it is the same person (a known actor of one id, or ``variants.same_person``), the same known
institution or country, or, for everybody whom the truth describes in English and the page in its own language, if the
words of one of the spellings in ``SPELLINGS`` all occur in the name given. A true ``None`` is right if nobody is named.
A voice is right if equal. A chain is right if it has the same links in the same order, compared in the same way.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from enligt import read
from enligt.attributing import Attributer, attributer, statements_of
from enligt.naming.lookup import find_actor, find_outlet, find_place
from enligt.naming.speakers import resolved
from enligt.naming.variants import same_person
from enligt.records import Options, Page, Relation, Span, Statement

SHARED = Path(__file__).resolve().parents[2] / "shared"
#: Overlap of contents, as F1 of characters, from which a found statement counts as the true one.
FOUND = 0.5
#: Code points before the last statement from which the next one is looked for; truth lists headings last.
LOOK_BACK = 200

#: How pages write whom the truth describes in English. Every word of a spelling must begin a word of the name given.
SPELLINGS = {
    "European leaders": ("europeiska ledare",),
    "the presidents of Estonia and Latvia": ("Estland Lettland president",),
    "a US official": ("amerikansk tjänsteman",),
    "New START": ("New START", "fördrag reduktion strategisk"),
    "a European diplomat": ("europeisk diplomat",),
    "US officials": ("amerikansk tjänstemän",),
    "unnamed media reports": ("medierapporter",),
    "unnamed reports": ("uppgift",),
    "Euractiv's sources": ("källor Euractiv",),
    "Finnish Defence Forces": (
        "Försvarsmakten", "Силы обороны Финляндии", "Finnish Defence Command", "finnische Verteidigungskommando",
    ),
    "anonymous NATO official in Brussels": (
        "NATO official", "NATO Vertreter", "представител НАТО", "responsable OTAN", "tjänsteman Nato",
    ),
    "unnamed members of the Finnish parliament's defence committee": ("riksdag försvarsutskott",),
    "conference final document": ("final document", "slutdokument"),
    "donors at the Vienna conference": ("donors",),
    "anonymous official at the Moldovan energy ministry": (
        "fonctionnaire ministère moldave", "сотрудник министерства энергетики", "tjänsteman energiministeriet",
        "Beamter Chișinău",
    ),
    "anonymous Central Asian diplomat in Vienna": (
        "diplomate Asie centrale", "Central Asian diplomat", "centralasiatisk diplomat",
    ),
    "OSCE secretariat": ("sekretariat",),
}  # fmt: skip


@dataclass(frozen=True)
class Gold:
    """A page and its true statements; each row has ``spans`` (a relation), ``speaker``, ``voice`` and ``via``."""

    page: Page
    rows: list[dict[str, Any]]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attributer", default=Options().model, help="the model to run, as Options.model names it")
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with the gold data")
    parser.add_argument("--wrong", action="store_true", help="also list what is wrong")
    chosen = parser.parse_args()
    finder = attributer(Options(model=chosen.attributer))
    print(f"Attributer: {chosen.attributer}.\n")
    print("| set | spans | statements | speaker | voice | via |\n|---|---|---:|---:|---:|---:|")
    sets = {"seed": list(seed(chosen.shared)), "relay": list(relay(chosen.shared))}
    for name, golds in sets.items():
        for spans in ("given", "found"):
            rows = [row for gold in golds for row in _judged(gold, finder, spans)]
            total = sum(len(gold.rows) for gold in golds)
            figures = (f"{_share(sum(row[what] for row in rows), len(rows))}" for what in ("speaker", "voice", "via"))
            print(f"| {name} | {spans} | {len(rows)}/{total} | {' | '.join(figures)} |")
            if chosen.wrong:
                for row in rows:
                    if not (row["speaker"] and row["voice"] and row["via"]):
                        print("   ", row["wrong"])
    print(f"\n{_cost([gold for golds in sets.values() for gold in golds], finder)}")


def _cost(golds: Sequence[Gold], finder: Attributer) -> str:
    """What resolving adds to attributing over the pages, the second time that it sees them."""
    pages = [gold.page for gold in golds]
    words = sum(len(page.text.split()) for page in pages)
    started = time.perf_counter()
    traced = [(page, statements_of(page, found.relations), found.names) for page, found in finder.find(pages)]
    attributing = time.perf_counter() - started
    for _ in range(2):
        started = time.perf_counter()
        for page, statements, names in traced:
            resolved(page, statements, names)
    resolving = time.perf_counter() - started
    each = (f"{1e6 * seconds / words:.1f} ms" for seconds in (attributing, resolving))
    return f"{' for attributing, '.join(each)} for resolving 1,000 words: {resolving / attributing:.1%} more."


def seed(shared: Path) -> Iterator[Gold]:
    """The page that the project started from."""
    for line in (shared / "seed" / "gold.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        page = replace(read(document["text"]), lang=document["lang"])
        yield Gold(page, [row | {"spans": _relation(row)} for row in document["attributions"]])


def relay(shared: Path) -> Iterator[Gold]:
    """The invented stories; their truth gives words, which are looked up in the text that reading makes of the page."""
    for file in sorted((shared / "relay").glob("*/truth.json")):
        for name, truth in json.loads(file.read_text("utf-8"))["pages"].items():
            page = read(file.parent / f"{name}.html")
            text, cursor, rows = _plain(page.text), 0, []
            for row in truth["statements"]:
                content = [span for words in row["content"] if (span := _first(text, words, cursor))]
                if not content:
                    continue
                cursor = max(0, content[0].start - LOOK_BACK)
                beside = {
                    role: [span] if (span := _nearest(text, row[role], content[0])) else []
                    for role in ("source", "cue")
                }
                rows.append(row | {"spans": _relation({"content": content} | beside)})
            yield Gold(page, rows)


def _judged(gold: Gold, finder: Attributer, spans: str) -> Iterator[dict[str, Any]]:
    [(page, found)] = finder.find([gold.page])
    relations = [row["spans"] for row in gold.rows] if spans == "given" else found.relations
    statements = resolved(page, statements_of(page, relations), found.names)
    for row in gold.rows:
        one = _best(row["spans"], statements)
        if one is None:
            continue
        made = one.speaker.name if one.speaker else None
        via = [link.name for link in one.via]
        true = f"{row['speaker']}, {row['voice']}, {row['via']}"
        yield {
            "speaker": same(made, row["speaker"]) if row["voice"] != "author" else made is None,
            "voice": one.voice == row["voice"],
            "via": len(via) == len(row["via"]) and all(same(a, b) for a, b in zip(via, row["via"], strict=True)),
            "wrong": f"{page.outlet} «{page.words(*one.source)}» {made}, {one.voice}, {via}; true: {true}",
        }


def same(made: str | None, true: str | None) -> bool:
    """Whether a name stands for the same actor as the truth's; see the head of this file."""
    if made is None or true is None:
        return made is true
    if true in SPELLINGS:
        return any(_holds(made, spelling) for spelling in (true, *SPELLINGS[true]))
    for find in (find_actor, find_outlet):
        a, b = find(made), find(true)
        if a and b:
            return a.id == b.id
    place, other = find_place(made, "en"), find_place(true, "en")
    if place and other:
        return place.country == other.country
    return made.casefold() == true.casefold() or same_person(made, true)


def _holds(name: str, spelling: str) -> bool:
    words = re.findall(r"\w+", name.casefold())
    return all(any(word.startswith(start) for word in words) for start in spelling.casefold().split())


def _best(true: Relation, statements: Sequence[Statement]) -> Statement | None:
    scored = [(_overlap(true.content, one.content), one.source == true.source, -i) for i, one in enumerate(statements)]
    overlap, _, at = max(scored, default=(0.0, False, 0))
    return statements[-at] if overlap >= FOUND else None


def _overlap(a: Sequence[Span], b: Sequence[Span]) -> float:
    first, second = ({at for span in spans for at in range(*span)} for spans in (a, b))
    return 2 * len(first & second) / max(1, len(first) + len(second))


def _relation(row: dict[str, Any]) -> Relation:
    roles = ({role: tuple(Span(*span) for span in row[role])} for role in ("content", "cue", "source"))
    return Relation(**{role: spans for one in roles for role, spans in one.items()})


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _first(text: str, words: str, cursor: int) -> Span | None:
    words = _plain(words)
    start = text.find(words, cursor)
    start = start if start >= 0 else text.find(words)
    return Span(start, start + len(words)) if start >= 0 else None


def _nearest(text: str, words: str | None, span: Span) -> Span | None:
    """Where words stand nearest to a span, outside it."""
    starts, words = [], _plain(words or "")
    at = text.find(words) if words else -1
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1)
    best = min(starts, key=lambda at: max(at - span.end, span.start - at - len(words)), default=None)
    return None if best is None else Span(best, best + len(words))


def _share(right: int, total: int) -> str:
    return f"{right}/{total} ({right / max(1, total):.2f})"


if __name__ == "__main__":
    main()

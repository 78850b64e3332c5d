"""Registers measured against the relay stories' key facts, on the seed page, and for counting nothing twice.

    python bench/registers.py [--wrong]
    python bench/registers.py --sample [--entries 60] [--seed 1]

Relay: a fact is found if an entry of its kind rests on a sentence that overlaps the fact's words; of several entries
the one that is right in most counts. Each field is then judged alone and all together. Parties are right if every one
of the truth's is among the entry's; those whom the truth describes in English ("donors at the Vienna conference", "56
OSCE states") are right if the entry has the same kind of group. A date is right if equal, with the last day of an
expiry or deadline counting as its date; an amount if equal; a true ``null`` is right whatever the entry adds, since the
facts are key facts and an entry may know more. Once with the statements of the truth, once as found from HTML.

Seed: which of the entries that a reader of the page keeps are there. Counted once: what the donors of a story give,
from all its pages and from those alone that copy no other, by donor and currency.

With ``--sample`` random entries from relay and polnear dev are printed, to be read.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from chains import SHARED, Gold, _plain, relay

import enligt
from enligt.attributing import attributer
from enligt.naming.lookup import find_actor, find_place
from enligt.pipeline import _traced
from enligt.records import Entry, Found, Options, Page, Span, Traced
from enligt.registers import entries_of, put_together

FIELDS = ("kind", "parties", "date", "amount", "status")
#: Statuses that an entry may have where the truth's author wrote another word for the same: an offer that depends on
#: something, a payment that is due on a day if something is done first.
SAME_STATUS = {("conditional", "proposed"), ("conditional", "planned")}


def main() -> None:
    """Measure and print, or print a sample to be read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with the gold data")
    parser.add_argument("--wrong", action="store_true", help="also list what is wrong")
    parser.add_argument("--sample", action="store_true", help="print random entries to be read")
    parser.add_argument("--entries", type=int, default=60, help="entries to print")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    if chosen.sample:
        sample(chosen)
        return
    golds = list(relay(chosen.shared))
    facts = list(_facts(chosen.shared))
    print(f"| relay, {len(facts)} facts | " + " | ".join(FIELDS) + " | together |\n|---|" + "---:|" * (len(FIELDS) + 1))
    traced: dict[str, list[Traced]] = {}
    for spans in ("given", "found"):
        traced[spans] = list(_all_traced(golds, spans))
        _print_recall(facts, traced[spans], spans, chosen.wrong)
    print()
    _seed(chosen.shared)
    print()
    _counted_once(facts, traced["found"])


def _all_traced(golds: Sequence[Gold], spans: str) -> Iterator[Traced]:
    """The pages with their entries, with the statements of the truth or those found."""
    finder = attributer(Options())
    for gold in golds:
        [(page, found)] = finder.find([gold.page])
        if spans == "given":
            found = Found(tuple(row["spans"] for row in gold.rows), found.names)
        traced = _traced(page, found, None)
        yield replace(traced, entries=entries_of(traced))


def _facts(shared: Path) -> Iterator[dict[str, Any]]:
    at = 0
    for file in sorted((shared / "relay").glob("*/truth.json")):
        truth = json.loads(file.read_text("utf-8"))
        places = {name: at + n for n, name in enumerate(truth["pages"])}
        at += len(places)
        copies = {copy for copy, _, _ in truth["copies"]}
        for fact in truth["facts"]:
            where = {"at": places[fact["page"]], "story": file.parent.name, "copied": fact["page"] in copies}
            yield fact | where | {"pages": list(places.values()), "copies": [places[one] for one in copies]}


def _print_recall(facts: Sequence[dict[str, Any]], pages: Sequence[Traced], spans: str, wrong: bool) -> None:
    right = dict.fromkeys((*FIELDS, "together"), 0)
    for fact in facts:
        traced = pages[fact["at"]]
        judged = [_judged(fact, one) for one in traced.entries if _rests_on(one, fact, traced.page)]
        best = max(judged, key=lambda one: (one["kind"], sum(one.values())), default=dict.fromkeys(FIELDS, False))
        best["together"] = all(best.values())
        for field in right:
            right[field] += best[field]
        if wrong and not best["together"]:
            missed = [field for field in FIELDS if not best[field]]
            print(f"   {fact['story']}/{fact['page']} {missed}: {fact['kind']} {fact['text'][:80]} | {fact['who']} "
                  f"{fact['date']} {fact['amount']} {fact['status']}")  # fmt: skip
    print(f"| {spans} | " + " | ".join(f"{count / len(facts):.2f}" for count in right.values()) + " |")


def _rests_on(entry: Entry, fact: dict[str, Any], page: Page) -> bool:
    words = _plain(fact["text"])
    start = _plain(page.text).find(words)
    return any(one.span.start < start + len(words) and start < one.span.end for one in entry.evidence)


def _judged(fact: dict[str, Any], entry: Entry) -> dict[str, bool]:
    status = entry.status == fact["status"] or (entry.status, fact["status"]) in SAME_STATUS
    return {
        "kind": entry.kind == fact["kind"],
        "parties": all(_has(entry, one) for one in fact["who"]),
        "date": fact["date"] is None or fact["date"] in (entry.date, entry.until),
        "amount": fact["amount"] is None or entry.amount == Decimal(str(fact["amount"])),
        "status": status,
    }


def _has(entry: Entry, true: str) -> bool:
    if "donors" in true:
        return any(party.id == "group-donors" for party in entry.who)
    if true.endswith("states"):
        return any("OSCE" in party.name or "states" in party.name for party in entry.who)
    place, actor = find_place(true, "en"), find_actor(true)
    for party in entry.who:
        if place and party.id == f"country-{place.country.lower()}":
            return True
        if (actor and party.id == actor.id) or party.name.casefold()[:8] == true.casefold()[:8]:
            return True
    return False


def _counted_once(facts: Sequence[dict[str, Any]], pages: Sequence[Traced]) -> None:
    stories = {fact["story"]: fact for fact in facts}
    print("| story | sums of all pages | of those that copy none |\n|---|---|---|")
    for story, fact in stories.items():
        every = put_together(one for at in fact["pages"] for one in pages[at].entries)
        alone = [at for at in fact["pages"] if at not in fact["copies"]]
        originals = put_together(one for at in alone for one in pages[at].entries)
        print(f"| {story} | {_sums(every)} | {_sums(originals)} |")


def _sums(entries: Iterable[Entry]) -> str:
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in entries:
        if (
            one.kind == "pledge"
            and one.event in ("pledge", "total")
            and one.amount is not None
            and one.status != "denied"
        ):
            sums[", ".join(sorted(party.name for party in one.actors)) or "?", one.unit or ""] += one.amount
    return "; ".join(f"{who} {amount:,} {unit}" for (who, unit), amount in sorted(sums.items())) or "none"


#: What a reader of the seed page keeps: a name for it, and whether an entry is it.
_WANTED: tuple[tuple[str, Callable[[Entry], bool]], ...] = (
    ("contact: OSCE in Moscow", lambda e: e.kind == "contact" and {"osce", "country-ru"} <= _ids(e)),
    ("contact: OSCE in Kiev", lambda e: e.event == "visit" and "country-ua" in _ids(e)),
    ("contact: Abu Dhabi talks", lambda e: e.kind == "contact" and "Abu Dhabi" in str(e.where)),
    ("treaty: limit 700", lambda e: e.event == "limit" and e.amount == 700),
    ("treaty: limit 800", lambda e: e.event == "limit" and e.amount == 800),
    ("treaty: limit 1550", lambda e: e.event == "limit" and e.amount == 1550),
    ("treaty: signed 2010", lambda e: e.event == "signed" and e.date == "2010"),
    ("treaty: deadline February 2018", lambda e: e.kind == "treaty" and e.until == "2018-02"),
    ("treaty: expiry 2026-02-05", lambda e: e.event == "expires" and e.date == "2026-02-05"),
    ("treaty: a year's proposal", lambda e: e.event == "proposal" and e.amount == 1),
    ("treaty: its condition", lambda e: e.event == "proposal" and bool(e.condition)),
    ("treaty: Russia kept it", lambda e: e.event == "complies" and "country-ru" in _ids(e)),
    ("treaty: USA kept it", lambda e: e.event == "complies" and "country-us" in _ids(e)),
    ("treaty: charge of breach", lambda e: e.event == "breaches" and "country-us" in _ids(e)),
    ("pledge: PURL nearly 5 billion", lambda e: e.amount == 5_000_000_000 and e.date == "2025-07"),
    ("pledge: target 15 billion", lambda e: e.event == "target" and e.amount == 15_000_000_000),
    ("pledge: Rutte's call", lambda e: e.amount == 15_000_000_000 and "mark-rutte" in _ids(e)),
    ("pledge: France refuses", lambda e: e.event == "refusal" and "country-fr" in _ids(e)),
    ("position: Estonia's president for", lambda e: _stands(e, "country-ee") and e.side != "against"),
    ("position: Latvia's president for", lambda e: _stands(e, "country-lv") and e.side != "against"),
    ("position: Estonia's prime minister against", lambda e: _stands(e, "country-ee") and e.side == "against"),
)


def _stands(entry: Entry, actor: str) -> bool:
    return entry.kind == "position" and actor in _ids(entry)


def _ids(entry: Entry) -> set[str]:
    return {party.id for party in entry.who}


def _seed(shared: Path) -> None:
    """The seed page as it stands; its date is the one it gives."""
    [file] = (shared / "seed").glob("*.txt")
    traced = enligt.trace(file, lang="sv", published="2026-02-06")
    entries = entries_of(traced)
    found = {name: any(test(one) for one in entries) for name, test in _WANTED}
    print(f"Seed: {sum(found.values())} of {len(found)}; missing: {'; '.join(n for n, ok in found.items() if not ok)}")


def sample(chosen: argparse.Namespace) -> None:
    """Print random entries, each with the sentences that it rests on."""
    pages = [gold.page for gold in relay(chosen.shared)]
    lines = (chosen.shared / "corpora" / "polnear" / "dev.jsonl").read_text("utf-8").splitlines()
    for line in lines:
        row = json.loads(line)
        pages.append(replace(enligt.read(row["text"]), lang="en", published=row.get("published") or row.get("date")))
    found: list[tuple[Page, Entry]] = []
    for traced in enligt.trace_many(pages, options=Options(threads=1)):
        found += [(traced.page, one) for one in entries_of(traced)]
    print(f"{len(found)} entries on {len(pages)} pages")
    picked = random.Random(chosen.seed).sample(found, min(chosen.entries, len(found)))
    for n, (page, one) in enumerate(picked, 1):
        who = [f"{party.name}{'' if party.role == 'actor' else ' (to)'}" for party in one.who]
        print(f"\n{n}. {one.kind} {one.event} {one.status} {one.side or ''} | {who} | {one.date} until {one.until} | "
              f"{one.amount} {one.unit} | where {one.where} | about {one.about} | if {one.condition}")  # fmt: skip
        for proof in one.evidence[:3]:
            print("   ", " ".join(page.words(Span(*proof.span)).split()))


if __name__ == "__main__":
    main()

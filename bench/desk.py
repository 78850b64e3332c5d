"""How long the desk's pages take while eight people read at once, on a ledger of 100,000 statements.

    python bench/desk.py [--statements 100000] [--seconds 5] [--ledger FILE] [--only KIND]

The ledger holds the pages of bench/growth.py's program. Its rows are written in bulk, without comparing pages: a claim
is what that program says is one, each page's statement an origin of its own, one statement in twenty a denial, and a
page with the text of another an echo. What texts say lies near one of 300 words' meanings, as the shipped model reads
these, so that a search for such a word finds as much to look at as it ever will. One proposition in ten is an entry of
a register on each page that tells it (a contact, a pledge, a position, a term of one of 30 treaties), so that there is
an entry a page on the mean. ``--ledger`` keeps the file for the next run.

The desk runs in a process of its own; eight clients ask for one kind of page after the other, each for other claims,
pages, actors and outlets. What was asked before is remembered, as it is while nobody adds a page; "anew" are pages that
are made again each time, as after an addition. Printed for each kind: answers, median and 95th percentile of the wait,
in milliseconds, and the desk's own processor time for an answer, which others on the machine change less.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path

import httpx
import numpy as np
from growth import OUTLETS, SPEAKERS, STATEMENTS_A_PAGE, MadeUp, _name, pages
from sqlalchemy import insert, text

from enligt.ledger import open_ledger
from enligt.ledger.claiming import Wanted
from enligt.ledger.registering import KINDS
from enligt.ledger.rows import claim_row, page_row
from enligt.ledger.schema import CLAIMS, ECHOES, PAGES, SAYINGS
from enligt.ledger.store import _keep
from enligt.records import Claim, Entry, EntryKind, Evidence, Member, Origin, Page, Party, Statement, Told, digest
from enligt.tracing.meaning import STEPS, Meaning, Sense

CLIENTS = 8
#: What the issue asks for: 95 of 100 answers come within this many milliseconds.
AIM_MS = 200
#: One proposition in how many is an entry, how many treaties there are, and what can happen by kind of entry.
ENTRY_IN, TREATIES = 10, 30
EVENTS: dict[EntryKind, tuple[str, ...]] = {
    "contact": ("visit", "meeting", "call", "talks"),
    "pledge": ("pledge", "pledge", "pledge", "pledge", "total", "target"),
    "position": ("wants", "for", "against"),
    "treaty": ("signed", "limit", "expires", "declared", "complies", "breaches", "proposal"),
}
#: Words whose meaning the statements lie near to.
WORDS = 300


class NearWords(MadeUp):
    """Made-up senses, each drawn towards what the model reads in one of some words."""

    def __init__(self, words: Iterable[str]) -> None:
        super().__init__()
        self._words = list(Meaning().of(words))

    def of(self, texts: Iterable[str]) -> Iterator[Sense]:
        """The sense of each text."""
        texts = list(texts)
        for line, made in zip(texts, super().of(texts), strict=True):
            near = self._words[_draw(_proposition(line), len(self._words))]
            vector = near.vector.astype(float) + 0.5 * made.vector
            pieces = np.concatenate([near.pieces, made.pieces[len(near.pieces) :]])
            weight = np.concatenate([near.weight, made.weight[len(near.weight) :]])
            yield Sense(np.rint(vector / np.linalg.norm(vector) * STEPS).astype(np.int8), pieces, weight)


def _proposition(line: str) -> str:
    return line.split()[1]


def _draw(word: str, sides: int) -> int:
    """A number below ``sides``, always the same for a word."""
    return zlib.crc32(word.encode()) % sides


def asked_words() -> list[str]:
    """The words that are searched for: each stands on some pages."""
    return [traced.page.text.split()[-2] for traced in pages(WORDS)]


def filled(path: Path, count: int) -> None:
    """Fill a new ledger."""
    members: dict[str, list[tuple[Page, Statement]]] = defaultdict(list)
    seq_of_text: dict[str, int] = {}
    said = 0
    senses = NearWords(asked_words())
    with open_ledger(path) as ledger, ledger._file.transaction("IMMEDIATE") as connection:
        for seq, traced in enumerate(pages(count // STATEMENTS_A_PAGE), 1):
            page = traced.page
            traced = replace(traced, entries=tuple(_entries(page, traced.statements)))
            connection.execute(insert(PAGES).values({**page_row(traced), "seq": seq, "linked": True}))
            words = {"seq": seq, "title": page.title, "text": page.text}
            connection.execute(text("INSERT INTO page_words (rowid, title, text) VALUES (:seq, :title, :text)"), words)
            _keep(connection, [(seq, traced)])
            told = []
            lines = [page.words(*one.content) for one in traced.statements]
            for position, (one, line, sense) in enumerate(zip(traced.statements, lines, senses.of(lines), strict=True)):
                claim = digest("claim", _proposition(line))
                members[claim].append((page, one))
                facts = {"text": line, "whens": [], "figures": [], "negated": False}
                vectors = {"vector": sense.vector.tobytes(), "pieces": sense.packed()}
                said += 1
                told.append({"n": said, "page": seq, "position": position, "claim": claim, "facts": facts, **vectors})
            connection.execute(insert(SAYINGS), told)
            first = seq_of_text.setdefault(page.text, seq)
            if first != seq:
                echo = {"kind": "verbatim", "credited": False, "share": 1.0, "pairs": []}
                connection.execute(insert(ECHOES).values({"page": seq, "of": first, **echo}))
        connection.execute(insert(CLAIMS), [_claim_row(claim, held) for claim, held in members.items()])
        ledger._linker.nearest.catch_up(connection)
        ledger._linker.nearest.save()


def _entries(page: Page, statements: Iterable[Statement]) -> Iterator[Entry]:
    """What the statements of a page are in the registers: for the same proposition the same on each page."""
    for one in statements:
        proposition = _proposition(page.words(*one.content))
        if _draw(f"entry {proposition}", ENTRY_IN):
            continue
        draw = random.Random(proposition)
        kind: EntryKind = draw.choices(tuple(EVENTS), weights=(4, 3, 2, 1))[0]
        day = (date(2026, 1, 1) + timedelta(days=draw.randrange(365))).isoformat()
        event = draw.choice(EVENTS[kind])
        counted = kind == "pledge" or event in ("limit", "declared")
        yield Entry(
            id=digest("entry", page.id, one.id),
            kind=kind,
            event=event,
            what=page.words(*one.content),
            status=draw.choices(("happened", "planned", "denied"), weights=(6, 3, 1))[0],
            who=tuple(
                Party(f"speaker-{who}", _name(who), role)
                for role in ("actor", "other")
                for who in [draw.randrange(SPEAKERS // 10)]
            ),
            date=day,
            until=day if event in ("target", "expires", "wants") else None,
            amount=Decimal(draw.randrange(1, 900)) * 1_000_000 if counted else None,
            unit=("EUR" if kind == "pledge" else "tanks") if counted else None,
            about=f"Treaty {draw.randrange(TREATIES)}" if kind == "treaty" else None,
            side="for" if event == "for" else "against" if event == "against" else None,
            lang=page.lang,
            evidence=tuple(Evidence(page.id, span) for span in one.content),
            statements=(Told(page.id, one.id),),
        )


def _claim_row(claim: str, held: list[tuple[Page, Statement]]) -> dict[str, object]:
    days = sorted(page.published or "" for page, _ in held)
    page, first = held[0]
    made = Claim(
        id=claim,
        gloss=page.words(*first.content),
        lang=page.lang,
        members=tuple(
            Member(page.id, one.id, "asserts" if _draw(one.id, 20) else "denies", one.id) for page, one in held
        ),
        origins=tuple(
            Origin(id=one.id, speaker=one.speaker, voice=one.voice, first_page=page.id) for page, one in held
        ),
        first_seen=days[0],
        last_seen=days[-1],
    )
    return claim_row(made, {"": page.lang or "", page.lang or "": made.gloss})


def kinds(path: Path) -> dict[str, Callable[[random.Random], str]]:
    """The addresses of each kind of page, one by chance each time."""
    with open_ledger(path) as ledger:
        claims = [claim.id for claim in ledger.claims(Wanted(limit=500))]
        seen = [page.id for page in islice(ledger.pages(), 500)]
        told = (entry for one in seen if (traced := ledger.page(one)) for entry in traced.entries)
        register_of = {kind: register for register, kind in KINDS.items()}
        entries = [f"{register_of[one.kind]}/{one.id}" for one in told]
    words = asked_words()
    return {
        "Today": lambda _: "/",
        "Today, anew": lambda draw: f"/?anew={draw.random()}",
        "Today, newest": lambda draw: f"/?order=newest&anew={draw.random()}",
        "Today, by actor": lambda draw: f"/?actor=speaker-{draw.randrange(SPEAKERS)}",
        "Today, by outlet": lambda draw: f"/?outlet=Outlet {draw.randrange(OUTLETS)}&part={draw.randrange(1, 4)}",
        "Today, by language": lambda draw: f"/?lang={draw.choice(('sv', 'ru'))}&anew={draw.random()}",
        "Claim": lambda draw: f"/claims/{draw.choice(claims)}",
        "Page": lambda draw: f"/pages/{draw.choice(seen)}",
        "Actors": lambda _: "/actors",
        "Actors, anew": lambda draw: f"/actors?anew={draw.random()}",
        "Actor": lambda draw: f"/actors/speaker-{draw.randrange(SPEAKERS)}",
        "Outlets": lambda _: "/outlets",
        "Outlets, anew": lambda draw: f"/outlets?anew={draw.random()}",
        "Outlet": lambda draw: f"/outlets/outlet-{draw.randrange(OUTLETS)}",
        "Add": lambda _: "/add",
        **{f"{kind.title()}, anew": partial(_anew, f"/registers/{kind}") for kind in KINDS},
        "Contacts": lambda _: "/registers/contacts",
        "Contacts, by words": lambda draw: f"/registers/contacts?text={draw.choice(words)}&anew={draw.random()}",
        "Entry": lambda draw: f"/registers/{draw.choice(entries)}",
        "Search": lambda draw: f"/search?q={draw.choice(words)}",
        "Brief": lambda _: "/brief",
        "Brief, anew": lambda draw: f"/brief?anew={draw.random()}",
        "Metrics": lambda _: "/metrics",
        "Health": lambda _: "/health",
    }


def _anew(path: str, draw: random.Random) -> str:
    return f"{path}?anew={draw.random()}"


def waits(address: str, pick: Callable[[random.Random], str], seconds: float) -> list[float]:
    """What the clients wait for each answer, in milliseconds."""

    def client(seed: int) -> list[float]:
        draw, found = random.Random(seed), []
        with httpx.Client(base_url=address, timeout=60) as asking:
            end = time.perf_counter() + seconds
            while time.perf_counter() < end:
                began = time.perf_counter()
                asking.get(pick(draw)).raise_for_status()
                found.append((time.perf_counter() - began) * 1000)
        return found

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [wait for found in pool.map(client, range(CLIENTS)) for wait in found]


def _processor_ms(process: int) -> float:
    """The processor time that a process has taken, in milliseconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--ledger", type=Path)
    parser.add_argument("--only", action="append", metavar="KIND", help="ask for this kind of page; may be repeated")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = chosen.ledger or Path(folder) / "desk.ledger"
        if not path.exists():
            filled(path, chosen.statements)
        command = [str(Path(sys.executable).with_name("enligt")), "desk", "--no-browser", "--port", "0"]
        desk = subprocess.Popen([*command, "--ledger", str(path)], stdout=subprocess.PIPE, text=True)
        try:
            assert desk.stdout
            address = next(word for word in desk.stdout.readline().split() if word.startswith("http"))
            print(f"| page | answers | median, ms | 95th percentile, ms | aim {AIM_MS} | processor, ms |")
            print("|---|---:|---:|---:|---|---:|")
            for name, pick in kinds(path).items():
                if chosen.only and name not in chosen.only:
                    continue
                waits(address, pick, 0.5)  # what is only slow the first time is not what a day is like
                began = _processor_ms(desk.pid)
                found = sorted(waits(address, pick, chosen.seconds))
                each = (_processor_ms(desk.pid) - began) / len(found)
                slow = found[int(len(found) * 0.95)]
                print(
                    f"| {name} | {len(found)} | {statistics.median(found):.0f} | {slow:.0f} |"
                    f" {'kept' if slow <= AIM_MS else 'missed'} | {each:.1f} |",
                    flush=True,
                )
        finally:
            desk.terminate()
            desk.wait()


if __name__ == "__main__":
    main()

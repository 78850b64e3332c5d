"""How long the desk's pages take while eight people read at once, on a ledger of 100,000 statements.

    python bench/desk.py [--statements 100000] [--seconds 5] [--ledger FILE]

The ledger holds the pages of bench/growth.py's program. They are written without comparing them, which would take an
hour: a claim is what that program says is one, each page's statement an origin of its own. ``--ledger`` keeps the file
for the next run. The desk runs in a process of its own; eight clients ask for one kind of page after the other, each
for other claims, pages, actors and outlets. What was asked before is remembered, as it is while nobody adds a page.
Printed for each kind: answers, median and 95th percentile of the wait, in milliseconds.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from growth import STATEMENTS_A_PAGE, MadeUp, pages
from sqlalchemy import insert, text

from enligt.ledger import open_ledger
from enligt.ledger.claiming import Wanted
from enligt.ledger.rows import claim_row, page_row, statement_rows
from enligt.ledger.schema import CLAIMS, PAGES, SAYINGS, STATEMENTS
from enligt.records import Claim, Member, Origin, Page, Statement, digest

CLIENTS = 8
#: What the issue asks for: 95 of 100 answers come within this many milliseconds.
AIM_MS = 200


def filled(path: Path, count: int) -> None:
    """Fill a new ledger."""
    members: dict[str, list[tuple[Page, Statement]]] = defaultdict(list)
    senses = MadeUp()
    with open_ledger(path) as ledger, ledger._file.transaction("IMMEDIATE") as connection:
        for seq, traced in enumerate(pages(count // STATEMENTS_A_PAGE), 1):
            page = traced.page
            connection.execute(insert(PAGES).values({**page_row(traced), "seq": seq, "linked": True}))
            words = {"seq": seq, "title": page.title, "text": page.text}
            connection.execute(text("INSERT INTO page_words (rowid, title, text) VALUES (:seq, :title, :text)"), words)
            connection.execute(insert(STATEMENTS), statement_rows(traced, seq))
            lines = [page.words(*one.content) for one in traced.statements]
            for position, (one, line, sense) in enumerate(zip(traced.statements, lines, senses.of(lines), strict=True)):
                claim = digest("claim", line.split()[0])
                members[claim].append((page, one))
                told = {"page": seq, "position": position, "claim": claim, "facts": {"text": line}}
                vectors = {"vector": sense.vector.tobytes(), "pieces": sense.packed()}
                connection.execute(insert(SAYINGS).values({**told, **vectors}))
        for claim, held in members.items():
            connection.execute(insert(CLAIMS).values(_claim_row(claim, held)))
        ledger._linker.nearest.catch_up(connection)
        ledger._linker.nearest.save()


def _claim_row(claim: str, held: list[tuple[Page, Statement]]) -> dict[str, object]:
    days = sorted(page.published or "" for page, _ in held)
    made = Claim(
        id=claim,
        gloss=held[0][0].words(*held[0][1].content),
        lang="xx",
        members=tuple(Member(page.id, one.id, "asserts", one.id) for page, one in held),
        origins=tuple(
            Origin(id=one.id, speaker=one.speaker, voice=one.voice, first_page=page.id) for page, one in held
        ),
        first_seen=days[0],
        last_seen=days[-1],
    )
    return claim_row(made, {"": "xx", "xx": made.gloss})


def kinds(path: Path) -> dict[str, Callable[[random.Random], str]]:
    """The addresses of each kind of page, one by chance each time."""
    with open_ledger(path) as ledger:
        claims = [claim.id for claim in ledger.claims(Wanted(limit=500))]
        seen = [page.id for page, _ in zip(ledger.pages(), range(500), strict=False)]
    return {
        "Today": lambda _: "/",
        "Today, by outlet": lambda draw: f"/?outlet=Outlet {draw.randrange(200)}",
        "Claim": lambda draw: f"/claims/{draw.choice(claims)}",
        "Page": lambda draw: f"/pages/{draw.choice(seen)}",
        "Actors": lambda _: "/actors",
        "Actor": lambda draw: f"/actors/speaker-{draw.randrange(5000)}",
        "Outlets": lambda _: "/outlets",
        "Outlet": lambda draw: f"/outlets/outlet-{draw.randrange(200)}",
        "Add": lambda _: "/add",
        "Register": lambda _: "/registers/contacts",
        "Search": lambda draw: f"/search?q=w{draw.randrange(50_000)}",
    }


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


def main() -> None:
    """Fill, serve, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--ledger", type=Path)
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
            print(f"| page | answers | median, ms | 95th percentile, ms | aim {AIM_MS} |\n|---|---:|---:|---:|---|")
            for name, pick in kinds(path).items():
                waits(address, pick, 0.5)  # what is only slow the first time is not what a day is like
                found = sorted(waits(address, pick, chosen.seconds))
                slow = found[int(len(found) * 0.95)]
                print(
                    f"| {name} | {len(found)} | {statistics.median(found):.0f} | {slow:.0f} |"
                    f" {'kept' if slow <= AIM_MS else 'missed'} |",
                    flush=True,
                )
        finally:
            desk.terminate()
            desk.wait()


if __name__ == "__main__":
    main()

"""A process that works on a ledger and tells what was acknowledged, to be killed; and what must hold afterwards.

Run as ``python killed.py KIND LEDGER SEED``: prints ``ready``, then a line of JSON for each thing acknowledged.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from enligt.errors import LedgerError
from enligt.ledger import Ledger, open_ledger
from enligt.ledger.claiming import Wanted
from enligt.ledger.comments import add_comment, comments_on, edit_comment
from enligt.ledger.place import Place
from enligt.ledger.store import place_of
from enligt.records import Block, Page, Span, Speaker, Statement, Traced
from enligt.tracing.meaning import Sense, Told

WORDS = ("bron", "hamnen", "vägen", "skolan", "öppnar", "stängs", "byggs", "rivs", "i maj", "i juni", "nästa år")
NAMES = ("Ann Lee", "Bo Ek", "Eva Lund")
#: Seconds a process may work before it is killed: adding some tens of pages, the first of them in a new ledger.
WORKS_SECONDS = 1.5
#: Seconds in which a process must be ready: it imports numpy and SQLAlchemy, on a busy machine.
READY_SECONDS = 120


class Words:
    """Stands for the model: texts that share words are alike. So a process is ready to be killed at once."""

    def of(self, texts: Iterable[str]) -> Iterator[Sense]:
        """The sense of each text."""
        for text in texts:
            words = text.split() or [""]
            yield Sense(
                _direction(words, 384)[0],
                np.stack([_direction([word], 96)[0] for word in words]),
                np.full(len(words), 20, np.uint8),
            )

    def within(self, told: Iterable[Told]) -> Iterator[list[Sense]]:
        """The senses of the contents of each text."""
        for text, contents in told:
            yield list(self.of(" ".join(text[start:end] for start, end in content) for content in contents))


def _direction(words: list[str], width: int) -> np.ndarray:
    sums = sum(np.random.default_rng(zlib.crc32(word.encode())).standard_normal((1, width)) for word in words)
    return np.rint(127 * sums / np.linalg.norm(sums)).astype(np.int8)


def page_for(seed: int, number: int) -> Traced:
    """A page of two statements, the same for the same numbers."""
    chance = random.Random(f"{seed}/{number}")
    lines = [f"{' '.join(chance.sample(WORDS, 5))}, sade {chance.choice(NAMES)}." for _ in range(2)]
    text = f"Sida {seed}/{number}\n\n" + "\n\n".join(lines)
    page = Page(text=text, blocks=(Block("paragraph", Span(0, len(text))),), outlet=f"Bladet {number % 7}", lang="sv")
    statements = []
    for at, line in enumerate(lines):
        start, comma = text.index(line), line.index(",")
        name = line[comma + 7 : -1]
        statements.append(
            Statement(
                id=f"{page.id}-{at}",
                content=(Span(start, start + comma),),
                cue=(Span(start + comma + 2, start + comma + 6),),
                source=(Span(start + comma + 7, start + len(line) - 1),),
                form="indirect",
                voice="named",
                speaker=Speaker(id=name.lower().replace(" ", "-"), name=name),
            )
        )
    return Traced(page=page, statements=tuple(statements))


def work(path: str, seed: int) -> None:
    """Add, comment, merge, split and undo until killed."""
    chance = random.Random(seed)
    for _ in count():
        with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
            print("ready", flush=True)
            for number in count(chance.randrange(10**9)):
                told = _one(ledger, chance, seed, number)
                if told:
                    print(json.dumps(told), flush=True)
                if chance.random() < 0.05:
                    break


def _one(ledger: Ledger, chance: random.Random, seed: int, number: int) -> dict[str, Any] | None:
    what = chance.random()
    if what < 0.6:
        traced = page_for(seed, number)
        ledger.add(traced)
        return {"did": "add", "seed": seed, "number": number, "page": traced.page.id}
    if what < 0.75:
        traced = page_for(seed, number)
        ledger.add(traced)
        made = add_comment(ledger, "page", traced.page.id, by="Kaj", words=f"om {number}")
        if chance.random() < 0.5:
            edit_comment(ledger, made, by="Kaj", words=f"ändrat om {number}")
            return {"did": "comment", "page": traced.page.id, "words": f"ändrat om {number}"}
        return {"did": "comment", "page": traced.page.id, "words": f"om {number}"}
    claims = [claim for claim in ledger.claims(Wanted(limit=20)) if len(claim.members) > 1]
    try:
        if what < 0.85 and len(claims) > 1:
            one, other = chance.sample(claims, 2)
            bond = ledger.merge(one.id, other.id, by="Kaj")
        elif claims:
            claim = chance.choice(claims)
            bond = ledger.split(claim.id, chance.choice(claim.members).statement, by="Kaj")
        else:
            return None
    except LedgerError:  # another process has changed the claims meanwhile
        return None
    if chance.random() < 0.3:
        ledger.undo(bond)
        return None
    return {"did": "bond", "number": bond}


def killed_at_work(kind: str, path: str, seed: int, seconds: float) -> list[dict[str, Any]]:
    """Let a process work for some seconds, kill it, and give what it said was done."""
    command = [sys.executable, __file__, kind, path, str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        lines = process.stdout.read().split("\n")[:-1]  # the last may be cut off; it was not acknowledged
    return [json.loads(line) for line in lines if line != "ready"]


def check(path: str, acknowledged: list[dict[str, Any]]) -> int:
    """Whether a ledger is whole and holds all that was acknowledged; how many pages it has."""
    if Path(path).is_file():
        with closing(sqlite3.connect(path)) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert file.execute("PRAGMA foreign_key_check").fetchall() == []
            file.execute("INSERT INTO page_words (page_words) VALUES ('integrity-check')")
    with open_ledger(path, create=False, meaning=Words()) as ledger:  # type: ignore[arg-type]
        pages = list(ledger.pages())
        told = {statement.id for _, statement in ledger.statements()}
        assert len(told) == 2 * len(pages), "a page lacks statements"
        members = [member.statement for claim in ledger.claims(Wanted(limit=10**6)) for member in claim.members]
        assert len(members) == len(set(members)), "a statement is in two claims"
        assert set(members) == told, "a statement is in no claim"
        bonds = _bonds(ledger._file)
        for one in acknowledged:
            match one["did"]:
                case "add":
                    assert ledger.page(one["page"]) == page_for(one["seed"], one["number"])
                case "comment":
                    assert one["words"] in [c.now.words for c in comments_on(ledger, "page", [one["page"]])]
                case "bond":
                    assert one["number"] in bonds
    return len(pages)


def _bonds(place: Place) -> set[int]:
    from enligt.ledger.schema import BONDS

    with place.transaction("DEFERRED") as connection:
        return {row.batch for row in connection.execute(BONDS.select())}


def old_ledger(path: str, pages: int) -> None:
    """A ledger of the first version that has pages."""
    with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
        for _ in ledger.add_many(page_for(0, number) for number in range(pages)):
            pass
    place = place_of(path)
    place.migrate(1)
    place.close()


if __name__ == "__main__":
    kind, path, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if kind == "migrate":
        print("ready", flush=True)
        open_ledger(path, meaning=Words()).close()  # type: ignore[arg-type]
        time.sleep(READY_SECONDS)
    work(path, seed)

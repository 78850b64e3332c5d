"""A process that works on a ledger and tells what was acknowledged, to be killed; and what must hold afterwards.

The ledger is a file or a database's address. Where the server goes away, the process says so and tries again.
"""

from __future__ import annotations

import os
import random
import signal
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from enligt.errors import LedgerError
from enligt.ledger import Ledger, open_ledger
from enligt.ledger.checking import check as faults
from enligt.ledger.claiming import Wanted
from enligt.ledger.comments import add_comment, comments_on, edit_comment
from enligt.ledger.file import BUSY_SECONDS
from enligt.ledger.place import Place
from enligt.ledger.server import WAIT_SECONDS
from enligt.ledger.store import place_of
from enligt.ledger.versions import HEAD
from enligt.records import Block, Page, Span, Speaker, Statement, Traced
from enligt.tracing.meaning import Sense, Told

if TYPE_CHECKING:
    from .postgres import Server

WORDS = ("bron", "hamnen", "vägen", "skolan", "öppnar", "stängs", "byggs", "rivs", "i maj", "i juni", "nästa år")
#: What the outlets of the pages made here begin with.
OUTLET = "Bladet"
NAMES = ("Ann Lee", "Bo Ek", "Eva Lund")
#: How many things a process may do before it is killed, and how many seconds after the last of them: a thing takes some
#: hundredths of a second.
MOST_DONE, MOST_SECONDS = 12, 0.1
#: Seconds for which a process that is done waits to be killed.
DONE_SECONDS = 120


#: Tells whoever will kill the process: ``"ready"``, then each thing that the ledger has acknowledged.
Say = Callable[[Any], None]


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
    page = Page(text=text, blocks=(Block("paragraph", Span(0, len(text))),), outlet=f"{OUTLET} {number % 7}", lang="sv")
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


def work(say: Say, path: str, seed: int) -> None:
    """Add, comment, merge, split and undo until killed."""
    chance = random.Random(seed)
    say("ready")
    for _ in count():
        with _when_there(say, path) as ledger:
            for number in count(chance.randrange(10**9)):
                began = time.monotonic()
                try:
                    told = _one(ledger, chance, seed, number)
                except LedgerError as error:
                    told = _gone(error, time.monotonic() - began)
                if told:
                    say(told)
                if chance.random() < 0.05:
                    break


def _when_there(say: Say, path: str) -> Ledger:
    """The ledger, opened as soon as its server can be reached."""
    while True:
        began = time.monotonic()
        try:
            return open_ledger(path, meaning=Words())  # type: ignore[arg-type]
        except LedgerError as error:
            say(_gone(error, time.monotonic() - began))


def _gone(error: LedgerError, waited: float) -> dict[str, Any]:
    """That a server has gone away, or others have written for as long as one waits; any other error is raised."""
    others = "writing to it" in error.why and waited >= min(BUSY_SECONDS, WAIT_SECONDS)
    if not others and "can't be reached" not in error.why:
        raise error
    time.sleep(0.05)
    return {"did": "nothing", "why": error.why}


def migrate(say: Say, path: str, _seed: int) -> None:
    """Bring a ledger up, and wait to be killed if that has not happened yet."""
    say("ready")
    with closing(place_of(path)) as place:
        place.migrate(HEAD)
    say({"did": "migrate"})
    time.sleep(DONE_SECONDS)


def load(say: Say, path: str, _seed: int, batch: str) -> None:
    """Bring what a batch has traced into a ledger, and wait to be killed if that has not happened yet."""
    from enligt.batch.loading import Remembered, Selection
    from enligt.batch.loading import load as loaded

    meaning = Remembered()
    say("ready")
    with open_ledger(path, meaning=meaning) as ledger:
        for traced, _ in loaded(Path(batch), ledger, meaning, Selection()):
            say({"did": "load", "page": traced.page.id, "statements": len(traced.statements)})
    time.sleep(DONE_SECONDS)


KINDS = {"work": work, "migrate": migrate, "load": load}


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
    except LedgerError as error:
        if "there is no" in error.why:  # another process has changed the claims meanwhile
            return None
        raise
    if chance.random() < 0.3:
        ledger.undo(bond)
        return {"did": "undo", "number": bond}
    return {"did": "bond", "number": bond}


class Working:
    """A process at work, and what it has said so far that was done."""

    def __init__(self, kind: str, path: str, seed: int, *more: str) -> None:
        processes = get_context("fork")  # all is imported already: it is at work at once
        self.told: list[dict[str, Any]] = []
        self._heard, says = processes.Pipe(duplex=False)
        self._process = processes.Process(target=KINDS[kind], args=(says.send, path, seed, *more), daemon=True)
        self._process.start()
        says.close()
        assert self._heard.recv() == "ready"

    def go_on(self, things: int, seconds: float) -> None:
        """Let it do some things, and then work for some seconds more."""
        for _ in range(things):
            self.told.append(self._heard.recv())
        time.sleep(seconds)

    def kill(self) -> list[dict[str, Any]]:
        """End it with SIGKILL, in the middle of whatever it does; all that it has said."""
        self._process.kill()
        with suppress(EOFError):  # what was cut off was not acknowledged
            while True:
                self.told.append(self._heard.recv())
        self._heard.close()
        self._process.join()
        assert self._process.exitcode == -signal.SIGKILL, "it ended by itself"
        return self.told


def killed_at_work(path: str, seed: int) -> list[dict[str, Any]]:
    """Let a process work for a while, kill it, and give what it said was done."""
    chance = random.Random(seed)
    process = Working("work", path, seed)
    process.go_on(chance.randrange(MOST_DONE), chance.uniform(0, MOST_SECONDS))
    return process.kill()


def killed_under_work(running: Server, seed: int, *, whole: bool) -> list[dict[str, Any]]:
    """Kill a server, or one process of it, while somebody works there; they go on when it is back, and are killed."""
    chance = random.Random(seed)
    process = Working("work", running.address, seed)
    process.go_on(chance.randrange(MOST_DONE), chance.uniform(0, MOST_SECONDS))
    if whole:
        running.kill()
        process.go_on(1, chance.uniform(0, MOST_SECONDS))
        running.start()
    elif theirs := running.processes("127.0.0.1"):
        os.kill(theirs[0], signal.SIGKILL)
    process.go_on(chance.randrange(1, MOST_DONE), 0)
    process.kill()
    running.wait_until_ready()
    return process.told


def check(path: str, acknowledged: list[dict[str, Any]]) -> int:
    """Whether a ledger is whole and holds all that was acknowledged; how many pages it has."""
    with closing(place_of(path)) as place:
        place.prepare()  # killed before it was made, it is made now
        assert list(faults(place)) == []  # what `enligt ledger check` prints
    with open_ledger(path, create=False, meaning=Words()) as ledger:  # type: ignore[arg-type]
        pages = {page.id: page for page in ledger.pages()}
        statements = list(ledger.statements())
        told = {statement.id for _, statement in statements}
        many = Counter(page.id for page, _ in statements)
        made = [one for one, page in pages.items() if (page.outlet or "").startswith(OUTLET)]
        assert all(many[one] == 2 for one in made), "a page lacks statements"
        members = [member.statement for claim in ledger.claims(Wanted(limit=10**6)) for member in claim.members]
        assert len(members) == len(set(members)), "a statement is in two claims"
        assert told <= set(members), "a statement is in no claim"
        bonds = _bonds(ledger._file)
        for one in acknowledged:
            match one["did"]:
                case "add":
                    assert ledger.page(one["page"]) == page_for(one["seed"], one["number"])
                case "comment":
                    assert one["words"] in [c.now.words for c in comments_on(ledger, "page", [one["page"]])]
                case "bond" | "undo":
                    assert bonds[one["number"]] == (one["did"] == "undo")
                case "load":
                    assert one["page"] in pages
                    assert many[one["page"]] == one["statements"]
        assert list(faults(ledger._file)) == []
    return len(pages)


def done(told: Iterable[dict[str, Any]]) -> int:
    """How many things were acknowledged."""
    return sum(one["did"] != "nothing" for one in told)


def _bonds(place: Place) -> dict[int, bool]:
    """Each reader's word by its number, and whether it was taken back."""
    from enligt.ledger.schema import BONDS

    with place.transaction("DEFERRED") as connection:
        return {row.batch: row.undone for row in connection.execute(BONDS.select())}


def old_ledger(path: str, pages: int) -> None:
    """A ledger of the first version that has pages."""
    with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
        for _ in ledger.add_many(page_for(0, number) for number in range(pages)):
            pass
    place = place_of(path)
    place.migrate(1)
    place.close()

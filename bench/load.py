"""The desk asked by three readers while a fourth adds pages and comments, for as long as wanted.

    python bench/load.py [--minutes 60]

Readers begin at a list, follow links that they find, and wait a quarter of a second between. The fourth adds a page of
a story, waits until it is in the ledger, and begins the next, once a second at most, which is what a desk allows each
visitor; it comments on every tenth page. The pages are those of the invented stories in ``training/stories``, of thirty
stories at a time.

How long an answer takes depends on what else the machine does. So after each tenth of the time all four pause, the desk
is asked for each list and some pages anew, and the processor time that it takes for that is counted, which depends on
the desk alone. Printed for each tenth: what the ledger holds, answers and the median of their times, the time until a
page is added; memory of the process and how much of it is the heap, open files and threads, processor time an answer.
Fails on any error, and where memory or processor time have grown by more than ``GROWTH``.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

STARTS = (
    "/", "/?order=newest", "/?contradicted=true", "/actors", "/outlets", "/search?q=bron", "/registers/positions",
    "/api/claims", "/claims.atom", "/health", "/metrics",
)  # fmt: skip
LINK = re.compile(rb'href="(/(?:claims|pages|actors|outlets)/[^"#?]+)"')
#: Invented news, each told by five or six pages in several languages; what marks their sayings is no part of the text.
STORIES = Path(__file__).parents[1] / "training" / "stories"
MARK = re.compile(r"\[\[[^|\]]*\||\]\]")
#: Stories that are news at one time, and the first day of each.
AT_A_TIME, FIRST_DAY = 30, date(2026, 3, 2)
READERS = 3
#: Seconds between two questions of a reader, and between the beginnings of two additions.
READING_SECONDS, ADDING_SECONDS = 0.25, 1.05
#: Seconds in which any question must be answered, on a machine that has much else to do.
PATIENCE_SECONDS = 120
#: Rows of the table, and questions of each kind that are asked at the end of each.
PARTS, ASKED_ANEW = 10, 5
#: How much larger than in the second tenth memory and processor time may be in the last: the first fills the caches.
GROWTH = 1.3


class Article(NamedTuple):
    """What is added: the text of a page, its language, paper and day."""

    text: str
    lang: str
    outlet: str
    published: str


def articles(seed: int = 1) -> Iterator[Article]:
    """The pages of the invented stories, of several by turns; without end, each time round as those of other papers."""
    chance = random.Random(seed)
    lines = [line for file in sorted(STORIES.rglob("*_pages.jsonl")) for line in file.read_text("utf-8").splitlines()]
    for round_ in count():
        running: list[list[Article]] = []
        for line in chance.sample(lines, len(lines)):
            running.append([_article(page, round_) for page in reversed(json.loads(line)["pages"])])
            while len(running) >= AT_A_TIME:
                story = chance.choice(running)
                yield story.pop()
                running = [one for one in running if one]
        yield from (one for story in running for one in reversed(story))


def _article(page: dict[str, Any], round_: int) -> Article:
    told = "\n\n".join((page["title"], *page["paragraphs"]))
    outlet = f"{page['outlet']} {round_}" if round_ else page["outlet"]
    return Article(MARK.sub("", told), page["lang"], outlet, str(FIRST_DAY + timedelta(days=int(page["day"]))))


@dataclass
class Seen:
    """What was measured, each with the second at which it was."""

    began: float = field(default_factory=time.monotonic)
    answers: list[tuple[float, float, str]] = field(default_factory=list)
    additions: list[tuple[float, float]] = field(default_factory=list)
    sizes: list[tuple[float, dict[str, int]]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    gone: int = 0
    costs: list[float] = field(default_factory=list)
    quiet: list[threading.Lock] = field(default_factory=lambda: [threading.Lock() for _ in range(READERS + 1)])

    @property
    def at(self) -> float:
        """Seconds since it began."""
        return time.monotonic() - self.began

    def fault(self, what: str) -> None:
        """Keep what went wrong, and tell it at once: an hour is long to wait for it."""
        self.faults.append(what)
        print(f"after {self.at:.0f} s: {what}", file=sys.stderr, flush=True)


@contextmanager
def served(ledger: str) -> Iterator[tuple[str, int]]:
    """The address and process id of a desk on a new ledger."""
    command = [sys.executable, "-m", "enligt", "desk", "--ledger", ledger, "--port", "0", "--no-browser"]
    desk = subprocess.Popen([*command, "--threads", "1"], stdout=subprocess.PIPE, text=True, env={**os.environ})
    assert desk.stdout is not None
    try:
        yield next(word for word in desk.stdout.readline().split() if word.startswith("http")).rstrip("/"), desk.pid
    finally:
        desk.terminate()
        desk.wait(60)


def read(home: str, seen: Seen, ends: float, seed: int) -> None:
    """Ask for lists and what they lead to."""
    chance = random.Random(seed)
    links: list[str] = []
    while seen.at < ends:
        path = chance.choice(links) if links and chance.random() < 0.6 else chance.choice(STARTS)
        with seen.quiet[seed]:
            began = seen.at
            body = _asked(home, path, seen)
            seen.answers.append((began, seen.at - began, path))
        links = [one.decode() for one in LINK.findall(body)] or links
        time.sleep(READING_SECONDS)


def _asked(home: str, path: str, seen: Seen) -> bytes:
    """The answer; nothing, and noted, where there is none."""
    try:
        with urllib.request.urlopen(home + path, timeout=PATIENCE_SECONDS) as answer:
            body: bytes = answer.read()
            return body
    except urllib.error.HTTPError as error:
        if error.code == 404 and path.startswith("/claims/"):
            seen.gone += 1  # another page has changed the claim since its address was shown
        else:
            seen.fault(f"{path}: {error}")
    except OSError as error:
        seen.fault(f"{path}: {error}")
    return b""


def add(home: str, seen: Seen, ends: float) -> None:
    """Add pages one after the other, and comment on some."""
    for number, article in enumerate(articles()):
        if seen.at >= ends:
            return
        with seen.quiet[-1]:
            began = seen.at
            try:
                job = _sent(f"{home}/api/pages", **article._asdict())
                while job["state"] != "done":
                    time.sleep(0.1)
                    job = json.loads(_asked(home, f"/api/jobs/{job['id']}", seen) or '{"state": "done"}')
                seen.additions.append((began, seen.at - began))
                for one in job.get("failures", ()):
                    seen.fault(f"page {number}: {one}")
                if not job.get("pages"):
                    seen.fault(f"page {number} was not added: {job}")
                elif number % 10 == 9:
                    time.sleep(ADDING_SECONDS)
                    about = job["pages"][0]["id"]
                    _sent(f"{home}/api/comments", kind="page", about=about, by="Kaj", words=f"Om {number}.")
            except (OSError, KeyError) as error:
                seen.fault(f"adding page {number}: {error!r}")
        time.sleep(max(0.0, ADDING_SECONDS - (seen.at - began)))


def _sent(address: str, **form: str) -> dict[str, Any]:
    """The answer to a form; who is told to wait, waits."""
    body = urllib.parse.urlencode(form).encode()
    try:
        with urllib.request.urlopen(address, body, timeout=PATIENCE_SECONDS) as answer:
            told: dict[str, Any] = json.load(answer)
            return told
    except urllib.error.HTTPError as error:
        if error.code != 429:
            raise
        time.sleep(float(error.headers["Retry-After"]))
        return _sent(address, **form)


def measure(home: str, pid: int, seen: Seen, minutes: float) -> None:
    """Look at the process every two seconds, and at what an answer costs at the end of each part."""
    for part in range(1, PARTS + 1):
        while seen.at < 60 * minutes * part / PARTS:
            status = [line.partition(":") for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
            told = {name: int(value.split()[0]) for name, _, value in status if name in ("VmRSS", "RssAnon", "Threads")}
            told["files"] = len(list(Path(f"/proc/{pid}/fd").iterdir()))
            seen.sizes.append((seen.at, told))
            time.sleep(2)
        seen.costs.append(cost(home, pid, seen))


def cost(home: str, pid: int, seen: Seen) -> float:
    """Processor time (seconds) for each answer that is made anew while nobody else asks."""
    with ExitStack() as all_quiet:
        for one in seen.quiet:
            all_quiet.enter_context(one)
        pages = [one.decode() for one in LINK.findall(_asked(home, "/", seen))][:ASKED_ANEW]
        asked = [f"{path}{'&' if '?' in path else '?'}anew={n}" for path in STARTS for n in range(ASKED_ANEW)]
        before = _processor(pid)
        for path in [*asked, *pages]:
            _asked(home, path, seen)
        return (_processor(pid) - before) / len([*asked, *pages])


def _processor(pid: int) -> float:
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def load(minutes: float) -> Seen:
    """All of it for some minutes."""
    with tempfile.TemporaryDirectory() as folder, served(f"{folder}/a.ledger") as (home, pid):
        seen, ends = Seen(), 60 * minutes
        works: list[tuple[Callable[..., None], tuple[object, ...]]] = [
            *((read, (home, seen, ends, seed)) for seed in range(READERS)),
            (add, (home, seen, ends)),
        ]
        threads = [threading.Thread(target=work, args=arguments) for work, arguments in works]
        for thread in threads:
            thread.start()
        measure(home, pid, seen, minutes)
        for thread in threads:
            thread.join()
    return seen


def table(seen: Seen, minutes: float) -> list[dict[str, float]]:
    """What was measured in each part of the time."""
    rows = []
    for part in range(PARTS):
        low, high = (60 * minutes * (part + more) / PARTS for more in (0, 1))
        taken = sorted(seconds for at, seconds, _ in seen.answers if low <= at < high)
        waits = [seconds for at, seconds in seen.additions if low <= at < high]
        sizes = [told for at, told in seen.sizes if low <= at < high]
        rows.append(
            {
                "minute": high / 60,
                "pages": sum(at < high for at, _ in seen.additions),
                "answers": len(taken),
                "median": _median(taken),
                "added": _median(waits),
                "memory": _median(told["VmRSS"] for told in sizes) / 1000,
                "heap": _median(told["RssAnon"] for told in sizes) / 1000,
                "files": max((told["files"] for told in sizes), default=0),
                "threads": max((told["Threads"] for told in sizes), default=0),
                "cost": seen.costs[part],
            }
        )
    return rows


def _median(values: Iterable[float]) -> float:
    """Not a number where there is nothing: the machine may do other things for a whole part of the time."""
    return statistics.median([*values] or [math.nan])


def report(seen: Seen, minutes: float) -> None:
    """Print what was measured; fails where something broke or grew."""
    rows = table(seen, minutes)
    print(
        "| minute | pages | answers | median | a page is added in | memory | heap | files | threads | an answer costs |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for row in rows:
        print(
            "| {minute:g} | {pages} | {answers} | {0:.0f} ms | {added:.1f} s | {memory:.0f} MB | {heap:.0f} MB"
            " | {files} | {threads} | {1:.0f} ms |".format(1000 * row["median"], 1000 * row["cost"], **row)
        )
    moved = f"Claims that another page had changed before they were asked for: {seen.gone}."
    print(f"\nFaults: {len(seen.faults)}. {moved} Load of the machine at the end: {os.getloadavg()[0]:.0f}.")
    assert not seen.faults, seen.faults[:5]
    for what in ("memory", "cost"):
        assert rows[-1][what] < GROWTH * rows[1][what], f"{what} has grown"


def main() -> None:
    """Load a desk, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    minutes = parser.parse_args().minutes
    report(load(minutes), minutes)


if __name__ == "__main__":
    main()

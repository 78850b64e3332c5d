"""The long checks of reliability: stages fuzzed, processes and servers killed, the desk loaded while pages are added.

    python bench/soak.py [--minutes 60] [--kills 200] [--places sqlite postgresql] [--fuzz-seconds 120]

Prints Markdown for docs/reliability.md, and fails where something was lost, broke, or grew. 0 leaves a part out.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import quote

import load

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "ledger"))
from killed import Working, check, done, killed_at_work, killed_under_work, old_ledger, page_for  # noqa: E402
from postgres import LASTING, NoServerError, Server, server  # noqa: E402

from enligt.ledger.store import place_of  # noqa: E402
from enligt.ledger.versions import HEAD  # noqa: E402

#: After how many kills a new ledger is begun: a large one is slower to check than to fill.
KILLS_PER_LEDGER = 10
#: How many kills there are beside those at work, for each hundred of these: while a ledger migrates, while a batch is
#: loaded, and of PostgreSQL's server itself.
MIGRATIONS, LOADS, SERVERS = 10, 10, 15
#: Pages of the ledger that migrates and of the batch.
OLD_PAGES, BATCH_PAGES = 60, 40
#: Longest (seconds) that a migration or a load goes on before it is killed.
MOST_SECONDS = 0.5

NewLedger = Callable[[], str]


def kills(kind: str, new: NewLedger, number: int) -> Iterator[str]:
    """Kill processes that add, comment, merge, split, undo, and that migrate; rows of what was checked."""
    acknowledged = 0
    for seed in range(number):
        if seed % KILLS_PER_LEDGER == 0:
            path, told = new(), []
        fresh = killed_at_work(path, seed)
        told += fresh
        check(path, told)  # fails if anything is lost
        acknowledged += done(fresh)
        print(f"{kind}: {seed + 1} killed, {acknowledged} things found again", end="\r", file=sys.stderr, flush=True)
    yield f"| {kind}: adding, commenting, merging, splitting, undoing | {number} | {acknowledged} | 0 |"
    yield f"| {kind}: migrating | {_migrations(new, number * MIGRATIONS // 100)} | 0 |"


def _migrations(new: NewLedger, number: int) -> str:
    old = new()
    old_ledger(old, OLD_PAGES)
    kept = [{"did": "add", "seed": 0, "number": n, "page": page_for(0, n).page.id} for n in range(OLD_PAGES)]
    for seed in range(number):
        process = Working("migrate", old, seed)
        process.go_on(0, random.Random(seed).uniform(0, MOST_SECONDS))
        told = process.kill()
        with closing(place_of(old)) as place:
            assert place.migrate(HEAD) in ((HEAD,) if told else (1, HEAD)), "it was neither done nor undone"
            assert check(old, kept) == OLD_PAGES
            place.migrate(1)
    return f"{number} | {number * OLD_PAGES}"


def _loads(new: NewLedger, number: int, folder: Path) -> str:
    acknowledged, batch = 0, _batch(folder)
    for seed in range(number):
        path, chance = new(), random.Random(seed)
        process = Working("load", path, seed, str(batch))
        process.go_on(chance.randrange(BATCH_PAGES), chance.uniform(0, MOST_SECONDS))
        told = process.kill()
        check(path, told)
        acknowledged += done(told)
        again = Working("load", path, seed, str(batch))
        again.go_on(BATCH_PAGES, 0)
        assert check(path, again.kill()) == BATCH_PAGES
    return f"{number} | {acknowledged}"


def server_kills(number: int) -> str:
    """Kill a server of PostgreSQL, every other time one of its processes alone, under a process at work."""
    acknowledged = 0
    for first in range(0, number, KILLS_PER_LEDGER):
        told: list[dict[str, object]] = []
        with server(LASTING) as running:
            for seed in range(first, min(number, first + KILLS_PER_LEDGER)):
                fresh = killed_under_work(running, seed, whole=seed % 2 == 0)
                told += fresh
                check(running.address, told)
                acknowledged += done(fresh)
    return f"| PostgreSQL's server itself, or one process of it | {number} | {acknowledged} | 0 |"


def all_kills(places: Sequence[str], number: int, folder: Path) -> Iterator[str]:
    """Rows for files of SQLite, and for PostgreSQL where it can be run."""
    os.environ["XDG_CACHE_HOME"] = str(folder)
    numbers = count()
    loads = number * LOADS // 100
    if "sqlite" in places:
        new = lambda: str(folder / f"{next(numbers)}.ledger")  # noqa: E731
        yield from kills("SQLite", new, number)
        yield f"| SQLite: loading a batch | {_loads(new, loads, folder)} | 0 |"
    if "postgresql" not in places:
        return
    try:
        with server() as running:
            yield from kills("PostgreSQL", lambda: _schema(running, next(numbers)), number)
            yield server_kills(number * SERVERS // 100)
            loaded = _loads(lambda: _schema(running, next(numbers)), loads, folder)
            yield f"| PostgreSQL: loading a batch | {loaded} | 0 |"
    except NoServerError as why:
        yield f"| PostgreSQL: {why} | 0 | 0 | 0 |"


def _schema(running: Server, number: int) -> str:
    import psycopg

    with psycopg.connect(running.address, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA ledger_{number}")
    return f"{running.address}?options={quote(f'-csearch_path=ledger_{number}')}"


def _batch(folder: Path) -> Path:
    """What a batch over pages in an archive leaves."""
    archive, out = folder / "pages.warc", folder / "out"
    if out.exists():
        return out
    with archive.open("wb") as file:
        for number in range(BATCH_PAGES):
            body = f"<html><article><p>{page_for(3, number).page.text}</p></article></html>".encode()
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://outlet.example/{number}\r\n"
                "WARC-Date: 2026-03-10T00:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            file.write(head.encode() + http + b"\r\n\r\n")
    command = [sys.executable, "-m", "enligt", "batch", str(archive), str(out), "--model", "baseline", "--workers", "1"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return out


def fuzz(seconds: int) -> Iterator[str]:
    """Run each target of the coverage-guided fuzzer for some seconds."""
    for target in ("text", "html", "dates", "names"):
        with tempfile.TemporaryDirectory() as corpus:
            command = [sys.executable, str(ROOT / "tests/fuzz/targets.py"), target, corpus]
            limits = [
                str(ROOT / "tests/fuzz/seeds"),
                f"-max_total_time={seconds}",
                f"-artifact_prefix={corpus}/",
                "-max_len=4096",
                "-timeout=60",
                "-rss_limit_mb=2048",
                "-print_final_stats=1",
            ]
            told = subprocess.run([*command, *limits], capture_output=True, text=True, check=False)
        runs = next((line.split()[-1] for line in told.stderr.splitlines() if "number_of_executed_units" in line), "?")
        if told.returncode:
            sys.exit(f"fuzzing {target}:\n{told.stderr[-4000:]}")
        yield f"| {target} | {seconds} s | {runs} | none |"


def main() -> None:
    """Run all, the shorter first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--places", nargs="+", choices=("sqlite", "postgresql"), default=("sqlite", "postgresql"))
    parser.add_argument("--fuzz-seconds", type=int, default=120)
    options = parser.parse_args()
    if options.fuzz_seconds:
        print("| fuzzed | for | runs | faults |\n|---|---|---:|---|", flush=True)
        for row in fuzz(options.fuzz_seconds):
            print(row, flush=True)
    if options.kills:
        print(
            "\n| killed (SIGKILL) | times | acknowledged things looked for | lost |\n|---|---:|---:|---:|", flush=True
        )
        with tempfile.TemporaryDirectory() as folder:
            for row in all_kills(options.places, options.kills, Path(folder)):
                print(row, flush=True)
    if options.minutes:
        print(f"\nThe desk for {options.minutes:g} minutes, three readers and one who adds:\n")
        load.report(load.load(options.minutes), options.minutes)


if __name__ == "__main__":
    main()

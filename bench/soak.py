"""The long checks of reliability: processes killed, stages fuzzed, the desk under load while pages are added.

    python bench/soak.py [--minutes 60] [--kills 200] [--fuzz-seconds 120]

Prints Markdown for docs/reliability.md, and fails where something was lost, broke, or grew.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "ledger"))
from killed import WORKS_SECONDS, check, killed_at_work, old_ledger, page_for  # noqa: E402

#: After how many kills a new ledger is begun: a large one is slower to check than to fill.
KILLS_PER_LEDGER = 20
#: Of the kills, the share that falls on a migration.
MIGRATIONS_SHARE = 0.1
READS = ("/", "/actors", "/outlets", "/search?q=bron", "/api/claims", "/claims.atom", "/health")
#: How much larger than in the first third the memory and the median time may be in the last: caches fill meanwhile.
MEMORY_GROWTH, TIME_GROWTH = 1.3, 2.0


def kills(number: int) -> str:
    """Kill processes at work; what was checked, in a row of a table."""
    acknowledged = pages = 0
    migrations = round(number * MIGRATIONS_SHARE)
    with tempfile.TemporaryDirectory() as folder:
        told: list[dict[str, object]] = []
        for seed in range(number - migrations):
            if seed % KILLS_PER_LEDGER == 0:
                told = []
            path = f"{folder}/{seed // KILLS_PER_LEDGER}.ledger"
            fresh = killed_at_work("work", path, seed, random.Random(seed).uniform(0.02, WORKS_SECONDS))
            told += fresh
            pages = check(path, told)  # fails if anything is lost
            acknowledged += len(fresh)
        old = f"{folder}/old.ledger"
        old_ledger(old, 100)
        kept = [{"did": "add", "seed": 0, "number": n, "page": page_for(0, n).page.id} for n in range(100)]
        for seed in range(migrations):
            copy = f"{folder}/copy.ledger"
            shutil.copy(old, copy)
            killed_at_work("migrate", copy, seed, random.Random(seed).uniform(0, 0.4))
            assert check(copy, kept) == 100
    return f"| {number - migrations} at work, {migrations} while migrating | {acknowledged} | 0 | {pages} |"


def fuzz(seconds: int) -> str:
    """Run each target of the coverage-guided fuzzer for some seconds."""
    from tempfile import mkdtemp

    rows = []
    for target in ("text", "html", "dates", "names"):
        corpus = mkdtemp()
        command = [sys.executable, str(ROOT / "tests/fuzz/targets.py"), target, corpus, str(ROOT / "tests/fuzz/seeds")]
        limits = [
            f"-max_total_time={seconds}",
            f"-artifact_prefix={corpus}/",
            "-max_len=4096",
            "-timeout=20",
            "-rss_limit_mb=2048",
            "-print_final_stats=1",
        ]
        told = subprocess.run([*command, *limits], capture_output=True, text=True, check=False)
        runs = next((line.split()[-1] for line in told.stderr.splitlines() if "number_of_executed_units" in line), "?")
        if told.returncode:
            sys.exit(f"fuzzing {target}:\n{told.stderr[-4000:]}")
        rows.append(f"| {target} | {seconds} s | {runs} | none |")
    return "\n".join(rows)


def resident(pid: int) -> float:
    """Memory (MB) of a process."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000


def load(minutes: float) -> str:
    """Ask a desk for pages and add others at the same time; rows of what it took by thirds of the time."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "enligt",
            "desk",
            "--ledger",
            f"{folder}/a.ledger",
            "--port",
            "0",
            "--no-browser",
        ]
        desk = subprocess.Popen([*command, "--threads", "1"], stdout=subprocess.PIPE, text=True, env={**os.environ})
        assert desk.stdout is not None
        home = next(word for word in desk.stdout.readline().split() if word.startswith("http")).rstrip("/")
        ends, began = time.monotonic() + 60 * minutes, time.monotonic()
        samples: list[tuple[float, float]] = []
        sizes: list[tuple[float, float, int]] = []
        faults: list[str] = []

        def read(seed: int) -> None:
            chance = random.Random(seed)
            while time.monotonic() < ends:
                start = time.monotonic()
                try:
                    with urllib.request.urlopen(home + chance.choice(READS), timeout=30) as answer:
                        answer.read()
                    samples.append((start - began, time.monotonic() - start))
                except OSError as error:
                    faults.append(str(error))
                time.sleep(0.05)

        def add() -> None:
            number = 0
            while time.monotonic() < ends:
                body = urllib.parse.urlencode({"text": page_for(7, number).page.text, "lang": "sv"}).encode()
                try:
                    urllib.request.urlopen(f"{home}/api/pages", body, timeout=30).read()
                    number += 1
                except OSError as error:
                    faults.append(str(error))
                time.sleep(1.5)  # below the desk's own limit on writes

        threads = [threading.Thread(target=read, args=(seed,)) for seed in range(3)] + [threading.Thread(target=add)]
        for thread in threads:
            thread.start()
        while time.monotonic() < ends:
            files = len(list(Path(f"/proc/{desk.pid}/fd").iterdir()))
            sizes.append((time.monotonic() - began, resident(desk.pid), files))
            time.sleep(2)
        for thread in threads:
            thread.join()
        desk.terminate()
        desk.wait(30)
    rows = []
    for third in range(3):
        low, high = 20 * minutes * third, 20 * minutes * (third + 1)
        taken = sorted(seconds for at, seconds in samples if low <= at < high)
        held = [(memory, files) for at, memory, files in sizes if low <= at < high]
        memory, files = statistics.median(m for m, _ in held), max(f for _, f in held)
        rows.append((memory, files, statistics.median(taken), taken[int(0.95 * len(taken))], len(taken)))
    assert not faults, faults[:5]
    assert rows[2][0] < MEMORY_GROWTH * rows[0][0], f"memory grows: {rows}"
    assert rows[2][2] < TIME_GROWTH * max(rows[0][2], 0.01), f"answers take longer: {rows}"
    return "\n".join(
        f"| {third} | {many} | {median * 1000:.0f} ms | {slow * 1000:.0f} ms | {memory:.0f} MB | {files} |"
        for third, (memory, files, median, slow, many) in enumerate(rows, start=1)
    )


def main() -> None:
    """Run all, the shorter first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--fuzz-seconds", type=int, default=120)
    options = parser.parse_args()
    print("| fuzzed | for | runs | faults |\n|---|---|---:|---|")
    print(fuzz(options.fuzz_seconds), flush=True)
    print("\n| kills | acknowledged things looked for | lost | pages in the last ledger |\n|---|---:|---:|---:|")
    print(kills(options.kills), flush=True)
    print(f"\nThe desk for {options.minutes:g} minutes, three readers and one who adds:\n")
    print("| third | answers | median | 95 % within | memory | open files |\n|---|---:|---:|---:|---:|---:|")
    print(load(options.minutes))


if __name__ == "__main__":
    main()

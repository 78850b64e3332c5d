"""What a batch costs, and that its result depends on nothing but its input.

    python bench/scale.py rates  [--pages 300] [--model small] [--cores 1 2]
    python bench/scale.py same   [--pages 60] [--news 300] [--ray]
    python bench/scale.py memory [--pages 10000 50000] [--sayings 10] [--trace]

``rates``: pages a second of extraction alone (trafilatura), of tracing, and with all that is worked out over all pages,
on one core and on two.

``same``: the datasets of a run with one worker, with two, with two of which one is killed in the middle, and with
``--ray`` of two on a local Ray, of which again one is killed, as sorted Parquet, byte for byte; and the claims beside
those of a ledger to which the pages are added, and again for pages of the invented stories that ``bench/load.py`` adds.

``memory``: the most memory that all processes together hold while ever more pages are worked over; that of each step is
told on standard error when it ends, and at last how large the tables are that Daft joins. Meanings are made up there,
in place of the model, or it would take days, with so many sayings a page; with ``--trace`` pages are traced, with the
baseline.

The archive is written here: copies of the project's example pages. Each seven of them are an affair, of which a seeded
program has exchanged the words and figures, so that affairs have nothing in common; each is printed three times, with
other paragraphs left out, so that there are copies. Which words are exchanged for which differs between languages, so
that no claim here goes from one language to another.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from growth import STATEMENTS_A_PAGE
from load import articles

EXAMPLES = Path(__file__).parents[1] / "examples"
DATASETS = ("pages", "statements", "names", "claims", "origins", "echoes", "errors")
#: Times that an affair is printed.
VERSIONS = 3
#: Words by which the example pages report what somebody says; they stay.
CUES = frozenset(
    {"said", "says", "told", "according", "säger", "skriver", "enligt", "citerar", "sade", "uppger", "meddelar"}
    | {"dementerar", "сообщает", "сообщил", "словам", "сказал", "подтвердил", "приводит", "говорится", "sagte"}
    | {"berichtet", "laut", "teilte", "erklärte", "zitiert", "selon", "déclaré", "affirmé", "rapporte"}
)
_PARAGRAPH = re.compile(r"(<p>)(.*?)(</p>)", re.S)
_HEADING = re.compile(r"(<h1>|<title>)(.*?)(</h1>|</title>)", re.S)
_WORD = re.compile(r"\b[^\W\d_]{4,}\b")
_FIGURE = re.compile(r"\b\d{2,3}\b")
_DAY = re.compile(r"2026-03-(\d\d)T")


@lru_cache(maxsize=1)
def templates() -> list[tuple[str, list[str]]]:
    """The example pages, and the words of each that may be exchanged."""
    found = []
    for file in sorted(EXAMPLES.glob("*.html")):
        page = file.read_text(encoding="utf-8")
        words = {word for one in _PARAGRAPH.findall(page) for word in _WORD.findall(one[1]) if word.islower()}
        found.append((page, sorted(words - CUES)))
    return found


def varied(number: int) -> tuple[str, bytes]:
    """The address and the HTML of the page with a number."""
    affair, place = divmod(number, len(templates()) * VERSIONS)
    at, version = divmod(place, VERSIONS)
    page, words = templates()[at]
    draw = random.Random(affair)
    new = dict(zip(words, draw.sample(words, len(words)), strict=True)) if affair else {}
    figures = {str(one): str(draw.randrange(10, 1000)) for one in range(10, 1000)} if affair else {}

    def changed(match: re.Match[str]) -> str:
        inner = _WORD.sub(lambda word: new.get(word[0], word[0]), match[2])
        return match[1] + _FIGURE.sub(lambda figure: figures.get(figure[0], figure[0]), inner) + match[3]

    paragraphs = iter(range(1_000))
    page = _PARAGRAPH.sub(lambda one: "" if version and next(paragraphs) % 7 == version + 2 else changed(one), page)
    page = _DAY.sub(
        lambda day: f"{date(2026, 3, int(day[1])) + timedelta(days=affair % 360)}T", _HEADING.sub(changed, page)
    )
    url = f"https://outlet{at}-{version}.example/{affair}"
    return url, re.sub(r'(rel="canonical" href|property="og:url" content)="[^"]*"', rf'\1="{url}"', page).encode()


def write_archive(file: Path, pages: int) -> None:
    """A WARC archive of so many pages, each record packed by itself."""
    with file.open("wb") as out:
        for number in range(pages):
            url, body = varied(number)
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
            head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-10T00:00:00Z\r\n"
            head += f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
            head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            out.write(gzip.compress(head.encode() + http + b"\r\n\r\n", 1, mtime=0))


class Run:
    """A batch in a process of its own: its stages' seconds, and the most memory that it and its workers held."""

    def __init__(self, out: Path, archive: Path, *more: str, cores: int | None = None, code: str | None = None) -> None:
        began, spent = time.perf_counter(), _processor_seconds()
        command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "enligt", "batch"]
        here = sorted(os.sched_getaffinity(0))[:cores]
        self.process = subprocess.Popen(
            [*command, str(archive), str(out), *more],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            preexec_fn=lambda: os.sched_setaffinity(0, here),
        )
        self.marks: list[tuple[float, str]] = []
        #: Of each step, as ``marks`` tell them, the most memory (MB) of all processes together.
        self.most: list[int] = [0]
        self.own = self.mapped = 0
        watching = threading.Thread(target=self._watch, daemon=True)
        watching.start()
        for line in self.process.stderr or ():
            self._ends(time.perf_counter() - began)
            self.marks.append((time.perf_counter() - began, line.strip()))
            self.most.append(0)
        if code := self.process.wait():
            raise SystemExit("\n".join([*(line for _, line in self.marks[-20:]), f"ended with {code}"]))
        self.seconds = time.perf_counter() - began
        self._ends(self.seconds)
        self.processor = _processor_seconds() - spent
        watching.join()

    def _watch(self) -> None:
        while self.process.poll() is None:
            own = mapped = 0
            for pid in descendants(self.process.pid):
                kept = memory(pid)
                own, mapped = own + kept[0], mapped + kept[1]
            self.own, self.mapped = max(self.own, own), max(self.mapped, mapped)
            self.most[-1] = max(self.most[-1], own)
            self.step()
            time.sleep(0.3)

    def step(self) -> None:
        """Called again and again while the batch runs."""

    def _ends(self, at: float) -> None:
        """Tell what the step took that ends now: a run that is stopped has told as much."""
        for began, line in self.marks[-1:]:
            step = line.removeprefix("enligt: ")
            print(f"{step}: {at - began:.1f} s, {self.most[-1]:,} MB", file=sys.stderr, flush=True)

    @property
    def tracing(self) -> float:
        """Seconds until all parts were traced."""
        return next((at for at, line in self.marks if "working out" in line), self.seconds)


def _processor_seconds() -> float:
    """What all processes that have ended cost the processor; a machine that is busy otherwise does not change it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Wounded(Run):
    """A batch of which one worker is killed as soon as some parts are done."""

    def __init__(self, out: Path, *arguments: Any, **more: Any) -> None:
        self._shelf, self.killed = out / "work" / "traced", 0
        super().__init__(out, *arguments, **more)

    def step(self) -> None:
        """Kill one of the workers that trace, once."""
        done = self._shelf.exists() and any("." not in folder.name for folder in self._shelf.iterdir())
        for pid in descendants(self.process.pid) if done and not self.killed else ():
            name = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
            if "UDFActor" in name or "udf_worker" in name or "spawn_main" in name or "daft.execution" in name:
                os.kill(pid, signal.SIGKILL)
                self.killed = pid
                return


def descendants(pid: int) -> list[int]:
    """A process and those that it has started, and so on."""
    found = [pid]
    for one in found:
        try:
            found += (
                int(pid) for file in Path(f"/proc/{one}/task").glob("*/children") for pid in file.read_text().split()
            )
        except OSError:
            continue
    return found


def memory(pid: int) -> tuple[int, int]:
    """Megabytes that a process holds by itself, and that it maps from files."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0, 0
    kinds = (re.search(rf"{kind}:\s+(\d+)", text) for kind in ("RssAnon", "RssFile"))
    own, mapped = (int(found[1]) // 1024 if found else 0 for found in kinds)
    return own, mapped


def sorted_bytes(out: Path, name: str) -> bytes:
    """A dataset as one Parquet file with its rows in order."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    files = sorted((out / name).rglob("*.parquet"))
    rows = [row for file in files for row in pq.read_table(file, partitioning=None).to_pylist()]
    rows.sort(key=lambda row: json.dumps(row, sort_keys=True, default=str))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    return bytes(sink.getvalue())


def prints(out: Path) -> dict[str, str]:
    """A digest of each dataset."""
    return {name: hashlib.sha256(sorted_bytes(out, name)).hexdigest()[:12] for name in DATASETS}


def rates(chosen: argparse.Namespace, folder: Path) -> None:
    """Pages a second."""
    archive = folder / "pages.warc.gz"
    write_archive(archive, chosen.pages)
    extraction = chosen.pages / extracted(archive)
    print(f"{chosen.pages} pages, model {chosen.model}; trafilatura alone, one core: {extraction:.0f} pages/s\n")
    print("| cores | tracing, pages/s | all, pages/s | to one core | extraction is × as fast | processor, s/page |")
    print("|---:|---:|---:|---:|---:|---:|", flush=True)
    first = None
    for cores in chosen.cores:
        run = Run(folder / f"out{cores}", archive, "--workers", str(cores), "--model", chosen.model, cores=cores)
        rate, whole = chosen.pages / run.tracing, chosen.pages / run.seconds
        first = first or whole
        factor, cost = extraction * cores / whole, run.processor / chosen.pages
        print(f"| {cores} | {rate:.2f} | {whole:.2f} | {whole / first:.2f} | {factor:.0f} | {cost:.3f} |", flush=True)


def extracted(archive: Path) -> float:
    """Processor seconds in which trafilatura extracts the texts of an archive, on one core."""
    import trafilatura
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    def texts() -> Iterator[str | None]:
        with archive.open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
                yield trafilatura.extract(record.reader.read(), include_comments=False)

    began = time.process_time()
    sum(bool(text) for text in texts())
    return time.process_time() - began


def same(chosen: argparse.Namespace, folder: Path) -> None:
    """One result, however it comes about."""
    archive = folder / "pages.warc.gz"
    write_archive(archive, chosen.pages)
    runs: list[tuple[str, type[Run], tuple[str, ...]]] = [
        ("one worker", Run, ("1",)),
        ("two workers", Run, ("2",)),
        ("two, one killed", Wounded, ("2",)),
    ]
    if chosen.ray:
        runs += [("Ray, two workers", Run, ("2", "local")), ("Ray, two, one killed", Wounded, ("2", "local"))]
    print(f"{chosen.pages} pages, model {chosen.model}\n")
    print("| run | seconds | worker killed | datasets as in the first run |\n|---|---:|---|---|", flush=True)
    first: dict[str, str] = {}
    settings = (str(max(1, chosen.pages // 8)), chosen.model)
    for number, (name, kind, more) in enumerate(runs):
        out = folder / f"out{number}"
        run = kind(out, archive, *settings, *more, code=SMALL_PARTS)
        found = prints(out)
        first = first or found
        alike = [dataset for dataset in DATASETS if found[dataset] == first[dataset]]
        killed = f"pid {run.killed}" if isinstance(run, Wounded) else ""
        print(f"| {name} | {run.seconds:.0f} | {killed} | {len(alike)} of {len(DATASETS)} |", flush=True)
    beside_a_ledger("these pages", folder / "out0")
    news = folder / "news.parquet"
    write_news(news, chosen.news)
    Run(folder / "news", news, "--workers", "2", "--model", chosen.model)
    beside_a_ledger(f"{chosen.news} pages of invented stories", folder / "news")


def write_news(file: Path, pages: int) -> None:
    """So many pages of the invented stories, as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        article._asdict() | {"url": f"https://news.example/{at}"}
        for at, article in enumerate(islice(articles(), pages))
    ]
    pq.write_table(pa.Table.from_pylist(rows), file)


#: A batch with parts of so few pages that there are some to lose: ARCHIVE OUT PAGES_A_PART MODEL WORKERS [RAY]
SMALL_PARTS = """
import os, sys
from pathlib import Path
from enligt.batch import engine, job
from enligt.records import Options

def note(words):
    print(words, file=sys.stderr, flush=True)

if __name__ == "__main__":
    archive, out, size, model, workers, *ray = sys.argv[1:]
    crew = engine.start(*(ray or [None]), int(workers))
    options = Options(model=model)
    pages = int(size)
    job.run(job.Job(inputs=(Path(archive),), out=Path(out), workers=crew, options=options, part_pages=pages, note=note))
    os._exit(0)  # as the command line does
"""


def beside_a_ledger(name: str, out: Path) -> None:
    """How many of the claims are those of a ledger to which the same pages are added, as they were traced."""
    import pyarrow.parquet as pq

    from enligt.batch.loading import Remembered, Selection, load
    from enligt.ledger import open_ledger

    batch = [row for file in (out / "claims").glob("*.parquet") for row in pq.read_table(file).to_pylist()]
    made = {tuple(sorted(one["statement"] for one in row["members"])) for row in batch}
    meaning = Remembered()
    with tempfile.TemporaryDirectory() as beside, open_ledger(Path(beside) / "l", meaning=meaning) as ledger:
        for _ in load(out, ledger, meaning, Selection()):
            pass
        kept = {tuple(sorted(member.statement for member in claim.members)) for claim in ledger.claims()}
    both, several = made & kept, sum(len(one) > 1 for one in made)
    print(
        f"\nOf {name}: claims of the batch {len(made)} ({several} of several statements), of a ledger {len(kept)}, "
        f"with the same statements {len(both)} ({sum(len(one) > 1 for one in both)}).",
        flush=True,
    )


def measured_memory(chosen: argparse.Namespace, folder: Path) -> None:
    """Memory and time as pages grow."""
    print(
        "| pages | sayings | minutes | processor, s/page | memory of all processes, MB | files mapped, MB | disk, MB |"
    )
    print("|---:|---:|---:|---:|---:|---:|---:|", flush=True)
    for pages in chosen.pages_of_each:
        out, archive = folder / f"out{pages}", folder / f"pages{pages}.warc.gz"
        if chosen.trace:
            write_archive(archive, pages)
            run = Run(out, archive, "--workers", "2", "--model", "baseline")
        else:
            run = Run(out, Path(str(pages)), str(chosen.sayings), code=MADE_UP)
        disk = sum(file.stat().st_size for file in out.rglob("*") if file.is_file()) // 1_000_000
        said = 0 if chosen.trace else pages * chosen.sayings
        print(
            f"| {pages:,} | {said:,} | {run.seconds / 60:.1f} | {run.processor / pages:.3f} | {run.own:,} "
            f"| {run.mapped:,} | {disk:,} |",
            flush=True,
        )
        tell_tables(out, pages)


def tell_tables(out: Path, pages: int) -> None:
    """Tell how large the tables are that go round between the steps."""
    import pyarrow.parquet as pq

    for step in sorted(folder for folder in (out / "work" / "whole").glob("*/*") if folder.is_dir()):
        parts = [pq.read_table(file) for file in step.rglob("*.parquet")]
        rows, size = sum(map(len, parts)) / pages, sum(part.nbytes for part in parts) / pages
        print(f"table {step.name}: {rows:.1f} rows, {size:,.0f} bytes a page", file=sys.stderr)


#: A batch whose parts are put on the shelf by a program, with the pages and made-up meanings of bench/growth.py.
MADE_UP = f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from growth import MadeUp, pages
from enligt.batch import engine, job
from enligt.batch.parts import PAGES_A_PART, Part
from enligt.batch.shelf import PartWriter
from enligt.tracing.saying import sayings

def note(words):
    print(words, file=sys.stderr, flush=True)

if __name__ == "__main__":
    count, out, statements = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    workers = engine.start(None, 2)
    shelf = out / job.SHELF
    shelf.mkdir(parents=True)
    meaning, ids, writer = MadeUp(), [], None
    note("making pages up")
    for number, traced in enumerate(pages(count, statements=statements)):
        if number % PAGES_A_PART == 0:
            if writer:
                writer.put(shelf)
            ids.append(f"part{{len(ids):06d}}")
            writer = PartWriter(ids[-1])
        writer.add(traced, sayings(traced, meaning))
    writer.put(shelf)
    whole = job._Whole(job.Job(inputs=(), out=out, workers=workers, note=note), shelf, ids)
    whole.datasets()
    os._exit(0)  # as the command line does
"""


def main() -> None:
    """Run one of the measurements."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(required=True, dest="what")
    one = kinds.add_parser("rates")
    one.add_argument("--pages", type=int, default=300)
    one.add_argument("--cores", type=int, nargs="+", default=[1, 2])
    other = kinds.add_parser("same")
    other.add_argument("--pages", type=int, default=60)
    other.add_argument("--news", type=int, default=300)
    other.add_argument("--ray", action="store_true")
    third = kinds.add_parser("memory")
    third.add_argument("--pages", type=int, nargs="+", default=[10_000, 50_000], dest="pages_of_each")
    third.add_argument("--sayings", type=int, default=STATEMENTS_A_PAGE)
    third.add_argument("--trace", action="store_true")
    for kind in (one, other, third):
        kind.add_argument("--model", default="small", choices=["baseline", "small", "full"])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        {"rates": rates, "same": same, "memory": measured_memory}[chosen.what](chosen, Path(folder))


if __name__ == "__main__":
    main()

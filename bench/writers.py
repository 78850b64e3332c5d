"""Four writers and two readers on one ledger: pages a second, and that none is lost, doubled or waits in a circle.

    OPENBLAS_NUM_THREADS=1 python bench/writers.py LEDGER [--pages 400] [--writers 4] [--readers 2] [--trace small]

``LEDGER`` is a new file or the address of an empty database. Pages, and what their texts say, are made up as in
``growth.py``, and each page is offered by two writers; readers ask for claims, for a name and for words. So the ledger
alone is measured, without tracing, which takes longer.

With ``--trace`` the writers trace as well, with the shipped models, the varied example pages of ``scale.py``, each its
own: what several adders at once get done, and the share of it for which one has to wait for another.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from growth import MadeUp, pages
from scale import varied
from sqlalchemy import Connection

from enligt.errors import LedgerError
from enligt.ledger import claim_lists, open_ledger
from enligt.ledger.checking import check
from enligt.ledger.claiming import Wanted
from enligt.ledger.place import Kind
from enligt.ledger.store import place_of
from enligt.pipeline import trace_many
from enligt.reading.one import page_of
from enligt.reading.raw import Raw
from enligt.records import ModelName, Options, Traced
from enligt.tracing.meaning import Meaning

#: Pages that a writer gives to the ledger at a time.
AT_ONCE = 8


def write(name: str, mine: list[Traced], told: Any) -> None:
    """Add pages; those that had to wait too long are added again."""
    refused = 0
    with open_ledger(name, meaning=MadeUp()) as ledger:
        for n in range(0, len(mine), AT_ONCE):
            while True:
                try:
                    list(ledger.add_many(mine[n : n + AT_ONCE]))
                    break
                except LedgerError as error:
                    if "writing" not in error.why:
                        raise
                    refused += 1
    told.put(("refused", refused))


def trace(name: str, numbers: range, model: ModelName, told: Any) -> None:
    """Read, trace and add pages by their numbers; tell what it cost the processor, and what of it nobody else may do
    meanwhile (seconds)."""
    options = Options(model=model, threads=1)
    meaning, alone = Meaning(threads=1), 0.0
    with open_ledger(name, meaning=meaning) as ledger:
        transaction = ledger._file.transaction

        @contextmanager
        def timed(kind: Kind) -> Iterator[Connection]:
            nonlocal alone
            with transaction(kind) as connection:
                began = time.process_time()
                yield connection
            alone += time.process_time() - began if kind == "IMMEDIATE" else 0.0

        ledger._file.transaction = timed  # type: ignore[method-assign]
        raws = (Raw(name=url, data=html, url=url) for url, html in map(varied, numbers))
        list(trace_many([page_of(next(raws), lang=None, published=None)], options=options))  # loads the models
        next(meaning.of(["a"]))
        told.put("ready")
        began = time.process_time()
        for _ in ledger.add_many(
            trace_many((page_of(raw, lang=None, published=None) for raw in raws), options=options)
        ):
            pass
        told.put((time.process_time() - began, alone))


def traced_by(asked: argparse.Namespace) -> None:
    """Measure adders that trace."""
    open_ledger(asked.ledger).close()
    processes = multiprocessing.get_context("spawn")  # the models' threads do not live through a fork
    told = processes.Queue()
    # Each loads its models on the first of its pages, which is not kept.
    shares = [range(n, asked.pages + asked.writers, asked.writers) for n in range(asked.writers)]
    writers = [processes.Process(target=trace, args=(asked.ledger, share, asked.trace, told)) for share in shares]
    for one in writers:
        one.start()
    answers = [told.get() for _ in writers]
    began = time.perf_counter()
    answers += [told.get() for _ in writers]
    seconds = time.perf_counter() - began
    for one in writers:
        one.join()
    work = [answer for answer in answers if answer != "ready"]
    whole, alone = (sum(some) / asked.pages for some in zip(*work, strict=True))
    with open_ledger(asked.ledger) as ledger:
        kept, statements = len([page.id for page in ledger.pages()]), sum(1 for _ in ledger.statements())
    assert kept == asked.pages, "a page is lost or doubled"
    print(f"{kept} pages traced and added by {asked.writers} writers ({asked.trace}): {seconds:.1f} s, ", end="")
    print(f"{kept / seconds:.2f} pages/s, {statements / seconds:.0f} statements/s")
    print(f"processor, a page: {whole:.3f} s, of which {alone:.3f} s where others who write wait ({alone / whole:.0%})")


def read(name: str, stop: Any, told: Any) -> None:
    """Ask until told to stop."""
    answers, slowest = 0, 0.0
    with open_ledger(name, meaning=MadeUp()) as ledger:
        words = " ".join(next(pages(1)).page.text.split()[:1])
        while not stop.is_set():
            began = time.perf_counter()
            claim_lists.claims(ledger, Wanted(limit=20))
            next(ledger.who("a"), None)
            next(ledger.search(words), None)
            answers, slowest = answers + 3, max(slowest, time.perf_counter() - began)
    told.put(("answers", answers))
    told.put(("slowest", slowest))


def main() -> None:
    """Measure, check, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("ledger")
    for option, default in (("--pages", 400), ("--writers", 4), ("--readers", 2)):
        parser.add_argument(option, type=int, default=default)
    parser.add_argument("--trace", choices=["baseline", "small", "full"])
    asked = parser.parse_args()
    if asked.trace:
        traced_by(asked)
        return
    made = list(pages(asked.pages))
    half = asked.pages // 2
    orders = made, made[half:] + made[:half]
    shares = [orders[n % 2][n // 2 :: max(1, asked.writers // 2)] for n in range(asked.writers)]
    open_ledger(asked.ledger).close()
    processes = multiprocessing.get_context("fork")
    told, stop = processes.Queue(), processes.Event()
    writers = [processes.Process(target=write, args=(asked.ledger, share, told)) for share in shares]
    readers = [processes.Process(target=read, args=(asked.ledger, stop, told)) for _ in range(asked.readers)]
    began = time.perf_counter()
    for one in (*writers, *readers):
        one.start()
    for one in writers:
        one.join()
    seconds = time.perf_counter() - began
    stop.set()
    for one in readers:
        one.join()
    assert all(one.exitcode == 0 for one in (*writers, *readers)), "a process failed"
    answers = [told.get(timeout=5) for _ in range(len(writers) + 2 * len(readers))]
    total = {kind: [value for what, value in answers if what == kind] for kind in ("refused", "answers", "slowest")}
    with open_ledger(asked.ledger, meaning=MadeUp()) as ledger:
        ids = [one.id for one in ledger.pages()]
        claims = sum(1 for _ in ledger.claims())
    assert sorted(ids) == sorted({one.page.id for one in made}), "a page is lost or doubled"
    with closing(place_of(asked.ledger)) as place:
        assert not list(check(place)), "the ledger is not whole"
    rate = len(ids) / seconds
    each = sum(len(one.statements) for one in made) / len(made)
    print(f"{len(ids)} pages, each offered twice by {asked.writers} writers: {seconds:.1f} s; none lost or doubled")
    print(f"{rate:.1f} pages/s, {rate * each:.0f} statements/s, {claims} claims; `ledger check` finds nothing")
    print(f"{sum(total['refused'])} times a writer waited longer than the ledger lets it, and tried again")
    if total["answers"]:
        asks, slowest = sum(total["answers"]) / seconds, max(total["slowest"])
        print(f"{asked.readers} readers: {asks:.0f} answers/s, the slowest three {slowest:.2f} s")


if __name__ == "__main__":
    main()

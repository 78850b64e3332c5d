"""What one page does to a worker costs that page, or at the worst its part; and it is told."""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from enligt import pipeline
from enligt.batch import job, workers
from enligt.batch.parts import Part, parts_of
from enligt.batch.rounds import ATTEMPTS, IDLE_ROUNDS, trace_all
from enligt.batch.workers import Tracer
from enligt.errors import BatchError
from enligt.records import Options, Page, Traced

#: In the address of the fourth page.
FOURTH = "gazette-littoral"


@pytest.fixture
def parts(tmp_path: Path, records: list[bytes]) -> list[Part]:
    """Three parts of two pages; the fourth page is in the one between."""
    (tmp_path / "pages.warc").write_bytes(b"".join(records[:6]))
    return parts_of(tmp_path / "pages.warc", 2, "")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def _no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    """What sayings mean takes the model, and is of no matter here."""
    monkeypatch.setattr(workers, "sayings", lambda traced, meaning: [])


def on_the_fourth_page(monkeypatch: pytest.MonkeyPatch, fault: Callable[[], None]) -> None:
    traced = pipeline._traced

    def faulty(page: Page, *more: Any) -> Traced:
        if FOURTH in (page.url or ""):
            fault()
        return traced(page, *more)

    monkeypatch.setattr(pipeline, "_traced", faulty)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail() -> None:
    raise RecursionError("too deep")


def in_a_process(shelf: Path, parts: Sequence[Part]) -> None:
    """As Daft's workers do: a process by itself, of whose death whoever waits for it is told."""

    def work() -> None:
        tracer = Tracer(str(shelf), Options(model="baseline"))
        for part in parts:
            tracer._trace(part)

    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    if process.exitcode:
        raise RuntimeError(f"Traceback\na worker died ({process.exitcode})\n")


def rows(shelf: Path, part: Part, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = pq.read_table(shelf / part.id / f"{name}.parquet").to_pylist()
    return found


def test_a_page_that_breaks_tracing_is_told_and_its_part_kept(
    shelf: Path, parts: list[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_fourth_page(monkeypatch, fail)
    assert Tracer(str(shelf), Options(model="baseline"))._trace(parts[1]) == 1
    assert len(rows(shelf, parts[1], "pages")) == 1
    (told,) = rows(shelf, parts[1], "errors")
    assert FOURTH in told["what"]
    assert re.search(r", at \d+ in pages.warc$", told["what"])
    assert int(re.search(r"at (\d+)", told["what"])[1]) > parts[1].start  # type: ignore[index]
    assert "RecursionError: too deep" in told["why"]


def test_so_is_one_that_can_not_be_kept(shelf: Path, parts: list[Part], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "sayings", lambda traced, meaning: fail() if FOURTH in traced.page.url else [])
    assert Tracer(str(shelf), Options(model="baseline"))._trace(parts[1]) == 1
    (told,) = rows(shelf, parts[1], "errors")
    assert FOURTH in told["what"]


def test_a_part_that_no_worker_survives_is_given_up_and_the_others_are_kept(
    shelf: Path, parts: list[Part], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_the_fourth_page(monkeypatch, die)
    tried: list[list[str]] = []
    notes: list[str] = []

    def trace(some: Sequence[Part]) -> None:
        tried.append([part.id for part in some])
        in_a_process(shelf, some)

    given_up = trace_all(parts, shelf, trace, notes.append)
    first, bad, last = (part.id for part in parts)
    assert tried == [[first, bad, last], [last], *[[bad]] * (ATTEMPTS - 1)]
    assert list(given_up) == [bad]
    assert f"pages.warc from {parts[1].start} to {parts[1].stop}: no worker lived to its end" in str(given_up[bad])
    assert "(a worker died (-9))" in str(given_up[bad])
    assert str(given_up[bad]) in notes
    assert [len(rows(shelf, part, "pages")) for part in (parts[0], parts[2])] == [2, 2]
    monkeypatch.undo()
    monkeypatch.setattr(workers, "sayings", lambda traced, meaning: [])
    assert trace_all(parts, shelf, trace, notes.append) == {}  # another run tries it again
    assert len(rows(shelf, parts[1], "pages")) == 2
    assert not list(shelf.glob("*.begun"))


def test_workers_from_which_nothing_comes_are_not_asked_for_ever(shelf: Path, parts: list[Part]) -> None:
    asked = []

    def trace(some: Sequence[Part]) -> None:
        asked.append(some)
        raise RuntimeError("no model")

    with pytest.raises(BatchError, match="no model"):
        trace_all(parts, shelf, trace, lambda _: None)
    assert len(asked) == IDLE_ROUNDS


def test_what_is_given_up_ends_among_the_errors(
    tmp_path: Path, archive: Path, run_batch: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The steps after tracing go on without the part; nothing here is traced by Daft, which takes long."""
    on_the_fourth_page(monkeypatch, die)
    monkeypatch.setattr(job, "_trace", lambda job, shelf, some: in_a_process(shelf, some))
    run_batch(archive, tmp_path / "out", workers=1, part_pages=2)
    (error,) = pq.read_table(tmp_path / "out" / "errors").to_pylist()
    assert "no worker lived to its end" in error["why"]
    pages = [row for file in (tmp_path / "out" / "pages").rglob("*.parquet") for row in pq.read_table(file).to_pylist()]
    assert len(pages) == 5
    assert len((tmp_path / "out" / job.PARTS).read_text().splitlines()) == 3

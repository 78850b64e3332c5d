"""Adding at length: an archive is gone on with where a killed run was, and what can't be read is told in a file."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enligt import adding, calling, pipeline
from enligt.cli import app
from enligt.ledger import open_ledger
from enligt.reading import read_all
from enligt.reading.course import Course, bytes_of
from enligt.records import Options, Page, Traced

STORY = "“The ferry number {n} leaves at dawn and nobody will be left on the quay,” said Ann Lee, the harbour master. "


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A WARC file of sixty pages, of which one is no text."""
    records = []
    for n in range(60):
        body = f"<html lang='en'><body><article><p>{STORY.format(n=n) * 3}</p></article></body></html>".encode()
        if n == 7:
            body = b"%PDF-1.7 not a page"
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://kust.example/{n}\r\n"
            f"WARC-Record-ID: <urn:uuid:{n}>\r\nWARC-Date: 2026-03-05T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        records.append(head.encode() + http + b"\r\n\r\n")
    path = tmp_path / "kust.warc"
    path.write_bytes(b"".join(records))
    return path


def add(*arguments: object, code: int) -> str:
    result = CliRunner().invoke(app, ["add", *map(str, arguments), "--model", "baseline"])
    assert result.exit_code == code, (result.output, result.exception)
    return result.output


def test_a_killed_run_goes_on_where_it_was(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = tmp_path / "my.ledger"
    with open_ledger(ledger) as kept:
        marks = adding.Bookmarks(kept)
        course = Course()
        pages = list(read_all([archive], options=None, course=course))
        assert course.done == archive.stat().st_size == bytes_of([str(archive)])
        half = Course()
        stream = read_all([archive], course=half)
        for page in stream:
            if isinstance(page, Page):
                options = adding.Options(model="baseline")
                list(adding.add_all(kept, [page], Course(), options, lambda: None, print))
                if page.url == "https://kust.example/20":
                    assert half.place
                    marks.passed(half.place, page.id)
                    break
        marks.save()
        begin = adding.Bookmarks(kept).begin(archive)
        assert 0 < begin < archive.stat().st_size
        rest = list(read_all([archive], course=Course(begin=adding.Bookmarks(kept).begin)))
        assert [getattr(page, "url", "") for page in rest][:2] == ["https://kust.example/20", "https://kust.example/21"]
        assert rest == pages[-len(rest) :]
    out = add(archive, "--ledger", ledger, code=0)
    assert "39 pages added" in out
    assert "1 page there already" in out
    assert not (tmp_path / "my.ledger.progress").exists()
    with open_ledger(ledger) as kept:
        assert len(list(kept.pages())) == 59
    archive.write_bytes(
        archive.read_bytes() + b"\r\n"
    )  # another archive under the same name is read from its beginning
    assert "59 pages there already" in add(archive, "--ledger", ledger, code=1)


def test_what_cannot_be_read_is_told_in_a_file(archive: Path, tmp_path: Path) -> None:
    add(archive, "--ledger", tmp_path / "my.ledger", code=1)
    (line,) = (tmp_path / "my.ledger.failed.jsonl").read_text().splitlines()
    assert json.loads(line).keys() == {"at", "what", "why", "next_step"}
    assert "https://kust.example/7" in line
    add(archive, "--ledger", tmp_path / "my.ledger", "--report", tmp_path / "why", code=1)
    assert (tmp_path / "why").exists()


def test_of_many_failures_only_the_first_are_told(tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"{n}.txt").write_bytes(b"%PDF-")
    out = add(tmp_path, "--ledger", tmp_path / "my.ledger", code=3)
    assert out.count("PDF") == 20
    assert len((tmp_path / "my.ledger.failed.jsonl").read_text().splitlines()) >= 30


def test_a_page_that_no_database_can_hold_is_passed_over() -> None:
    told: list[object] = []
    pages = [Page(text="a\x00b"), Page(text="a\ud800"), Page(text="ab")]
    assert list(adding.keepable(pages, told.append)) == pages[2:]
    assert len(told) == 2


def test_a_page_that_breaks_tracing_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    traced = pipeline._traced

    def faulty(page: Page, *more: object) -> Traced:
        if "number 2" in page.text:
            raise RecursionError("too deep")
        return traced(page, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "_traced", faulty)
    for n in range(4):
        (tmp_path / f"{n}.txt").write_text(STORY.format(n=n), encoding="utf-8")
    assert "3 pages added" in add(tmp_path, "--ledger", tmp_path / "my.ledger", code=1)
    told = (tmp_path / "my.ledger.failed.jsonl").read_text()
    assert "2.txt" in told
    assert "RecursionError: too deep" in told
    with pytest.raises(ZeroDivisionError):  # what is wrong with the stream is not put on a page
        list(pipeline.trace_each((Page(text="a" * (1 // n)) for n in (1, 0)), options=Options(model="baseline")))


def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(archive: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "my.ledger"
    command = [sys.executable, "-m", "enligt", "add", str(archive), "--ledger", str(ledger), "--model", "baseline"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not ledger.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    os.kill(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode in (130, 1)  # it may have been done by then
    assert running.returncode == 1 or b"nothing is left half-written" in err
    add(archive, "--ledger", ledger, code=0 if running.returncode == 130 and b"PDF" in err else 1)
    with open_ledger(ledger) as kept:
        assert len(list(kept.pages())) == 59


def test_a_run_that_goes_on_does_not_take_what_was_done_before_for_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[float, int, int]] = []

    def left(seconds: float, done: int, total: int) -> str:
        told.append((seconds, done, total))
        return ""

    monkeypatch.setattr(calling, "_left", left)
    monkeypatch.setattr(calling.sys.stderr, "isatty", lambda: True, raising=False)
    course = Course(done=900)  # of 1,000: what a killed run has done
    for _ in calling.watched(iter("abc"), "added", course, 1_000):
        course.done += 10
    assert [(done, total) for _, done, total in told] == [(0, 90), (10, 90), (20, 90)]

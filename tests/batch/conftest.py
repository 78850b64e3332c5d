"""The example pages in archives of the tests' own writing, and one batch over them for all tests."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

pytest.importorskip("daft", reason="batches need the extra: pip install 'enligt[batch]'")

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.html"))


def record(number: int, body: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: https://outlet{number}.example/{number}\r\n"
        "WARC-Date: 2026-03-10T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.fixture(scope="session")
def records() -> list[bytes]:
    return [record(number, file.read_bytes()) for number, file in enumerate(EXAMPLES)]


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, records: list[bytes]) -> Path:
    """The example pages, and at its end the first of them once more."""
    file = tmp_path_factory.mktemp("archives") / "pages.warc.gz"
    file.write_bytes(b"".join(map(gzip.compress, [*records, records[0]])))
    return file


class RunBatch(Protocol):
    def __call__(
        self, archive: Path, out: Path, *, workers: int, part_pages: int, note: Callable[[str], None] = ...
    ) -> None: ...


@pytest.fixture(scope="session")
def run_batch() -> RunBatch:
    from enligt.batch import engine
    from enligt.batch.job import Job, run
    from enligt.records import Options

    def run_it(
        archive: Path, out: Path, *, workers: int, part_pages: int, note: Callable[[str], None] = lambda _: None
    ) -> None:
        crew = engine.start(None, workers)
        options = Options(model="baseline")
        run(Job(inputs=(archive,), out=out, workers=crew, options=options, part_pages=part_pages, note=note))

    return run_it


@pytest.fixture(scope="session")
def batch(tmp_path_factory: pytest.TempPathFactory, archive: Path, run_batch: RunBatch) -> Path:
    """What comes out of a batch over the archive with two workers."""
    out = tmp_path_factory.mktemp("batch") / "out"
    run_batch(archive, out, workers=2, part_pages=3)
    return out

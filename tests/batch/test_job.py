"""A batch says what the ledger says, does nothing twice, and comes out the same whoever does it or is killed."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import enligt
from enligt.batch import job
from enligt.ledger import Ledger
from enligt.records import Claim, Options, Page

DATASETS = ("pages", "statements", "names", "claims", "origins", "echoes", "errors")


def rows(out: Path, name: str) -> list[dict[str, Any]]:
    found = [
        row for file in (out / name).rglob("*.parquet") for row in pq.read_table(file, partitioning=None).to_pylist()
    ]
    return sorted(found, key=lambda row: json.dumps(row, sort_keys=True, default=str))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory, archive: Path) -> Ledger:
    """A ledger to which the pages of the archive were added one by one."""
    kept = enligt.open_ledger(tmp_path_factory.mktemp("ledger") / "my.ledger")
    options = Options(model="baseline")
    for page in enligt.read_all([archive], options=options):
        assert isinstance(page, Page)
        kept.add(enligt.trace(page, options=options))
    return kept


def test_pages_and_statements_are_those_that_adding_keeps(batch: Path, ledger: Ledger) -> None:
    assert {row["id"]: row["text"] for row in rows(batch, "pages")} == {one.id: one.text for one in ledger.pages()}
    assert len(rows(batch, "pages")) == 7  # the eighth is the first once more
    told = {
        row["id"]: (row["page"], row["speaker_id"], row["voice"])
        for row in rows(batch, "statements")
        if not row["asserted"]
    }
    kept = {one.id: (page.id, one.speaker.id if one.speaker else None, one.voice) for page, one in ledger.statements()}
    assert told == kept
    assert told


def test_claims_and_origins_are_those_of_a_ledger(batch: Path, ledger: Ledger) -> None:
    def shape(claim: Claim) -> tuple[Any, ...]:
        members = [(one.page, one.statement, one.stance, one.origin) for one in claim.members]
        merges = [(*merge.statements, merge.reason, merge.sure) for merge in claim.merges]
        return claim.gloss, members, merges, claim.fewest, claim.most

    kept = {claim.id: shape(claim) for claim in ledger.claims()}
    found = {
        row["id"]: (
            row["gloss"],
            [(one["page"], one["statement"], one["stance"], one["origin"]) for one in row["members"]],
            [(one["first"], one["second"], one["reason"], one["sure"]) for one in row["merges"]],
            row["fewest"],
            row["most"],
        )
        for row in rows(batch, "claims")
    }
    assert found == kept
    assert max(len(claim[1]) for claim in found.values()) > 3
    origins = {(claim.id, one.id, one.voice, one.first_page) for claim in ledger.claims() for one in claim.origins}
    assert {(row["claim"], row["id"], row["voice"], row["first_page"]) for row in rows(batch, "origins")} == origins


def test_echoes_are_those_of_a_ledger(batch: Path, ledger: Ledger) -> None:
    kept = {(one.page, one.of, one.kind) for page in ledger.pages() for one in ledger.echoes(page.id)}
    found = {(row["page"], row["of"], row["kind"]) for row in rows(batch, "echoes")}
    assert kept
    assert kept <= found  # a ledger shows of several originals the best only


def test_pages_and_statements_lie_by_date_and_language(batch: Path) -> None:
    for name in ("pages", "statements"):
        folders = {str(file.parent.relative_to(batch / name)) for file in (batch / name).rglob("*.parquet")}
        assert "date=2026-03-05/language=ru" in folders
        assert len(folders) == 7


def test_one_worker_that_is_killed_and_a_few_parts_at_a_time_come_to_the_same(
    batch: Path, archive: Path, tmp_path: Path, run_batch: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    killed: list[int] = []
    monkeypatch.setattr(job, "PARTS_AT_ONCE", 3)

    def kill() -> None:
        """Kill a worker as soon as it has put something on the shelf."""
        shelf = tmp_path / "work" / "traced"
        while not killed:
            if shelf.exists() and any("." not in part.name for part in shelf.iterdir()):
                children = (file.read_text(encoding="ascii") for file in Path("/proc/self/task").glob("*/children"))
                for pid in " ".join(children).split():
                    if b"udf_worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                        os.kill(int(pid), signal.SIGKILL)
                        killed.append(int(pid))
            time.sleep(0.02)

    threading.Thread(target=kill, daemon=True).start()
    notes: list[str] = []
    run_batch(archive, tmp_path, workers=1, part_pages=1, note=notes.append)
    assert killed
    assert [note for note in notes if "tracing" in note][:2] != ["tracing 8 of 8 parts"]
    steps = ("sorted", "compared", "claimed")
    assert {f"working out: {step}, {at} of 3" for step in steps for at in (1, 2, 3)} <= {*notes}
    assert {name: rows(tmp_path, name) for name in DATASETS} == {name: rows(batch, name) for name in DATASETS}


def test_some_buckets_at_a_time_come_to_the_same(
    tmp_path: Path, archive: Path, run_batch: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "how_many", lambda sayings: 5)
    told = []
    for at_once in (512, 2):
        monkeypatch.setattr(job, "BUCKETS_AT_ONCE", at_once)
        shutil.rmtree(tmp_path / "work" / "whole", ignore_errors=True)
        notes: list[str] = []
        run_batch(archive, tmp_path, workers=1, part_pages=3, note=notes.append)
        told.append({name: rows(tmp_path, name) for name in DATASETS})
        assert sum("working out: near," in note for note in notes) == -(-5 // at_once)
    assert told[0] == told[1]


def test_what_is_done_is_not_done_again(batch: Path, archive: Path, run_batch: Callable[..., None]) -> None:
    before = {file: file.stat().st_mtime_ns for file in (batch / "work").rglob("*") if file.is_file()}
    told = {name: rows(batch, name) for name in DATASETS}
    notes: list[str] = []
    run_batch(archive, batch, workers=2, part_pages=3, note=notes.append)
    assert not [note for note in notes if "tracing" in note or "working" in note]
    assert {file: file.stat().st_mtime_ns for file in before if file.name != "parts.txt"} == {
        file: at for file, at in before.items() if file.name != "parts.txt"
    }
    assert {name: rows(batch, name) for name in DATASETS} == told

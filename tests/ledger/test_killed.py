"""Nothing is lost: whatever kills a process, the ledger is whole and holds all that was acknowledged."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from enligt.errors import LedgerError
from enligt.ledger import open_ledger
from enligt.ledger.store import place_of
from enligt.ledger.versions import HEAD

from .killed import (
    MOST_DONE,
    Words,
    Working,
    check,
    done,
    killed_at_work,
    killed_under_work,
    old_ledger,
    page_for,
)
from .postgres import LASTING, NoServerError, server

#: How often here, on each kind of ledger; `make soak` does it some hundred times.
KILLS, SERVER_KILLS, MIGRATIONS = 2, 2, 2
#: Pages of the ledger that migrates.
OLD_PAGES = 20
#: The user who may do nothing.
NOBODY = 65_534


def test_a_process_killed_at_work(ledger_path: str) -> None:
    acknowledged: list[dict[str, object]] = []
    for seed in range(KILLS):
        acknowledged += killed_at_work(ledger_path, seed)
        check(ledger_path, acknowledged)
    assert acknowledged


def test_two_processes_at_once_and_both_killed(ledger_path: str) -> None:
    open_ledger(ledger_path).close()
    both = [Working("work", ledger_path, seed) for seed in (1, 2)]
    both[0].go_on(MOST_DONE // 2, 0)
    check(ledger_path, [told for one in both for told in one.kill()])


def test_a_process_killed_while_it_migrates(ledger_path: str) -> None:
    old_ledger(ledger_path, OLD_PAGES)
    kept = [{"did": "add", "seed": 0, "number": n, "page": page_for(0, n).page.id} for n in range(OLD_PAGES)]
    for seed in range(MIGRATIONS):
        process = Working("migrate", ledger_path, seed)
        process.go_on(0, random.Random(seed).uniform(0, 0.3))
        told = process.kill()
        with closing(place_of(ledger_path)) as place:
            assert place.migrate(HEAD) == HEAD if told else place.migrate(HEAD) in (1, HEAD)  # all of it, or nothing
            assert check(ledger_path, kept) == OLD_PAGES
            place.migrate(1)


def test_a_server_killed_under_a_process_at_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of the server at once, or one of its processes alone, which makes it begin anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    try:
        with server(LASTING) as running:
            acknowledged: list[dict[str, object]] = []
            for seed in range(SERVER_KILLS):
                acknowledged += killed_under_work(running, seed, whole=seed % 2 == 0)
                check(running.address, acknowledged)
    except NoServerError as why:
        pytest.skip(str(why))
    assert done(acknowledged)
    assert any("the server can't be reached" in str(one.get("why")) for one in acknowledged)


def test_a_backup_while_somebody_writes_is_whole(tmp_path: Path) -> None:
    path, copies = tmp_path / "my.ledger", []
    with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
        for number in range(20):
            ledger.add(page_for(0, number))
            if number % 5 == 3:
                copies.append((number + 1, tmp_path / f"{number}.copy"))
                thread = threading.Thread(target=place_of(path).backup, args=(copies[-1][1],))
                thread.start()
        thread.join()
    for least, copy in copies:
        assert check(str(copy), []) >= least


LIMITED = """
import resource, signal, sys
sys.path.insert(0, {here!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from killed import Words, page_for
from enligt.errors import LedgerError
from enligt.ledger import open_ledger
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
with open_ledger({path!r}, meaning=Words()) as ledger:
    for number in range(2000):
        try:
            ledger.add(page_for(0, number))
        except LedgerError as error:
            print(number, error)
            break
"""


def test_a_disk_with_no_more_room(tmp_path: Path) -> None:
    """A limit on the size of files stands for a full disk: SQLite's writes fail half-way in the same way."""
    path = str(tmp_path / "my.ledger")
    script = LIMITED.format(here=str(Path(__file__).parent), path=path)
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300)
    number, _, why = told.stdout.partition(" ")
    assert "my.ledger: the disk" in why, told
    assert "run" in why
    kept = [{"did": "add", "seed": 0, "number": n, "page": page_for(0, n).page.id} for n in range(int(number))]
    assert check(path, kept) in (int(number), int(number) + 1)  # kept, but not yet put into claims
    with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
        ledger.add(page_for(1, 1))


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="only root can make a disk")
def test_a_full_disk(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("no disk can be made here")
    try:
        path, kept, why = str(disk / "my.ledger"), [], ""
        with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
            for number in range(2000):
                try:
                    ledger.add(page_for(0, number))
                except LedgerError as error:
                    why = str(error)
                    break
                kept.append({"did": "add", "seed": 0, "number": number, "page": page_for(0, number).page.id})
        elsewhere = tmp_path / "rescued.ledger"  # on the full disk there is no room even to look
        for file in disk.glob("my.ledger*"):
            shutil.copy(file, elsewhere.with_name(file.name.replace("my", "rescued")))
    finally:
        subprocess.run(["umount", disk], check=True)
    assert "the disk" in why
    assert "make room" in why or "has room" in why
    assert kept
    assert check(str(elsewhere), kept) in (len(kept), len(kept) + 1)


def _as_nobody(says: Connection, path: Path) -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    told = []
    for what in (lambda one: one.add(page_for(0, 1)), lambda one: list(one.pages()), lambda one: list(one.claims())):
        try:
            with open_ledger(path, create=False, meaning=Words()) as ledger:  # type: ignore[arg-type]
                told.append(what(ledger))
        except LedgerError as error:
            told.append(str(error))
    says.send(told)


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="nobody else can be asked here")
def test_a_read_only_disk_says_so_to_whoever_is_not_root() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "my.ledger"
        with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
            ledger.add(page_for(0, 0))
            list(ledger.claims())
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        before = path.read_bytes()
        hears, says = get_context("fork").Pipe(duplex=False)
        child = get_context("fork").Process(target=_as_nobody, args=(says, path))
        child.start()
        says.close()
        told = hears.recv()
        child.join()
        Path(folder).chmod(0o755)
        # Reading needs a place for the write-ahead log, too.
        assert all("it is read-only here; copy it to a folder where you may write" in one for one in told), told
        assert path.read_bytes() == before


def test_a_clock_that_jumps_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    from enligt.ledger import comments

    class Jumping(datetime):
        at = 2030

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            cls.at -= 5
            return datetime(cls.at, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(comments, "datetime", Jumping)
    path = str(tmp_path / "my.ledger")
    traced = page_for(0, 0)
    with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
        ledger.add(traced)
        number = comments.add_comment(ledger, "page", traced.page.id, by="Kaj", words="först")
        comments.edit_comment(ledger, number, by="Kaj", words="sedan")
        comments.edit_comment(ledger, number, by="Kaj", words="sist")
        (comment,) = comments.comments_on(ledger, "page", [traced.page.id])
    assert comment.now.words == "sist"
    assert [version.words for version in comment.versions] == ["först", "sedan", "sist"]


def test_a_damaged_file_says_so_and_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "my.ledger"
    with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
        for number in range(30):
            ledger.add(page_for(0, number))
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(path.read_bytes())
    content[4096 : len(content) // 2] = os.urandom(len(content) // 2 - 4096)
    path.write_bytes(content)
    with pytest.raises(LedgerError, match=r"damaged|SQLite says"):
        _read_and_add(path)


def _read_and_add(path: Path) -> None:
    with open_ledger(path, meaning=Words()) as ledger:  # type: ignore[arg-type]
        list(ledger.pages())
        ledger.add(page_for(1, 1))

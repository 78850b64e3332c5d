"""Who waits to write comes before whoever has just written, and a turn that was never given back holds up nobody."""

import multiprocessing
import os
import subprocess
import sys
import time
from itertools import pairwise
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from enligt.ledger import turns
from enligt.ledger.store import place_of
from enligt.ledger.turns import turn

pytest.importorskip("fcntl", reason="SQLite decides alone here")

#: Seconds that a writer writes, and how often it does.
HOLDS, TIMES = 0.02, 15


def write(path: str, ready: Barrier) -> None:
    """Write again and again, without a pause, and note whose turn it was."""
    place = place_of(path)
    ready.wait()
    for _ in range(TIMES):
        with place.transaction("IMMEDIATE"):
            with Path(f"{path}.order").open("a") as order:
                order.write(f"{os.getpid()} ")
            time.sleep(HOLDS)


def test_writers_take_turns(tmp_path: Path) -> None:
    path = str(tmp_path / "my.ledger")
    place_of(path).prepare()
    processes = multiprocessing.get_context("fork")
    ready = processes.Barrier(4)
    writers = [processes.Process(target=write, args=(path, ready)) for _ in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    order = Path(f"{path}.order").read_text().split()
    assert len(order) == 4 * TIMES
    again = sum(before == after for before, after in pairwise(order))
    assert again < TIMES, order  # at the end one may be alone; SQLite by itself makes it two thirds of them


def test_a_turn_is_waited_for_but_not_for_ever(tmp_path: Path) -> None:
    file = tmp_path / "turn"
    with turn(file, 1.0):
        began = time.monotonic()
        with turn(file, 0.1):
            assert 0.1 <= time.monotonic() - began < 5
    with turn(file, 60.0):  # given back
        pass


def test_a_dead_process_gives_its_turn_back(tmp_path: Path) -> None:
    file = tmp_path / "turn"
    code = (
        "import os, sys; from pathlib import Path; from enligt.ledger.turns import turn\n"
        f"with turn(Path({str(file)!r}), 1): os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    began = time.monotonic()
    with turn(file, 60.0):
        assert time.monotonic() - began < 30


def test_where_nothing_can_be_written_the_turn_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with turn(tmp_path / "no folder" / "turn", 60.0):
        pass
    monkeypatch.setattr(turns, "fcntl", None)
    with turn(tmp_path / "turn", 60.0):
        assert not (tmp_path / "turn").exists()

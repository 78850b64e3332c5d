"""The verbs ``batch`` and ``ledger load`` say what they lack and what they have done."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enligt.cli import app


def test_without_its_extra_a_batch_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    for command in (["batch", str(tmp_path), str(tmp_path / "out")], ["ledger", "load", str(tmp_path)]):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 3
        assert "pip install 'enligt[batch]'" in result.output


def test_an_input_that_is_none_is_told(tmp_path: Path) -> None:
    pytest.importorskip("daft")
    result = CliRunner().invoke(app, ["batch", str(tmp_path / "no.warc"), str(tmp_path / "out")])
    assert result.exit_code == 3
    assert "no such file" in result.output
    assert not (tmp_path / "out").exists()


def test_nobody_is_told_of_a_batch() -> None:
    pytest.importorskip("daft")
    code = (
        "import socket, time; socket.getaddrinfo = socket.socket.connect = lambda *_, **__: print('called')\n"
        "import enligt.batch.engine, daft; daft.from_pydict({'a': [1]}).collect(); time.sleep(0.5)"
    )
    told = {**os.environ, "DO_NOT_TRACK": "", "SCARF_NO_ANALYTICS": "", "DAFT_ANALYTICS_ENABLED": ""}
    done = subprocess.run([sys.executable, "-c", code], env=told, check=True, capture_output=True, text=True)
    assert done.stdout == ""


def test_a_fault_while_the_interpreter_is_taken_down_does_not_tell_of_failure() -> None:
    code = (
        "import os, sys; from enligt.cli import main\n"
        "class Faulty:\n"
        "    def __del__(self): os.abort()\n"
        "faulty, sys.modules['daft'], sys.argv = Faulty(), sys, ['enligt', *sys.argv[1:]]\n"
        "main()"
    )
    ended = [subprocess.run([sys.executable, "-c", code, one], capture_output=True) for one in ("--version", "--no")]
    assert [one.returncode for one in ended] == [0, 2]
    assert ended[0].stdout.startswith(b"enligt")

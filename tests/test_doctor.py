"""The doctor finds what is broken, and says how to mend it."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enligt import doctor
from enligt.attributing import whole
from enligt.cli import app
from enligt.ledger import open_ledger
from enligt.records import Page, Traced


def states(ledger: Path) -> dict[str, tuple[str, str]]:
    return {one.what: (one.state, one.found + one.next_step) for one in doctor.examine(str(ledger))}


def test_a_sound_installation_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "my.ledger"
    with open_ledger(path) as ledger:
        ledger.add(Traced(page=Page(text="Hej."), statements=()))
    told = CliRunner().invoke(app, ["doctor", "--json", "--ledger", str(path)])
    findings = [json.loads(line) for line in told.stdout.splitlines()]
    assert told.exit_code == 0, findings
    assert {"Python", "packages", "SQLite", "model files", "model", "disk", "ledger"} <= {f["what"] for f in findings}
    assert {finding["state"] for finding in findings} <= {"ok", "warning"}
    assert "1 pages" in findings[-1]["found"]


def test_what_is_broken_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "my.ledger"
    with open_ledger(path) as ledger:
        for number in range(50):
            ledger.add(Traced(page=Page(text=f"{number} " + "Hej. " * 500), statements=()))
    content = bytearray(path.read_bytes())
    content[8192:40960] = b"\xff" * (40960 - 8192)
    path.write_bytes(content)
    weights = tmp_path / "weights"
    shutil.copytree(whole.shipped(), weights)
    (weights / "upper.onnx").write_bytes(b"cut off")
    monkeypatch.setattr(whole, "shipped", lambda: weights)
    monkeypatch.setattr(doctor, "requires", lambda _: ["enligt-needs-this>=1"])
    monkeypatch.setattr(doctor, "LITTLE_ROOM", 10**18)
    found = states(path)
    assert found["ledger"][0] == "broken"
    assert found["packages"] == ("broken", "not installed: enligt-needs-thisreinstall enligt")
    assert found["model files"][0] == "broken"
    assert "upper.onnx" in found["model files"][1]
    assert found["disk"][0] == "warning"


def test_a_ledger_that_is_none_is_broken_and_the_exit_code_says_so(tmp_path: Path) -> None:
    path = tmp_path / "notes"
    path.write_text("no ledger " * 100)
    told = CliRunner().invoke(app, ["doctor", "--ledger", str(path)])
    assert told.exit_code == 3
    assert "BROKEN  ledger" in told.stdout

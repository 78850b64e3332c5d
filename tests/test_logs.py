import json
import logging
from collections.abc import Iterator

import pytest

from enligt import logs


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    """The process's logging is as it was afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.getLogger("enligt").setLevel(logging.NOTSET)


def test_json_lines_hold_the_facts_and_steer_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start_logging("json")
    logs.note(logging.getLogger("enligt.desk"), logging.INFO, "request", path="/\x1b[2J\u202e\n", status=200)
    logs.note(logging.getLogger("enligt.desk"), logging.ERROR, "stumbled", error=ValueError("why\u2028"))
    written = capsys.readouterr().err
    first, second = written.splitlines()
    told = json.loads(first)
    assert (told["event"], told["level"], told["path"], told["status"]) == ("request", "info", "/\x1b[2J\u202e\n", 200)
    assert told["time"].endswith("+00:00")
    assert "ValueError: why" in json.loads(second)["error"]
    assert not set(written) & set("\x1b\u202e\u2028")


def test_a_line_can_not_be_forged(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start_logging("text")
    logs.note(logging.getLogger("enligt.desk"), logging.INFO, "request", path="/a\n2026-01-01 info login", status=200)
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_only_what_is_wrong_is_told_unless_more_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    logs.start_logging("warnings")
    logs.note(logging.getLogger("enligt.desk"), logging.INFO, "request")
    logs.note(logging.getLogger("enligt.desk"), logging.WARNING, "page failed", why="it is empty")
    written = capsys.readouterr().err
    assert "page failed why=it is empty" in written
    assert "request" not in written

import io
import json
import logging

import pytest

from enligt import logs


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is logged, with the process's logging put back as it was."""
    stream, root = io.StringIO(), logging.getLogger()
    handlers, level = list(root.handlers), root.level
    monkeypatch.setattr("sys.stderr", stream)
    yield stream
    root.handlers[:], root.level = handlers, level
    logging.getLogger("enligt").setLevel(logging.NOTSET)


def test_json_lines_hold_the_facts_and_steer_no_terminal(written: io.StringIO) -> None:
    logs.start_logging("json")
    logs.note(logging.getLogger("enligt.desk"), logging.INFO, "request", path="/\x1b[2J\u202e\n", status=200)
    logs.note(logging.getLogger("enligt.desk"), logging.ERROR, "stumbled", error=ValueError("why\u2028"))
    first, second = written.getvalue().splitlines()
    told = json.loads(first)
    assert (told["event"], told["level"], told["path"], told["status"]) == ("request", "info", "/\x1b[2J\u202e\n", 200)
    assert told["time"].endswith("+00:00")
    assert "ValueError: why" in json.loads(second)["error"]
    assert not set(written.getvalue()) & set("\x1b\u202e\u2028")


def test_a_line_can_not_be_forged(written: io.StringIO) -> None:
    logs.start_logging("text")
    logs.note(logging.getLogger("enligt.desk"), logging.INFO, "request", path="/a\n2026-01-01 info login", status=200)
    assert len(written.getvalue().splitlines()) == 1


def test_only_what_is_wrong_is_told_unless_more_is_asked_for(written: io.StringIO) -> None:
    logs.start_logging("warnings")
    logs.note(logging.getLogger("enligt.desk"), logging.INFO, "request")
    logs.note(logging.getLogger("enligt.desk"), logging.WARNING, "page failed", why="it is empty")
    assert "page failed why=it is empty" in written.getvalue()
    assert "request" not in written.getvalue()

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enligt import __version__
from enligt.cli import app

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.html"))
PAGE = (
    "<html lang='en'><head><title>{title}</title><meta property='og:title' content='{title}'></head>"
    "<body><article>{text}</article></body></html>"
)
STORY = "".join(
    f"<p>“The ferry leaves at {hour} and nobody will be left on the quay,” said Ann Lee, the harbour master.</p>"
    for hour in ("dawn", "noon", "dusk")
)
BROKEN = "no-such-page.html"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(title="Ferries", text=STORY), encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENLIGT_LEDGER", raising=False)


def enligt(*arguments: object, code: int = 0) -> tuple[str, str]:
    """What the command prints to standard output and standard error."""
    result = CliRunner().invoke(app, list(map(str, arguments)))
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout, result.stderr


def started(*arguments: object, **streams: object) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "enligt", *map(str, arguments)]
    return subprocess.Popen(command, **streams)  # type: ignore[call-overload, no-any-return]


def test_version_and_help() -> None:
    assert enligt("--version") == (f"enligt {__version__}\n", "")
    help_text, _ = enligt("--help")
    assert all(verb in help_text for verb in ("trace", "add", "who", "Exit codes"))


def test_small_products_are_made_on_one_thread() -> None:
    told = "import os, sys; print(os.environ['OPENBLAS_NUM_THREADS'], 'numpy' in sys.modules)"
    code = f"from enligt import cli; cli.app = lambda: exec({told!r}); cli.main()"
    clean = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    run = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=True)
    assert run.stdout == "1 False\n"


def test_a_list_of_ones_own_names_who_speaks_and_what_does_not_fit(page: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("persons: [{name: Anna Leeuw, id: harbour-master, aliases: Ann Lee}]", encoding="utf-8")
    record = json.loads(enligt("trace", page, "--json", "--model", "baseline", "--actors", own)[0])
    assert {one["speaker"]["id"] for one in record["statements"]} == {"harbour-master"}

    slip = tmp_path / "slip.html"
    text = STORY.replace("Ann Lee, the", "Andrew Larssan, Sweden's")
    slip.write_text(PAGE.format(title="Ferries", text=text), encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text("persons: [{name: Andrew Larsson, country: SE}]", encoding="utf-8")
    arguments = ("trace", slip, "--model", "baseline", "--actors", own, "--actors", other)
    assert "check the name Andrew Larssan" in enligt(*arguments)[0]
    (warning,) = json.loads(enligt(*arguments, "--json")[0])["warnings"]
    assert (warning["kind"], warning["text"], warning["meant"]) == ("spelling", "Andrew Larssan", "Andrew Larsson")


@pytest.mark.parametrize(
    ("content", "why"), [(None, "No such file"), ("persons: [", "isn't valid YAML"), ("people: []", "unknown section")]
)
@pytest.mark.parametrize("verb", ["trace", "add"])
def test_a_bad_list_is_named_with_the_reason(
    verb: str, page: Path, tmp_path: Path, content: str | None, why: str
) -> None:
    own = tmp_path / "own.yaml"
    if content:
        own.write_text(content, encoding="utf-8")
    out, err = enligt(verb, page, "--model", "baseline", "--actors", own, code=3)
    assert not out
    assert f"{own}: " in err
    assert why in err
    assert "; " in err


def test_trace_prints_what_the_page_says(page: Path) -> None:
    out, err = enligt("trace", page)
    assert out.startswith("Ferries\n")
    assert "Ann Lee" in out
    assert "The ferry leaves at noon" in out
    assert err == ""


def test_json_is_one_object_a_line_and_nothing_else() -> None:
    out, err = enligt("trace", "--json", *EXAMPLES)
    pages = [json.loads(line) for line in out.splitlines()]
    assert [p["lang"] for p in pages] == ["en", "ru", "de", "fr", "en", "sv", "sv"]
    assert all(p["statements"] for p in pages)
    for p in pages:
        for statement in p["statements"]:
            assert all(0 <= start < end <= len(p["text"]) for start, end in statement["content"])
    assert err == ""


def test_options_override_what_the_page_says(page: Path) -> None:
    out, _ = enligt("trace", page, "--json", "--lang", "sv", "--published", "2026-03-05", "--threads", "1")
    traced = json.loads(out)
    assert (traced["lang"], traced["published"]) == ("sv", "2026-03-05")


def test_html_writes_a_report_and_says_where(page: Path) -> None:
    out, _ = enligt("trace", page, "--html", "report.html")
    assert re.fullmatch(r"report\.html: 1 page, \d+ statements\n", out)
    assert "Ann Lee" in Path("report.html").read_text(encoding="utf-8")


def test_one_bad_input_does_not_stop_the_others(page: Path) -> None:
    out, err = enligt("trace", BROKEN, page, "--json", code=1)
    assert len(out.splitlines()) == 1
    assert re.fullmatch(rf"enligt: {BROKEN}: [^;\n]+; [^\n]+\n", err)


def test_nothing_done_is_told_apart(page: Path) -> None:
    out, err = enligt("trace", BROKEN, "--html", "report.html", code=3)
    assert out == ""
    assert err.startswith(f"enligt: {BROKEN}: ")
    assert list(Path().iterdir()) == [Path(page.name)]
    enligt("trace", page, "--html", "none/report.html", code=3)


@pytest.mark.parametrize(
    "arguments",
    [["trace"], ["trace", "x", "--published", "soon"], ["trace", "x", "--model", "huge"], ["nonsense"], ["who"]],
)
def test_wrong_usage(arguments: list[str]) -> None:
    enligt(*arguments, code=2)


def test_what_is_typed_is_never_taken_for_the_text_itself() -> None:
    enligt("trace", "“We leave at dawn,” said Ann Lee.", code=3)


def test_add_keeps_pages_once_and_who_finds_their_speakers(page: Path) -> None:
    out, _ = enligt("add", page)
    assert re.fullmatch(r"enligt\.ledger: 1 page added, \d+ statements\n", out)
    out, _ = enligt("add", page, BROKEN, code=1)
    assert out == "enligt.ledger: 0 pages added, 0 statements; 1 page there already\n"
    out, _ = enligt("who", "ANN LEE")
    assert out.startswith("Ferries\n")
    assert out.count("The ferry leaves") == 3


def test_who_as_json(page: Path) -> None:
    enligt("add", page, "--ledger", "other")
    out, err = enligt("who", "lee", "--json", "--ledger", "other")
    found = [json.loads(line) for line in out.splitlines()]
    assert len(found) == 3
    assert err == ""
    assert found[0]["page"]["title"] == "Ferries"
    assert "Ann Lee" in found[0]["words"]["source"]
    assert found[0]["statement"]["content"]


def test_who_nobody_knows(page: Path) -> None:
    enligt("add", page)
    out, err = enligt("who", "Kaj")
    assert out == ""
    assert err.startswith("enligt: Kaj: ")
    assert enligt("who", "Kaj", "--ledger", "none", code=3)[1].startswith("enligt: none: there is no ledger here yet; ")


def test_a_file_that_is_no_ledger(page: Path) -> None:
    _, err = enligt("add", page, "--ledger", page, code=3)
    assert "not an enligt ledger" in err


def test_a_reader_that_goes_away_is_met_in_silence() -> None:
    process = started("trace", "--json", *EXAMPLES, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 141


def test_interrupting_leaves_nothing_half_written(tmp_path: Path) -> None:
    process = started(
        "trace", "-", "--html", "report.html", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob(".report.html.*.part")) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)  # let it come to wait for standard input
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert out == b""
    assert err.decode() == "enligt: stopped; 0 done, nothing is left half-written\n"
    assert list(tmp_path.iterdir()) == []


def test_a_page_cannot_steer_the_terminal(page: Path) -> None:
    evil = STORY.replace("Ann Lee", "Ann &#x9b;31m\u202eLee")
    page.write_text(PAGE.format(title="Fer\u2066ries", text=evil), encoding="utf-8")
    ours, theirs = pty.openpty()
    process = started("trace", page, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm-256color"})
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 4096):
            seen += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    text = seen.decode()
    assert "The ferry leaves" in text
    assert not re.search("[\u0080-\u009f\u202a-\u202e\u2066-\u2069]", text)

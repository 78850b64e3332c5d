import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enligt.cli import app

PAGE = (
    "<html lang='en'><head><title>Ferries</title></head><body><article>"
    + "".join(
        f"<p>“The ferry leaves at {hour} and nobody will be left on the quay,” said Ann Lee, the harbour master.</p>"
        for hour in ("dawn", "noon")
    )
    + "</article></body></html>"
)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENLIGT_LEDGER", raising=False)
    Path("page.html").write_text(PAGE, encoding="utf-8")


def enligt(*arguments: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == code, (result.output, result.exception)
    return result.stdout, result.stderr


def test_pages_are_traced_and_exported() -> None:
    out, err = enligt("export", "--as", "annotations", "page.html")
    assert len(json.loads(out)) == 2
    assert err == ""


def test_without_pages_the_ledgers_are_exported() -> None:
    enligt("add", "page.html", "--ledger", "my.ledger")
    from_ledger, _ = enligt("export", "--as", "prov", "--ledger", "my.ledger")
    from_page, _ = enligt("export", "--as", "prov", "page.html")
    assert from_ledger == from_page
    assert len(json.loads(from_ledger)["@graph"]) > 4
    assert enligt("export", "--as", "prov", code=3)[1].startswith("enligt: enligt.ledger: there is no ledger here yet")


def test_a_file_says_what_it_holds() -> None:
    out, _ = enligt("export", "--as", "csv", "page.html", "-o", "out.csv")
    assert out == "out.csv: 1 page, 2 statements\n"
    assert Path("out.csv").read_text(encoding="utf-8").count("Ann Lee") >= 2


def test_one_bad_input_does_not_stop_the_others() -> None:
    out, err = enligt("export", "--as", "jsonl", "none.html", "page.html", code=1)
    assert len(out.splitlines()) == 1
    assert err.startswith("enligt: none.html: ")


def test_nothing_done_writes_nothing() -> None:
    for form in ("prov", "annotations", "jsonl", "csv"):
        assert enligt("export", "--as", form, "none.html", code=3)[0] == ""
    enligt("export", "--as", "prov", "none.html", "-o", "out.json", code=3)
    enligt("export", "--as", "prov", "page.html", "-o", "none/out.json", code=3)
    assert [path.name for path in Path().iterdir()] == ["page.html"]


@pytest.mark.parametrize(
    "arguments", [["page.html"], ["--as", "xml", "page.html"], ["--as", "csv", "page.html", "--ledger", "my.ledger"]]
)
def test_wrong_usage(arguments: list[str]) -> None:
    enligt("export", *arguments, code=2)

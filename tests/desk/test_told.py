"""What other parts of enligt say in English is said in a visitor's language, whole."""

import ast
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from starlette.testclient import TestClient

import enligt
from enligt.desk.told import HOLE, Told
from enligt.errors import ReadError

SOURCE = Path(enligt.__file__).parent
#: Where errors come from that a desk may show. What only a command line meets is left out.
PLACES = ("reading", "pipeline.py", "ledger/comments.py", "ledger/trouble.py", "desk/jobs.py", "desk/routes")
ONLY_ON_A_COMMAND_LINE = (
    "upgrade enligt, or name another file with --ledger",
    "there is no ledger here yet",
    "add pages with `enligt add PAGE…`, or name the file with --ledger",
)


def _sentence(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in node.values)
    return None


def errors() -> set[str]:
    """The reasons and next steps of all errors that these places raise, with holes for what is put in."""
    found = set()
    for place in PLACES:
        path = SOURCE / place
        for file in [path] if path.suffix else path.rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "").endswith("Error") and len(call.args) > 2:
                    found |= {said for one in call.args[1:3] if (said := _sentence(one))}
    return found - set(ONLY_ON_A_COMMAND_LINE)


def test_every_error_that_the_desk_may_show_is_in_the_catalogue() -> None:
    told = Told("sv")
    said = errors()
    assert len(said) > 40
    assert {one for one in said if told.said(one) is None} == set()


def test_a_sentence_of_the_catalogue_keeps_its_holes() -> None:
    with (files("enligt.desk") / "catalogues" / "told.sv.po").open("rb") as source:
        for message in read_po(source):
            if message.id and "enligt reads" not in str(message.id):  # a list of languages, which ours leaves out
                assert str(message.string).count(HOLE) == str(message.id).count(HOLE), message.id
                assert message.string, message.id


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("the same words, with the same date and figure", "samma ord, med samma datum och siffra"),
        ("the page is another's text (translated, not credited)", "sidan är en annans text (översatt, ej angiven)"),
        ("the server answers 404: there is no such page", "servern svarar 404: sidan finns inte"),
        ("this is a PDF file", "detta är en PDF-fil"),
        ("its length is told wrongly, or it is cut short", "dess längd är fel angiven, eller så är den avklippt"),
        ("this was never said", None),
        ("it is larger than " + "9" * 10_000 + " MB", None),
    ],
)
def test_what_stands_in_a_hole_is_said_too(english: str, swedish: str | None) -> None:
    assert Told("sv").said(english) == swedish
    assert Told("en").said(english) is None


def test_an_error_is_told_whole_or_in_english() -> None:
    told = Told("sv")
    error = ReadError("a.pdf", "this is a PDF file", "save its text as .txt or .html and read that")
    assert told.error(error) == "a.pdf: detta är en PDF-fil; spara texten som .txt eller .html och läs in den"
    assert told.error(ReadError("a.pdf", "this is a PDF file", "dance")) is None


def test_a_swedish_visitor_reads_why_a_form_is_refused(client: TestClient) -> None:
    swedish = {"accept-language": "sv"}
    assert "detta är ingen webbadress" in client.post("/add", data={"address": "file:///etc"}, headers=swedish).text
    assert "this is no web address" in client.post("/add", data={"address": "file:///etc"}).text
    hostile = client.post("/add", data={"address": "<b>x"}, headers=swedish).text
    assert "<b>x" not in hostile

"""Words of strangers in every field, over every view and export: they stay words.

``pages`` and ``readers_words`` fill a ledger with every field that a page or a reader has; ``VIEWS`` and ``COMMANDS``
are the places where it comes out. Each medium has one judge, which says what must not be there. A new view is a new
line.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import icalendar
import pytest
from lxml import etree, html
from starlette.testclient import TestClient
from typer.testing import CliRunner

from enligt.cli import app
from enligt.desk.app import create_app
from enligt.ledger import Ledger, open_ledger, registering
from enligt.ledger.comments import add_comment
from enligt.records import Block, Credit, Entry, Link, NameWarning, Page, Span, Speaker, Traced
from enligt.registers import entries_of

from .conftest import ADDRESS, HOSTILE, SETTINGS, statement

#: Breaks out of elements, attributes, scripts, templates, Markdown, cells, lines and terminals, each with a mark.
BREAKS = (
    f"{HOSTILE}' onfocus=alert(4) x='",
    "</script></style></title></textarea><svg/onload=alert(5)>",
    "[a](javascript:alert(6)) ![b](https://evil.example/p) <https://evil.example/q>",
    "\x1b[31mred\x1b]0;title\x07 \x9b2J \u202eevil\u2066 \u2028line",
    "{{ 917*831 }} {% raw %} ${917*831} <%= 917*831 %>",
    "\r\nSUMMARY:evil\r\nBEGIN:VEVENT\r\nATTACH:https://evil.example/s",
    "]]><evil/><![CDATA[",
)
#: What begins a formula, where a cell begins with it.
FORMULAS = ("=cmd()", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1")
MODEL = ("--model", "baseline")
#: What our pages say of themselves in place of a header: that a job is asked after again, and what a file may load.
OUR_HEADERS = r"refresh: 2|Content-Security-Policy: default-src 'none'; style-src 'sha256-[\w+/=]+'"
STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def pages() -> Iterator[Traced]:
    """A page for each way to break out, all of whose fields try it."""
    for number, breaks in enumerate((*BREAKS, *FORMULAS)):
        text = f"{breaks} will open, said {breaks}. Norway supports the ferry tax. Sweden signed the Ek Treaty in 2011."
        page = Page(
            text=text,
            blocks=(Block("paragraph", Span(0, len(text))),),
            url=f"https://p{number}.example/?q={breaks}" if number % 2 else f"javascript:alert({number})//{breaks}",
            outlet=f"{breaks}/../o{number}",
            title=breaks,
            lang="en",
            published="2026-03-05",
            credits=(Credit(breaks, "wire", None),),
        )
        said = statement(
            page,
            f"{breaks} will open",
            "said",
            breaks,
            speaker=Speaker(id=f"../{number}?#{breaks}", name=breaks),
            via=(Link(breaks, None),),
        )
        warnings = (NameWarning("office", Span(0, 3), breaks, None),)
        traced = Traced(page=page, statements=(said,), warnings=warnings)
        yield replace(traced, entries=tuple(spoilt(one, breaks) for one in entries_of(traced)))


def spoilt(entry: Entry, breaks: str) -> Entry:
    """An entry whose words try it, too."""
    return replace(entry, what=f"{breaks} {entry.what}", where=breaks)


def readers_words(ledger: Ledger, breaks: str) -> None:
    """What readers say: comments, changes to claims and to entries."""
    by = " ".join(breaks.split())[:90]
    page, said = next(ledger.statements())
    add_comment(ledger, "page", page.id, by=by, words=breaks)
    add_comment(ledger, "statement", said.id, by=by, words=breaks)
    claims = list(ledger.claims())
    ledger.undo(ledger.merge(claims[0].id, claims[1].id, by))
    registering.correct(ledger, ledger.register("positions")[0], {"what": f"{breaks}.", "where": breaks}, by)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger."""
    place: Path = tmp_path_factory.mktemp("hostile") / "desk.ledger"
    with open_ledger(place) as ledger:
        list(ledger.add_many(pages()))
        for breaks in BREAKS:
            readers_words(ledger, breaks)
    return place


@pytest.fixture(scope="module")
def visitor(path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(path, SETTINGS), base_url=ADDRESS) as client:
        yield client


def as_html(told: str, *, own_script: bool = True) -> None:
    """Our elements alone: no script but the desk's, no handler, no picture, no link but to the web and to the desk."""
    tree = html.fromstring(told)
    scripts = [one.get("src", "").partition("?")[0] for one in tree.iter("script")]
    assert scripts == (["/static/desk.js"] if own_script else [])
    assert not list(tree.iter("img", "iframe", "object", "embed", "style" if own_script else "base", "evil"))
    for element in tree.iter(etree.Element):
        assert not [name for name in element.attrib if name.startswith("on") or name == "style"], element.attrib
    for element in tree.iterfind(".//meta[@http-equiv]"):
        assert re.fullmatch(OUR_HEADERS, f"{element.get('http-equiv')}: {element.get('content')}"), element.attrib
    addresses = [link for element, _, link, _ in tree.iterlinks() if element.tag not in ("link", "meta")]
    ours = ("/", "#", "?", "http://", "https://", "javascript:location")  # the last is our bookmarklet
    assert not [link for link in addresses if link and not link.startswith(ours)]
    assert not [link for link in addresses if link.startswith(("//", "https://evil"))]
    assert "762027" not in tree.text_content()  # what a template would have made of the product
    steers_nothing(told)


def as_page_of_its_own(told: str) -> None:
    """The same of a file that is read without the desk."""
    as_html(told, own_script=False)


def as_json(told: str) -> None:
    """Values that are what they were, and no sign in the file that steers a terminal."""
    one_a_line = told.startswith("{") and told.partition("\n")[0].endswith("}")
    for line in told.splitlines() if one_a_line else [told]:
        assert json.loads(line) is not None
    steers_nothing(told)


def as_json_of_the_web(told: str) -> None:
    """Values that are what they were: who reads them is a program."""
    assert json.loads(told) is not None


def as_table(told: str) -> None:
    """Cells that begin no formula, and rows of one length."""
    rows = list(csv.reader(io.StringIO(told, newline="")))
    assert len({len(row) for row in rows}) == 1
    cells = [cell for row in rows for cell in row if not re.fullmatch(r"-?[\d.]+", cell)]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    steers_nothing(told)


def as_feed(told: str) -> None:
    """Well-formed XML whose HTML is ours."""
    tree = etree.fromstring(told.encode())
    assert not list(tree.iter("{*}evil", "{*}script", "{*}img"))
    for content in tree.iter("{*}content", "{*}summary"):
        if content.get("type") == "html" and content.text:
            as_html(content.text, own_script=False)
    steers_nothing(told)


def as_calendar(told: str) -> None:
    """Events that are ours, with nothing attached."""
    calendar = icalendar.Calendar.from_ical(told)
    assert not [one for one in calendar.walk() if "ATTACH" in one or one.get("SUMMARY") == "evil"]
    steers_nothing(told)


def as_markdown(told: str) -> None:
    """Marks that are ours: rendered, it is our HTML."""
    from markdown_it import MarkdownIt

    as_html(MarkdownIt("commonmark").render(told) + "<p></p>", own_script=False)


def steers_nothing(told: str) -> None:
    """No character that moves a cursor, turns the reading order or ends a line."""
    assert not STEERS.search(told.replace("\r\n", "\n")), STEERS.search(told.replace("\r\n", "\n"))


Judge = Callable[[str], None]
#: What each judge must not let through.
BAD: list[tuple[Judge, str]] = [
    (as_page_of_its_own, "<p><script>alert(1)</script>"),
    (as_page_of_its_own, "<p><a href='/' onclick=alert(1)>x</a>"),
    (as_page_of_its_own, "<p><a href='javascript:alert(1)'>x</a>"),
    (as_page_of_its_own, "<p><a href='//evil.example'>x</a>"),
    (as_page_of_its_own, "<p><img src=x>"),
    (as_page_of_its_own, "<p>762027"),
    (as_page_of_its_own, "<meta http-equiv='refresh' content='0;url=/x'>"),
    (as_json, '{"a": "\x9b2J"}'),
    (as_json, '{"a": "\u202eevil"}'),
    (as_table, "a,b\r\nc,=1\r\n"),
    (as_table, "a,b\r\nc\r\n"),
    (as_feed, "<feed><content type='html'>&lt;img src=x&gt;</content></feed>"),
    (as_calendar, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:evil\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"),
    (as_markdown, "![b](https://evil.example/p)"),
    (as_markdown, "[a](https://evil.example/p)"),
]


@pytest.mark.parametrize(("judge", "told"), BAD)
def test_a_judge_sees_what_is_bad(judge: Judge, told: str) -> None:
    with pytest.raises((AssertionError, ValueError)):
        judge(told)


ASKED = quote(BREAKS[0])
VIEWS: dict[str, Judge] = {
    "/": as_html,
    "/?order=newest": as_html,
    f"/?actor={ASKED}&outlet={ASKED}": as_html,
    "/actors": as_html,
    f"/actors?name={ASKED}": as_html,
    "/outlets": as_html,
    f"/search?q={ASKED}": as_html,
    f"/search?q={quote(BREAKS[3])}": as_html,
    f"/add?url={ASKED}": as_html,
    "/brief?comments=true": as_html,
    f"/brief?topic={ASKED}&actor={ASKED}": as_html,
    "/registers/positions": as_html,
    "/registers/treaties": as_html,
    f"/registers/positions?actor={ASKED}&text={ASKED}&since={ASKED}": as_html,
    f"/nowhere/{ASKED}": as_html,
    f"/pages/{ASKED}": as_html,
    "/brief.html?comments=true": as_page_of_its_own,
    "/brief.md?comments=true": as_markdown,
    "/brief.atom?comments=true": as_feed,
    "/claims.atom": as_feed,
    f"/claims.atom?actor={ASKED}": as_feed,
    "/api/registers/positions/calendar.ics": as_calendar,
    "/api/registers/treaties/calendar.ics": as_calendar,
    "/api/registers/positions/table.csv": as_table,
    "/api/registers/treaties/table.csv": as_table,
    "/api/claims": as_json_of_the_web,
    "/api/brief?comments=true": as_json_of_the_web,
    "/api/registers/positions": as_json_of_the_web,
    f"/api/search?q={ASKED}": as_json_of_the_web,
}


@pytest.mark.parametrize("address", VIEWS)
def test_a_view_of_the_desk(visitor: TestClient, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code in (200, 404), answer.text
    VIEWS[address](answer.text)


def test_what_the_views_lead_to(visitor: TestClient) -> None:
    """Claims, pages, actors, outlets and entries, each by the links that the desk itself makes."""
    waiting = [address for address, judge in VIEWS.items() if judge is as_html]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        answer = visitor.get(address)
        assert answer.status_code in (200, 404), address
        as_html(answer.text)
        for link in html.fromstring(answer.text).xpath("//a/@href"):
            inner = link.partition("#")[0]
            if inner not in seen and re.match("/(claims|pages|actors|outlets|registers)/[^?]*$", inner):
                seen.add(inner)
                waiting.append(inner)
    assert {one.split("/")[1] for one in seen} == {"claims", "pages", "actors", "outlets", "registers"}
    assert len(seen) > 3 * len(BREAKS)


PRINTED: dict[str, Judge] = {
    "claims": steers_nothing,
    "claims --json": as_json,
    "ask open": steers_nothing,
    "ask open --json": as_json,
    "who evil": steers_nothing,
    "who img --json": as_json,
    "register positions": steers_nothing,
    "register positions --json": as_json,
    "register treaties": steers_nothing,
    "brief --comments": as_markdown,
    "brief --comments --format html": as_page_of_its_own,
    "brief --comments --format atom": as_feed,
    "brief --comments --format json": as_json,
    "export --as csv": as_table,
    "export --as jsonl": as_json,
    "export --as prov": as_json,
    "export --as annotations": as_json,
    "export --as claims": as_json,
    "ledger check": steers_nothing,
}


@pytest.mark.parametrize("command", PRINTED)
def test_what_a_command_prints(path: Path, command: str) -> None:
    done = CliRunner().invoke(app, [*command.split(), "--ledger", str(path)])
    assert done.exit_code == 0, (done.output, done.exception)
    assert len(done.stdout) > 10
    PRINTED[command](done.stdout)
    steers_nothing(done.stderr)


@pytest.mark.parametrize("breaks", BREAKS)
def test_a_page_that_is_traced_or_can_not_be(tmp_path: Path, breaks: str) -> None:
    """A file named by a stranger, whole or broken: what is printed of it, and of what went wrong with it."""
    name = re.sub("[/\0]", "_", breaks)[:80]
    whole, broken = tmp_path / f"{name}.html", tmp_path / f"{name}.warc.gz"
    whole.write_text(
        f"<title>{breaks}</title><article><p>{breaks} will open, said Ann {breaks} Lee.</article>", "utf-8"
    )
    broken.write_bytes(b"\x1f\x8b broken")
    for command in ("trace", "add"):
        place = ["--ledger", str(tmp_path / "a.ledger")] if command == "add" else []
        done = CliRunner().invoke(app, [command, str(whole), str(broken), *place, *MODEL])
        assert done.exit_code in (1, 3), (done.output, done.exception)  # some can be read, or none
        steers_nothing(done.stdout)
        steers_nothing(done.stderr)


@pytest.mark.parametrize("breaks", BREAKS)
def test_what_a_visitor_brings(tmp_path: Path, breaks: str) -> None:
    """Each field of the form, and the name of an upload, in what the desk answers and in how far it has come."""
    with TestClient(create_app(tmp_path / "a.ledger", SETTINGS), base_url=ADDRESS) as client:
        fields = {"text": f"{breaks} will open, said Ann Lee.", "title": breaks, "outlet": breaks, "lang": "en"}
        answers = [
            client.post("/add", data=fields),
            client.post("/add", data={"address": breaks}),
            client.post("/add", files={"upload": (quote(breaks), b"\x1f\x8b broken")}),
            client.post("/comments", data={"kind": "page", "about": breaks, "by": breaks, "words": breaks}),
            client.post("/claims/x/merge", data={"other": breaks, "by": breaks}),
            client.post("/login", data={"password": breaks, "next": breaks}),
            client.get("/add"),
        ]
    for answer in answers:
        as_html(answer.text)
        assert "\n" not in answer.headers.get("location", "")

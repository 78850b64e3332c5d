"""The desk in a browser: what only a browser can tell. Needs Debian's Chromium; without it these tests are skipped."""

import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from fastapi import FastAPI
from tests.reading.servers import Answer, site

from enligt.desk.app import create_app
from enligt.errors import EnligtError, ReadError
from enligt.ledger import open_ledger
from enligt.ledger.comments import add_comment, edit_comment
from enligt.records import Fetch, Options, Page

from .conftest import HOSTILE, SETTINGS, answer, harbour, hostile
from .test_claims import copy
from .test_registers import PLEDGES as PLEDGES_TEXT
from .test_registers import POSITIONS as POSITIONS_TEXT
from .test_registers import TREATY as TREATY_TEXT
from .test_registers import page as register_page

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no chromium here (apt-get install chromium)")

PLEDGES, TREATY, POSITIONS = (
    register_page(text, n) for n, text in enumerate((PLEDGES_TEXT, TREATY_TEXT, POSITIONS_TEXT))
)
HARBOUR = f"/pages/{harbour().page.id}"
CLAIM = f"/statements/{harbour().statements[0].id}"
ADDRESSES = (
    "/",
    CLAIM,
    f"{CLAIM}?similar=true",
    HARBOUR,
    f"/pages/{hostile().page.id}",
    "/actors",
    "/actors/linda-ask",
    "/outlets",
    "/outlets/kustbladet",
    "/search?q=hamnen",
    f"/search?q={quote(HOSTILE)}",
    "/add",
    "/brief",
    "/brief?topic=ships",
    *(f"/registers/{kind}" for kind in ("contacts", "treaties", "pledges", "positions")),
    f"/registers/pledges/{PLEDGES.entries[0].id}",
    "/?since=soon",
    "/nowhere",
)
#: What a feed has news of; of one the page is gone.
PLACES = ("mole", "gone", "quay")
#: How long (milliseconds) a step may take before the test fails: the machine may be busy.
PATIENCE = 10_000
#: A script that sends a form with one field to an address.
SEND_A_FORM = """([to, words]) => {
  const [form, field] = ["form", "textarea"].map((name) => document.createElement(name));
  Object.assign(form, { method: "post", action: to });
  Object.assign(field, { name: "words", value: words });
  form.append(field);
  document.body.append(form);
  form.submit();
}"""


@contextmanager
def served(desk: Path | FastAPI) -> Iterator[str]:
    """A desk, or one on a ledger, at an address of its own."""
    import uvicorn

    app = create_app(desk, SETTINGS) if isinstance(desk, Path) else desk
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("desk") / "desk.ledger"
    with open_ledger(path) as ledger:
        for traced in (harbour(), copy(), answer(), hostile(), PLEDGES, TREATY, POSITIONS):
            ledger.add(traced)
        number = add_comment(ledger, "page", harbour().page.id, by="Ann Lee", words="Who is the official?")
        edit_comment(ledger, number, by="Ann Lee", words="Which official is it?")
        edit_comment(ledger, number, by="Bo", words="")
    return path


@pytest.fixture(scope="module")
def desk(path: Path) -> Iterator[str]:
    with served(path) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@contextmanager
def visiting(browser: sync_api.Browser, refused: str = "404", **settings: object) -> Iterator[sync_api.Page]:
    """A new visitor, who must meet no console error and whose browser must ask nobody but this machine.

    That a page is not there or ``refused`` is told by the browser too.
    """
    context = browser.new_context(**{"locale": "en-GB", **settings})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(f"a dialog opened: {dialog.message}"))
    try:
        yield page
    finally:
        context.close()
    assert {urlsplit(one).hostname for one in asked} <= {"127.0.0.1"}
    expected = re.compile(rf"the server responded with a status of (404|422|{refused})")
    assert [one for one in complaints if not expected.search(one)] == []


@pytest.fixture
def page(browser: sync_api.Browser) -> Iterator[sync_api.Page]:
    with visiting(browser) as opened:
        yield opened


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en-GB"), ("dark", "sv-SE")])
def test_no_page_has_a_serious_fault_of_accessibility(
    browser: sync_api.Browser, desk: str, scheme: str, locale: str
) -> None:
    with visiting(browser, color_scheme=scheme, locale=locale) as page:
        for address in ADDRESSES:
            page.goto(desk + address)
            assert page.locator("html").get_attribute("lang") == locale[:2]
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert faults(page) == [], address


def faults(page: sync_api.Page) -> list[tuple[str, list[str]]]:
    """What axe-core finds serious or critical on a page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    found = axe.Axe().run(page).response["violations"]
    serious = [one for one in found if one["impact"] in ("serious", "critical")]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in serious]


def test_an_empty_desk_and_the_door_have_no_serious_fault_either(browser: sync_api.Browser, tmp_path: Path) -> None:
    guarded = create_app(tmp_path / "guarded.ledger", replace(SETTINGS, token="a long password"))
    with served(tmp_path / "empty.ledger") as empty, served(guarded) as door, visiting(browser) as page:
        for address in ("/", "/brief", "/actors", "/outlets", "/registers/treaties", "/search", "/search?q=a"):
            page.goto(empty + address)
            assert page.locator(".empty").is_visible(), address
            assert faults(page) == [], address
        page.goto(door)
        page.get_by_role("heading", name="This desk has a password").wait_for()
        assert faults(page) == []


def test_what_is_under_way_is_shown_live_and_is_still_there_after_a_reload(
    browser: sync_api.Browser, tmp_path: Path
) -> None:
    app, gate = create_app(tmp_path / "live.ledger", SETTINGS), threading.Event()

    def slowly(_options: Options) -> Iterator[Page | EnligtError]:
        yield harbour().page
        assert gate.wait(60)
        yield answer().page
        yield ReadError("third.pdf", "this is a PDF file", "save its text as .txt or .html and read that")

    job = app.state.desk.jobs.start("three pages", slowly)
    with served(app) as desk, visiting(browser, locale="sv-SE", color_scheme="dark") as page:
        try:
            page.goto(f"{desk}/add/{job.id}")
            page.get_by_text("Läser…").wait_for()
            assert page.get_by_role("progressbar").is_visible()
            assert faults(page) == []
            page.reload()
            page.get_by_text("Läser…").wait_for()
        finally:
            gate.set()
        page.get_by_text("Klart: 2 sidor").wait_for()
        assert page.locator("progress").count() == 0
        assert "third.pdf: detta är en PDF-fil" in page.locator(".problem").inner_text()
        assert faults(page) == []


def test_several_files_are_uploaded_at_once_and_each_bad_one_is_named(page: sync_api.Page, desk: str) -> None:
    page.goto(f"{desk}/add")
    text = "“The mole is open,” said Karin Holm."
    page.get_by_label("Pages, feeds or web archives").set_input_files(
        [
            {"name": "mole.txt", "mimeType": "text/plain", "buffer": text.encode()},
            {"name": "picture.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n"},
            {"name": "pier.txt", "mimeType": "text/plain", "buffer": text.replace("mole", "pier").encode()},
        ]
    )
    page.get_by_role("button", name="Add the files").click()
    page.get_by_text("Done: 2 pages").wait_for()
    assert page.locator("h1").inner_text() == "mole.txt, picture.png, pier.txt"
    assert page.locator(".problem").inner_text().startswith("picture.png: ")


class Slow(dict[str, Answer]):
    """The answers of a site one of whose pages comes only when it may."""

    def __init__(self, answers: dict[str, Answer], path: str) -> None:
        super().__init__(answers)
        self.path, self.may_come = path, threading.Event()

    def get(self, path: str, default: Answer) -> Answer:  # type: ignore[override]
        assert path != self.path or self.may_come.wait(60)
        return super().get(path, default)


def test_a_feed_is_added_by_its_address_and_an_entry_that_fails_is_named(
    browser: sync_api.Browser, tmp_path: Path
) -> None:
    def article(name: str) -> Answer:
        words = f"“The {name} is open to all ships from the spring,” said Karin Holm, who leads the port of Norrvik."
        body = f"<title>The {name} is open</title><article><h1>The {name} is open</h1><p>{words}</p></article>"
        return Answer(f"<!doctype html><html lang=en>{body}".encode())

    entries = "".join(f'<entry><title>{one}</title><link href="{{site}}/{one}"/></entry>' for one in PLACES)
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Norrvik Bee</title>{entries}</feed>'
    atom = Answer(feed.encode(), headers=(("Content-Type", "application/atom+xml"),))
    answers = Slow({"/feed": atom, "/mole": article("mole"), "/quay": article("quay")}, path="/quay")
    options = replace(SETTINGS.options, fetch=Fetch(allow_private=True))
    app = create_app(tmp_path / "feed.ledger", replace(SETTINGS, options=options))
    with site(answers) as paper, served(app) as desk, visiting(browser) as page:
        try:
            page.goto(f"{desk}/add")
            page.get_by_label("Address of a page or a feed").fill(f"{paper.address}/feed")
            page.get_by_role("button", name="Fetch and add").click()
            page.get_by_text("Reading… 1 page so far").wait_for()
        finally:
            answers.may_come.set()
        page.get_by_text("Done: 2 pages").wait_for()
        assert page.locator(".results a").all_inner_texts() == ["The quay is open", "The mole is open"]
        assert page.locator(".problem").inner_text().startswith(f"{paper.address}/gone: the server answers 404")


def test_the_bookmarklet_asks_the_desk_about_the_page_it_is_on(browser: sync_api.Browser, desk: str) -> None:
    with visiting(browser) as page:
        page.goto(f"{desk}/add")
        script = page.locator(".bookmarklet").get_attribute("href")
        page.goto(f"{desk}{HARBOUR}?from=elsewhere&n=2")
        page.evaluate((script or "").removeprefix("javascript:"))
        page.wait_for_url("**/add?url=*")
        assert page.get_by_label("Address of a page or a feed").input_value() == f"{desk}{HARBOUR}?from=elsewhere&n=2"


@pytest.mark.parametrize("status", [403, 413, 429])
def test_what_is_refused_is_refused_on_a_page_that_can_be_read(
    browser: sync_api.Browser, tmp_path: Path, status: int
) -> None:
    app = create_app(tmp_path / "refused.ledger", replace(SETTINGS, writes_per_minute=1, max_body_bytes=10_000))
    words = {403: "formuläret kommer", 413: "detta är mer", 429: "för många på en gång"}[status]
    with served(app) as desk, visiting(browser, refused=str(status), locale="sv-SE") as page:
        if status != 403:  # else the form is nobody's
            page.goto(f"{desk}/add")
        if status == 429:
            page.request.post(f"{desk}/comments")
        with page.expect_navigation():
            page.evaluate(SEND_A_FORM, [f"{desk}/comments", "x" * (20_000 if status == 413 else 1)])
        page.get_by_text(words).wait_for()
        assert page.get_by_role("link", name="I dag").first.is_visible()
        assert faults(page) == []


@pytest.mark.parametrize("width", [390, 2560])
def test_every_page_fits_a_telephone_and_a_wall(browser: sync_api.Browser, desk: str, width: int) -> None:
    with visiting(browser, viewport={"width": width, "height": 844}) as page:
        for address in ADDRESSES:
            page.goto(desk + address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_text_is_pasted_read_and_shown(page: sync_api.Page, desk: str) -> None:
    page.goto(f"{desk}/add")
    page.get_by_label("Text of a page").fill("“The quay is closed,” said Karin Holm.")
    page.get_by_role("button", name="Add the text").click()
    page.get_by_text("Done: 1 page").wait_for()
    assert page.locator("progress").count() == 0
    page.locator(".results a").first.click()
    assert page.locator(".text .source").first.inner_text() == "Karin Holm"


def test_from_the_claim_one_comes_to_the_sentence_that_proves_it(page: sync_api.Page, desk: str) -> None:
    page.goto(f"{desk}/?lang=sv")
    page.locator(".gloss", has_text="Hamnen öppnar den 4 maj").first.click()
    page.locator("svg.picture a.page", has_text="Kustbladet").first.click()
    row = page.locator("li:target")
    assert "Linda Ask → through Hamnradion" in re.sub(r"\s+", " ", row.text_content() or "")
    assert row.evaluate("one => getComputedStyle(one).backgroundColor") != "rgba(0, 0, 0, 0)"
    row.get_by_role("link", name="In the text").click()
    assert page.locator(".no:target").is_visible()


def test_a_statement_is_taken_out_and_brought_back(page: sync_api.Page, desk: str) -> None:
    page.goto(desk + CLAIM)
    before = page.locator(".claim-head .counts").inner_text()
    item = page.locator(".evidence > li", has_text="Sundets Tidning")
    item.get_by_text("Not the same claim?").click()
    item.locator("details.hand").get_by_label("Your name").fill("Ann Lee")
    item.get_by_role("button", name="Take it out").click()
    page.get_by_text("Taken apart by hand").wait_for()
    assert page.locator(".claim-head .counts").inner_text() != before
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken apart by hand").wait_for(state="detached")
    assert page.locator(".claim-head .counts").inner_text() == before


def test_a_comment_survives_a_restart_and_the_name_is_remembered(browser: sync_api.Browser, tmp_path: Path) -> None:
    path = tmp_path / "own.ledger"
    with open_ledger(path) as ledger:
        ledger.add(harbour())
    with served(path) as desk, visiting(browser) as page:
        page.goto(desk + HARBOUR)
        section = page.locator("section", has=page.locator("#comments"))
        section.locator("summary").last.click()
        section.get_by_label("Your name").last.fill("Ann Lee")
        section.get_by_label("What you want to say").last.fill("Who is the official?")
        section.get_by_role("button", name="Keep the comment").last.click()
        page.locator("#c1:target").wait_for()
        assert page.locator("form:not(.find) input[name=by]").first.input_value() == "Ann Lee"
    with served(path) as desk, visiting(browser) as page:
        page.goto(desk + HARBOUR)
        assert "Who is the official?" in page.locator("#c1").inner_text()


def test_keys_alone_suffice(page: sync_api.Page, desk: str) -> None:
    page.goto(desk + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    page.keyboard.type("oppnar")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Pages").wait_for()
    page.goto(desk + HARBOUR)
    page.locator(".text .no").first.focus()
    card = page.locator(".text .hover").first
    assert card.is_visible()
    assert "Linda Ask → Hamnradion → Kustbladet" in card.inner_text()
    page.keyboard.press("Enter")
    assert page.locator("li:target").count() == 1


def test_without_script_everything_is_there(browser: sync_api.Browser, desk: str) -> None:
    with visiting(browser, java_script_enabled=False) as page:
        page.goto(desk + HARBOUR)
        assert not page.locator(".hover").first.is_visible()
        page.locator(".no").first.hover()
        assert page.locator(".hover").first.is_visible()
        page.goto(f"{desk}/add")
        page.get_by_label("Text of a page").fill("“The bridge is open,” said Karin Holm.")
        page.get_by_role("button", name="Add the text").click()
        page.get_by_text("Done: 1 page").wait_for()


def test_a_visitor_changes_the_language_and_stays_on_the_page(page: sync_api.Page, desk: str) -> None:
    page.goto(f"{desk}/search?q=hamnen")
    page.get_by_role("link", name="Svenska").click()
    assert page.url == f"{desk}/search?q=hamnen"
    assert page.get_by_role("heading", name="Sidor").is_visible()

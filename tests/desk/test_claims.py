"""Claims on the desk: the list, the picture, the evidence, and a reader's word on what belongs together."""

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from lxml import html
from sqlalchemy import event
from starlette.testclient import TestClient

from enligt.desk.app import create_app
from enligt.desk.chronicle import chronicle
from enligt.desk.held import Shown, shown_claim
from enligt.desk.picture import picture
from enligt.desk.reader import said
from enligt.ledger import Ledger
from enligt.records import Block, Claim, Echo, Link, Member, Merge, Origin, Page, Span, Speaker, Statement, Traced
from enligt.report import claim_json

from .conftest import ADDRESS, HOSTILE, LINDA, SETTINGS, answer, harbour, hostile, statement

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def copy() -> Traced:
    """Another paper with the first sentence of the harbour's page."""
    text = "Hamnen öppnar den 4 maj, sade Linda Ask. Mer är inte känt."
    page = Page(
        text=text,
        blocks=(Block("paragraph", Span(0, len(text))),),
        url="https://sundet.example/2",
        outlet="Sundets Tidning",
        title="Hamnen öppnar",
        lang="sv",
        published="2026-03-06",
    )
    said = statement(
        page, "Hamnen öppnar den 4 maj", "sade", "Linda Ask", speaker=Speaker(id="linda-ask", name="Linda Ask")
    )
    return Traced(page=page, statements=(said,))


def questions(client: TestClient, path: str) -> int:
    """How often the ledger is asked for an answer made anew."""
    engine, asked = client.app.state.desk.ledger._file._engine, []  # type: ignore[attr-defined]

    def note(*told: object) -> None:
        asked.append(told[2])

    event.listen(engine, "before_cursor_execute", note)
    assert client.get(path).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


@pytest.fixture
def told(ledger: Ledger, client: TestClient) -> TestClient:
    """A visitor of a desk whose two Swedish pages say the same, and an English one the contrary."""
    for traced in (harbour(), copy(), answer(), hostile()):
        ledger.add(traced)
    return client


def claim_of(client: TestClient, traced: Traced) -> str:
    """The address of the claim that a page's first statement is in."""
    answered = client.get(f"/statements/{traced.statements[0].id}", follow_redirects=False)
    return answered.headers["location"]


def together(client: TestClient) -> str:
    """The address of the claim with the denial in it, put there by hand if need be."""
    claim, other = claim_of(client, harbour()), claim_of(client, answer())
    if claim != other:
        client.post(f"{claim}/merge", data={"other": f"{ADDRESS}{other}?x=1", "by": "Ann Lee"})
    assert claim_of(client, harbour()) == claim_of(client, answer())
    return claim_of(client, harbour())


def words(page: str) -> str:
    return " ".join(" ".join(html.fromstring(page).itertext()).split())


def test_a_claim_shows_every_page_with_its_sentence_and_the_source_marked(told: TestClient) -> None:
    page = told.get(claim_of(told, harbour())).text
    tree = html.fromstring(page)
    quotes = ["".join(one.itertext()) for one in tree.xpath("//blockquote")]
    assert "Hamnen öppnar den 4 maj, sade Linda Ask till Hamnradion." in quotes
    assert "Hamnen öppnar den 4 maj, sade Linda Ask." in quotes
    assert set(tree.xpath("//blockquote/span[@class='source']/text()")) <= {"Linda Ask", "Bo Ek"}
    for link in tree.xpath("//svg//a/@href"):
        assert link.startswith("#") or told.get(link.partition("#")[0]).status_code == 200
    labels = " ".join(tree.xpath("//svg[@role='group']//text/text()"))
    for name in ("Linda Ask", "Hamnradion", "Kustbladet", "Sundets Tidning"):
        assert name in labels
    assert "Linda Ask asserts: Hamnradion → Kustbladet 5 Mar 2026; Sundets" in tree.xpath("string(//svg/desc)")


def test_for_and_against_stand_apart_and_a_denial_is_told_by_more_than_colour(told: TestClient) -> None:
    tree = html.fromstring(told.get(together(told)).text)
    assert len(tree.xpath("//section[@aria-labelledby='against']//blockquote")) == 1
    assert "Bo Ek" in tree.xpath("string(//section[@aria-labelledby='against'])")
    assert "≠" in tree.xpath("string(//svg[@role='group']//a[@class='page denies']/text)")
    assert "denies Bo Ek → on Sound Post" in words(html.tostring(tree.xpath("//ol[@class='course']")[0]).decode())
    assert "contradicted" in words(told.get("/").text)


def test_a_statement_taken_out_stays_out_after_a_restart_until_it_is_undone(
    told: TestClient, ledger_path: Path
) -> None:
    claim, apart = claim_of(told, harbour()), copy().statements[0].id
    assert claim == claim_of(told, copy())
    after = told.post(f"{claim}/split", data={"statement": apart, "by": "Ann Lee"})
    assert "Taken apart by hand · Ann Lee" in words(after.text)
    assert claim_of(told, harbour()) != claim_of(told, copy())
    with TestClient(create_app(ledger_path, SETTINGS), base_url=ADDRESS) as later:
        assert claim_of(later, harbour()) != claim_of(later, copy())
        (form,) = html.fromstring(later.get(claim_of(later, copy())).text).xpath("//form[@class='change']")
        fields = {one.get("name"): one.get("value") for one in form.xpath(".//input")}
        undone = later.post(form.get("action"), data=fields)
        assert undone.status_code == 200
        assert "by hand" not in words(undone.text).replace("Another one, by its address", "")
        assert claim_of(later, harbour()) == claim_of(later, copy())


def test_two_claims_are_put_together_by_address_and_the_change_is_signed(told: TestClient) -> None:
    claim, other = claim_of(told, harbour()), claim_of(told, hostile())
    assert claim != other
    page = told.post(f"{claim}/merge", data={"other": f"{ADDRESS}{other}", "by": "Bo"})
    assert claim_of(told, harbour()) == claim_of(told, hostile())
    assert "Put together by hand · Bo" in words(page.text)
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("data", [{"by": " "}, {"by": "Ann", "statement": "none", "other": "none"}, {}])
def test_a_change_that_is_unsigned_or_about_nothing_changes_nothing(told: TestClient, data: dict[str, str]) -> None:
    claim = claim_of(told, harbour())
    given = {"statement": copy().statements[0].id, "other": claim_of(told, hostile()), **data}
    assert told.post(f"{claim}/split", data=given).status_code in (400, 422)
    assert told.post(f"{claim}/merge", data=given).status_code in (400, 422)
    assert told.post("/changes/99/undo", data={"statement": "none"}).status_code == 400
    assert claim_of(told, harbour()) == claim_of(told, copy()) == claim


def test_today_filters_the_claims(told: TestClient) -> None:
    def glosses(query: str) -> str:
        return told.get(f"/?{query}", headers={"accept-language": "sv"}).text

    assert "Hamnen öppnar den 4 maj" in glosses("")
    assert "Hamnen öppnar den 4 maj" in glosses(
        "actor=Linda&outlet=kustbladet&lang=sv&since=2026-03-05&until=2026-03-06"
    )
    for nothing in ("actor=Nobody", "outlet=Nowhere", "lang=fi", "since=2027-01-01", "until=2020-01-01"):
        assert "Inget påstående är sådant" in glosses(nothing)
    assert told.get("/?since=soon").status_code == 422
    assert told.get("/?order=odd").status_code == 422


def test_claims_first_seen_on_the_ledgers_last_day_are_new(ledger: Ledger, client: TestClient) -> None:
    for traced in (harbour(), copy()):
        ledger.add(traced)
    rows = html.fromstring(client.get("/").text).xpath("//ul[@class='claims']/li")
    assert ["new" in row.itertext() for row in rows] == [True, True]
    ledger.add(answer())
    (held,) = html.fromstring(client.get("/?outlet=kustbladet&lang=en").text).xpath("//ul[@class='claims']/li")
    assert "new" not in held.itertext()


def test_similar_claims_are_offered_when_asked_for(told: TestClient) -> None:
    page = told.get(f"{claim_of(told, copy())}?similar=true")
    assert page.status_code == 200
    assert "Look for claims" not in page.text


def test_the_json_is_that_of_the_command_line(told: TestClient) -> None:
    one = told.get(f"/api{claim_of(told, harbour())}").json()
    assert {"id", "gloss", "statements", "origins", "echoes", "fewest", "most"} <= one.keys()
    assert one in told.get("/api/claims").json()
    assert told.get("/api/claims/none").status_code == 404
    assert told.get("/api/search?q=Hamnen öppnar den 4 maj").json()["claims"][0]["id"] == one["id"]


def test_the_feed_holds_the_claims_with_what_feed_readers_need(told: TestClient) -> None:
    answered = told.get("/claims.atom", headers={"accept-language": "sv"})
    assert answered.headers["content-type"] == "application/atom+xml"
    feed = ElementTree.fromstring(answered.content)
    titles = [one.text or "" for one in feed.findall("a:entry/a:title", ATOM)]
    assert any("Hamnen öppnar den 4 maj" in title for title in titles)
    assert any(HOSTILE in title for title in titles)
    for entry in feed.findall("a:entry", ATOM):
        assert all(entry.find(f"a:{name}", ATOM) is not None for name in ("id", "updated", "author", "link"))
        assert told.get(entry.find("a:link", ATOM).get("href")).status_code == 200  # type: ignore[union-attr]


def test_a_page_leads_to_the_claims_of_its_statements(told: TestClient) -> None:
    page = told.get(f"/pages/{harbour().page.id}").text
    assert claim_of(told, harbour()) in html.fromstring(page).xpath("//ol[@class='said']//a/@href")


def statements_of(*pages: Traced) -> dict[str, tuple[Page, Statement]]:
    """Statements by their ids, with their pages."""
    return {one.id: (traced.page, one) for traced in pages for one in traced.statements}


def three_pages() -> tuple[Shown, tuple[Traced, ...]]:
    """A claim of an origin on two pages, of which one repeats the other, and of another that denies it."""
    first, second, denial = pages = (harbour(), copy(), answer())
    claim = Claim(
        id="c",
        gloss="Hamnen öppnar",
        lang="sv",
        members=tuple(
            Member(one.page.id, one.statements[0].id, "denies" if one is denial else "asserts", origin)
            for one, origin in ((first, "o1"), (second, "o1"), (denial, "o2"))
        ),
        origins=(
            Origin(id="o1", speaker=first.statements[0].speaker, voice="named", first_page=first.page.id),
            Origin(id="o2", speaker=None, voice="named", first_page=denial.page.id, maybe="o1"),
        ),
        echoes=(Echo(page=second.page.id, of=first.page.id, kind="edited", credited=False, share=0.5),),
    )
    return shown_claim(claim, statements_of(*pages)), pages


def test_the_picture_runs_from_speakers_to_pages_and_from_early_to_late() -> None:
    drawn = picture(three_pages()[0])
    assert [box.name for box in drawn.boxes] == ["Linda Ask", "Hamnradion", "Bo Ek"]
    speaker, between, other = drawn.boxes
    assert speaker.x < between.x < min(dot.x for dot in drawn.dots)
    assert speaker.x == other.x
    early, late, denied = drawn.dots
    assert early.x < late.x < denied.x
    assert early.y < late.y < denied.y
    assert (denied.held.denies, other.denies, speaker.denies) == (True, True, False)
    assert [line.kind for line in drawn.lines] == ["echo", "told", "told", "told", "denied"]
    echo = [float(x) for x in re.findall(r"[MHQ]([\d.]+)", drawn.lines[0].path)]
    assert max(echo) < late.x, "an echo stays left of its pages' labels"
    assert min(echo) < early.x - 8, "and of the pages between"
    assert len(drawn.doubts) == 1
    assert all(0 <= dot.x <= drawn.width and 0 <= dot.y <= drawn.height for dot in drawn.dots)


def test_of_many_pages_no_name_is_crossed_and_a_page_is_drawn_once() -> None:
    """Twelve pages, some through an outlet, and each with two statements: a row each, boxes beside no other's row."""
    pages = []
    for n in range(12):
        base = harbour() if n % 3 else copy()
        page = replace(base.page, url=f"https://kust.example/{n}", outlet=f"Blad {n}", published=f"2026-03-{n + 1:02}")
        said = replace(base.statements[0], id=f"a{n}")
        pages.append(Traced(page=page, statements=(said, replace(said, id=f"b{n}"))))
    members = tuple(Member(one.page.id, said.id, "asserts", "o") for one in pages for said in one.statements)
    speaker = pages[0].statements[0].speaker
    origin = Origin(id="o", speaker=speaker, voice="named", first_page=pages[0].page.id)
    drawn = picture(
        shown_claim(Claim(id="c", gloss="x", lang="sv", members=members, origins=(origin,)), statements_of(*pages))
    )
    assert [dot.statements for dot in drawn.dots] == [2] * 12
    through = {dot.y: bool(dot.held.said.via) for dot in drawn.dots}
    (between,) = (box for box in drawn.boxes if box.kind == "via")
    assert not [y for y, passed in through.items() if abs(y - between.y) < 19 and not passed]
    texts = sorted((dot.y, dot.x) for dot in drawn.dots)
    assert min(there - here for (here, _), (there, _) in pairwise(texts)) >= 30
    assert len(drawn.ticks) <= 5
    assert min(there.x - here.x for here, there in pairwise(drawn.ticks)) >= 60
    for line in drawn.lines:  # what changes rows does so left of every page
        bends = [float(x) for x in re.findall(r"C[\d.]+ [\d.]+ [\d.]+ [\d.]+ ([\d.]+)", line.path)]
        assert max(bends) < min(dot.x for dot in drawn.dots) - 8


def test_a_long_name_is_written_in_two_lines_and_whole_in_the_title(told: TestClient, ledger: Ledger) -> None:
    name = "the permanent undersecretary of the Ministry of Harbours, Piers and Lighthouses"
    text = f"{name} said the lighthouse is lit."
    page = Page(text=text, blocks=(Block("paragraph", Span(0, len(text))),), outlet="Sound Post", lang="en")
    said = statement(page, "the lighthouse is lit", "said", name, speaker=Speaker(id="x", name=name))
    ledger.add(Traced(page=page, statements=(said,)))
    tree = html.fromstring(told.get(f"/statements/{said.id}").text)
    (box,) = tree.xpath("//svg[@role='group']//a[contains(@class, 'speaker')]")
    assert box.xpath("title/text()") == [name]
    lines = box.xpath("text/text()")
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert name.startswith(" ".join(lines).rstrip("…"))


def test_the_chronicle_tells_day_by_day_who_spoke_said_repeated_and_denied_it() -> None:
    shown, (first, second, denial) = three_pages()
    days = chronicle(shown)
    assert [day.date for day in days] == ["2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"]
    told = [(event.kind, event.held.page.id) for day in days for event in day.events]
    ids = first.page.id, first.page.id, second.page.id, denial.page.id
    assert told == list(zip(("speaks", "relays", "repeats", "denies"), ids, strict=True))
    ((other, echo),) = days[2].events[0].repeats
    assert (other.id, echo.kind) == (first.page.id, "edited")


@pytest.mark.parametrize("published", [None, "soon", ""])
def test_what_has_no_date_stands_last_in_the_chronicle(published: str | None) -> None:
    bare = replace(answer(), page=replace(answer().page, published=published))
    dated = harbour()
    members = tuple(Member(one.page.id, one.statements[0].id, "asserts", "o") for one in (bare, dated))
    origin = Origin(id="o", speaker=None, voice="named", first_page=dated.page.id)
    claim = Claim(id="c", gloss="x", lang=None, members=members, origins=(origin,))
    days = chronicle(shown_claim(claim, statements_of(bare, dated)))
    assert (days[-1].date, [event.at for event in days[-1].events]) == (None, [None])
    assert chronicle(shown_claim(claim, {})) == ()


def test_the_chronicle_leads_to_the_sentences_and_is_in_swedish_too(told: TestClient) -> None:
    tree = html.fromstring(told.get(claim_of(told, harbour()), headers={"accept-language": "sv"}).text)
    (course,) = tree.xpath("//ol[@class='course']")
    read = words(html.tostring(course).decode())
    assert "4 mars 2026 uttalar sig Linda Ask enligt Kustbladet" in read
    assert "06:40 återger Linda Ask → genom Hamnradion → på Kustbladet" in read
    proofs = course.xpath(".//a[@class='proof']/@href")
    assert proofs
    assert all(tree.xpath(f"//ol[starts-with(@class, 'evidence')]/li[@id='{unquote(one[1:])}']") for one in proofs)


def test_an_outlet_that_passes_on_what_others_have_said_is_no_speaker() -> None:
    base = harbour().statements[0]
    outer = replace(
        base,
        speaker=Speaker(id="k", name="Kustbladet"),
        via=(Link("Hamnradion", None), Link("Kustbladet", None)),
    )
    told = said(harbour().page, outer, {})
    assert (told.first, told.speakers, [link.name for link in told.via]) == ("Hamnradion", (), ["Kustbladet"])
    itself = said(harbour().page, replace(outer, via=(Link("Kustbladet", None),)), {})
    assert (itself.first, [one.name for one in itself.speakers], itself.via) == (None, ["Kustbladet"], ())


def test_a_picture_of_pages_without_dates_or_of_none_is_drawn_too() -> None:
    bare = replace(harbour(), page=replace(harbour().page, published=None))
    members = (Member(bare.page.id, bare.statements[0].id, "asserts", "o1"),)
    origin = Origin(id="o1", speaker=None, voice="named", first_page=bare.page.id)
    claim = Claim(id="c", gloss="x", lang=None, members=members, origins=(origin,))
    assert picture(shown_claim(claim, statements_of(bare))).ticks == ()
    assert picture(shown_claim(claim, {})).dots == ()


@pytest.mark.parametrize("path", ["/api/claims", "/api/search?q=Hamnen öppnar den 4 maj", "/claims.atom"])
def test_a_list_asks_no_more_of_a_ledger_of_more_pages(ledger: Ledger, client: TestClient, path: str) -> None:
    asked = []
    for number in range(8):
        text = f"Hamnen öppnar den {number + 1} maj, sade Linda Ask."
        page = Page(text=text, blocks=(Block("paragraph", Span(0, len(text))),), outlet="Kustbladet", lang="sv")
        said = statement(page, text.partition(",")[0], "sade", "Linda Ask", speaker=LINDA)
        ledger.add(Traced(page=page, statements=(said,)))
        asked.append(questions(client, path))
    assert asked[3:] == asked[3:4] * 5  # the first questions of all find little yet


def test_claims_in_a_list_are_told_with_their_words_and_addresses(ledger: Ledger, told: TestClient) -> None:
    def page_of(page_id: str) -> Page:
        found = ledger.page(page_id)
        assert found
        return found.page

    claims = json.loads(json.dumps([claim_json(one, page_of) for one in ledger.claims()]))
    assert any(proof["text"] for one in claims for origin in one["origins"] for proof in origin["evidence"])
    assert told.get("/api/claims").json() == claims


def test_of_a_claim_too_large_to_show_the_reasons_are_those_of_what_is_shown() -> None:
    pages = [copy(), harbour(), answer()]
    ids = [one.statements[0].id for one in pages]
    members = tuple(Member(one.page.id, told, "asserts", "o") for one, told in zip(pages, ids, strict=True))
    merges = tuple(Merge(pair, "the same words", sure=True) for pair in pairwise(ids))
    origin = Origin(id="o", speaker=LINDA, voice="named", first_page=pages[0].page.id, merges=merges)
    claim = Claim(id="c", gloss="", lang="sv", members=members, origins=(origin,))
    looked_up = {told: (one.page, one.statements[0]) for one, told in zip(pages, ids, strict=True)}
    assert [len(one.pages) for one in shown_claim(claim, looked_up).reasons] == [2, 2]
    del looked_up[ids[2]]
    shown = shown_claim(claim, looked_up)
    assert (shown.left_out, [len(one.pages) for one in shown.reasons]) == (1, [2])

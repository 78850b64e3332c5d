"""Claims on the desk: the list, the picture, the evidence, and a reader's word on what belongs together."""

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import html
from starlette.testclient import TestClient

from enligt.desk.app import create_app
from enligt.desk.held import shown_claim
from enligt.desk.picture import picture
from enligt.ledger import Ledger
from enligt.records import Block, Claim, Echo, Member, Origin, Page, Span, Speaker, Statement, Traced

from .conftest import ADDRESS, HOSTILE, SETTINGS, answer, harbour, hostile, statement

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


def test_the_picture_runs_from_speakers_to_pages_and_from_early_to_late() -> None:
    pages = {traced.page.id: traced for traced in (harbour(), copy(), answer())}
    first, second, denial = pages.values()
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
    drawn = picture(shown_claim(claim, statements_of(*pages.values())))
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


def test_a_picture_of_pages_without_dates_or_of_none_is_drawn_too() -> None:
    bare = replace(harbour(), page=replace(harbour().page, published=None))
    members = (Member(bare.page.id, bare.statements[0].id, "asserts", "o1"),)
    origin = Origin(id="o1", speaker=None, voice="named", first_page=bare.page.id)
    claim = Claim(id="c", gloss="x", lang=None, members=members, origins=(origin,))
    assert picture(shown_claim(claim, statements_of(bare))).ticks == ()
    assert picture(shown_claim(claim, {})).dots == ()

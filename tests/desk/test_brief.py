"""The brief on the desk: the form, what it shows, the files to take along, its JSON."""

import pytest
from lxml import html
from starlette.testclient import TestClient

from enligt.brief import Asked, compose, written
from enligt.ledger import Ledger
from enligt.ledger.comments import add_comment
from enligt.records import Block, Page, Span, Traced

from .conftest import HOSTILE, statement


def tree_of(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def test_it_quotes_in_the_chosen_language_and_leads_to_the_evidence(filled: TestClient) -> None:
    tree = tree_of(filled, "/brief?lang=sv")
    (sheet,) = tree.xpath("//div[@class='sheet']/article")
    assert sheet.get("lang") == "sv"
    quotes = [" ".join(one.text_content().split()) for one in sheet.iter("blockquote")]
    assert "Hamnen öppnar den 4 maj, sade Linda Ask till Hamnradion." in quotes
    assert "Enligt Linda Ask, via Hamnradion, i Kustbladet" in " ".join(sheet.text_content().split())
    for link in sheet.xpath(".//a[starts-with(@href, '/claims/')]/@href"):
        assert filled.get(link).status_code == 200
    assert tree.xpath("//nav//a[@aria-current]/@href") == ["/brief"]
    assert tree_of(filled, "/brief").xpath("//div[@class='sheet']/article")[0].get("lang") == "en"  # the visitor's


def test_it_shows_what_was_asked_for_and_says_when_there_is_nothing(filled: TestClient) -> None:
    tree = tree_of(filled, "/brief?since=2026-03-07&until=2026-03-07&topic=port&actor=Bo+Ek")
    form = {one.get("name"): one.get("value") for one in tree.xpath("//main//form//input")}
    assert (form["since"], form["until"], form["topic"], form["actor"]) == ("2026-03-07", "2026-03-07", "port", "Bo Ek")
    assert [one.text_content() for one in tree.xpath("//td/blockquote")] == [
        "Hamnen öppnar den 4 maj, sade Linda Ask till Hamnradion.",  # older, but it is what is denied on that day
        "The port will not open on 4 May, Bo Ek told the Sound Post.",
    ]
    assert tree_of(filled, "/brief?since=2027-01-01").xpath("//*[@class='empty']")


def test_an_empty_ledger_says_so(client: TestClient) -> None:
    assert tree_of(client, "/brief").xpath("//*[@class='empty']")


def test_files_are_what_the_command_line_writes(filled: TestClient, ledger: Ledger) -> None:
    made = compose(ledger, Asked(lang="sv"))
    links = tree_of(filled, "/brief?lang=sv").xpath("//p[contains(@class, 'take')]/a/@href")
    assert len(links) == 4
    for link, form in zip(links[:3], ("markdown", "html", "atom"), strict=True):
        answer = filled.get(link)
        assert answer.text == written(made, form)  # type: ignore[arg-type]
        assert ("attachment" in answer.headers.get("content-disposition", "")) == (form != "atom")
    told = filled.get(links[3]).json()
    assert [one["id"] for one in told["sources"]] == [page.id for page in made.sources]


def test_comments_are_in_it_when_asked_for(filled: TestClient, ledger: Ledger) -> None:
    made = compose(ledger, Asked())
    add_comment(ledger, "statement", made.items[0].quotes[0].statement.id, by="Eva Holm", words="Look at this.")
    assert "Look at this." in filled.get("/brief?comments=true").text
    assert "Look at this." not in filled.get("/brief").text


def test_hostile_words_are_only_words(filled: TestClient, ledger: Ledger) -> None:
    text = f"{HOSTILE} is what they want, said {HOSTILE}."
    page = Page(text=text, blocks=(Block("paragraph", Span(0, len(text))),), title=HOSTILE, url="javascript:alert(3)")
    ledger.add(Traced(page=page, statements=(statement(page, f"{HOSTILE} is what they want", "said", HOSTILE),)))
    for path in ("/brief", "/brief.html"):
        tree = tree_of(filled, path)
        assert HOSTILE in tree.text_content()
        assert not [link for link in tree.xpath("//a/@href") if link.startswith("javascript:")]
        assert not list(tree.iter("img"))
        assert [one.get("src", "").partition("?")[0] for one in tree.iter("script")] in ([], ["/static/desk.js"])


@pytest.mark.parametrize("query", ["since=soon", "lang=de", "limit=0", "limit=101", f"topic={'a' * 1001}"])
def test_a_question_that_is_not_understood_is_no_fault_of_ours(filled: TestClient, query: str) -> None:
    for path in ("/brief", "/api/brief", "/brief.md"):
        assert filled.get(f"{path}?{query}").status_code == 422


def test_there_are_no_other_files(filled: TestClient) -> None:
    assert filled.get("/brief.pdf").status_code == 404

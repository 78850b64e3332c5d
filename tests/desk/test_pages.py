"""Every page shows what the ledger holds, escapes it, and has its JSON beside it."""

import re
from urllib.parse import quote, urljoin

import pytest
from lxml import html
from starlette.testclient import TestClient

from enligt.desk.routes import outlets

from .conftest import ADDRESS, HOSTILE, harbour, hostile

HARBOUR = harbour().page.id
#: What is no page: choosing a language, the JSON, the feed and files.
SKIPPED = re.compile(r"/language/|/api/|/brief\.|\.atom")


def shows(client: TestClient, path: str, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.text


def words(page: str) -> str:
    """What a reader reads, a space between what stands apart."""
    return " ".join(" ".join(html.fromstring(page).itertext()).split())


def every_address(client: TestClient) -> list[str]:
    """All pages that can be reached from Today and the lists by links."""
    seen, waiting = set(), ["/", "/actors", "/outlets", "/add", f"/search?q={quote('red said')}", "/search?q=hamnen"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for link in html.fromstring(shows(client, path)).iterlinks():
            element, target = link[0], urljoin(ADDRESS + path, link[2]).partition("#")[0]
            if element.tag == "a" and target.startswith(ADDRESS) and not SKIPPED.search(target):
                waiting.append(target.removeprefix(ADDRESS))
    return sorted(seen)


def test_every_link_of_the_desk_leads_to_a_page_and_no_hostile_word_becomes_markup(filled: TestClient) -> None:
    addresses = every_address(filled)
    assert len(addresses) > 15
    assert any(path == "/actors/..%2F..%2Fetc%3F%23x" for path in addresses)
    shown = ""
    for path in addresses:
        page = shows(filled, path)
        tree = html.fromstring(page)
        shown += tree.text_content()
        assert [one.get("src", "").partition("?")[0] for one in tree.iter("script")] == ["/static/desk.js"]
        assert not [name for one in tree.iter() for name in one.attrib if name.startswith("on") or name == "style"]
        assert not list(tree.iter("img", "style"))
        assert not [
            link for link in tree.xpath("//a/@href") if link.startswith("javascript:") and "/add?url=" not in link
        ]
        assert "\x1b" not in page
        assert "\u202e" not in page
    assert HOSTILE in shown  # it was there to be escaped
    assert "49" not in words(shows(filled, f"/pages/{hostile().page.id}"))


def test_a_page_marks_its_statements_and_tells_chain_credits_and_doubtful_names(filled: TestClient) -> None:
    page = shows(filled, f"/pages/{HARBOUR}")
    tree = html.fromstring(page)
    assert tree.xpath("//div[@class='text']//span[@class='source']/text()") == ["Linda Ask", "en tjänsteman"]
    row = words(html.tostring(tree.xpath("//ol[@class='said']/li")[0], encoding="unicode"))
    assert "Linda Ask → through Hamnradion → on Kustbladet" in row
    assert "The page credits Hamnradion (wire)" in words(page)
    assert "Hamnradion : the page also writes Hamradion" in words(page)
    assert "40% sure" in words(page)
    for number in tree.xpath("//div[@class='text']//a[@class='no']/@href"):
        assert tree.xpath(f"//li[@id='{number[1:]}']")


def test_an_actor_has_statements_spellings_and_whoever_relays_them(filled: TestClient) -> None:
    page = words(shows(filled, "/actors/linda-ask"))
    for expected in ("Hamnen öppnar den 4 maj", "4 Mar 2026", "Named as Linda Ask", "Hamnradion 1", "Kustbladet 1"):
        assert expected in page
    told = filled.get("/api/actors/linda-ask").json()
    assert (told["name"], told["total"], told["channels"][0]["name"]) == ("Linda Ask", 1, "Hamnradion")


def test_an_outlet_has_relays_both_ways_the_share_of_unnamed_sources_and_its_owner(filled: TestClient) -> None:
    paper, radio = (filled.get(f"/api/outlets/{which}").json() for which in ("kustbladet", "hamnradion"))
    assert ([one["name"] for one in paper["relays"]], paper["unnamed"]) == (["Hamnradion"], 0.5)
    assert ([one["name"] for one in radio["relayed_by"]], radio["unnamed"]) == (["Kustbladet"], None)
    assert "From unnamed sources 50%" in words(shows(filled, "/outlets/kustbladet"))
    assert "Ownership state" in words(shows(filled, "/outlets/tass"))


def test_search_finds_pages_whatever_the_diacritics_and_actors(filled: TestClient) -> None:
    page = shows(filled, "/search?q=oppnar")
    assert "Hamnen öppnar i maj" in words(page)
    assert html.fromstring(page).xpath("//mark/text()") == ["öppnar"]
    assert "Linda Ask" in words(shows(filled, "/search?q=linda"))
    assert filled.get("/api/search?q=linda").json()["actors"][0]["id"] == "linda-ask"
    assert "Nothing in the ledger" in words(shows(filled, "/search?q=rymdskepp"))


@pytest.mark.parametrize("path", ["/", "/actors", "/outlets", "/search", "/search?q=hamn", "/registers/contacts"])
def test_an_empty_ledger_explains_itself(client: TestClient, path: str) -> None:
    assert html.fromstring(shows(client, path)).xpath("//*[@class='empty']")


@pytest.mark.parametrize(
    "path", ["/pages/nowhere", "/actors/nobody", "/outlets/none", "/registers/ships", "/add/0", "/language/xx", "/x"]
)
def test_what_is_not_there_says_so_in_the_form_asked_for(filled: TestClient, path: str) -> None:
    answer = filled.get(path)
    assert answer.status_code == 404
    assert "Not here" in words(answer.text)
    assert filled.get(f"/api{path}").json()["detail"]


def test_outlets_come_in_parts(filled: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlets, "OUTLETS_AT_ONCE", 1)
    first, second = (html.fromstring(shows(filled, f"/outlets?part={part}")) for part in (1, 2))
    names = [tree.xpath("//tbody//a/text()") for tree in (first, second)]
    assert [len(one) for one in names] == [1, 1]
    assert names[0] != names[1]
    assert first.xpath("//a[@rel='next']/@href") == ["?part=2"]
    assert second.xpath("//a[@rel='prev']/@href") == ["?part=1"]


@pytest.mark.parametrize("path", ["/actors?part=0", "/outlets?part=0", "/actors?part=x", f"/search?q={'a' * 1001}"])
def test_a_question_that_is_not_understood_is_no_fault_of_ours(filled: TestClient, path: str) -> None:
    assert filled.get(path).status_code == 422


def test_the_page_as_json_is_what_trace_prints(filled: TestClient) -> None:
    told = filled.get(f"/api/pages/{HARBOUR}").json()
    assert told.pop("id") == HARBOUR
    expected = harbour().as_json()
    assert {key: told[key] for key in expected} == expected


def test_swedish_and_english_by_browser_and_by_choice(filled: TestClient) -> None:
    page = shows(filled, f"/pages/{HARBOUR}", **{"accept-language": "nb, sv-SE;q=0.9, en;q=0.1"})
    tree = html.fromstring(page)
    assert tree.get("lang") == "sv"
    assert tree.xpath("//div[@class='text']")[0].get("lang") == "sv"
    assert "5 mars 2026 06:40" in words(page)
    assert "2 utsagor" in words(page)
    filled.get("/language/en?next=/", follow_redirects=False)
    assert "2 statements" in words(shows(filled, f"/pages/{HARBOUR}", **{"accept-language": "sv"}))


def test_choosing_a_language_leads_back_here_and_nowhere_else(client: TestClient) -> None:
    for target, expected in (("/actors", "/actors"), ("//evil.example", "/"), ("https://evil.example", "/")):
        answer = client.get(f"/language/sv?next={quote(target)}", follow_redirects=False)
        assert answer.headers["location"] == expected


def test_static_files_are_kept_for_good_and_change_their_address_with_their_content(client: TestClient) -> None:
    (style,) = html.fromstring(shows(client, "/")).xpath("//link[@rel='stylesheet']/@href")
    assert re.fullmatch(r"/static/desk\.css\?v=[0-9a-f]{12}", style)
    assert "immutable" in client.get(style).headers["cache-control"]

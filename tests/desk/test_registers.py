"""Registers on the desk: lists, pictures, tables, entries, and forms to put them right."""

import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from enligt.desk.app import create_app
from enligt.desk.routes.registers import _most
from enligt.desk.timeline import MAX_DAYS, MAX_ROWS, timeline
from enligt.ledger import Ledger
from enligt.records import Block, Entry, Page, Span, Traced
from enligt.registers import entries_of

from .conftest import ADDRESS, HOSTILE, SETTINGS

PLEDGES = (
    "Donors pledged a total of 200 million euros for Moldova, with a target of 500 million euros.\n"
    "Sweden pledged 60 million euros to Moldova before June 30."
)
TREATY = (
    "Norway and Sweden signed the Nordwind Treaty in 2011.\n"
    "The treaty limits each side to 90 tanks by May 2014.\n"
    "Norway complied with the treaty. Sweden violated the treaty.\n"
    "The treaty expires on December 1, 2026."
)
POSITIONS = "Poland opposes the ferry tax. Norway supports the ferry tax."


def page(text: str, n: int) -> Traced:
    blocks, at = [], 0
    for part in text.split("\n"):
        blocks.append(Block("paragraph", Span(at, at + len(part))))
        at += len(part) + 1
    found = Page(
        text=text, blocks=tuple(blocks), url=f"https://p{n}.example/", lang="en", published="2026-03-05", outlet=HOSTILE
    )
    traced = Traced(page=found, statements=())
    return replace(traced, entries=entries_of(traced))


@pytest.fixture
def registers(ledger: Ledger, client: TestClient) -> TestClient:
    for n, text in enumerate((PLEDGES, TREATY, POSITIONS)):
        ledger.add(page(text, n))
    return client


def shows(client: TestClient, path: str) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def test_pledges_stand_against_their_target(registers: TestClient) -> None:
    (chart,) = shows(registers, "/registers/pledges").xpath("//ul[contains(@class, 'affair')]")
    assert "target €500,000,000" in words(chart)
    assert "missing to the target €300,000,000" in words(chart)
    widths = [float(one) for one in chart.xpath(".//rect/@width")]
    assert widths == [100, 40, 12]


def test_a_treaty_with_its_state_on_a_day(registers: TestClient) -> None:
    card = shows(registers, "/registers/treaties?on=2020-01-01").xpath("//section[h2[contains(., 'Nordwind')]]")[0]
    assert "agreed · 1 Jan 2020" in words(card)
    assert "90 tanks" in words(card)
    kept, broken = card.xpath(".//div[@class='sides']/div")
    assert ("Norway complied" in words(kept), "Sweden violated" in words(broken)) == (True, True)
    assert "ended · " in words(shows(registers, "/registers/treaties?on=2027-01-01"))


def test_who_stands_where(registers: TestClient) -> None:
    (table,) = shows(registers, "/registers/positions").xpath("//table[contains(@class, 'standing')]")
    rows = {
        words(row.xpath("th")[0]): [bool(words(cell)) for cell in row.xpath("td")] for row in table.xpath("tbody/tr")
    }
    assert rows == {"Norway": [True, False, False], "Poland": [False, True, False]}


def test_whoever_is_in_an_entry_has_a_page_that_leads_back(registers: TestClient) -> None:
    links = shows(registers, "/registers/pledges").xpath("//ol[@class='timeline']//a[starts-with(@href, '/actors/')]")
    assert {one.text for one in links} >= {"Sweden", "Moldova"}
    for link in links:
        page = shows(registers, link.get("href"))
        assert words(page.find(".//h1")) == link.text
        back = page.xpath("//a[starts-with(@href, '/registers/pledges?actor=')]/@href")
        assert shows(registers, back[0]).xpath("//ol[@class='timeline']/li")
    assert registers.get("/actors/country-nowhere").status_code == 404


def test_filters_and_other_forms(registers: TestClient) -> None:
    assert [one["amount"] for one in registers.get("/api/registers/pledges?actor=Sweden").json()] == [60_000_000]
    assert registers.get("/api/registers/pledges?since=soon").status_code == 422
    assert "All entries" not in words(shows(registers, "/registers/pledges?text=spaceship"))
    assert registers.get("/api/registers/pledges/table.csv").text.startswith("id,kind")
    assert "BEGIN:VEVENT" in registers.get("/api/registers/pledges/calendar.ics").text


def test_an_entry_is_put_right_by_hand_and_back(registers: TestClient) -> None:
    (entry,) = registers.get("/api/registers/pledges?actor=Sweden").json()
    where = f"/registers/pledges/{entry['id']}"
    shown = shows(registers, where)
    assert "Sweden pledged 60 million euros" in words(shown.xpath("//blockquote")[0])
    form = shown.xpath("//form[contains(@action, '/correct')]")[0]
    given = dict(form.form_values()) | {"amount": "61000000", "by": "Ann Lee"}
    assert registers.post(f"{where}/correct", data=given, follow_redirects=False).headers["location"] == where
    assert registers.get(f"/api{where}").json()["amount"] == 61_000_000
    assert registers.get(f"/api{where}").json()["corrected"] == ["amount"]
    (change,) = shows(registers, where).xpath("//form[@class='change']")
    assert "Ann Lee" in words(change)
    registers.post(change.get("action"), data=dict(change.form_values()))
    assert registers.get(f"/api{where}").json()["amount"] == 60_000_000
    assert registers.post(f"{where}/correct", data=given | {"by": ""}).status_code == 400


def test_two_entries_are_put_together(registers: TestClient) -> None:
    one, other, _ = (entry["id"] for entry in registers.get("/api/registers/pledges").json())
    address = f"http://127.0.0.1:8765/registers/pledges/{other}?x=1"
    registers.post(f"/registers/pledges/{one}/merge", data={"other": address, "by": "Ann"})
    assert len(registers.get("/api/registers/pledges").json()) == 2


def test_a_register_says_what_it_lacks_until_the_desk_has_looked_through_an_old_ledger(
    registers: TestClient, ledger: Ledger, ledger_path: Path
) -> None:
    with ledger._file.transaction("IMMEDIATE") as connection:
        connection.exec_driver_sql("DELETE FROM entries")
        connection.exec_driver_sql("DELETE FROM entered")
    where = "/registers/pledges"
    assert "3 pages of an older ledger" in words(shows(registers, where))
    with TestClient(create_app(ledger_path, SETTINGS), base_url=ADDRESS) as visitor:
        limit = time.monotonic() + 20
        while (found := visitor.get(where).text) and "older ledger" in found and time.monotonic() < limit:
            time.sleep(0.05)
    assert "older ledger" not in found
    assert "Sweden pledged 60 million" in found
    assert "older ledger" not in words(shows(registers, where))


def test_what_is_left_out_is_counted(ledger: Ledger, client: TestClient) -> None:
    states = ("Norway", "Sweden", "Poland", "Germany", "France", "Spain", "Italy", "Denmark", "Finland", "Estonia")
    ledger.add(page("\n".join(f"{state} opposes the ferry tax." for state in states), 9))
    whole = shows(client, "/registers/positions")
    assert "left out" not in words(whole)
    rows = whole.xpath("//table[contains(@class, 'standing')]/tbody/tr")
    assert len(rows) == len(states)
    few = _most(list(states), 3, len)
    assert few == ["Germany", "Denmark", "Finland"]


@pytest.mark.parametrize("path", ["/registers/pledges/nowhere", "/api/registers/ships/table.csv", "/registers/ships/x"])
def test_what_is_not_there(registers: TestClient, path: str) -> None:
    assert registers.get(path).status_code == 404


def test_the_timeline_keeps_to_its_edges() -> None:
    entries = [
        Entry(id=f"{day}-{n}", kind="contact", event="visit", what="", status="happened", date=f"2026-03-{day:02}",
              amount=Decimal(n))
        for day in range(1, 20) for n in range(MAX_ROWS + 2)
    ]  # fmt: skip
    drawn = timeline(entries)
    assert [day.date for day in drawn.days][-1] == "2026-03-19"
    assert (len(drawn.days), len(drawn.points)) == (MAX_DAYS, MAX_DAYS * MAX_ROWS)
    assert drawn.left_out == len(entries) - len(drawn.points)
    assert all(0 < point.x < drawn.width and 0 < point.y < drawn.height for point in drawn.points)

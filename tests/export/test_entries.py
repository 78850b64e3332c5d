import csv
from datetime import date
from decimal import Decimal

from icalendar import Calendar

from enligt.export.entries import COLUMNS, entries_csv, entries_ics
from enligt.records import Entry, Evidence, Party, Span

PLEDGE = Entry(
    id="p1",
    kind="pledge",
    event="pledge",
    what="=1+1, said Norway",
    status="proposed",
    who=(Party("country-no", "Norway", "actor"), Party("country-md", "Moldova", "other")),
    date="2026-05-02",
    amount=Decimal(9_000_000),
    unit="EUR",
    evidence=(Evidence("a", Span(0, 4)), Evidence("a", Span(5, 9)), Evidence("b", Span(0, 4))),
    first_seen="2026-03-01T06:40:00+01:00",
)
DENIED = Entry(
    id="c1", kind="contact", event="visit", what="…", status="denied", date="2026-03-04", where="Oslo, Norway"
)
UNDATED = Entry(id="c2", kind="contact", event="visit", what="…", status="planned", date="2026-03")


def address(page: str) -> str:
    return f"https://{page}.example/"


def test_a_row_an_entry_with_each_page_once_and_no_formula() -> None:
    head, row = csv.reader(entries_csv([PLEDGE], address).splitlines())
    cells = dict(zip(head, row, strict=True))
    assert tuple(head) == COLUMNS
    assert cells["what"] == "'=1+1, said Norway"
    assert (cells["who"], cells["to"], cells["amount"]) == ("Norway", "Moldova", "9000000")
    assert cells["pages"] == "https://a.example/ https://b.example/"


def test_what_has_a_day_is_in_the_calendar() -> None:
    text = entries_ics([PLEDGE, DENIED, UNDATED], address)
    pledge, denied = Calendar.from_ical(text).walk("VEVENT")
    assert pledge["DTSTART"].dt == date(2026, 5, 2)
    assert (str(pledge["SUMMARY"]), str(pledge["STATUS"])) == ("Norway: pledge 9,000,000 EUR → Moldova", "TENTATIVE")
    assert str(pledge["UID"]) == "p1@enligt"
    assert (str(denied["STATUS"]), str(denied["LOCATION"])) == ("CANCELLED", "Oslo, Norway")
    assert text == entries_ics([PLEDGE, DENIED, UNDATED], address)

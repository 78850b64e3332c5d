from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from enligt.desk.app import create_app
from enligt.desk.settings import Settings
from enligt.ledger import Ledger, open_ledger
from enligt.records import Block, Credit, Link, NameWarning, Options, Page, Span, Speaker, Statement, Traced

ADDRESS = "http://127.0.0.1:8765"
SETTINGS = Settings(options=Options(model="baseline", threads=1), writes_per_minute=10_000)
LINDA = Speaker(id="linda-ask", name="Linda Ask")


def statement(page: Page, content: str, cue: str, source: str, **more: object) -> Statement:
    """A statement of a page by the words of its parts."""

    def at(words: str) -> tuple[Span, ...]:
        start = page.text.index(words)
        return (Span(start, start + len(words)),) if words else ()

    given = {"form": "indirect", "voice": "named", **more}
    return Statement(
        id=f"{page.id}-{content[:6]}".replace(" ", ""),
        content=at(content),
        cue=at(cue),
        source=at(source),
        **given,  # type: ignore[arg-type]
    )


def harbour() -> Traced:
    """A page of Kustbladet that relays Hamnradion, which spoke with Linda Ask."""
    title = "Hamnen öppnar i maj"
    body = "Hamnen öppnar den 4 maj, sade Linda Ask till Hamnradion. Priset är 12 miljoner, enligt en tjänsteman."
    text = f"{title}\n\n{body}"
    page = Page(
        text=text,
        blocks=(Block("heading", Span(0, len(title))), Block("paragraph", Span(len(title) + 2, len(text)))),
        url="https://kustbladet.example/hamnen",
        outlet="Kustbladet",
        title=title,
        lang="sv",
        published="2026-03-05T06:40:00+01:00",
        credits=(Credit("Hamnradion", "wire", None),),
    )
    radio = text.index("Hamnradion")
    return Traced(
        page=page,
        statements=(
            statement(
                page,
                "Hamnen öppnar den 4 maj",
                "sade",
                "Linda Ask",
                speaker=LINDA,
                via=(Link("Hamnradion", Span(radio, radio + 10)),),
                said_on="2026-03-04",
            ),
            statement(
                page,
                "Priset är 12 miljoner",
                "enligt",
                "en tjänsteman",
                voice="anonymous",
                confidence=0.4,
                candidates=(Speaker(id="kaj-berg", name="Kaj Berg"), Speaker(id="kim-berg", name="Kim Berg")),
            ),
        ),
        warnings=(NameWarning("spelling", Span(radio, radio + 10), "the page also writes Hamradion", "Hamnradion"),),
    )


def answer() -> Traced:
    """A page in English in which somebody denies it."""
    text = "The port will not open on 4 May, Bo Ek told the Sound Post."
    page = Page(
        text=text,
        blocks=(Block("paragraph", Span(0, len(text))),),
        outlet="Sound Post",
        title="No date for the port",
        lang="en",
        published="2026-03-07",
    )
    said = statement(
        page,
        "The port will not open on 4 May",
        "told",
        "Bo Ek",
        speaker=Speaker(id="bo-ek", name="Bo Ek"),
    )
    return Traced(page=page, statements=(said,))


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def hostile() -> Traced:
    """A page all of whose words try to break out of what shows them."""
    text = f"{HOSTILE} \x1b[31mred\u202e {{{{ 7*7 }}}}, said </span><b>Eve."
    page = Page(
        text=text,
        blocks=(Block("paragraph", Span(0, len(text))),),
        url="javascript:alert(3)",
        outlet=f"{HOSTILE}/../x\u202e",
        title=f"{HOSTILE}</title>",
        lang="en",
        credits=(Credit(HOSTILE, "wire", None),),
    )
    said = statement(
        page,
        HOSTILE,
        "said",
        "</span><b>Eve",
        speaker=Speaker(id="../../etc?#x", name=HOSTILE),
        via=(Link(HOSTILE, None),),
    )
    return Traced(page=page, statements=(said,), warnings=(NameWarning("office", Span(0, 5), HOSTILE, None),))


@pytest.fixture
def ledger_path(tmp_path: Path) -> Path:
    return tmp_path / "desk.ledger"


@pytest.fixture
def ledger(ledger_path: Path) -> Iterator[Ledger]:
    """The ledger as another process sees it."""
    with open_ledger(ledger_path) as opened:
        yield opened


@pytest.fixture
def client(ledger_path: Path) -> Iterator[TestClient]:
    """A visitor of a desk on an empty ledger."""
    with TestClient(create_app(ledger_path, SETTINGS), base_url=ADDRESS) as visitor:
        yield visitor


@pytest.fixture
def filled(ledger: Ledger, client: TestClient) -> TestClient:
    """A visitor of a desk on a ledger with the three pages."""
    for traced in (harbour(), answer(), hostile()):
        ledger.add(traced)
    return client

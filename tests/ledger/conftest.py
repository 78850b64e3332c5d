from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

from enligt.records import Block, Credit, Link, Name, Page, Span, Speaker, Statement, Traced

from .postgres import GUARDED, PASSWORD, NoServerError, server

#: Makes the name of a ledger that does not exist yet; each time another.
NewLedger = Callable[[], str]


def traced_page(text: str, source: str, *, url: str | None = None, **more: object) -> Traced:
    """A page of one paragraph with one statement, whose source is the words ``source`` in it."""
    start = text.index(source)
    page = Page(text=text, blocks=(Block("paragraph", Span(0, len(text))),), url=url)
    statement = Statement(
        id=f"{page.id}-1",
        content=(Span(0, 1),),
        cue=(),
        source=(Span(start, start + len(source)),),
        form="direct",
        voice="named",
        **more,  # type: ignore[arg-type]
    )
    return Traced(page=page, statements=(statement,))


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a database in which each test has a schema of its own."""
    psycopg = pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    try:
        running = server()
        user, port = running.__enter__()
    except NoServerError as why:
        pytest.skip(str(why))
    try:
        address = f"postgresql://{user}@127.0.0.1:{port}/postgres"
        with closing(psycopg.connect(address, autocommit=True)) as connection:
            literal = PASSWORD.replace("'", "''")
            connection.execute(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{literal}'")
        yield address
    finally:
        running.__exit__(None, None, None)


_numbers = count()


@pytest.fixture
def new_on_server(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NewLedger:
    import psycopg

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def new() -> str:
        schema = f"ledger_{next(_numbers)}"
        with closing(psycopg.connect(postgres, autocommit=True)) as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        return f"{postgres}?options={quote(f'-csearch_path={schema}')}"

    return new


@pytest.fixture
def ledger_file(tmp_path: Path) -> Path:
    """A ledger that is a file, for what only files do."""
    return tmp_path / "my.ledger"


@pytest.fixture(params=["sqlite", "postgresql"])
def new_ledger(request: pytest.FixtureRequest, tmp_path: Path) -> NewLedger:
    """Makes names of ledgers in files and on a server: what uses it runs on both."""
    if request.param == "postgresql":
        found: NewLedger = request.getfixturevalue("new_on_server")
        return found
    return lambda: str(tmp_path / f"{next(_numbers)}.ledger")


@pytest.fixture
def ledger_path(new_ledger: NewLedger) -> str:
    """The name of a ledger that does not exist yet."""
    return new_ledger()


@pytest.fixture
def rich_traced() -> Traced:
    """A page and statements with every field filled in, and with none."""
    text = "«Да», — сказал он.\n\nTT 🚢 skriver."
    page = Page(
        text=text,
        blocks=(Block("paragraph", Span(0, 18)), Block("credit", Span(20, len(text)))),
        url="https://kust.example/1",
        outlet="Kustbladet",
        title="Да 🚢",
        lang="ru",
        published="2026-03-05T06:40:00+03:00",
        credits=(Credit("TT", "wire", Span(20, 22)), Credit("Kaj", "metadata", None)),
    )
    full = Statement(
        id="a1",
        content=(Span(0, 4), Span(5, 6)),
        cue=(Span(8, 14),),
        source=(Span(15, 17),),
        form="mixed",
        voice="anonymous",
        speaker=Speaker(id="kaj-ek", name="Kaj Ek"),
        via=(Link("TT", Span(20, 22)), Link("Kustbladet", None)),
        parent="b2",
        stance="denies",
        said_on="2026-03-04",
        confidence=0.1 + 0.2,
    )
    bare = Statement(id="b2", content=(Span(0, 4),), cue=(), source=(), form="direct", voice="unstated")
    return Traced(page=page, statements=(full, bare), names=(Name("ORG", Span(20, 22)),))

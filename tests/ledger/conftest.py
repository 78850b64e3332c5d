from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pytest

from enligt.records import Block, Page, Span, Statement, Traced

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
        address = running.__enter__().address
    except NoServerError as why:
        pytest.skip(str(why))
    try:
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

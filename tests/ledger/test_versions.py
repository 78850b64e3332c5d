"""Ledgers of every version come to the one of today and back, in a file and on a server."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import MetaData, inspect

from enligt.errors import LedgerError
from enligt.ledger import claim_lists, open_ledger
from enligt.ledger.claiming import Wanted
from enligt.ledger.place import Place
from enligt.ledger.schema import SCHEMA_VERSION, TABLES
from enligt.ledger.store import place_of
from enligt.ledger.versions import migrate
from enligt.records import Traced

from .conftest import NewLedger, traced_page


def brought_to(file: Path, version: int) -> None:
    """Make a ledger's file what an enligt from before Alembic has left."""
    place = place_of(file)
    place.migrate(version)
    place.close()
    with closing(sqlite3.connect(file)) as old:
        old.execute("DROP TABLE alembic_version")
        if version < 5:
            old.execute("DROP TABLE comment_versions")
            old.execute("DROP TABLE comments")
        assert old.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() == (str(version),)
        old.commit()


def shape(place: Place) -> dict[str, object]:
    """All that a database tells of its tables."""
    with place.transaction("DEFERRED") as connection:
        told = inspect(connection)
        return {
            table: (
                [(one["name"], repr(one["type"]), one["nullable"]) for one in told.get_columns(table)],
                sorted((one["name"] or "", one["column_names"], one["unique"]) for one in told.get_indexes(table)),
                told.get_pk_constraint(table)["constrained_columns"],
                sorted((one["constrained_columns"], one["referred_table"]) for one in told.get_foreign_keys(table)),
            )
            for table in told.get_table_names()
        }


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # indexes of expressions have no columns to tell
def test_migrations_from_the_first_come_to_the_tables_that_a_new_ledger_has(new_ledger: NewLedger) -> None:
    new, old = place_of(new_ledger()), place_of(new_ledger())
    new.prepare()
    with old.transaction("IMMEDIATE") as connection:
        migrate(connection, 0, SCHEMA_VERSION)
    made, came = shape(new), shape(old)
    assert made.keys() == came.keys() >= TABLES.tables.keys()
    for table in made:
        assert made[table] == came[table], table
    new.close()
    old.close()


@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")
def test_a_ledger_goes_back_to_any_version_and_comes_up_again_with_its_pages(
    new_ledger: NewLedger, rich_traced: Traced
) -> None:
    for version in range(1, SCHEMA_VERSION):
        name = new_ledger()
        with open_ledger(name) as ledger:
            ledger.add(rich_traced)
            claims, listed = list(ledger.claims()), claim_lists.claims(ledger, Wanted())
            assert any(one.speakers for one in listed)
        place = place_of(name)
        before = shape(place)
        assert place.migrate(version) == SCHEMA_VERSION
        assert place.migrate(SCHEMA_VERSION) == version
        assert shape(place) == before
        place.close()
        with open_ledger(name) as ledger:
            assert ledger.page(rich_traced.page.id) == rich_traced
            assert list(ledger.claims()) == claims
            assert claim_lists.claims(ledger, Wanted()) == listed


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_file_of_an_earlier_enligt_is_brought_up_when_opened(ledger_file: Path, version: int) -> None:
    page = traced_page("Ja, sade Kaj.", "Kaj")
    with open_ledger(ledger_file) as ledger:
        ledger.add(page)
    brought_to(ledger_file, version)
    with open_ledger(ledger_file) as ledger:
        assert ledger.page(page.page.id) == page
        assert len(list(ledger.claims())) == 1
        assert ledger.add(traced_page("Nej, sade Kaj.", "Kaj"))


def test_a_database_of_an_earlier_enligt_waits_until_somebody_brings_it_up(new_on_server: NewLedger) -> None:
    name = new_on_server()
    open_ledger(name).close()
    place = place_of(name)
    place.migrate(SCHEMA_VERSION - 1)
    with pytest.raises(LedgerError, match="enligt ledger migrate"):
        open_ledger(name)
    place.migrate(SCHEMA_VERSION)
    place.close()
    open_ledger(name).close()


def test_what_is_newer_than_this_enligt_is_left_alone(new_ledger: NewLedger) -> None:
    name = new_ledger()
    open_ledger(name).close()
    place = place_of(name)
    with place.transaction("IMMEDIATE") as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{SCHEMA_VERSION + 1}'")
    for action in (place.prepare, lambda: place.migrate(1)):
        with pytest.raises(LedgerError, match="newer enligt"):
            action()
    place.close()


def test_texts_on_a_server_are_in_the_order_of_their_code_points(new_on_server: NewLedger) -> None:
    place = place_of(new_on_server())
    place.prepare()
    with place.transaction("DEFERRED") as connection:
        tables = MetaData()
        tables.reflect(connection)
    texts = [one for table in tables.sorted_tables for one in table.columns if "TEXT" in str(one.type)]
    assert len(texts) > 30
    assert {one.type.collation for one in texts} == {"C"}  # type: ignore[attr-defined]
    place.close()

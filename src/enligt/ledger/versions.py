"""Which version a ledger's tables have, and how they come from one to another: Alembic's migrations."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from enligt.ledger.schema import META, SCHEMA_VERSION, TABLES, VERSION

#: The version that this enligt reads and writes.
HEAD = SCHEMA_VERSION


def version_of(connection: Connection) -> int:
    """The version of a ledger's tables. Those before 4 were numbered in a table of ours, not in Alembic's."""
    if inspect(connection).has_table(VERSION.name):
        return int(connection.execute(select(VERSION.c.version_num)).scalar_one())
    return int(connection.execute(select(META.c.value).where(META.c.key == "schema")).scalar_one())


def make(connection: Connection) -> None:
    """Make all tables as they are now; a test sees to it that the migrations come to the same."""
    TABLES.create_all(connection, checkfirst=False)
    VERSION.create(connection)
    connection.execute(insert(VERSION).values(version_num=str(HEAD)))
    connection.execute(insert(META).values(key="schema", value=str(HEAD)))


def migrate(connection: Connection, before: int, after: int) -> None:
    """Bring the tables from one version to another, within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    if before and not inspect(connection).has_table(VERSION.name):
        command.stamp(config, str(before))
    if after > before:
        command.upgrade(config, str(after))
    elif after < before:
        command.downgrade(config, str(after))

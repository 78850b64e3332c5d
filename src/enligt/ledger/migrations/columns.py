"""What several versions say alike: kinds of columns, and the number that an enligt from before Alembic looks at."""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Integer, Text

#: Texts in the order of their code points on a server, too.
WORDS = Text().with_variant(Text(collation="C"), "postgresql")
LONG = Integer().with_variant(BigInteger(), "postgresql")


def on_server() -> bool:
    """Whether the ledger is in a database of PostgreSQL."""
    return op.get_context().dialect.name == "postgresql"


def number(version: int) -> None:
    """Set the number that says of which version a ledger is, to an enligt from before Alembic."""
    op.execute(f"UPDATE meta SET value = '{version:d}' WHERE key = 'schema'")  # noqa: S608 (a number)

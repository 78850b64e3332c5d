"""What is put into claims, and a reader's word on it."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Integer, LargeBinary, text

from enligt.ledger.migrations.columns import LONG, WORDS, number

revision = "2"
down_revision = "1"

_LEVELS = ("knot_0", "knot_1", "knot_2", "knot_3")
_ADDED = {
    "pages": (("warnings", JSON, "[]"), ("linked", Boolean, "0")),
    "statements": (("others", JSON, "[]"), ("candidates", JSON, "[]"), ("asserted", Boolean, "0")),
}
_TABLES = ("bonds", "echoes", "sketches", "claims", "knots", "sayings")


def upgrade() -> None:
    """Make the tables of claims; what pages hold already is put into claims when these are asked for."""
    for table, columns in _ADDED.items():
        for name, kind, default in columns:
            op.add_column(table, Column(name, kind, nullable=False, server_default=default))
    op.create_index(
        "pages_not_linked", "pages", ["linked"], sqlite_where=text("linked = 0"), postgresql_where=text("NOT linked")
    )
    op.create_table(
        "sayings",
        Column("n", Integer, primary_key=True, autoincrement=False),
        Column("page", Integer, ForeignKey("pages.seq"), nullable=False),
        Column("position", Integer, nullable=False),
        *(Column(name, LargeBinary, nullable=False) for name in ("vector", "pieces")),
        Column("facts", JSON, nullable=False),
        Column("claim", WORDS, index=True),
        *(Column(name, Integer, index=True) for name in _LEVELS),
    )
    op.create_table(
        "knots",
        Column("level", Integer, primary_key=True, autoincrement=False),
        Column("head", Integer, primary_key=True),
        Column("size", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "claims",
        Column("id", WORDS, primary_key=True),
        *(Column(name, Integer, nullable=False) for name in ("pages", "fewest", "most")),
        Column("contradicted", Boolean, nullable=False),
        *(Column(name, WORDS) for name in ("first_seen", "last_seen")),
        *(Column(name, JSON, nullable=False) for name in ("glosses", "members", "origins", "merges")),
    )
    op.create_table(
        "sketches",
        Column("hash", LONG, primary_key=True),
        Column("page", Integer, ForeignKey("pages.seq"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "echoes",
        Column("page", Integer, ForeignKey("pages.seq"), primary_key=True),
        Column("of", Integer, ForeignKey("pages.seq"), primary_key=True, index=True),
        Column("kind", WORDS, nullable=False),
        Column("credited", Boolean, nullable=False),
        Column("share", Float, nullable=False),
        Column("pairs", JSON, nullable=False),
    )
    op.create_table(
        "bonds",
        Column("n", Integer, primary_key=True),
        *(Column(name, WORDS, nullable=False, index=True) for name in ("first", "second")),
        Column("together", Boolean, nullable=False),
        *(Column(name, WORDS) for name in ("by", "at")),
        Column("batch", Integer, index=True),
        Column("undone", Boolean, nullable=False, server_default="0"),
    )
    number(2)


def downgrade() -> None:
    """Take the claims away, and with them what readers have put together or apart."""
    for table in _TABLES:
        op.drop_table(table)
    op.drop_index("pages_not_linked", "pages")
    for table, columns in _ADDED.items():
        for name, _, _ in columns:
            op.drop_column(table, name)
    number(1)

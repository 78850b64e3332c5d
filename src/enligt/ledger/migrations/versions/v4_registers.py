"""What the registers find on pages, and a reader's word on it."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer

from enligt.ledger.migrations.columns import WORDS, number

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Make the tables; pages that are there are looked at when registers are asked for."""
    op.create_table(
        "entries",
        Column("page", Integer, ForeignKey("pages.seq"), primary_key=True),
        Column("position", Integer, primary_key=True),
        *(Column(name, WORDS, nullable=False, index=True) for name in ("id", "kind")),
        Column("data", JSON, nullable=False),
    )
    op.create_table("entered", Column("page", Integer, ForeignKey("pages.seq"), primary_key=True))
    op.create_table(
        "entry_changes",
        Column("n", Integer, primary_key=True),
        Column("change", Integer, nullable=False, index=True),
        Column("entry", WORDS, nullable=False, index=True),
        Column("other", WORDS, index=True),
        Column("together", Boolean),
        Column("field", WORDS),
        Column("value", JSON),
        *(Column(name, WORDS, nullable=False) for name in ("by", "at")),
        Column("undone", Boolean, nullable=False, server_default="0"),
    )
    number(4)


def downgrade() -> None:
    """Take them away, and with them what readers have put right."""
    for table in ("entry_changes", "entered", "entries"):
        op.drop_table(table)
    number(3)

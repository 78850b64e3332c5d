"""The pairs of pages that tell of one affair."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer

from enligt.ledger.migrations.columns import number

revision = "9"
down_revision = "8"


def upgrade() -> None:
    """Make the table; what pages hold is put into claims anew when these are asked for, readers' words on it stay."""
    op.create_table(
        "affairs",
        Column("first", Integer, ForeignKey("pages.seq"), primary_key=True),
        Column("second", Integer, ForeignKey("pages.seq"), primary_key=True),
        sqlite_with_rowid=False,
    )
    for emptied in ("echoes", "sketches", "claims", "knots", "sayings"):
        op.execute(f"DELETE FROM {emptied}")  # noqa: S608
    op.execute("DELETE FROM bonds WHERE by IS NULL")
    op.execute("UPDATE pages SET linked = false")
    number(9)


def downgrade() -> None:
    """Take it away; claims stay as they are."""
    op.drop_table("affairs")
    number(8)

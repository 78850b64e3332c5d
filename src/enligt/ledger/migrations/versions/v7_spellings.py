"""The folded words under which statements name each actor, each once."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer

from enligt.ledger.migrations.columns import WORDS, number, on_server

revision = "7"
down_revision = "6"


def upgrade() -> None:
    """Make the table, and fill it from the statements."""
    op.create_table(
        "spellings",
        Column("n", Integer, primary_key=True),
        *(Column(name, WORDS, nullable=False) for name in ("speaker_id", "who")),
    )
    op.execute(
        "INSERT INTO spellings (speaker_id, who)"
        " SELECT DISTINCT speaker_id, who FROM statements WHERE speaker_id IS NOT NULL"
    )
    if on_server():
        op.create_index("spellings_by_who_alone", "spellings", ["who"], postgresql_using="hash")
    else:
        op.create_index("spellings_by_who", "spellings", ["who", "speaker_id"])
    number(7)


def downgrade() -> None:
    """Take it away; it holds nothing that is not told elsewhere."""
    op.drop_table("spellings")
    number(6)

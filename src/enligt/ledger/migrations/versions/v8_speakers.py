"""A claim keeps who is known to be behind it beside its origins, which are long: lists read that alone."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, bindparam, column, select, table, update

from enligt.ledger.migrations.columns import WORDS, number

revision = "8"
down_revision = "7"

#: Claims that are looked through at a time.
_AT_ONCE = 1_000


def upgrade() -> None:
    """Make the column, and fill it from the origins."""
    op.add_column("claims", Column("speakers", JSON, nullable=False, server_default="[]"))
    claims = table("claims", column("id", WORDS), column("origins", JSON), column("speakers", JSON))
    known = update(claims).where(claims.c.id == bindparam("claim")).values(speakers=bindparam("known"))
    connection = op.get_bind()
    ids = connection.execute(select(claims.c.id)).scalars().all()
    for first in range(0, len(ids), _AT_ONCE):
        some = select(claims.c.id, claims.c.origins).where(claims.c.id.in_(ids[first : first + _AT_ONCE]))
        rows = [
            {"claim": row.id, "known": [one["speaker"] for one in row.origins if one["speaker"]]}
            for row in connection.execute(some)
        ]
        connection.execute(known, rows)
    number(8)


def downgrade() -> None:
    """Take it away; origins hold all that it told."""
    op.drop_column("claims", "speakers")
    number(7)

"""Pages that tell of one affair are found from either: whom else a new page is compared with."""

from __future__ import annotations

from alembic import op

from enligt.ledger.migrations.columns import number

revision = "10"
down_revision = "9"


def upgrade() -> None:
    """Make the index."""
    op.create_index("affairs_by_second", "affairs", ["second", "first"])
    number(10)


def downgrade() -> None:
    """Take it away."""
    op.drop_index("affairs_by_second", "affairs")
    number(9)

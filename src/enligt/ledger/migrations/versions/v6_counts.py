"""How much each actor, outlet and language has is counted when pages are kept; the pages of a claim have an index."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer

from enligt.ledger.migrations.columns import WORDS, number

revision = "6"
down_revision = "5"

_ACTORS = """
    SELECT 'actor', speaker_id, max(coalesce(speaker_name, '')), count(*), count(DISTINCT page)
    FROM statements WHERE speaker_id IS NOT NULL GROUP BY speaker_id
"""
_PAGES = """
    SELECT '{of}', {column}, {column}, coalesce(sum(many), 0), count(*) FROM pages LEFT JOIN (
        SELECT page, count(*) AS many FROM statements WHERE NOT asserted GROUP BY page
    ) AS told ON told.page = pages.seq
    WHERE {column} IS NOT NULL GROUP BY {column}
"""
_ALL = _PAGES.format(of="all", column="''").replace("GROUP BY ''", "GROUP BY 1")  # by a column that all have alike


def upgrade() -> None:
    """Make the table, and count what is there."""
    op.create_table(
        "counts",
        Column("n", Integer, primary_key=True),
        *(Column(name, WORDS, nullable=False) for name in ("of", "id", "name")),
        *(Column(name, Integer, nullable=False) for name in ("statements", "pages")),
    )
    outlets, languages = _PAGES.format(of="outlet", column="outlet"), _PAGES.format(of="language", column="lang")
    for query in (_ACTORS, outlets, languages, _ALL):
        op.execute(f'INSERT INTO counts ("of", id, name, statements, pages) {query}')
    op.create_index("counts_by_id", "counts", ["id"], postgresql_using="hash")
    op.create_index("counts_by_statements", "counts", ["of", "statements"])
    op.drop_index("ix_sayings_claim", "sayings", if_exists=True)
    op.create_index("sayings_by_claim", "sayings", ["claim", "page"])
    number(6)


def downgrade() -> None:
    """Take it away; it holds nothing that is not told elsewhere."""
    op.drop_index("sayings_by_claim", "sayings")
    op.create_index("ix_sayings_claim", "sayings", ["claim"])
    op.drop_table("counts")
    number(5)

"""Every ledger has the tables of comments, which the first comment used to make; who speaks tells where, too."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer

from enligt.ledger.migrations.columns import WORDS, number, on_server

revision = "5"
down_revision = "4"

_SPEAKER = ["speaker_id", "speaker_name", "page", "who"]
_SPEAKER_NOW = ["speaker_id", "speaker_name", "page", "position", "who"]


def upgrade() -> None:
    """Make the tables unless they are there."""
    op.create_table(
        "comments",
        Column("id", Integer, primary_key=True),
        *(Column(name, WORDS, nullable=False) for name in ("kind", "about")),
        if_not_exists=True,
    )
    op.create_index("ix_comments_about", "comments", ["about"], if_not_exists=True)
    op.create_table(
        "comment_versions",
        Column("comment", Integer, ForeignKey("comments.id"), primary_key=True),
        Column("version", Integer, primary_key=True, autoincrement=False),
        *(Column(name, WORDS, nullable=False) for name in ("by", "written", "words")),
        if_not_exists=True,
    )
    _index(_SPEAKER_NOW)
    number(5)


def downgrade() -> None:
    """Leave the tables, and what they hold, to the first version that knew them."""
    _index(_SPEAKER)
    number(4)


def _index(columns: list[str]) -> None:
    if not on_server():
        op.drop_index("statements_by_speaker", "statements", if_exists=True)
        op.create_index("statements_by_speaker", "statements", columns)

"""Pages with their statements, found again by their words."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Float, ForeignKey, Integer
from sqlalchemy.dialects.postgresql import TSVECTOR

from enligt.ledger.migrations.columns import WORDS, on_server

revision = "1"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table("meta", Column("key", WORDS, primary_key=True), Column("value", WORDS, nullable=False))
    op.execute("INSERT INTO meta (key, value) VALUES ('schema', '1')")
    op.create_table(
        "pages",
        Column("seq", Integer, primary_key=True),
        Column("id", WORDS, nullable=False, unique=True),
        *(Column(name, WORDS) for name in ("url", "outlet", "title", "lang", "published")),
        Column("text", WORDS, nullable=False),
        *(Column(name, JSON, nullable=False) for name in ("blocks", "credits", "names")),
    )
    op.create_index("pages_by_outlet", "pages", ["outlet"], postgresql_using="hash")
    op.create_index("pages_by_lang", "pages", ["lang"])
    op.create_table(
        "statements",
        Column("page", Integer, ForeignKey("pages.seq"), primary_key=True),
        Column("position", Integer, primary_key=True),
        Column("id", WORDS, nullable=False, index=True),
        *(Column(name, JSON, nullable=False) for name in ("content", "cue", "source")),
        *(Column(name, WORDS, nullable=False) for name in ("form", "voice")),
        *(Column(name, WORDS) for name in ("speaker_id", "speaker_name")),
        Column("via", JSON, nullable=False),
        Column("parent", WORDS),
        Column("stance", WORDS, nullable=False),
        Column("said_on", WORDS),
        Column("confidence", Float, nullable=False),
        Column("who", WORDS, nullable=False),
    )
    if on_server():
        op.create_table(
            "page_words",
            Column("seq", Integer, primary_key=True, autoincrement=False),
            Column("words", TSVECTOR, nullable=False),
        )
        op.create_index("page_words_by_word", "page_words", ["words"], postgresql_using="gin")
    else:
        op.execute(
            "CREATE VIRTUAL TABLE page_words USING fts5("
            "title, text, content='pages', content_rowid='seq', tokenize='unicode61 remove_diacritics 2')"
        )


def downgrade() -> None:
    """Take all away."""
    for table in ("page_words", "statements", "pages", "meta"):
        op.drop_table(table)

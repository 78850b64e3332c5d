"""The tables of a ledger, and the version of their shape."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, MetaData, Table, Text

#: Rises by one with every change to the tables; a ledger with a higher number than ours is not opened.
SCHEMA_VERSION = 1
#: "ENLG": stands in the header of the file (PRAGMA application_id), so that no other SQLite file is taken for a ledger.
APPLICATION_ID = 0x454E4C47

TABLES = MetaData()

META = Table(
    "meta",
    TABLES,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

PAGES = Table(
    "pages",
    TABLES,
    Column("seq", Integer, primary_key=True),  # the order of adding; also the row id that the text index refers to
    Column("id", Text, nullable=False, unique=True),
    Column("url", Text),
    Column("outlet", Text),
    Column("title", Text),
    Column("lang", Text),
    Column("published", Text),
    Column("text", Text, nullable=False),
    Column("blocks", JSON, nullable=False),
    Column("credits", JSON, nullable=False),
    Column("names", JSON, nullable=False),
)

STATEMENTS = Table(
    "statements",
    TABLES,
    Column("page", ForeignKey("pages.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", Text, nullable=False, index=True),
    Column("content", JSON, nullable=False),
    Column("cue", JSON, nullable=False),
    Column("source", JSON, nullable=False),
    Column("form", Text, nullable=False),
    Column("voice", Text, nullable=False),
    Column("speaker_id", Text, index=True),
    Column("speaker_name", Text),
    Column("via", JSON, nullable=False),
    Column("parent", Text),
    Column("stance", Text, nullable=False),
    Column("said_on", Text),
    Column("confidence", Float, nullable=False),
    Column("who", Text, nullable=False),  # matching.search_key of the source's words and the speaker's name
)

#: The words of every page; the text itself stays in ``pages`` alone. Diacritics are ignored: readers often leave
#: them out when they type.
TEXT_INDEX = (
    "CREATE VIRTUAL TABLE page_words USING fts5("
    "title, text, content='pages', content_rowid='seq', tokenize='unicode61 remove_diacritics 2')"
)

"""The tables of a ledger, and the version of their shape."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    cast,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

#: The migration that these tables come to (see ``migrations/versions``); a ledger of one we do not know is not opened.
SCHEMA_VERSION = 10
#: "ENLG": stands in the header of the file (PRAGMA application_id), so that no other SQLite file is taken for a ledger.
APPLICATION_ID = 0x454E4C47

TABLES = MetaData()

#: Texts are put in order by their code points on a server, too, whatever its own language: lists look the same.
Words = Text().with_variant(Text(collation="C"), "postgresql")
#: Whole numbers of 64 bits.
Long = Integer().with_variant(BigInteger(), "postgresql")

#: Which migration the tables have come to: Alembic's own table.
VERSION = Table("alembic_version", MetaData(), Column("version_num", String(32), primary_key=True))

META = Table(
    "meta",
    TABLES,
    Column("key", Words, primary_key=True),
    Column("value", Words, nullable=False),
)

PAGES = Table(
    "pages",
    TABLES,
    Column("seq", Integer, primary_key=True),  # the order of adding; also the row id that the text index refers to
    Column("id", Words, nullable=False, unique=True),
    Column("url", Words),
    Column("outlet", Words),
    Column("title", Words),
    Column("lang", Words),
    Column("published", Words),
    Column("text", Words, nullable=False),
    Column("blocks", JSON, nullable=False),
    Column("credits", JSON, nullable=False),
    Column("names", JSON, nullable=False),
    Column("warnings", JSON, nullable=False, server_default="[]"),
    Column("linked", Boolean, nullable=False, server_default="0"),  # whether its sayings have been put into claims
    Index("pages_by_outlet", "outlet", postgresql_using="hash"),  # of any length: a page may call itself what it likes
    Index("pages_by_lang", "lang"),
    Index("pages_not_linked", "linked", sqlite_where=text("linked = 0"), postgresql_where=text("NOT linked")),
)

STATEMENTS = Table(
    "statements",
    TABLES,
    Column("page", ForeignKey("pages.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),  # statements first, then the page's own assertions
    Column("id", Words, nullable=False, index=True),
    Column("content", JSON, nullable=False),
    Column("cue", JSON, nullable=False),
    Column("source", JSON, nullable=False),
    Column("form", Words, nullable=False),
    Column("voice", Words, nullable=False),
    Column("speaker_id", Words),
    Column("speaker_name", Words),
    Column("via", JSON, nullable=False),
    Column("parent", Words),
    Column("stance", Words, nullable=False),
    Column("said_on", Words),
    Column("confidence", Float, nullable=False),
    Column("who", Words, nullable=False),  # matching.search_key of the source's words and the speakers' names
    Column("others", JSON, nullable=False, server_default="[]"),
    Column("candidates", JSON, nullable=False, server_default="[]"),
    Column("asserted", Boolean, nullable=False, server_default="0"),  # by the page itself: no attribution
    # Whole answers, so that counting reads no rows: who speaks and under which words, and in which voices pages do.
    # A server's index can't hold rows of any length; there it has the ids alone.
    Index("statements_by_speaker", "speaker_id", "speaker_name", "page", "position", "who").ddl_if("sqlite"),
    Index("statements_by_speaker_id", "speaker_id", postgresql_using="hash").ddl_if("postgresql"),
    Index("statements_by_voice", "page", "asserted", "voice"),
)

#: Through whom each statement came: what ``via`` holds, a row a link, so that an outlet finds what it passed on.
VIAS = Table(
    "vias",
    TABLES,
    Column("page", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("n", Integer, primary_key=True),  # 0 is nearest the speaker
    Column("name", Words, nullable=False),
    ForeignKeyConstraint(["page", "position"], ["statements.page", "statements.position"]),
    Index("vias_by_name", "name", "page").ddl_if("sqlite"),
    Index("vias_by_name_alone", "name", postgresql_using="hash").ddl_if("postgresql"),
    sqlite_with_rowid=False,
)

#: How much each actor, outlet and language has (see counting.py): what lists would have to count each time.
COUNTS = Table(
    "counts",
    TABLES,
    Column("n", Integer, primary_key=True),
    Column("of", Words, nullable=False),  # whose: "actor", "outlet", "language", or "all"
    Column("id", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Index("counts_by_id", "id", postgresql_using="hash"),
    Index("counts_by_statements", "of", "statements"),
)

#: The folded words (``STATEMENTS.who``) under which statements name each actor, each once: a search for a name looks
#: through these first.
SPELLINGS = Table(
    "spellings",
    TABLES,
    Column("n", Integer, primary_key=True),
    Column("speaker_id", Words, nullable=False),
    Column("who", Words, nullable=False),
    Index("spellings_by_who", "who", "speaker_id").ddl_if("sqlite"),
    Index("spellings_by_who_alone", "who", postgresql_using="hash").ddl_if("postgresql"),
)

#: The levels of nearness at which sayings hang together (see linking.py), one column of ``SAYINGS`` each.
LEVEL_COLUMNS = ("knot_0", "knot_1", "knot_2", "knot_3")

#: What is compared of each statement and assertion, and the claim that it is in.
SAYINGS = Table(
    "sayings",
    TABLES,
    Column("n", Integer, primary_key=True, autoincrement=False),  # counted on without gaps, as nearest.py needs it
    Column("page", ForeignKey("pages.seq"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Column("pieces", LargeBinary, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("claim", Words),
    *(Column(name, Integer, index=True) for name in LEVEL_COLUMNS),
    # A row is large: its claim, and the pages of a claim, are told without reading it.
    Index("sayings_by_statement", "page", "position", "claim"),
    Index("sayings_by_claim", "claim", "page"),
)

#: Joins sayings with the statements that they are made of.
SAID = (SAYINGS.c.page == STATEMENTS.c.page) & (SAYINGS.c.position == STATEMENTS.c.position)

#: How many sayings a knot holds: those that hang together at a level, by the saying that stands for them.
KNOTS = Table(
    "knots",
    TABLES,
    Column("level", Integer, primary_key=True, autoincrement=False),
    Column("head", Integer, primary_key=True),
    Column("size", Integer, nullable=False),
    sqlite_with_rowid=False,
)

CLAIMS = Table(
    "claims",
    TABLES,
    Column("id", Words, primary_key=True),
    Column("pages", Integer, nullable=False),
    Column("fewest", Integer, nullable=False),
    Column("most", Integer, nullable=False),
    Column("contradicted", Boolean, nullable=False),
    Column("first_seen", Words),
    Column("last_seen", Words),
    Column("glosses", JSON, nullable=False),  # language → wording; "" → the best language
    Column("members", JSON, nullable=False),
    Column("origins", JSON, nullable=False),
    Column("merges", JSON, nullable=False),
    Column("speakers", JSON, nullable=False, server_default="[]"),  # of each origin, where known: what lists show
    Index("claims_by_last_day", "last_seen"),
    Index(
        "claims_contradicted", "contradicted", sqlite_where=text("contradicted"), postgresql_where=text("contradicted")
    ),
)

#: The order of claims: first those that most pages hold for each origin.
BY_RANK = (
    # Cast as a whole, since only so PostgreSQL takes it into an index without parentheses, which are not ours to write.
    cast(cast(CLAIMS.c.pages, Float) / cast(CLAIMS.c.most, Float), Float).desc(),
    CLAIMS.c.pages.desc(),
    CLAIMS.c.id,
)
Index("claims_in_order", *BY_RANK)

#: Hashes of passages of every page, and of the names on it, by which pages with the same text or names find each other.
SKETCHES = Table(
    "sketches",
    TABLES,
    Column("hash", Long, primary_key=True),
    Column("page", ForeignKey("pages.seq"), primary_key=True),
    sqlite_with_rowid=False,
)

ECHOES = Table(
    "echoes",
    TABLES,
    Column("page", ForeignKey("pages.seq"), primary_key=True),
    Column("of", ForeignKey("pages.seq"), primary_key=True, index=True),
    Column("kind", Words, nullable=False),
    Column("credited", Boolean, nullable=False),
    Column("share", Float, nullable=False),
    Column("pairs", JSON, nullable=False),
)

#: The pairs of pages that tell of one affair, of those that were compared; ``first`` was added first.
AFFAIRS = Table(
    "affairs",
    TABLES,
    Column("first", ForeignKey("pages.seq"), primary_key=True),
    Column("second", ForeignKey("pages.seq"), primary_key=True),
    Index("affairs_by_second", "second", "first"),
    sqlite_with_rowid=False,
)

COPY, ORIGINAL = PAGES.alias(), PAGES.alias()
#: Echoes with the ids of both pages.
ECHOED = (
    select(ECHOES, COPY.c.id.label("copy_id"), ORIGINAL.c.id.label("original_id"))
    .join(COPY, COPY.c.seq == ECHOES.c.page)
    .join(ORIGINAL, ORIGINAL.c.seq == ECHOES.c.of)
)

#: Two statements that belong together, or apart: because one page repeats the other, or because a reader says so.
BONDS = Table(
    "bonds",
    TABLES,
    Column("n", Integer, primary_key=True),
    Column("first", Words, nullable=False, index=True),
    Column("second", Words, nullable=False, index=True),
    Column("together", Boolean, nullable=False),
    Column("by", Words),  # the reader's name; nobody's where the pages' texts tell
    Column("at", Words),
    Column("batch", Integer, index=True),  # the number of the reader's change
    Column("undone", Boolean, nullable=False, server_default="0"),
)

#: What the registers find on each page; ``data`` is the entry (see rows.entry_data).
ENTRIES = Table(
    "entries",
    TABLES,
    Column("page", ForeignKey("pages.seq"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("id", Words, nullable=False, index=True),
    Column("kind", Words, nullable=False, index=True),
    Column("data", JSON, nullable=False),
)

#: The pages on which the registers have looked; those of earlier versions are looked at when registers are asked for.
ENTERED = Table("entered", TABLES, Column("page", ForeignKey("pages.seq"), primary_key=True))

#: A reader's word on entries, several rows under one number: a field put right, or two that are one, or are not.
ENTRY_CHANGES = Table(
    "entry_changes",
    TABLES,
    Column("n", Integer, primary_key=True),
    Column("change", Integer, nullable=False, index=True),
    Column("entry", Words, nullable=False, index=True),  # the id of a page's entry, as is ``other``
    Column("other", Words, index=True),
    Column("together", Boolean),  # of two entries
    Column("field", Words),  # of one
    Column("value", JSON),
    Column("by", Words, nullable=False),
    Column("at", Words, nullable=False),
    Column("undone", Boolean, nullable=False, server_default="0"),
)

#: Comments (see comments.py).
COMMENTS = Table(
    "comments",
    TABLES,
    Column("id", Integer, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("about", Words, nullable=False, index=True),  # the id of the statement, claim or page
)

COMMENT_VERSIONS = Table(
    "comment_versions",
    TABLES,
    Column("comment", ForeignKey("comments.id"), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),  # the highest is what the comment says now
    Column("by", Words, nullable=False),
    Column("written", Words, nullable=False),  # ISO 8601, UTC
    Column("words", Words, nullable=False),  # empty where the comment was withdrawn
)

#: The words of every page in a file; the text itself stays in ``pages`` alone. Diacritics are ignored: readers often
#: leave them out when they type.
TEXT_INDEX = (
    "CREATE VIRTUAL TABLE page_words USING fts5("
    "title, text, content='pages', content_rowid='seq', tokenize='unicode61 remove_diacritics 2')"
)

#: The same on a server (see words.py).
SERVER_TABLES = MetaData()
SERVER_WORDS = Table(
    "page_words",
    SERVER_TABLES,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("words", TSVECTOR, nullable=False),
    Index("page_words_by_word", "words", postgresql_using="gin"),
)

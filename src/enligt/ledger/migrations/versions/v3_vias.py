"""Lists are read from indexes that hold their whole answer; who relays whom has a table."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Float, ForeignKeyConstraint, Integer, String, cast, column, select, table, text

from enligt.ledger.migrations.columns import WORDS, number, on_server

revision = "3"
down_revision = "2"

#: Statements that are looked through at a time.
_AT_ONCE = 1_000
_ON_SERVER = {"statements_by_speaker_id": ("statements", "speaker_id"), "vias_by_name_alone": ("vias", "name")}
_IN_FILE = {
    "statements_by_speaker": ("statements", ["speaker_id", "speaker_name", "page", "who"]),
    "vias_by_name": ("vias", ["name", "page"]),
}
_INDEXES = {
    "statements_by_voice": ("statements", ["page", "asserted", "voice"]),
    "sayings_by_statement": ("sayings", ["page", "position", "claim"]),
    "claims_by_last_day": ("claims", ["last_seen"]),
}


def upgrade() -> None:
    """Make the table and the indexes, and fill the former from what statements hold."""
    vias = op.create_table(
        "vias",
        *(Column(name, Integer, primary_key=True, autoincrement=False) for name in ("page", "position", "n")),
        Column("name", WORDS, nullable=False),
        ForeignKeyConstraint(["page", "position"], ["statements.page", "statements.position"]),
        sqlite_with_rowid=False,
    )
    # Some ledgers of version 2 have some of these indexes by now.
    for name, (of, columns) in (_INDEXES if on_server() else _INDEXES | _IN_FILE).items():
        op.create_index(name, of, columns, if_not_exists=True)
    for name, (of, one) in _ON_SERVER.items() if on_server() else ():
        op.create_index(name, of, [one], postgresql_using="hash")
    claims = table("claims", column("pages", Integer), column("most", Integer), column("id", String))
    share = cast(cast(claims.c.pages, Float) / cast(claims.c.most, Float), Float)
    op.create_index("claims_in_order", "claims", [share.desc(), claims.c.pages.desc(), claims.c.id], if_not_exists=True)
    op.create_index(
        "claims_contradicted",
        "claims",
        ["contradicted"],
        sqlite_where=text("contradicted"),
        postgresql_where=text("contradicted"),
        if_not_exists=True,
    )
    told = table("statements", column("page", Integer), column("position", Integer), column("via", JSON))
    connection = op.get_bind()
    found = connection.execute(select(told)).partitions(_AT_ONCE)
    for statements in found:
        rows = [
            {"page": one.page, "position": one.position, "n": n, "name": link[0]}
            for one in statements
            for n, link in enumerate(one.via)
        ]
        if rows:
            op.bulk_insert(vias, rows)
    number(3)


def downgrade() -> None:
    """Take them away; statements hold all that the table told."""
    op.drop_table("vias")
    dropped = [(name, of) for name, (of, _) in _INDEXES.items()]
    dropped += [("claims_in_order", "claims"), ("claims_contradicted", "claims")]
    dropped += [("statements_by_speaker_id" if on_server() else "statements_by_speaker", "statements")]
    for name, of in dropped:
        op.drop_index(name, of)
    number(2)

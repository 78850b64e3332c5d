"""What the model makes of a ledger's statements on this processor: others round its products a little otherwise."""

from sqlalchemy import select

from enligt.ledger import Ledger
from enligt.ledger.schema import SAID, SAYINGS, STATEMENTS
from enligt.records import digest


def senses(ledger: Ledger) -> str:
    """A digest of all senses; where it is the same, claims and all that is made of them are."""
    query = select(STATEMENTS.c.id, SAYINGS.c.vector, SAYINGS.c.pieces).join(SAYINGS, SAID).order_by(STATEMENTS.c.id)
    with ledger._file.transaction("DEFERRED") as connection:
        return digest(*(f"{row.id} {row.vector.hex()} {row.pieces.hex()}" for row in connection.execute(query)))

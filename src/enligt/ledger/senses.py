"""What the statements of a ledger say, as the directions that are kept with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from enligt.ledger.schema import SAID, SAYINGS, STATEMENTS
from enligt.ledger.sides import in_parts
from enligt.ledger.store import Ledger

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def directions(ledger: Ledger, statement_ids: Sequence[str]) -> dict[str, NDArray[np.float32]]:
    """The direction (384,) of each statement by its id, of length 1; without those that are not put into claims."""
    import numpy as np

    query = select(STATEMENTS.c.id, SAYINGS.c.vector).join(SAYINGS, SAID)
    found: dict[str, NDArray[np.float32]] = {}
    with ledger._file.transaction("DEFERRED") as connection:
        for some in in_parts(statement_ids):
            for row in connection.execute(query.where(STATEMENTS.c.id.in_(some))):
                vector = np.frombuffer(row.vector, np.int8).astype(np.float32)
                found[row.id] = vector / max(float(np.linalg.norm(vector)), 1.0)
    return found

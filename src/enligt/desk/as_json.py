"""Claims as JSON, each with the words of the pages that prove it; the pages of all of them are read together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from enligt.ledger import Ledger, listing
from enligt.records import Claim
from enligt.report import claim_json


def as_json(ledger: Ledger, claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Some claims of a ledger as ``enligt claims --json`` prints each."""
    found = list(claims)
    page_of = listing.sources(ledger, found).get
    return [claim_json(one, page_of) for one in found]

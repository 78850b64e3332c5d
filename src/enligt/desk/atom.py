"""Claims as an Atom feed."""

from __future__ import annotations

from collections.abc import Sequence

from enligt.ledger.claim_lists import Listed
from enligt.report.atom import NEVER, add, feed, moment, written


def atom(claims: Sequence[Listed], home: str, address: str) -> bytes:
    """The claims, which come with the newest first, as a feed at ``address`` of the desk at ``home``.

    >>> b"<feed" in atom([], "http://localhost:8765/", "http://localhost:8765/claims.atom")
    True
    """
    root = feed("enligt", f"{home}claims.atom", moment(claims[0].last_seen) if claims else NEVER)
    add(root, "link", rel="self", href=address, type="application/atom+xml")
    add(root, "link", rel="alternate", href=home, type="text/html")
    for claim in claims:
        entry = add(root, "entry")
        add(entry, "title", claim.gloss)
        add(entry, "id", f"urn:enligt:claim:{claim.id}")
        add(entry, "link", rel="alternate", href=f"{home}claims/{claim.id}", type="text/html")
        add(entry, "updated", moment(claim.last_seen))
        add(entry, "published", moment(claim.first_seen))
        names = dict.fromkeys(speaker.name for speaker in claim.speakers)
        for name in names or ("enligt",):
            add(add(entry, "author"), "name", name)
        origins = str(claim.most) if claim.fewest == claim.most else f"{claim.fewest}–{claim.most}"
        counts = f"{claim.pages} pages, {origins} origins{', contradicted' if claim.contradicted else ''}"
        add(entry, "summary", counts)
    return written(root)

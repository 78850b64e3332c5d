"""Claims as an Atom feed."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from datetime import UTC, datetime

from enligt.records import Claim
from enligt.report.shown import shown

_NAMESPACE = "http://www.w3.org/2005/Atom"
#: Stands for the time of a claim whose pages have no date, which Atom does not allow.
_NEVER = "1970-01-01T00:00:00+00:00"


def atom(claims: Sequence[Claim], home: str, address: str) -> bytes:
    """The claims, which come with the newest first, as a feed at ``address`` of the desk at ``home``.

    >>> b"<feed" in atom([], "http://localhost:8765/", "http://localhost:8765/claims.atom")
    True
    """
    ElementTree.register_namespace("", _NAMESPACE)
    feed = ElementTree.Element(f"{{{_NAMESPACE}}}feed")
    _add(feed, "title", "enligt")
    _add(feed, "id", f"{home}claims.atom")
    _add(feed, "link", rel="self", href=address, type="application/atom+xml")
    _add(feed, "link", rel="alternate", href=home, type="text/html")
    _add(feed, "updated", _moment(claims[0].last_seen) if claims else _NEVER)
    for claim in claims:
        entry = _add(feed, "entry")
        _add(entry, "title", claim.gloss)
        _add(entry, "id", f"urn:enligt:claim:{claim.id}")
        _add(entry, "link", rel="alternate", href=f"{home}claims/{claim.id}", type="text/html")
        _add(entry, "updated", _moment(claim.last_seen))
        _add(entry, "published", _moment(claim.first_seen))
        names = dict.fromkeys(origin.speaker.name for origin in claim.origins if origin.speaker)
        for name in names or ("enligt",):
            _add(_add(entry, "author"), "name", name)
        origins = str(claim.most) if claim.fewest == claim.most else f"{claim.fewest}–{claim.most}"
        counts = f"{len(claim.pages)} pages, {origins} origins{', contradicted' if claim.contradicted else ''}"
        _add(entry, "summary", counts)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ElementTree.Element, name: str, words: str = "", **attributes: str) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    if words:
        child.text = shown(words)
    return child


def _moment(iso: str | None) -> str:
    """A date or moment as Atom wants it: with a time and its zone."""
    try:
        at = datetime.fromisoformat(iso or _NEVER)
    except ValueError:
        return _NEVER
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat(timespec="seconds")

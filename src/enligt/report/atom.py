"""The parts that Atom feeds are made of: elements, and moments as Atom writes them (RFC 4287)."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime

from enligt.report.shown import shown

_NAMESPACE = "http://www.w3.org/2005/Atom"
#: Stands for a time that is not known, which Atom does not allow.
NEVER = "1970-01-01T00:00:00+00:00"


def feed(title: str, identity: str, updated: str) -> ElementTree.Element:
    """A feed without entries.

    >>> b"<feed" in written(feed("News", "urn:example:news", NEVER))
    True
    """
    ElementTree.register_namespace("", _NAMESPACE)
    root = ElementTree.Element(f"{{{_NAMESPACE}}}feed")
    add(root, "title", title)
    add(root, "id", identity)
    add(root, "updated", updated)
    return root


def add(parent: ElementTree.Element, name: str, words: str = "", **attributes: str) -> ElementTree.Element:
    """An element in another one, with its words and attributes."""
    child = ElementTree.SubElement(parent, f"{{{_NAMESPACE}}}{name}", attributes)
    if words:
        child.text = shown(words)
    return child


def written(root: ElementTree.Element) -> bytes:
    """A feed as UTF-8."""
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def moment(iso: str | None) -> str:
    """A date or moment as Atom wants it, with a time and its zone; ``NEVER`` where it is none.

    >>> moment("2026-03-05"), moment("soon") == NEVER
    ('2026-03-05T00:00:00+00:00', True)
    """
    try:
        at = datetime.fromisoformat(iso or NEVER)
    except ValueError:
        return NEVER
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat(timespec="seconds")

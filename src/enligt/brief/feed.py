"""A brief's layout as an Atom feed: an entry an item, its content the same HTML as in the page."""

from __future__ import annotations

from enligt.brief import hypertext
from enligt.brief.layout import Sheet
from enligt.records import digest
from enligt.report.atom import NEVER, add, feed, moment, written


def atom(sheet: Sheet) -> str:
    """The sheet as a feed; it is as new as the last page in it."""
    entries = [entry for part in sheet.parts for entry in part.entries]
    updated = max((moment(one.updated) for one in entries), default=NEVER)
    root = feed(sheet.name, f"urn:enligt:brief:{digest(sheet.lang, sheet.name)}", updated)
    add(root, "subtitle", "".join(run.words for run in sheet.title))
    add(add(root, "author"), "name", "enligt")
    for one in entries:
        entry = add(root, "entry")
        add(entry, "title", one.title)
        add(entry, "id", f"urn:enligt:claim:{one.id}")
        add(entry, "updated", moment(one.updated))
        add(entry, "published", moment(one.published))
        add(entry, "content", hypertext.entry(one), type="html")
    return written(root).decode() + "\n"

"""Stable names (IRIs) for pages, statements and those who speak: the same page always gives the same ones.

Two names meet in one IRI only where they surely mean one: "a senior official" of two pages are two agents.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from enligt.records import Page, Speaker, Statement, Voice, digest

TERMS = "urn:enligt:terms:"
SOFTWARE = "urn:enligt:software"

#: Voices of speakers without a name of their own, who are known on their page only.
_UNNAMED: frozenset[Voice] = frozenset({"anonymous", "group", "document"})
#: What RFC 3986 lets stand in an address besides letters and digits.
_ADDRESS = "%/:?[]@!$&'()*+,;=-._~"
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def web_address(page: Page) -> str | None:
    """The page's http(s) address with whatever may not stand in one percent-encoded; ``None`` if it has none.

    A local path is nobody else's business and names nothing elsewhere.

    >>> web_address(Page(text="", url='https://kust.example/a "b"#c')), web_address(Page(text="", url="file:///home/a"))
    ('https://kust.example/a%20%22b%22#c', None)
    """
    if not (page.url and page.url.startswith(("http://", "https://"))):
        return None
    address, mark, fragment = (quote(part, _ADDRESS, errors="replace") for part in page.url.partition("#"))
    return _LONE_PERCENT.sub("%25", address + ("#" if mark else "") + fragment)


def page_iri(page: Page) -> str:
    """The page with this very text: the same address with another text is another page."""
    return f"urn:enligt:page:{page.id}"


def statement_iri(statement_id: str) -> str:
    """A statement on its page."""
    return f"urn:enligt:statement:{plain(statement_id)}"


def annotation_iri(statement: Statement) -> str:
    """The annotation that describes a statement."""
    return f"urn:enligt:annotation:{plain(statement.id)}"


def utterance_iri(statement: Statement) -> str:
    """What the speaker said or wrote, of which the page tells."""
    return f"urn:enligt:utterance:{plain(statement.id)}"


def relay_iri(statement: Statement, position: int) -> str:
    """What an intermediary made of it; ``position`` 1 is the one nearest the speaker."""
    return f"urn:enligt:relay:{plain(statement.id)}:{position}"


def speaker_iri(page: Page, speaker: Speaker, voice: Voice) -> str:
    """The actor who speaks; one whom the page leaves unnamed is an actor of this page only."""
    if voice == "outlet":
        return outlet_iri(page, speaker.name)
    actor = f"actor:{plain(speaker.id)}"
    return f"{page_iri(page)}:{actor}" if voice in _UNNAMED else f"urn:enligt:{actor}"


def outlet_iri(page: Page, name: str) -> str:
    """An outlet or intermediary, in whatever spelling the shipped list knows; "media reports" are of this page only."""
    from enligt.naming.lookup import find_outlet

    known = find_outlet(name)
    if known:
        return f"urn:enligt:outlet:{plain(known.id)}"
    folded = name.casefold()
    outlet = f"outlet:{digest('outlet', folded)}"
    is_named = name != folded or "." in name  # vzgljad.ru is a name, "medierapporter" is not
    return f"urn:enligt:{outlet}" if is_named else f"{page_iri(page)}:{outlet}"


def author_iri(page: Page, name: str) -> str:
    """Somebody of a page's byline; namesakes of two outlets are two."""
    return f"urn:enligt:author:{digest('author', page.outlet or page.url or page.id, name.casefold())}"


def plain(part: str) -> str:
    """Ids are letters, digits and hyphens where enligt made them; a ledger from a stranger may hold anything."""
    return quote(part, "", errors="replace")

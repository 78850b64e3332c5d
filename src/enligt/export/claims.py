"""Claims as schema.org JSON-LD, each ready to be the ``itemReviewed`` of a fact-checker's ``ClaimReview``.

A claim stands in one line with all that belongs to it: who makes it (``author``), the pages on which it appears, the
first of them, and enligt's own terms for those that deny it and for its independent origins. Pages and speakers have
the same names (IRIs) as in the PROV-O export.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from enligt.export import iris
from enligt.export.facts import filled, listed
from enligt.export.selecting import Node
from enligt.records import Claim, Origin, Page, Traced, Voice

#: Stands in the file, so that it can be read offline.
CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "enligt": iris.TERMS,
    "id": "@id",
    "type": "@type",
    **{name: {"@type": "@id"} for name in ("url", "firstAppearance", "isBasedOn", "enligt:perhapsSameAs")},
}

#: What a speaker is; the unnamed and the page's own words have nobody whom a review could name as author.
_AUTHORS: dict[Voice, str] = {"named": "Person", "institution": "Organization", "outlet": "Organization"}


def claim_pieces(claims: Iterable[Claim], page_of: Callable[[str], Traced | None]) -> Iterator[str]:
    """One JSON-LD document over all claims, a claim a line; nothing at all if there are none.

    ``page_of`` looks up a page of a claim by its id.
    """
    stream = iter(claims)
    first = next(stream, None)
    if first is not None:
        opening = f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [\n'
        yield from listed(opening, (node(claim, page_of) for claim in chain([first], stream)), "]}\n")


def node(claim: Claim, page_of: Callable[[str], Traced | None]) -> Node:
    """The claim with its pages and origins; a page that is not at hand is left out."""
    found = {one: traced.page for one in claim.pages if (traced := page_of(one))}
    asserting = {member.page for member in claim.members if member.stance == "asserts"}
    denying = {member.page for member in claim.members if member.stance == "denies"}
    based_on = {echo.page: echo.of for echo in claim.echoes}
    nodes = {one: _page(page, found.get(based_on.get(one, ""))) for one, page in found.items()}
    affirmed = {member.origin for member in claim.members if member.stance == "asserts"}
    first = next((one.first_page for one in claim.origins if one.first_page in asserting & found.keys()), None)
    authors = [
        author for origin in claim.origins if origin.id in affirmed and (author := _author(origin, found)) is not None
    ]
    return filled(
        {
            "id": _claim_iri(claim),
            "type": "Claim",
            "text": claim.gloss,
            "inLanguage": claim.lang,
            "datePublished": claim.first_seen,
            "author": list({author["id"]: author for author in authors}.values()),
            "firstAppearance": iris.page_iri(found[first]) if first else None,
            "appearance": [nodes[one] for one in nodes if one in asserting],
            "enligt:denial": [nodes[one] for one in nodes if one in denying],
            "enligt:fewestOrigins": claim.fewest,
            "enligt:mostOrigins": claim.most,
            "enligt:origin": [_origin(claim, origin, found) for origin in claim.origins],
        }
    )


def _page(page: Page, original: Page | None) -> Node:
    return filled(
        {
            "id": iris.page_iri(page),
            "type": "Article",
            "url": iris.web_address(page),
            "headline": page.title,
            "inLanguage": page.lang,
            "datePublished": page.published,
            "publisher": _named("Organization", iris.outlet_iri(page, page.outlet), page.outlet)
            if page.outlet
            else None,
            "isBasedOn": iris.page_iri(original) if original else None,
        }
    )


def _origin(claim: Claim, origin: Origin, found: dict[str, Page]) -> Node:
    pages = dict.fromkeys(member.page for member in claim.members if member.origin == origin.id)
    return filled(
        {
            "id": _origin_iri(claim, origin.id),
            "type": "enligt:Origin",
            "enligt:voice": origin.voice,
            "enligt:speaker": origin.speaker.name if origin.speaker else None,
            "enligt:via": [link.name for link in origin.chain],
            "enligt:page": [{"id": iris.page_iri(found[one])} for one in pages if one in found],
            "enligt:perhapsSameAs": _origin_iri(claim, origin.maybe) if origin.maybe else None,
        }
    )


def _author(origin: Origin, found: dict[str, Page]) -> Node | None:
    kind, page = _AUTHORS.get(origin.voice), found.get(origin.first_page)
    if origin.speaker is None or kind is None or page is None:
        return None
    return _named(kind, iris.speaker_iri(page, origin.speaker, origin.voice), origin.speaker.name)


def _named(kind: str, iri: str, name: str) -> Node:
    return {"id": iri, "type": kind, "name": name}


def _claim_iri(claim: Claim) -> str:
    return f"urn:enligt:claim:{iris.plain(claim.id)}"


def _origin_iri(claim: Claim, origin_id: str) -> str:
    return f"{_claim_iri(claim)}:origin:{iris.plain(origin_id)}"

"""A claim as the contract's JSON object."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from enligt.records import Claim, Evidence, Link, Merge, Origin, Page

#: Looks up a page by its id; ``None`` where it is not at hand.
PageOf = Callable[[str], Page | None]


def claim_json(claim: Claim, page_of: PageOf) -> dict[str, Any]:
    """The claim as ``enligt claims --json`` prints it; a page is its address, or its id where it has none.

    >>> from enligt.records import Member
    >>> claim = Claim(id="c", gloss="It rains", lang="en", members=(Member("p", "s", "asserts", "o"),), origins=())
    >>> claim_json(claim, lambda _: None)["statements"]
    [{'page': 'p', 'page_id': 'p', 'id': 's', 'stance': 'asserts', 'origin': 'o'}]
    """

    def named(page_id: str, name: str = "page") -> dict[str, str]:
        page = page_of(page_id)
        return {name: (page and page.url) or page_id, f"{name}_id": page_id}

    def proofs(found: Iterable[Evidence]) -> list[dict[str, Any]]:
        return [
            {**named(page_id), "span": list(span), "text": page.words(span) if page else ""}
            for page_id, span in found
            for page in [page_of(page_id)]
        ]

    def merges(found: Iterable[Merge]) -> list[dict[str, Any]]:
        return [
            {
                "statements": list(one.statements),
                "reason": one.reason,
                "sure": one.sure,
                "evidence": proofs(one.evidence),
            }
            for one in found
        ]

    def origin(one: Origin) -> dict[str, Any]:
        return {
            "id": one.id,
            "speaker": one.speaker.as_json() if one.speaker else None,
            "voice": one.voice,
            **named(one.first_page, "first_page"),
            "chain": [_link(link) for link in one.chain],
            "evidence": proofs(one.evidence),
            "maybe": one.maybe,
            "merges": merges(one.merges),
        }

    return {
        "id": claim.id,
        "gloss": claim.gloss,
        "lang": claim.lang,
        "statements": [
            {**named(one.page), "id": one.statement, "stance": one.stance, "origin": one.origin}
            for one in claim.members
        ],
        "origins": [origin(one) for one in claim.origins],
        "echoes": [
            {**named(one.page), **named(one.of, "of"), "kind": one.kind, "credited": one.credited,
             "share": round(one.share, 3)}
            for one in claim.echoes
        ],
        "fewest": claim.fewest,
        "most": claim.most,
        "first_seen": claim.first_seen,
        "last_seen": claim.last_seen,
        "merges": merges(claim.merges),
    }  # fmt: skip


def _link(link: Link) -> dict[str, Any]:
    return {"name": link.name, "evidence": list(link.evidence) if link.evidence else None}

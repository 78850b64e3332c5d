"""Traced pages as PROV-O in JSON-LD: what a page says, from whom it has it, and through whom.

A statement is an entity, a part of its page. It was quoted (``prov:wasQuotedFrom``), or where it is not in the
speaker's words derived (``prov:wasDerivedFrom``), from what reached the page: the utterance itself, or the last of the
relays between. Each relay was derived from the one before, the first from the utterance, which is the statement's
primary source. Utterance and statement are attributed to the speaker, each relay to its outlet; statements are
influenced by the outlets between, pages by those whom they credit. Nothing is a blank node: a file that is loaded twice
adds nothing the second time.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from enligt.export import iris
from enligt.export.facts import OWN_TERMS, facts, filled, listed, speakers, when
from enligt.export.selecting import Node, selectors
from enligt.records import Page, Span, Statement, Traced, Voice

_REFERENCES = (
    "prov:wasQuotedFrom", "prov:wasDerivedFrom", "prov:hadPrimarySource", "prov:wasAttributedTo",
    "prov:wasInfluencedBy", "prov:agent", "dcterms:isPartOf", "enligt:candidate",
)  # fmt: skip

#: Stands in every file, so that it can be read offline; what it takes of the annotation context means the same there.
CONTEXT: Node = {
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **OWN_TERMS,
    "id": "@id",
    "type": "@type",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    **{name: {"@id": name, "@type": "@id"} for name in _REFERENCES},
}

#: What kind of agent a voice is, where it tells.
_KINDS: dict[Voice, str] = {"named": "prov:Person", "institution": "prov:Organization", "outlet": "prov:Organization"}


def pieces(pages: Iterable[Traced]) -> Iterator[str]:
    """One JSON-LD document over all pages, a node a line."""
    opening = f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [\n'
    return listed(opening, (node for traced in pages for node in nodes(traced)), "]}\n")


def nodes(traced: Traced) -> Iterator[Node]:
    """The graph of one page: its agents, the page, and its statements with what they came from."""
    page = traced.page
    yield from _agents(traced).values()
    yield _page(page)
    for statement in traced.statements:
        yield from _statement(page, statement)


def _agents(traced: Traced) -> dict[str, Node]:
    page, found = traced.page, dict[str, Node]()

    def add(iri: str, name: str, kind: str | None = None) -> None:
        agent = found.setdefault(iri, {"id": iri, "type": ["prov:Agent"], "rdfs:label": name})
        if kind and kind not in agent["type"]:
            agent["type"].append(kind)

    if page.outlet:
        add(iris.outlet_iri(page, page.outlet), page.outlet, "prov:Organization")
    for credit in page.credits:
        if credit.kind == "byline":
            add(iris.author_iri(page, credit.name), credit.name, "prov:Person")
        else:
            add(iris.outlet_iri(page, credit.name), credit.name)
    for statement in traced.statements:
        for one in (*speakers(statement), *statement.candidates):
            add(iris.speaker_iri(page, one, statement.voice), one.name, _KINDS.get(statement.voice))
        for link in statement.via:
            add(iris.outlet_iri(page, link.name), link.name)
    return found


def _page(page: Page) -> Node:
    address, issued = iris.web_address(page), when(page.published)
    is_moment = isinstance(issued, dict) and issued["@type"] == "xsd:dateTime"
    credits_ = [_credit(page, number) for number in range(len(page.credits))]
    bylines = [node for node in credits_ if node["enligt:credit"] == "byline"]
    others = [node for node in credits_ if node["enligt:credit"] != "byline"]
    return filled(
        {
            "id": iris.page_iri(page),
            "type": ["prov:Entity", "enligt:Page"],
            "prov:specializationOf": {"id": address, "type": "prov:Entity"} if address else None,
            "dcterms:title": page.title,
            "dcterms:language": page.lang,
            "dcterms:issued": issued,
            "prov:generatedAtTime": issued if is_moment else None,
            "prov:wasAttributedTo": _publishers(page),
            "prov:qualifiedAttribution": bylines,
            "prov:wasInfluencedBy": [node["prov:agent"] for node in others],
            "prov:qualifiedInfluence": others,
            "prov:value": page.text,
        }
    )


def _publishers(page: Page) -> list[str]:
    """The page's outlet and those of its byline."""
    outlet = [iris.outlet_iri(page, page.outlet)] if page.outlet else []
    return outlet + [iris.author_iri(page, credit.name) for credit in page.credits if credit.kind == "byline"]


def _credit(page: Page, number: int) -> Node:
    """A credit with its evidence, in PROV-O's qualified form."""
    credit = page.credits[number]
    is_byline = credit.kind == "byline"
    return filled(
        {
            "id": f"{iris.page_iri(page)}:credit:{number}",
            "type": "prov:Attribution" if is_byline else ["prov:Influence", "prov:AgentInfluence"],
            "prov:agent": (iris.author_iri if is_byline else iris.outlet_iri)(page, credit.name),
            "enligt:credit": credit.kind,
            "enligt:evidence": _selected(page, credit.evidence),
        }
    )


def _statement(page: Page, statement: Statement) -> Iterator[Node]:
    said_by = [iris.speaker_iri(page, one, statement.voice) for one in speakers(statement)]
    candidates = [iris.speaker_iri(page, one, statement.voice) for one in statement.candidates]
    is_own = statement.voice == "author"  # the page says so itself: there is nothing behind it
    utterance = None if is_own else iris.utterance_iri(statement)
    relays = list(_relays(page, statement, utterance))
    from_ = "prov:wasDerivedFrom" if statement.form == "indirect" else "prov:wasQuotedFrom"
    yield filled(
        {
            "id": iris.statement_iri(statement.id),
            "type": ["prov:Entity", "enligt:Statement"],
            "dcterms:isPartOf": [
                iris.page_iri(page), *([iris.statement_iri(statement.parent)] if statement.parent else [])
            ],
            "prov:wasAttributedTo": said_by or (_publishers(page) if is_own else []),
            "prov:hadPrimarySource": utterance,
            from_: relays[-1]["id"] if relays else utterance,
            "prov:wasInfluencedBy": [node["prov:wasAttributedTo"] for node in relays],
            **facts(statement),
            "prov:value": page.words(*statement.content),
            "enligt:content": [_selected(page, span) for span in statement.content],
            "enligt:cue": [_selected(page, span) for span in statement.cue],
            "enligt:source": [_selected(page, span) for span in statement.source],
        }
    )  # fmt: skip
    if utterance:
        yield filled(
            {
                "id": utterance,
                "type": ["prov:Entity", "enligt:Utterance"],
                "prov:wasAttributedTo": said_by,
                "enligt:candidate": candidates,
                "dcterms:date": when(statement.said_on),
            }
        )
    yield from relays


def _relays(page: Page, statement: Statement, utterance: str | None) -> Iterator[Node]:
    before = utterance
    for position, link in enumerate(statement.via, start=1):
        relay = iris.relay_iri(statement, position)
        yield filled(
            {
                "id": relay,
                "type": ["prov:Entity", "enligt:Relay"],
                "prov:wasAttributedTo": iris.outlet_iri(page, link.name),
                "prov:wasDerivedFrom": before,
                "enligt:evidence": _selected(page, link.evidence),
                "enligt:inferred": link.evidence is None,
            }
        )
        before = relay


def _selected(page: Page, span: Span | None) -> Node | None:
    """A span of the page's text; the same span of the same page is always the same resource."""
    if span is None:
        return None
    source = iris.page_iri(page)
    iri = f"{source}:span:{span.start}-{span.end}"
    position, words = selectors(page, span)
    return {
        "id": iri,
        "type": "SpecificResource",
        "source": source,
        "selector": [{"id": f"{iri}:position", **position}, {"id": f"{iri}:quote", **words}],
    }

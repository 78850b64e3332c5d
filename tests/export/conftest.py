import json

import pytest
from rdflib import Graph

from enligt.export import export
from enligt.records import Block, Credit, Link, Page, Span, Speaker, Statement, Traced

TEXT = (
    "🚢 Kustbladet, by Ida Ek\n\nThe port “closes on Monday”, Bo Ask told Azimut, according to Kustposten. "
    "Officials said it stays open, media reports say. Nobody knows. TT"
)


def at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


@pytest.fixture
def traced() -> Traced:
    """A page with a chain of two, an unnamed speaker by hearsay, somebody undecided, and its own word."""
    page = Page(
        text=TEXT,
        blocks=(Block("paragraph", Span(0, len(TEXT))),),
        url="https://kust.example/1",
        outlet="Kustbladet",
        title="The port",
        lang="en",
        published="2026-03-05T06:40:00+03:00",
        credits=(
            Credit("Ida Ek", "byline", at("Ida Ek")),
            Credit("TT", "wire", at("TT")),
            Credit("Vik", "source", None),
        ),
    )
    statements = (
        Statement(
            id="a1",
            content=(at("The port"), at("“closes on Monday”")),
            cue=(at("told"),),
            source=(at("Bo Ask"),),
            form="mixed",
            voice="named",
            speaker=Speaker(id="bo-ask", name="Bo Ask"),
            others=(Speaker(id="kaj", name="Kaj Ek"),),
            via=(Link("Azimut", at("Azimut")), Link("Kustposten", None)),
            said_on="2026-03-04",
            confidence=1.0,
        ),
        Statement(
            id="b2",
            content=(at("it stays open"),),
            cue=(at("said"),),
            source=(at("Officials"),),
            form="indirect",
            voice="anonymous",
            speaker=Speaker(id="officials", name="officials"),
            via=(Link("media reports", at("media reports")),),
            parent="a1",
            stance="denies",
            said_on="2026-03-01/2026-03-04",
            confidence=0.42,
        ),
        Statement(
            id="c3",
            content=(at("stays open"),),
            cue=(),
            source=(),
            form="direct",
            voice="named",
            candidates=(Speaker(id="ann", name="Ann Lee"), Speaker(id="kaj", name="Kaj Ek")),
        ),
        Statement(id="d4", content=(at("Nobody knows"),), cue=(), source=(), form="indirect", voice="author"),
    )
    return Traced(page=page, statements=statements)


HOSTILE = '","@id":"urn:x"}]<script>alert(1)</script> \x1b[31m \u202e =1+1\ud800 {"@context": "https://evil.example/"} '


@pytest.fixture
def hostile() -> Traced:
    """A page whose every text tries to break out, and whose ids no enligt has made."""
    text = f"={HOSTILE}={HOSTILE}"
    span = Span(0, len(text))
    speaker = Speaker(id=HOSTILE, name=f"@{HOSTILE}")
    statement = Statement(
        id=HOSTILE,
        content=(span,),
        cue=(Span(3, 9),),
        source=(Span(0, 4),),
        form="direct",
        voice="named",
        speaker=speaker,
        via=(Link(HOSTILE, span), Link("", None)),
        parent=HOSTILE,
        said_on=HOSTILE,
    )
    page = Page(
        text=text,
        url=f"https://kust.example/{HOSTILE}#%zz#{HOSTILE}",
        outlet=HOSTILE,
        title=f"+{HOSTILE}",
        lang=HOSTILE,
        published=HOSTILE,
        credits=(Credit(HOSTILE, "byline", span), Credit(HOSTILE, "hat-tip", None)),
    )
    return Traced(page=page, statements=(statement,))


def prov_graph(*pages: Traced) -> Graph:
    """The pages' PROV-O export as rdflib reads it; nothing is fetched, since the context stands in the file."""
    return Graph().parse(data="".join(export(pages, "prov")), format="json-ld")


#: What the annotation context (http://www.w3.org/ns/anno.jsonld) says of the terms that are used here. It stands in for
#: the real one, which would have to be fetched.
ANNO_TERMS = {
    "oa": "http://www.w3.org/ns/oa#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "TextualBody": "oa:TextualBody",
    "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TimeState": "oa:TimeState",
    "Software": "as:Application",
    "describing": "oa:describing",
    "tagging": "oa:tagging",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "state": {"@type": "@id", "@id": "oa:hasState"},
    "cached": {"@type": "@id", "@id": "oa:cachedSource"},
    "generator": {"@type": "@id", "@id": "as:generator"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "format": "dc:format",
    "language": "dc:language",
    "value": "rdf:value",
    "start": "oa:start",
    "end": "oa:end",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "name": "foaf:name",
    "label": "rdfs:label",
}


def annotation_graph(*pages: Traced) -> Graph:
    """The pages' annotations as rdflib reads them, with the terms above in the place of the context's address."""
    annotations = json.loads("".join(export(pages, "annotations")))
    for annotation in annotations:
        address, own = annotation["@context"]
        assert address == "http://www.w3.org/ns/anno.jsonld"
        annotation["@context"] = [ANNO_TERMS, own]
    return Graph().parse(data=json.dumps(annotations), format="json-ld")

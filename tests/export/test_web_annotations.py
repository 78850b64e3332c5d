import json
from pathlib import Path

import pyshacl
from rdflib import RDF, Graph, Literal, URIRef

from enligt.export import export
from enligt.records import Page, Span, Statement, Traced

from .conftest import ANNO_TERMS, HOSTILE, TEXT, annotation_graph

SHAPES = Path(__file__).with_name("annotation_shapes.ttl")
OA = "http://www.w3.org/ns/oa#"


def problems(graph: Graph) -> str:
    conforms, _, report = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES))
    return "" if conforms else report


def annotations(*pages: Traced) -> dict[str, dict]:
    return {one["id"].rsplit(":", 1)[1]: one for one in json.loads("".join(export(pages, "annotations")))}


def test_it_keeps_to_the_musts_of_the_model(traced: Traced, hostile: Traced) -> None:
    graph = annotation_graph(traced, hostile)
    assert len(list(graph.subjects(RDF.type, URIRef(OA + "Annotation")))) == 5
    assert problems(graph) == ""


def test_the_shapes_see_what_is_wrong(traced: Traced) -> None:
    graph = annotation_graph(traced)
    quote = next(graph.subjects(RDF.type, URIRef(OA + "TextQuoteSelector")))
    graph.add((quote, URIRef(OA + "exact"), Literal("another")))
    assert "exact" in problems(graph)


def test_every_term_has_a_meaning(traced: Traced) -> None:
    """What no context defines would silently be lost to a linked-data store."""

    def keys(node: object) -> set[str]:
        if isinstance(node, list):
            return set().union(*map(keys, node))
        return set(node) | keys(list(node.values())) if isinstance(node, dict) else set()

    used = set().union(*(keys({**one, "@context": None}) for one in annotations(traced).values()))
    assert {key for key in used if not key.startswith(("@", "enligt:"))} <= set(ANNO_TERMS)


def test_every_selector_is_the_text_at_its_code_points(traced: Traced) -> None:
    def resources(node: object) -> list[dict]:
        if isinstance(node, list):
            return [found for one in node for found in resources(one)]
        if not isinstance(node, dict):
            return []
        own = [node] if node.get("type") == "SpecificResource" else []
        return own + resources(list(node.values()))

    found = resources(list(annotations(traced).values()))
    assert len(found) == 11
    for resource in found:
        assert resource["source"] == "https://kust.example/1"
        assert resource["state"] == {"type": "TimeState", "cached": f"urn:enligt:page:{traced.page.id}"}
        position, quote = resource["selector"]
        assert TEXT[position["start"] : position["end"]] == quote["exact"]
        assert TEXT[: position["start"]].endswith(quote["prefix"])
        assert TEXT[position["end"] :].startswith(quote["suffix"])
        assert len(quote["prefix"]) == min(32, position["start"])


def test_the_target_is_the_content(traced: Traced) -> None:
    one = annotations(traced)
    assert [target["selector"][1]["exact"] for target in one["a1"]["target"]] == ["The port", "“closes on Monday”"]
    assert one["b2"]["target"]["selector"][1]["exact"] == "it stays open"


def test_the_bodies_tell_people_who_says_so(traced: Traced) -> None:
    told = {id_: one["body"][0]["value"] for id_, one in annotations(traced).items()}
    assert told == {
        "a1": "According to Bo Ask and Kaj Ek, via Azimut, via Kustposten, on 2026-03-04 (confidence 100%)",
        "b2": "Denied by officials, via media reports, on 2026-03-01/2026-03-04 (confidence 42%)",
        "c3": "According to nobody named (Ann Lee or Kaj Ek?) (confidence 100%)",
        "d4": "According to the page itself (confidence 100%)",
    }
    tags = [body["value"] for body in annotations(traced)["b2"]["body"] if body.get("purpose") == "tagging"]
    assert tags == ["anonymous", "indirect", "denies"]


def test_the_bodies_tell_programs_everything(traced: Traced) -> None:
    rows = annotation_graph(traced).query(
        """PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX e: <urn:enligt:terms:>
        SELECT ?form ?voice ?stance ?confidence ?speaker ?n ?outlet ?inferred {
            <urn:enligt:annotation:a1> oa:hasBody ?s .
            ?s a e:Statement ; e:form ?form ; e:voice ?voice ; e:stance ?stance ; e:confidence ?confidence ;
               e:speaker/rdfs:label ?speaker ; e:via ?relay .
            ?relay e:position ?n ; e:outlet/rdfs:label ?outlet ; e:inferred ?inferred
        } ORDER BY ?speaker ?n"""
    )
    said = ("mixed", "named", "asserts", 1.0)
    assert [tuple(value.toPython() for value in row) for row in rows] == [  # type: ignore[union-attr]
        (*said, speaker, *relay)
        for speaker in ("Bo Ask", "Kaj Ek")
        for relay in ((1, "Azimut", False), (2, "Kustposten", True))
    ]


def test_a_page_without_an_address_is_named_by_its_text() -> None:
    statement = Statement(id="a", content=(Span(0, 3),), cue=(), source=(), form="direct", voice="unstated")
    page = Page(text="Hej.", url="file:///home/ann/secret.html")
    (one,) = annotations(Traced(page=page, statements=(statement,))).values()
    assert one["target"]["source"] == f"urn:enligt:page:{page.id}"
    assert "state" not in one["target"]
    assert "secret" not in json.dumps(one)


def test_pages_without_statements_give_an_empty_array() -> None:
    assert json.loads("".join(export([Traced(page=Page(text="Hej."), statements=())], "annotations"))) == []


def test_a_hostile_page_stays_text(hostile: Traced) -> None:
    written = "".join(export([hostile], "annotations"))
    assert "\x1b" not in written
    assert "\u202e" not in written
    (one,) = json.loads(written)
    assert HOSTILE.replace("\ud800", "\ufffd") in one["target"]["selector"][1]["exact"]
    annotation_graph(hostile).serialize(format="nt")  # rdflib refuses what is no IRI

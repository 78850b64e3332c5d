import json
from dataclasses import replace
from pathlib import Path

import prov.model
import pyshacl
import pytest
from rdflib import PROV, BNode, Graph, Literal, URIRef

from enligt.export import export
from enligt.records import Page, Traced

from .conftest import HOSTILE, TEXT, prov_graph

SHAPES = Path(__file__).with_name("prov_shapes.ttl")
S = "urn:enligt:statement:"
PREFIXES = "PREFIX enligt: <urn:enligt:terms:> PREFIX oa: <http://www.w3.org/ns/oa#> "


def ask(graph: Graph, query: str) -> list[tuple[str, ...]]:
    return sorted(tuple(str(value) for value in row) for row in graph.query(PREFIXES + query))  # type: ignore[union-attr]


def problems(graph: Graph) -> str:
    conforms, _, report = pyshacl.validate(graph, shacl_graph=Graph().parse(SHAPES))
    return "" if conforms else report


def test_it_keeps_to_the_domains_and_ranges_of_prov_o(traced: Traced, hostile: Traced) -> None:
    assert problems(prov_graph(traced, hostile)) == ""


def test_the_shapes_see_what_is_wrong(traced: Traced) -> None:
    graph = prov_graph(traced)
    graph.add((URIRef(S + "a1"), PROV.wasAttributedTo, URIRef(S + "b2")))
    assert "AttributedTo" in problems(graph)


def test_the_chain_from_speaker_to_page_can_be_walked(traced: Traced) -> None:
    graph = prov_graph(traced)
    chain = ask(
        graph,
        f"""SELECT ?name (COUNT(?between) AS ?hops) {{
            <{S}a1> (prov:wasQuotedFrom|prov:wasDerivedFrom)+ ?step . ?step prov:wasAttributedTo/rdfs:label ?name .
            <{S}a1> (prov:wasQuotedFrom|prov:wasDerivedFrom)+ ?between . ?between prov:wasDerivedFrom* ?step .
        }} GROUP BY ?name""",
    )
    assert chain == [("Azimut", "2"), ("Bo Ask", "3"), ("Kaj Ek", "3"), ("Kustposten", "1")]
    influences = f"SELECT ?name {{ <{S}a1> prov:wasInfluencedBy/rdfs:label ?name }}"
    assert ask(graph, influences) == [("Azimut",), ("Kustposten",)]


def test_only_the_speakers_words_are_quoted(traced: Traced) -> None:
    graph = prov_graph(traced)
    assert {str(s) for s in graph.subjects(PROV.wasQuotedFrom)} == {S + "a1", S + "c3"}
    assert (URIRef(S + "c3"), PROV.wasQuotedFrom, URIRef("urn:enligt:utterance:c3")) in graph
    assert (URIRef(S + "b2"), PROV.wasDerivedFrom, URIRef("urn:enligt:relay:b2:1")) in graph


def test_what_the_page_says_itself_has_no_source_but_the_page(traced: Traced) -> None:
    graph = prov_graph(traced)
    own = URIRef(S + "d4")
    assert not list(graph.objects(own, PROV.hadPrimarySource))
    names = ask(graph, f"SELECT ?name {{ <{own}> prov:wasAttributedTo/rdfs:label ?name }}")
    assert names == [("Ida Ek",), ("Kustbladet",)]


def test_the_undecided_is_attributed_to_nobody(traced: Traced) -> None:
    graph = prov_graph(traced)
    assert not list(graph.objects(URIRef(S + "c3"), PROV.wasAttributedTo))
    candidates = "SELECT ?name { <urn:enligt:utterance:c3> enligt:candidate/rdfs:label ?name }"
    assert ask(graph, candidates) == [("Ann Lee",), ("Kaj Ek",)]


def test_the_page_credits_with_the_words_that_prove_them(traced: Traced) -> None:
    credits_ = ask(
        prov_graph(traced),
        """SELECT ?kind ?name ?words {
            ?page prov:qualifiedAttribution|prov:qualifiedInfluence ?credit .
            ?credit enligt:credit ?kind ; prov:agent/rdfs:label ?name .
            OPTIONAL { ?credit enligt:evidence/oa:hasSelector/oa:exact ?words }
        }""",
    )
    assert credits_ == [("byline", "Ida Ek", "Ida Ek"), ("source", "Vik", "None"), ("wire", "TT", "TT")]


def test_every_span_is_the_text_at_its_code_points(traced: Traced) -> None:
    rows = prov_graph(traced).query(
        PREFIXES
        + """SELECT ?text ?start ?end ?exact ?prefix ?suffix {
            ?span oa:hasSource/prov:value ?text ; oa:hasSelector ?position, ?quote .
            ?position oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact ; oa:prefix ?prefix ; oa:suffix ?suffix
        }"""
    )
    found = [tuple(value.toPython() for value in row) for row in rows]  # type: ignore[union-attr]
    assert len(found) == 13
    for text, start, end, exact, prefix, suffix in found:
        assert text == TEXT
        assert text[start:end] == exact
        assert text[:start].endswith(prefix)
        assert text[end:].startswith(suffix)


def test_loading_a_file_twice_adds_nothing(traced: Traced) -> None:
    graph = prov_graph(traced)
    size = len(graph)
    graph += prov_graph(traced)
    assert len(graph) == size
    assert not [node for node in graph.all_nodes() if isinstance(node, BNode)]


def test_named_agents_meet_across_pages_and_unnamed_ones_do_not(traced: Traced) -> None:
    other = replace(traced, page=replace(traced.page, url="https://kust.example/2"))
    graph = prov_graph(traced, other)
    agents = ask(graph, "SELECT ?name (COUNT(?agent) AS ?n) { ?agent a prov:Agent; rdfs:label ?name } GROUP BY ?name")
    assert {name for name, count in agents if count == "2"} == {"officials", "media reports"}


def test_another_text_at_the_same_address_is_another_page() -> None:
    pages = [Traced(page=Page(text=text, url="https://kust.example/1"), statements=()) for text in ("then", "now")]
    versions = ask(
        prov_graph(*pages), "SELECT ?text { ?p prov:specializationOf <https://kust.example/1> ; prov:value ?text }"
    )
    assert versions == [("now",), ("then",)]


@pytest.mark.filterwarnings("ignore:The following attributes were not converted")  # the selectors: no PROV
def test_the_prov_package_reads_it(traced: Traced) -> None:
    turtle = prov_graph(traced).serialize(format="turtle")
    document = prov.model.ProvDocument.deserialize(content=turtle, format="rdf", rdf_format="turtle")
    kinds = [type(record).__name__ for record in document.get_records()]
    assert kinds.count("ProvAgent") == 11
    assert "ProvDerivation" in kinds
    assert "ProvAttribution" in kinds


def test_a_hostile_page_stays_text(hostile: Traced) -> None:
    written = "".join(export([hostile], "prov"))
    assert "\x1b" not in written
    assert "\u202e" not in written
    graph = prov_graph(hostile)
    assert Literal(HOSTILE.replace("\ud800", "\ufffd")) in set(graph.objects())
    assert all(str(node).startswith(("urn:enligt:", "https://kust.example/", "http://www.w3.org/", "http://purl.org/"))
               for triple in graph for node in triple if isinstance(node, URIRef))  # fmt: skip
    graph.serialize(format="nt")  # rdflib refuses what is no IRI
    assert json.loads(written)["@context"]["prov"] == "http://www.w3.org/ns/prov#"


@pytest.mark.parametrize(
    ("published", "kind"),
    [
        ("2026-03-05", "date"),
        ("2026-03", "gYearMonth"),
        ("2026", "gYear"),
        ("2026-03-05T06:40", "dateTime"),
        ("soon", "string"),
    ],
)
def test_dates_have_the_type_that_they_are(published: str, kind: str) -> None:
    graph = prov_graph(Traced(page=Page(text="Hej.", published=published), statements=()))
    (issued,) = graph.objects(None, URIRef("http://purl.org/dc/terms/issued"))
    assert (issued.datatype or "string").endswith(kind)  # type: ignore[attr-defined]
    assert issued.ill_typed is not True  # type: ignore[attr-defined]
    assert bool(list(graph.objects(None, PROV.generatedAtTime))) == (kind == "dateTime")


def test_a_local_path_is_not_told() -> None:
    local = Traced(page=Page(text="Hej.", url="file:///home/ann/secret.html"), statements=())
    assert "secret" not in "".join(export([local], "prov"))

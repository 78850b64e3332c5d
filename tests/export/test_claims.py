import json
from dataclasses import replace

from rdflib import RDF, Graph, Literal, Namespace, URIRef

from enligt.export import export_claims
from enligt.export.iris import page_iri, speaker_iri
from enligt.records import Claim, Echo, Link, Member, Origin, Page, Speaker, Traced

from .conftest import HOSTILE

SCHEMA = Namespace("https://schema.org/")  # rdflib's own warns of names that pytest looks for in every module
ENLIGT = "urn:enligt:terms:"
ANN = Speaker(id="ann", name="Ann Lee")


def page(text: str, **more: str) -> Traced:
    return Traced(page=Page(text=text, **more), statements=())  # type: ignore[arg-type]


FIRST = page("The ferry stops.", url="https://quay.example/1", outlet="The Quay", title="Ferry", lang="en",
             published="2026-03-05T01:00:00+03:00")  # fmt: skip
COPY = page(
    "Färjan slutar gå.", url="file:///home/me/kust.html", outlet="Kustbladet", lang="sv", published="2026-03-04"
)
DENIAL = page("The ferry goes on.", lang="en")
PAGES = {one.page.id: one for one in (FIRST, COPY, DENIAL)}
A, B, C = PAGES

CLAIM = Claim(
    id="c1",
    gloss="The ferry stops",
    lang="en",
    members=(
        Member(B, "s1", "asserts", "o1"),
        Member(A, "s0", "asserts", "o1"),
        Member(A, "s3", "asserts", "o3"),
        Member(C, "s2", "denies", "o2"),
    ),
    origins=(
        Origin(id="o1", speaker=ANN, voice="named", first_page=A, chain=(Link("Azimut", None),)),
        Origin(id="o2", speaker=Speaker(id="bo", name="Bo Ek"), voice="named", first_page=C),
        Origin(
            id="o3", speaker=Speaker(id="x", name="an official"), voice="anonymous", first_page=A, maybe="o1"
        ),
    ),
    echoes=(Echo(page=B, of=A, kind="translated", credited=False, share=0.9),),
    first_seen="2026-03-04",
)  # fmt: skip
IRI = URIRef("urn:enligt:claim:c1")


def written(*claims: Claim) -> str:
    return "".join(export_claims(claims, PAGES.get))


def graph(*claims: Claim) -> Graph:
    """As rdflib reads it; nothing is fetched, since the context stands in the file."""
    return Graph().parse(data=written(*claims), format="json-ld")


def test_it_is_a_claim_in_the_terms_of_schema_org() -> None:
    found = graph(CLAIM)
    first = URIRef(page_iri(FIRST.page))
    assert (IRI, RDF.type, SCHEMA.Claim) in found
    assert found.value(IRI, SCHEMA.text) == Literal("The ferry stops")
    assert found.value(IRI, SCHEMA.firstAppearance) == first  # by origin: the copy's date alone is earlier
    assert set(found.objects(IRI, SCHEMA.appearance)) == {first, URIRef(page_iri(COPY.page))}
    assert found.value(first, SCHEMA.url) == URIRef("https://quay.example/1")
    assert found.value(URIRef(page_iri(COPY.page)), SCHEMA.isBasedOn) == first


def test_a_review_of_it_names_only_who_makes_it_and_has_a_name() -> None:
    found = graph(CLAIM)
    ann = URIRef(speaker_iri(FIRST.page, ANN, "named"))
    assert list(found.objects(IRI, SCHEMA.author)) == [ann]
    assert found.value(ann, SCHEMA.name) == Literal("Ann Lee")
    assert (ann, RDF.type, SCHEMA.Person) in found


def test_denials_and_origins_are_in_terms_of_our_own() -> None:
    found = graph(CLAIM)
    assert list(found.objects(IRI, URIRef(f"{ENLIGT}denial"))) == [URIRef(page_iri(DENIAL.page))]
    assert found.value(IRI, URIRef(f"{ENLIGT}fewestOrigins")) == Literal(2)
    assert found.value(IRI, URIRef(f"{ENLIGT}mostOrigins")) == Literal(3)
    doubtful = URIRef("urn:enligt:claim:c1:origin:o3")
    assert found.value(doubtful, URIRef(f"{ENLIGT}perhapsSameAs")) == URIRef("urn:enligt:claim:c1:origin:o1")
    via = found.value(URIRef("urn:enligt:claim:c1:origin:o1"), URIRef(f"{ENLIGT}via"))
    assert via == Literal("Azimut")


def test_a_local_path_is_nobodys_business() -> None:
    assert "/home/me" not in written(CLAIM)


def test_each_line_is_a_claim_that_can_stand_alone_in_a_review() -> None:
    lines = written(CLAIM, replace(CLAIM, id="c2")).splitlines()
    claims = [json.loads(line.removesuffix(",")) for line in lines[2:4]]
    assert [one["id"] for one in claims] == ["urn:enligt:claim:c1", "urn:enligt:claim:c2"]
    assert all(one["author"][0]["name"] == "Ann Lee" for one in claims)
    assert all(one["appearance"][1]["url"] == "https://quay.example/1" for one in claims)


def test_no_text_becomes_a_key_or_breaks_out() -> None:
    bad = replace(
        CLAIM,
        id=HOSTILE,
        gloss=HOSTILE,
        lang=HOSTILE,
        first_seen=HOSTILE,
        origins=(replace(CLAIM.origins[0], id=HOSTILE, speaker=Speaker(id=HOSTILE, name=HOSTILE), maybe=HOSTILE),),
        members=(Member(A, "s", "asserts", HOSTILE),),
    )
    assert not {"\x1b", "\u202e", "\ud800"} & set(written(bad))
    found = graph(bad)
    theirs = ("text", "inLanguage", "datePublished", "author", "firstAppearance", "appearance", "url", "headline",
              "publisher", "name")  # fmt: skip
    ours = ("fewestOrigins", "mostOrigins", "origin", "voice", "speaker", "via", "page", "perhapsSameAs")
    known = {*(str(SCHEMA[name]) for name in theirs), *(f"{ENLIGT}{name}" for name in ours), str(RDF.type)}
    assert {str(term) for term in found.predicates()} <= known
    assert len(set(found.subjects(RDF.type, SCHEMA.Claim))) == 1


def test_claims_are_written_as_they_come_and_none_is_no_file() -> None:
    asked = 0

    def claims():  # type: ignore[no-untyped-def]
        nonlocal asked
        for _ in range(50):
            asked += 1
            yield CLAIM

    pieces = export_claims(claims(), PAGES.get)
    next(pieces), next(pieces)
    assert asked <= 2
    assert list(export_claims([], PAGES.get)) == []

"""Traced pages as W3C Web Annotations in JSON-LD: an annotation a statement.

Its target is the statement's content. Its bodies are a sentence and tags, for programs that show annotations, and the
statement with everything known of it, for those that reckon with them; the statement has the same name (IRI) as in the
PROV-O export. The file is an array, which Recogito and the like load as it is, and each annotation in it stands by
itself, so that it can be sent to an annotation server alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from enligt import __version__
from enligt.export import iris
from enligt.export.facts import OWN_TERMS, facts, filled, listed, speakers, when
from enligt.export.selecting import Node, selectors
from enligt.records import Page, Span, Speaker, Statement, Traced

CONTEXT = ["http://www.w3.org/ns/anno.jsonld", OWN_TERMS]


def pieces(pages: Iterable[Traced]) -> Iterator[str]:
    """A JSON array of annotations, a line each."""
    found = (annotation(traced.page, statement) for traced in pages for statement in traced.statements)
    return listed("[\n", found, "]\n")


def annotation(page: Page, statement: Statement) -> Node:
    """The annotation that describes one statement."""
    targets = [_selected(page, span) for span in statement.content]
    tags = [statement.voice, statement.form, *(["denies"] if statement.stance == "denies" else [])]
    return {
        "@context": CONTEXT,
        "id": iris.annotation_iri(statement),
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"id": iris.SOFTWARE, "type": "Software", "name": f"enligt {__version__}"},
        "body": [
            _text("describing", _sentence(page, statement)),
            *(_text("tagging", tag) for tag in tags),
            _body(page, statement),
        ],
        # Both are allowed where there is one; older readers know only the single one.
        "target": targets[0] if len(targets) == 1 else targets,
    }


def _sentence(page: Page, statement: Statement) -> str:
    """Who says so and through whom, in a line for people."""
    if statement.voice == "author":
        who = "the page itself"
    else:
        words = page.words(*statement.source)
        who = _names(speakers(statement), " and ") or words or "nobody named"
        if statement.candidates:
            who = f"{who} ({_names(statement.candidates, ' or ')}?)"
    via = "".join(f", via {link.name}" for link in statement.via)
    verb = "Denied by" if statement.stance == "denies" else "According to"
    day = f", on {statement.said_on}" if statement.said_on else ""
    return f"{verb} {who}{via}{day} (confidence {statement.confidence:.0%})"


def _names(several: Iterable[Speaker], joined_by: str) -> str:
    return joined_by.join(one.name for one in several)


def _text(purpose: str, value: str) -> Node:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "language": "en", "value": value}


def _body(page: Page, statement: Statement) -> Node:
    """The statement with everything known of it."""

    def actors(several: Iterable[Speaker]) -> list[Node]:
        return [{"id": iris.speaker_iri(page, one, statement.voice), "label": one.name} for one in several]

    return filled(
        {
            "id": iris.statement_iri(statement.id),
            "type": "enligt:Statement",
            **facts(statement),
            "enligt:saidOn": when(statement.said_on),
            "enligt:speaker": actors(speakers(statement)),
            "enligt:candidate": actors(statement.candidates),
            "enligt:via": [
                filled(
                    {
                        "id": iris.relay_iri(statement, position),
                        "type": "enligt:Relay",
                        "enligt:position": position,
                        "enligt:outlet": {"id": iris.outlet_iri(page, link.name), "label": link.name},
                        "enligt:evidence": _selected(page, link.evidence) if link.evidence else None,
                        "enligt:inferred": link.evidence is None,
                    }
                )
                for position, link in enumerate(statement.via, start=1)
            ],
            "enligt:source": [_selected(page, span) for span in statement.source],
            "enligt:cue": [_selected(page, span) for span in statement.cue],
            "enligt:parent": {"id": iris.statement_iri(statement.parent)} if statement.parent else None,
        }
    )


def _selected(page: Page, span: Span) -> Node:
    """A span of the page at its address; the state says in which text of it the offsets count."""
    address, text = iris.web_address(page), iris.page_iri(page)
    return filled(
        {
            "type": "SpecificResource",
            "source": address or text,
            "state": {"type": "TimeState", "cached": text} if address else None,
            "selector": selectors(page, span),
        }
    )

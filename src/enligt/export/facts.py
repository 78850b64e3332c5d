"""What the JSON-LD formats say alike of a statement, in enligt's own terms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from enligt.export.iris import TERMS
from enligt.export.selecting import Node
from enligt.records import Speaker, Statement
from enligt.report import json_safe

#: JSON-LD context for enligt's own terms.
OWN_TERMS = {
    "enligt": TERMS,
    "enligt:confidence": {"@id": f"{TERMS}confidence", "@type": "http://www.w3.org/2001/XMLSchema#double"},
}

_SURROGATE = re.compile("[\ud800-\udfff]")
_YEAR_OR_MONTH = {r"\d{4}": "xsd:gYear", r"\d{4}-(?:0[1-9]|1[0-2])": "xsd:gYearMonth"}


def facts(statement: Statement) -> Node:
    """Form, voice, stance and confidence."""
    return {
        "enligt:form": statement.form,
        "enligt:voice": statement.voice,
        "enligt:stance": statement.stance,
        "enligt:confidence": round(statement.confidence, 3),
    }


def speakers(statement: Statement) -> tuple[Speaker, ...]:
    """All who made the statement; none where it is undecided."""
    return (*((statement.speaker,) if statement.speaker else ()), *statement.others)


def when(iso: str | None) -> Node | str | None:
    """A date or part of one with its XML Schema type; an interval, for which there is none, as it is.

    >>> when("2026-02"), when("2026-02-01/2026-02-07")
    ({'@value': '2026-02', '@type': 'xsd:gYearMonth'}, '2026-02-01/2026-02-07')
    """
    if not iso:
        return None
    for pattern, kind in _YEAR_OR_MONTH.items():
        if re.fullmatch(pattern, iso, re.ASCII):
            return {"@value": iso, "@type": kind}
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    if len(iso) <= len("2026-W06-4"):
        return {"@value": moment.date().isoformat(), "@type": "xsd:date"}
    return {"@value": moment.isoformat(), "@type": "xsd:dateTime"}


def filled(node: Node) -> Node:
    """The node without what is unknown: ``None``, empty texts and empty lists."""
    return {key: value for key, value in node.items() if value is not None and value not in ("", [])}


def listed(opening: str, nodes: Iterable[Node], closing: str) -> Iterator[str]:
    """A JSON array in pieces, a node a line, between the text that opens and the text that closes it.

    Lone surrogates, which no RDF text may hold, are replaced one for one, so that offsets still fit.
    """
    before = opening
    for node in nodes:
        line = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", json.dumps(node, ensure_ascii=False))
        yield before + json_safe(line)
        before = ",\n"
    yield ("\n" if before != opening else opening) + closing

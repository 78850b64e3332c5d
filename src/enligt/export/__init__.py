"""Pages and claims written for other programs: a stream of them comes in, pieces of one file's text come out.

Each format is a module that goes through the stream once, one at a time, so that a ledger of any size is written in
bounded memory. What a page says is data in every one of them: it never becomes a key, a name or a formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Literal

from enligt.records import Claim, Traced

__all__ = ["AnyFormat", "ExportFormat", "export", "export_claims"]

ExportFormat = Literal["prov", "annotations", "jsonl", "csv"]
#: All formats: those of pages, and the one of a ledger's claims.
AnyFormat = Literal[ExportFormat, "claims"]


def export(pages: Iterable[Traced], form: ExportFormat) -> Iterator[str]:
    """The text of a file in one of the formats, in pieces; nothing at all if there are no pages.

    ``prov`` is PROV-O and ``annotations`` W3C Web Annotations, both as JSON-LD; ``jsonl`` is the JSON object of
    ``enligt trace --json``, a line a page; ``csv`` has a row a statement. The text is to be written as UTF-8.

    >>> from enligt.records import Page
    >>> "".join(export([Traced(page=Page(text="Hej."), statements=())], "jsonl"))[:28]
    '{"url": null, "outlet": null'
    """
    from enligt.export import jsonlines, prov, table, web_annotations

    modules = {"prov": prov, "annotations": web_annotations, "jsonl": jsonlines, "csv": table}
    stream = iter(pages)
    first = next(stream, None)
    if first is not None:
        yield from modules[form].pieces(chain([first], stream))


def export_claims(claims: Iterable[Claim], page_of: Callable[[str], Traced | None]) -> Iterator[str]:
    """The text of a JSON-LD file of schema.org ``Claim``s, in pieces; nothing at all if there are no claims.

    ``page_of`` looks up a page by its id, as ``Ledger.page`` does.
    """
    from enligt.export.claims import claim_pieces

    return claim_pieces(claims, page_of)

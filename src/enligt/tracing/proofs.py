"""The words on the pages that tell who said a thing and through whom it came, as evidence for a reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from enligt.records import Evidence, Page, Span
from enligt.tracing.saying import Saying

#: Code points between source and cue up to which they are shown as one stretch of text.
_NEAR = 40


class Proofs:
    """Looks up evidence on pages; a page that isn't among them gives what needs no text."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = pages

    def of(self, *sayings: Saying) -> tuple[Evidence, ...]:
        """The words that tell who said each of some sayings, and through whom."""
        found: list[Evidence] = []
        for one in sayings:
            found += self.words(one)
            found += [Evidence(one.page, link.evidence) for link in one.statement.via if link.evidence]
        return tuple(found)

    def words(self, one: Saying) -> Iterator[Evidence]:
        """Source and cue of a saying; what it says, where the page asserts it by itself."""
        statement = one.statement
        spans = sorted((*statement.source, *statement.cue)) or list(statement.content)
        hull = spans[0]
        for span in spans[1:]:
            if span.start - hull.end > _NEAR:
                yield Evidence(one.page, hull)
                hull = span
            hull = Span(hull.start, max(hull.end, span.end))
        yield Evidence(one.page, hull)

    def credit(self, page: str) -> tuple[Evidence, ...]:
        """Where a page credits others for its text."""
        found = self._pages.get(page)
        spans = [credit.evidence for credit in found.credits if credit.kind != "byline"] if found else []
        return tuple(Evidence(page, span) for span in dict.fromkeys(spans) if span)

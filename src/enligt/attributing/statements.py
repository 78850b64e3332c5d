"""Relations → statements: what can be told from the spans and the words alone, the same for every attributer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from enligt.attributing.form import form_of
from enligt.attributing.quotes import quotations
from enligt.attributing.stance import stance_of
from enligt.attributing.voice import voice_of
from enligt.records import Page, Relation, Span, Statement, digest

#: How many earlier statements are looked at to find a parent. People nest two or three deep; the limit keeps a hostile
#: page of endlessly nested statements linear.
PARENT_WINDOW = 64


def statements_of(page: Page, relations: Sequence[Relation]) -> tuple[Statement, ...]:
    """The statements of a page, sorted by where they stand, without duplicates.

    Of two relations with the same spans the surer one stays. ``parent`` is the smallest other statement whose content
    holds all spans of this one. ``speaker`` and ``via`` are left to later stages.

    >>> page = Page(text="Hej, sa Bo.", lang="sv")
    >>> relation = Relation(content=(Span(0, 3),), cue=(Span(5, 7),), source=(Span(8, 10),))
    >>> [(s.form, s.stance) for s in statements_of(page, [relation, relation])]
    [('indirect', 'asserts')]
    """
    quoted = quotations(page.text, page.story)
    kept = _distinct(relations)
    page_id = page.id
    ids = [statement_id(page_id, relation) for relation in kept]
    forms = [form_of(page.text, relation.content, quoted) for relation in kept]
    return tuple(
        Statement(
            id=ids[index],
            content=relation.content,
            cue=relation.cue,
            source=relation.source,
            form=form,
            voice=voice_of(page, relation.source, relation.cue),
            parent=None if parent is None else ids[parent],
            stance=stance_of(page, relation.cue, relation.content, form),
            confidence=relation.confidence,
        )
        for index, (relation, parent, form) in enumerate(zip(kept, _parents(kept), forms, strict=True))
    )


def _distinct(relations: Iterable[Relation]) -> list[Relation]:
    """One relation for each set of spans, in the order of the text."""
    surest: dict[tuple[tuple[Span, ...], ...], Relation] = {}
    for relation in relations:
        spans = (relation.content, relation.cue, relation.source)
        if spans not in surest or relation.confidence > surest[spans].confidence:
            surest[spans] = relation
    return [surest[spans] for spans in sorted(surest)]


def statement_id(page_id: str, relation: Relation) -> str:
    """A statement's id: the same spans on the same page always give the same."""
    return digest(page_id, *(repr([tuple(s) for s in x]) for x in (relation.content, relation.cue, relation.source)))


def _parents(relations: Sequence[Relation]) -> list[int | None]:
    """For each relation the index of its parent; ``relations`` are sorted by where their content starts."""
    starts = [relation.content[0].start for relation in relations]
    ends = [relation.content[-1].end for relation in relations]
    parents: list[int | None] = []
    for relation in relations:
        spans = (*relation.content, *relation.cue, *relation.source)
        reach = max(span.end for span in spans)
        last = bisect_right(starts, min(span.start for span in spans))
        holders = [
            other
            for other in range(max(0, last - PARENT_WINDOW), last)
            if ends[other] >= reach
            and relations[other].content != relation.content
            and _holds(relations[other].content, spans)
        ]
        parents.append(min(holders, key=lambda other: _size(relations[other].content), default=None))
    return parents


def _holds(content: tuple[Span, ...], spans: tuple[Span, ...]) -> bool:
    return all(any(part.start <= span.start and span.end <= part.end for part in content) for span in spans)


def _size(spans: tuple[Span, ...]) -> int:
    return sum(span.end - span.start for span in spans)

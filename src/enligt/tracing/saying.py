"""All that comparing needs to know of one statement: what it says as numbers, its dates, its figures, its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.records import Page, Span, Statement, Traced

if TYPE_CHECKING:
    from enligt.tracing.meaning import Meaning, Sense

#: Words of a content that is read by itself; a shorter one ("out of the question", "fifty-six") says little without
#: its sentence.
ENOUGH_WORDS = 3
#: Code points of the sentence on each side of a short content.
SENTENCE_REACH = 300
#: How exact a date must be for two of them to speak against each other.
_EXACT = frozenset({"day", "month", "part", "season", "year"})

_SENTENCE_ENDS = (". ", "! ", "? ", "… ", "\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A statement, or an assertion of the page's own, ready to be compared.

    ``text`` is its content, or its sentence where that is very short; ``whens`` are the first and last day (ISO) of
    each date in the content, ``figures`` the least and greatest value and the currency (or ``""``) of each amount;
    ``among`` is how many sayings its page has.
    """

    page: str
    statement: Statement
    text: str
    sense: Sense
    whens: tuple[tuple[str, str], ...] = ()
    figures: tuple[tuple[float, float, str], ...] = ()
    negated: bool = False
    among: int = 1
    lang: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None

    @property
    def id(self) -> str:
        """The statement's id."""
        return self.statement.id

    def facts(self) -> dict[str, Any]:
        """What is kept of it beside its statement and sense, as JSON."""
        return {
            "text": self.text,
            "whens": self.whens,
            "figures": self.figures,
            "negated": self.negated,
            "among": self.among,
        }

    @staticmethod
    def kept(page: Page, page_id: str, statement: Statement, sense: Sense, facts: dict[str, Any]) -> Saying:
        """The saying of what was kept."""
        return Saying(
            page=page_id,
            statement=statement,
            text=facts["text"],
            sense=sense,
            whens=tuple((first, last) for first, last in facts["whens"]),
            figures=tuple((low, high, unit) for low, high, unit in facts["figures"]),
            negated=facts["negated"],
            among=facts["among"],
            lang=page.lang,
            outlet=page.outlet,
            published=page.published,
            url=page.url,
        )


def sayings(traced: Traced, meaning: Meaning) -> list[Saying]:
    """A page's statements and its own assertions, in the order of the text."""
    from enligt.attributing.stance import negated
    from enligt.dating import amounts, dates

    page = traced.page
    ordered = sorted((*traced.statements, *traced.assertions), key=lambda one: (one.content[0], one.id))
    found = []
    for statement, sense in zip(ordered, _senses(page, ordered, meaning), strict=True):
        whens = dates(page.text, statement.content, page.lang, page.published)
        figures = amounts(page.text, statement.content, page.lang)
        found.append(
            Saying(
                page=page.id,
                statement=statement,
                text=" ".join(page.text[start:end] for start, end in proposition(page, statement.content)),
                sense=sense,
                whens=tuple(
                    (when.start.isoformat(), when.end.isoformat()) for when in whens if when.precision in _EXACT
                ),
                figures=tuple((float(one.low), float(one.high), one.currency or "") for one in figures),
                negated=negated(page.words(*statement.content), page.lang),
                among=len(ordered),
                lang=page.lang,
                outlet=page.outlet,
                published=page.published,
                url=page.url,
            )
        )
    return found


def _senses(page: Page, ordered: Iterable[Statement], meaning: Meaning) -> Iterator[Sense]:
    """The senses of statements in the order of the text, each read within the blocks that hold it."""
    from enligt.tracing.meaning import Told

    told: list[tuple[Span, list[list[Span]]]] = []
    for statement in ordered:
        said = proposition(page, statement.content)
        first, last = said[0].start, said[-1].end
        held = [block.span for block in page.blocks if block.span.start < last and first < block.span.end]
        around = Span(min([first, *(one.start for one in held)]), max([last, *(one.end for one in held)]))
        if not told or told[-1][0] != around:
            told.append((around, []))
        told[-1][1].append([Span(start - around.start, end - around.start) for start, end in said])
    for senses in meaning.within(Told(page.text[start:end], contents) for (start, end), contents in told):
        yield from senses


def proposition(page: Page, content: Sequence[Span]) -> list[Span]:
    """Where a content says what it says: itself; its whole sentence where it has too few words to say much.

    >>> page = Page(text="The mission stays. The envoy called it politeness. Then he left.")
    >>> [page.words(span) for span in proposition(page, [Span(39, 49)])]
    ['The envoy called it politeness.']
    """
    if sum(len(page.words(span).split()) for span in content) >= ENOUGH_WORDS:
        return list(content)
    first, last = content[0].start, content[-1].end
    before = page.text[max(0, first - SENTENCE_REACH) : first]
    after = page.text[last : last + SENTENCE_REACH]
    begin = max(before.rfind(end) + len(end) if end in before else 0 for end in _SENTENCE_ENDS)
    stop = min(after.find(end) + 1 if end in after else len(after) for end in _SENTENCE_ENDS)
    whole = page.text[first - len(before) + begin : last + stop]
    start = first - len(before) + begin + len(whole) - len(whole.lstrip())
    return [Span(start, start + len(whole.strip()))]

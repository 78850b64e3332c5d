"""Words → dates: every date expression in some stretches of a page, as ISO dates and intervals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from enligt.dating.found import Relation, When
from enligt.dating.intervals import Leaning
from enligt.dating.lexicon import Lexicon, lexicon
from enligt.dating.resolving import Expression
from enligt.dating.scanning import Line, scan_all
from enligt.records import Span

#: A bare number of four digits is a year only between these.
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
#: Words before a date in which a future verb of its clause is looked for: the length of a longish clause.
_CLAUSE_REACH = 14
#: Words such as "on" and "the" that are passed over between a date and the word that relates to it.
_GLUE_REACH = 3
#: Letters of the shortest verb that a future ending is looked for in ("fera").
_SHORTEST_VERB = 4
_CLAUSE_BREAKS = ".,:|()"

_DAY = r"n(?:[-:]?O|\.)?"
_DAYS = rf"{_DAY}(?:[-r]{_DAY})?"
_ENGLISH_DAYS = r"nO?(?:[-r]nO?)?"
_HEAD = r"(?:[WR],?o{0,2})?"


@cache
def date_pattern(month_first: bool, direction_after: bool) -> re.Pattern[str]:
    """What a date expression looks like in codes; the group's name is the kind of date. Linear: all is bounded."""
    this_year = "LJ|JL" if direction_after else "LJ"
    year = rf"(?:,?o{{0,2}}(?:yJ?|z|{this_year}))"
    after = "L?" if direction_after else ""
    kinds = {
        "void": r"V[Ll]?(?:[WwUJ]|[nk#][UJW])",
        "full": rf"{_HEAD}D",
        "day": rf"{_HEAD}{_DAYS}o?[Mm](?:\.?{year})?"
        + (rf"|{_HEAD}[Mm]\.?{_ENGLISH_DAYS}(?!-?[Ee$%UJn])(?:{year})?" if month_first else ""),
        "month": rf"(?:[PL]o{{0,2}})?[Mm](?:\.?{year})?{after}",
        "stretch": r"[Ll]o{0,2}[nk][UJ]|[nk][Ll][UJ]|lo?[UJ]",
        "count": r"(?:[nkq]|#)?[UJ]a|A[nkq]x?[UJ]|I[nkq][UJ](?!o)",
        "season": rf"(?:[PLl]o?)?[Ss](?:{year})?{after}|Z",
        "decade": r"(?:Po{0,2})?J?y-?[TO]|ty",
        "part": rf"Po{{0,2}}(?:z|yJ?|{this_year}|[Ll]?[UJ])|Q",
        "year": r"Jo?y|y[-r][yn#]J?|yJ?|z",
        "unit": rf"L[UJ]{'|[UJ]L' if direction_after else ''}|Z",
        "weekday": rf"(?:[Ll]o?)?W{after}",
        "relative": r"R(?:,?o?W)?",
    }
    # The look ahead passes over ordinary words at once.
    return re.compile(r"(?![xo,.|F])(?:" + "|".join(f"(?P<{kind}>{p})" for kind, p in kinds.items()) + ")")


def dates(text: str, spans: Iterable[Span], lang: str | None, published: str | None) -> list[When]:
    """Every date expression inside the spans, in order, each as an ISO date or interval.

    ``published`` is the page's ISO date or date-time; without it, or if it is none, only dates that need no other date
    are found.

    >>> text = "Avtalet löpte ut igår, den 5 februari."
    >>> [(text[w.span.start : w.span.end], w.iso) for w in dates(text, [Span(0, 38)], "sv", "2026-02-06")]
    [('igår, den 5 februari', '2026-02-05')]
    """
    words = lexicon(lang)
    try:
        today = date.fromisoformat((published or "")[:10])
    except ValueError:
        today = None
    return [when for line in scan_all(text, spans, words) for when in _dates_of(line, words, today)]


def date_ranges(line: Line, words: Lexicon) -> list[tuple[int, int]]:
    """The ranges of tokens that read as dates, whether or not it can be said which: no amount stands there."""
    matches = date_pattern(words.month_first, words.direction_after).finditer(line.codes)
    return [match.span() for match in matches if match.lastgroup != "year" or _is_year(line, *match.span(), words)]


def _dates_of(line: Line, words: Lexicon, today: date | None) -> Iterator[When]:
    for match in date_pattern(words.month_first, words.direction_after).finditer(line.codes):
        kind, (start, end) = match.lastgroup, match.span()
        if kind == "void" or (kind == "year" and not _is_year(line, start, end, words)):
            continue
        if kind == "month" and not _is_month(line, start, end, words):
            continue
        first, relation, strict = _related(line, start, words)
        leaning: Leaning = "only back" if strict else "deadline" if relation in ("by", "until") else "back"
        if leaning == "back" and _is_ahead(line, start, end, words):
            leaning = "ahead"
        expression = Expression(line.tokens[start:end], line.codes[start:end], today, leaning, words)
        try:
            found = expression.interval(kind or "")
        except (ValueError, OverflowError):  # the 31st of February, a million years ago
            continue
        if found is not None:
            span = Span(line.tokens[first].start, line.tokens[end - 1].end)
            (since, until), precision, remark = found
            yield When(span=span, start=since, end=until, precision=precision, relation=relation, remark=remark)


def _related(line: Line, start: int, words: Lexicon) -> tuple[int, Relation, bool]:
    """Where the expression begins with its preposition, how it relates, and whether it must lie in the past."""
    at = start
    for _ in range(_GLUE_REACH):
        if found := line.before(at, words.relations):
            relation = found[1]
            if relation == "from":
                return found[0], "since", False
            return found[0], _RELATIONS[relation], relation == "since"
        if at == 0 or line.tokens[at - 1].text not in words.sets["glue"]:
            break
        at -= 1
    return at, "on", False


_RELATIONS: dict[str, Relation] = {"by": "by", "until": "until", "since": "since"}


def _is_year(line: Line, start: int, end: int, words: Lexicon) -> bool:
    """Whether a bare number of four digits is a year: told by the words around it."""
    codes = line.codes[start:end]
    if "J" in codes or "z" in codes or codes[1:2] == "-":
        return True
    tokens, at = line.tokens, start
    if not _FIRST_YEAR <= tokens[at].entry.number <= _LAST_YEAR or line.codes[end : end + 1] in (
        "E",
        "e",
        "$",
        "%",
        "U",
    ):
        return False
    before = tokens[at - 1].text if at else ""
    after = tokens[end].text if end < len(tokens) else ""
    if before in words.sets["year_glue"] or after in words.sets["year_nouns"]:
        return True
    if before == "(" and after in (")", ",", "-"):
        return True
    if line.codes[max(0, at - 2) : at] in ("y&", "yr") or line.codes[end : end + 2] in ("&y", "ry"):
        return True
    relation, bound = line.before(at, words.relations), line.before(at, words.bounds)
    return relation is not None and (bound is None or bound[0] > relation[0])


def _is_month(line: Line, start: int, end: int, words: Lexicon) -> bool:
    """Whether a month's name alone is one; "May" and "Mars" need a word that says so."""
    if line.codes[start:end] != "m":
        return True
    return start > 0 and line.tokens[start - 1].text in words.sets["month_glue"]


def _is_ahead(line: Line, start: int, end: int, words: Lexicon) -> bool:
    """Whether the clause speaks of the future: a word before the date in its clause, or the verb right after it."""
    if line.codes[end : end + 1] == "F":
        return True
    for at in range(start - 1, max(-1, start - 1 - _CLAUSE_REACH), -1):
        code = line.codes[at]
        if code == "F" or (code == "x" and words.endings["future"] and _ends_ahead(line.tokens[at].text, words)):
            return True
        if code in _CLAUSE_BREAKS:
            break
    return False


def _ends_ahead(word: str, words: Lexicon) -> bool:
    return len(word) >= _SHORTEST_VERB and word.endswith(words.endings["future"])

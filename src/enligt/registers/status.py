"""Clause → how real it is: happened, planned, proposed, denied or conditional; and on what condition."""

from __future__ import annotations

import re

from enligt.dating import When
from enligt.records import EntryStatus, Span
from enligt.registers.clauses import Clause

#: Words before and after the telling word in which a negation or a modal verb belongs to it.
_NEGATED_BEFORE, _NEGATED_AFTER = 5, 3
_MODAL_BEFORE, _MODAL_AFTER = 9, 4
#: Words of the shortest condition: "if so" is none.
_SHORTEST_CONDITION = 3
#: Code points of the longest condition that is quoted.
_LONGEST_CONDITION = 200
#: What a negation or a modal verb does not reach across.
_BREAK = re.compile(r"[:;!?]|\s[–—]\s")
_END = re.compile(r"[,.;:!?»”\n]|\s[–—]\s")


def status_of(clause: Clause, trigger: Span, when: When | None = None) -> EntryStatus:
    """How real the thing is that ``trigger`` tells, where ``when`` is the day on which it happened or is due.

    What depends on something is conditional only while no day is set for it; what is set for a day unless something
    comes between is planned.
    """
    if _is_denied(clause, trigger):
        return "denied"
    if is_ahead(clause, when):
        return "planned"
    if condition_of(clause):
        return "conditional"
    if any(_near(clause, key, trigger, _MODAL_BEFORE, _MODAL_AFTER) for key in ("planned", "recurring")):
        return "planned"
    return "proposed" if _near(clause, "proposed", trigger, _MODAL_BEFORE, _MODAL_AFTER) else "happened"


def is_ahead(clause: Clause, when: When | None) -> bool:
    """Whether a day lies after that of the page."""
    today = clause.reading.today
    return when is not None and today is not None and when.end > today and when.start > today.replace(day=1)


def _is_denied(clause: Clause, trigger: Span) -> bool:
    """Whether a negation belongs to a word, or somebody denies what it tells."""
    statement = clause.saying(trigger)
    denied = statement is not None and statement.stance == "denies"
    return denied or _near(clause, "denied", trigger, _NEGATED_BEFORE, _NEGATED_AFTER)


def condition_of(clause: Clause) -> str | None:
    """The words that make what a clause tells depend on something, up to the next comma."""
    text = clause.page.text
    for marker in clause.found("status", "conditional"):
        if not clause.is_false(marker):
            last = min(clause.span.end, marker.start + _LONGEST_CONDITION)
            end = _END.search(text, marker.end, last)
            words = text[marker.start : end.start() if end else last].split()
            if len(words) >= _SHORTEST_CONDITION:
                return " ".join(words)
    return None


def _near(clause: Clause, key: str, trigger: Span, before: int, after: int) -> bool:
    window = Span(clause.before(trigger, before).start, clause.after(trigger, after).end)
    text = clause.page.text
    start = max((m.end() for m in _BREAK.finditer(text, window.start, trigger.start)), default=window.start)
    end = _BREAK.search(text, trigger.end, window.end)
    window = Span(start, end.start() if end else window.end)
    return any(
        window.start <= one.start < window.end and not clause.is_false(one) for one in clause.found("status", key)
    )

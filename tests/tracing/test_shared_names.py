"""Pages that name the same persons and places share numbers, whatever their language and script."""

from __future__ import annotations

import time

from enligt.records import Name, Page, Span, Traced
from enligt.tracing.shared_names import MAX_WORDS, name_hashes


def naming(*names: str) -> Traced:
    text, found = "", []
    for name in names:
        found.append(Name("PER", Span(len(text), len(text) + len(name))))
        text += f"{name} "
    return Traced(page=Page(text=text), statements=(), names=tuple(found))


def test_a_name_is_one_in_all_scripts_and_cases() -> None:
    swedish = name_hashes(naming("Maja Lindqvist", "Kristianstad"))
    for other in ("Lindqvists", "Линдквист", "Линдквисту", "Kristianstads", "Кристианстаде"):
        assert name_hashes(naming(other)) <= swedish, other
    assert not name_hashes(naming("Torvald Ek-Hansson", "Жуковский")) & swedish


def test_what_stands_outside_of_names_or_is_short_does_not_count() -> None:
    page = Page(text="Maja Lindqvist spoke for the EU.")
    assert not name_hashes(Traced(page=page, statements=()))
    assert not name_hashes(Traced(page=page, statements=(), names=(Name("ORG", Span(29, 31)),)))


def test_a_page_of_very_many_names_is_looked_at_in_part() -> None:
    names = [f"{a}o{b}o{c}ok" for a in "bdgklmnprstv" for b in "bdgklmnprstv" for c in "bdgklmnprstv"] * 20
    began = time.perf_counter()
    assert len(name_hashes(naming(*names))) <= MAX_WORDS
    assert time.perf_counter() - began < 2

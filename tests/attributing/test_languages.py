"""The words of every language tell its voices, denials and pointers: examples of each in ``languages/*.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from enligt.attributing.lexicon import languages, lexicon
from enligt.attributing.stance import denying_cue, negated
from enligt.attributing.voice import voice_of
from enligt.naming.wording import wording
from enligt.records import Page, Span

EXAMPLES = {
    file.stem: tomllib.loads(file.read_text("utf-8")) for file in sorted(Path(__file__).parent.glob("languages/*.toml"))
}


def each(table: str) -> Iterator[Any]:
    """A language, a kind and an example of it, of a table of all languages."""
    for lang, told in EXAMPLES.items():
        for kind, examples in told[table].items():
            for example in examples:
                yield pytest.param(lang, kind, example, id=f"{lang}: {example}")


def test_every_language_has_examples() -> None:
    assert EXAMPLES.keys() >= set(languages()) - {"de", "en", "fr", "ru"}  # which have tests of their own


@pytest.mark.parametrize(("lang", "kind", "words"), [*each("voices")])
def test_voice(lang: str, kind: str, words: str) -> None:
    assert voice_of(Page(text=words, lang=lang), [Span(0, len(words))], []) == kind


@pytest.mark.parametrize(("lang", "kind", "words"), [*each("negated")])
def test_what_is_in_the_negative(lang: str, kind: str, words: str) -> None:
    assert negated(words, lang) == (kind == "yes")


@pytest.mark.parametrize(("lang", "kind", "words"), [*each("denying")])
def test_what_denies(lang: str, kind: str, words: str) -> None:
    assert denying_cue(words, lang) == (kind == "yes")


@pytest.mark.parametrize(("lang", "kind", "words"), [*each("pointing")])
def test_what_points_at_somebody(lang: str, kind: str, words: str) -> None:
    known = getattr(wording(lang), kind)
    assert known.search(words) if isinstance(known, re.Pattern) else words in known


def test_words_are_known_folded_too() -> None:
    assert "Αυτός".casefold() in wording("el").masculine


def test_a_language_may_have_the_words_of_another() -> None:
    assert lexicon("bs") == lexicon("hr")
    assert wording("bs").masculine == wording("hr").masculine != frozenset()


@pytest.mark.parametrize(("lang", "words"), [("hr", "članovi županijskih klubova"), ("el", "οι κάτοικοι των χωριών")])
def test_small_letters_of_all_scripts_begin_no_name(lang: str, words: str) -> None:
    assert voice_of(Page(text=words, lang=lang), [Span(0, len(words))], []) == "group"

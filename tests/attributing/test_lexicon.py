import pytest

from enligt.attributing.lexicon import WORD_VOICES, languages, lexicon, report_clause

FULL = ("de", "en", "fr", "ru", "sv")


def test_the_five_languages_are_there() -> None:
    assert set(FULL) <= set(languages())


@pytest.mark.parametrize("lang", languages())
def test_every_lexicon_says_what_its_readers_need(lang: str) -> None:
    words = lexicon(lang)
    assert words.verbs
    assert words.that
    assert words.according | words.according_after
    assert all(words.voices[voice].pattern != "(?!)" for voice in WORD_VOICES)
    entries = words.verbs | words.thoughts | words.according | words.that | words.openers | words.leading
    assert all(entry == entry.lower().strip() for entry in entries), "entries are compared in lower case"


@pytest.mark.parametrize(
    "text", ["Ja, säger hon", "Да, — сказал он", "Oui, a dit Anne", "Nein! rief er", "Yes, said Ann"]
)
def test_reporting_clause_is_found_in_any_language(text: str) -> None:
    assert report_clause().search(text)

import unicodedata

import pytest

from enligt.ledger.matching import search_key


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ТАРХАНОВ", "по словам Тарханова"),
        ("åsa öberg", "ÅSA ÖBERG, minister"),
        ("Straße", "die STRASSE"),
        (unicodedata.normalize("NFD", "Merlé"), "Ms Merlé"),
        ("Ｌｉｎｄ", "Birger Lind"),
        ("O'Neil", "Pat O’Neil"),
    ],
)
def test_a_name_is_found_in_other_case_composition_and_width(name: str, words: str) -> None:
    assert search_key(name) in search_key(words)


@pytest.mark.parametrize(("name", "words"), [("Lind", "Blind Man"), ("ann lee", "Ann B. Lee")])
def test_a_name_is_not_found_inside_other_words(name: str, words: str) -> None:
    assert search_key(name) not in search_key(words)


def test_marks_alone_are_no_name() -> None:
    assert search_key(" %_*\"' ") == ""

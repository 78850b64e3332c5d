import pytest

from .conftest import entries, names


def positions(text: str, lang: str) -> list[tuple[list[str], str | None, str]]:
    return [(names(one), one.side, one.status) for one in entries(text, lang) if one.kind == "position"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Poland opposes the new ferry tax."),
        ("sv", "Polen motsätter sig den nya färjeskatten."),
        ("ru", "Польша выступает против нового налога."),
        ("de", "Polen blockiert die neue Steuer seit Jahren."),
        ("fr", "La Pologne s'oppose à la nouvelle taxe."),
    ],
)
def test_who_is_against_something(lang: str, text: str) -> None:
    assert positions(text, lang) == [(["Poland"], "against", "happened")]


def test_two_together_want_something() -> None:
    assert positions("Estland och Lettland vill att EU ska öppna hamnen.", "sv") == [
        (["Estonia", "Latvia"], None, "proposed")
    ]


def test_not_to_block_is_denied_and_not_to_want_is_against() -> None:
    assert positions("Россия не блокирует новый мандат.", "ru") == [(["Russia"], "against", "denied")]
    assert positions("Norway does not want a new ferry tax.", "en") == [(["Norway"], "against", "happened")]


@pytest.mark.parametrize(
    "text",
    [
        "Does Poland want a new ferry tax?",
        "If Poland wanted a ferry tax, it would say so.",
        "Poland has 5 percent support in the north.",
        "Norway backed by Poland went home.",
        "Poland wants to know who paid.",
        "Poland rejected the accusation that it had paid.",
    ],
)
def test_what_is_no_position(text: str) -> None:
    assert positions(text, "en") == []

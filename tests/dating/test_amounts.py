"""Amounts in running text, language by language."""

import pytest

from enligt.dating import amounts
from enligt.records import Span


def read(text: str, lang: str) -> list[tuple[float, float, str, str]]:
    found = amounts(text, [Span(0, len(text))], lang)
    return [(float(amount.low), float(amount.high), amount.unit, amount.bound) for amount in found]


@pytest.mark.parametrize(
    ("lang", "text", "low", "high", "unit", "bound"),
    [
        ("sv", "nästan 5 miljarder euro", 5e9, 5e9, "EUR", "nearly"),
        ("sv", "högst 1 550 stridsspetsar", 1550, 1550, "stridsspetsar", "at most"),
        ("sv", "två finländska miljoner,", 2e6, 2e6, "", "exact"),
        ("sv", "12,4 procent", 12.4, 12.4, "%", "exact"),
        ("en", "$500 million", 5e8, 5e8, "USD", "exact"),
        ("en", "£716m", 716e6, 716e6, "GBP", "exact"),
        ("en", "C$5bn", 5e9, 5e9, "CAD", "exact"),
        ("en", "700 deployed launchers", 700, 700, "deployed launchers", "exact"),
        ("en", "Eight hundred and forty million euros", 84e7, 84e7, "EUR", "exact"),
        ("en", "half a million people", 5e5, 5e5, "people", "exact"),
        ("en", "1,550.5 tons", 1550.5, 1550.5, "tons", "exact"),
        ("ru", "около 30 тыс. тонн", 3e4, 3e4, "тонн", "about"),
        ("ru", "полтора миллиарда долларов", 15e8, 15e8, "USD", "exact"),
        ("de", "15 Mrd. Euro", 15e9, 15e9, "EUR", "exact"),
        ("de", "3–5 Mio. Tonnen", 3e6, 5e6, "Tonnen", "exact"),
        ("de", "rund fünfzig internationale Mitarbeiter", 50, 50, "internationale Mitarbeiter", "about"),
        ("fr", "1,5 million d’euros", 15e5, 15e5, "EUR", "exact"),
        ("fr", "environ 30 000 tonnes", 3e4, 3e4, "tonnes", "about"),
    ],
)
def test_expressions(lang: str, text: str, low: float, high: float, unit: str, bound: str) -> None:
    assert read(text, lang) == [(low, high, unit, bound)]


def test_a_part_of_a_number_shares_its_unit() -> None:
    assert [(low, unit) for low, _, unit, _ in read("56 of the 57 states", "en")] == [(56, "states"), (57, "states")]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "in 2016 voters on March 5"),
        ("en", "won 3-2 at home"),
        ("en", "call +1 555-1234"),
        ("en", "Article 5 commitments of the G20 leaders"),
        ("en", "six in 10 voters and a few thousand"),
        ("en", "an 18-year-old at one desk"),
        ("sv", "ring 08-123 45 67 den 5 mars"),
        ("de", "um 8.30 Uhr kam ein Mann"),
        ("ru", "в десять часов у С-300"),
        ("en", "1" * 100_000 + " people"),
    ],
)
def test_what_is_no_amount(lang: str, text: str) -> None:
    assert read(text, lang) == []


def test_money_names_its_currency_and_tells_whether_it_is_exact() -> None:
    (amount,) = amounts("omkring 5 miljarder kronor", [Span(0, 26)], "sv")
    assert (amount.currency, amount.unit, amount.approximate) == ("SEK", "SEK", True)
    assert (amount.span, str(amount.low)) == (Span(0, 26), "5000000000")


def test_a_number_of_very_many_digits_is_no_trouble() -> None:
    for text in ("8" * 60 + " euro", "8" * 27 + " miljarder euro", "1," + "3" * 90 + " miljoner"):
        amounts(text, [Span(0, len(text))], "sv")

import pytest

from enligt.reading import read

STORY = (
    "The harbour commission of Grenholm said on Monday that the new pier will open to ships in the spring.\n\n"
    "Its chairwoman, Ada Lindqvist, told reporters that the work had cost less than the council feared at the outset."
)


def credited(text: str, lang: str = "en") -> list[tuple[str, str]]:
    page = read(text, lang=lang)
    for credit in page.credits:
        assert credit.evidence is not None
        assert page.words(credit.evidence).strip()
    return [(credit.name, credit.kind) for credit in page.credits]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("GRENHOLM (AP) — ", ["AP"]),
        ("GRENHOLM, Nov. 19 (UPI) — ", ["UPI"]),
        ("Grenholm/Norrvik (dpa) - ", ["dpa"]),
        ("Grenholm (AFP) – ", ["AFP"]),
        ("ГРЕНХОЛЬМ, 5 марта. /ТАСС/. ", ["TASS"]),
        ("ГРЕНХОЛЬМ, 5 мар — РИА Новости. ", ["RIA Novosti"]),
        ("Гренхольм. 5 марта. INTERFAX.RU - ", ["Interfax"]),
        ("GRENHOLM, March 5 (Harbour Wire) — ", ["Harbour Wire"]),
        ("Mayor Ada Lindqvist (Lib.) — ", []),
    ],
)
def test_agency_in_the_head_of_the_story(head: str, names: list[str]) -> None:
    assert credited(head + STORY) == [(name, "wire") for name in names]


@pytest.mark.parametrize(
    ("foot", "names"),
    [
        ("\n\n(TT-Reuters)", ["TT", "Reuters"]),
        (" (AFP/dpa)", ["AFP", "dpa"]),
        ("\n\n/dpa/", ["dpa"]),
        ("\n\nТАСС", ["TASS"]),
        ("\n\n- Reuters.", ["Reuters"]),
        ("\n\nThe Associated Press contributed to this report.", ["AP"]),
        ("\n\nAssociated Press writers Bo Ek in Grenholm and Li Dahl in Norrvik contributed to this report.", ["AP"]),
        ("\n\nHarbour Wire contributed to this report.", ["Harbour Wire"]),
        ("\n\n© 2026 AFP. All rights reserved.", ["AFP"]),
        ("\n\n(Reporting by Bo Ek; Editing by Li Dahl.)", ["Reuters"]),
        ("\n\n(Harbour Wire)", ["Harbour Wire"]),
        ("\n\nMed material från NTB", ["NTB"]),
        ("\n\nMit Material der dpa", ["dpa"]),
        ("\n\nAvec AFP", ["AFP"]),
        (" ak/PAP.", ["PAP"]),
        (" PAP, mw", ["PAP"]),
        (" (rm, ČTK, DPA)", ["ČTK", "dpa"]),
    ],
)
def test_agency_at_the_foot(foot: str, names: list[str]) -> None:
    assert credited(STORY + foot) == [(name, "wire") for name in names]


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("By Ada Berg, Reuters", [("Ada Berg", "byline"), ("Reuters", "wire")]),
        ("By THE ASSOCIATED PRESS", [("AP", "wire")]),
        ("Av Ada Berg och Bo Ek", [("Ada Berg", "byline"), ("Bo Ek", "byline")]),
        ("Von Ada von Berg, dpa", [("Ada von Berg", "byline"), ("dpa", "wire")]),
        ("Par Ada Berg avec AFP", [("Ada Berg", "byline"), ("AFP", "wire")]),
        ("Автор: Ада Берг", [("Ада Берг", "byline")]),
        ("By our foreign desk and agencies", []),
    ],
)
def test_byline(byline: str, expected: list[tuple[str, str]]) -> None:
    text = f"Pier opens in spring\n\n{byline}\n\n{STORY}"
    assert credited(text) == expected
    assert any(block.kind == "byline" for block in read(text, lang="en").blocks)


@pytest.mark.parametrize(
    "title", ["By all accounts a good year", "Von der Leyen warnt vor Eile", "Av många skäl försenas bron"]
)
def test_headline_that_starts_as_a_byline_does(title: str) -> None:
    page = read(f"{title}\n\n{STORY}", lang="en")
    assert page.blocks[0].kind == "heading"
    assert page.credits == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("norrvik.example, grenholm-posten.example", ["norrvik.example", "grenholm-posten.example"]),
        ("Källor: Grenholms Posten, Norrviks Allehanda och TT", ["Grenholms Posten", "Norrviks Allehanda", "TT"]),
        ("Quelle: dpa", ["dpa"]),
        ("Source\u00a0: Le Phare de Grenholm", ["Le Phare de Grenholm"]),
        ("Источник: Гренхольмский вестник", ["Гренхольмский вестник"]),
        ("https://www.norrvik.example/2026/pier", ["norrvik.example"]),
    ],
)
def test_sources_at_the_foot(line: str, names: list[str]) -> None:
    page = read(f"{STORY}\n\n{line}", lang="en")
    assert [(credit.name, credit.kind) for credit in page.credits] == [(name, "source") for name in names]
    assert page.blocks[-1].kind == "credit"


@pytest.mark.parametrize("line", ["h/t: The Norrvik Bee", "(h/t The Norrvik Bee.)", "Hat tip: The Norrvik Bee"])
def test_hat_tip(line: str) -> None:
    assert credited(f"{STORY}\n\n{line}") == [("The Norrvik Bee", "hat-tip")]


@pytest.mark.parametrize(
    "sentence",
    [
        "She later told Reuters that the pier was safe, and an AP photographer saw ships waiting.",
        "According to an Associated Press count, forty ships waited; the Reuters poll had asked a thousand.",
        "Bo Ek / Reuters.",
        "Foto: Bo Ek/TT",
        "The dredging contributed to this report of dirty water along all of the coast, the fishermen said.",
    ],
)
def test_what_is_no_credit_of_the_page(sentence: str) -> None:
    assert credited(f"{STORY}\n\n{sentence}\n\n{STORY}") == []


def test_evidence_is_the_name_alone() -> None:
    page = read(f"GRENHOLM (AP) — {STORY}", lang="en")
    assert page.credits[0].evidence is not None
    assert page.words(page.credits[0].evidence) == "AP"

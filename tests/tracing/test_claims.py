from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from enligt.records import Page, Span, Statement, Traced
from enligt.tracing.claims import (
    AGREES,
    APART,
    CONFLICTS,
    CROWDED,
    FAR_APART,
    ONE_PAGE,
    OTHER_AFFAIR,
    SECOND_BEST,
    TOGETHER,
    USUAL,
    bound,
    gloss,
    groups,
    merges,
    nearness,
    stances,
    strangeness,
    table,
)
from enligt.tracing.meaning import Meaning
from enligt.tracing.saying import Saying, proposition, sayings


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    return Meaning(threads=2)


def told(meaning: Meaning, lang: str, *contents: str, denies: bool = False) -> list[Saying]:
    """The sayings of a page whose every line is what somebody says."""
    text = "\n".join(contents)
    statements, at = [], 0
    for content in contents:
        span = Span(at, at + len(content))
        statements.append(
            Statement(
                id=f"{lang}-{content[:12]}", content=(span,), cue=(), source=(), form="indirect", voice="unstated",
                stance="denies" if denies else "asserts",
            )
        )  # fmt: skip
        at = span.end + 1
    return sayings(
        Traced(page=Page(text=text, lang=lang, published="2026-03-10"), statements=tuple(statements)), meaning
    )


def texts(found: list[Saying]) -> list[set[str]]:
    return [{found[at].text for at in group} for group in groups(table(found))]


EN = "The harbour in Rostad will be closed for three weeks from 4 May"
SV = "Hamnen i Rostad stängs i tre veckor från den 4 maj"
RU = "Порт в Ростаде будет закрыт на три недели с 4 мая"


def test_one_proposition_in_three_languages_is_one_claim(meaning: Meaning) -> None:
    found = [
        *told(meaning, "en", EN, "Two new cranes were bought from a yard in Gdansk"),
        *told(meaning, "sv", SV, "Kaptenen gick i pension förra året"),
        *told(meaning, "ru", RU),
    ]
    assert {EN, SV, RU} in texts(found)


def test_another_figure_is_another_claim(meaning: Meaning) -> None:
    found = [
        *told(meaning, "en", "The army will receive 500 tanks from Norland"),
        *told(meaning, "sv", "Armén får 700 stridsvagnar från Norland"),
        *told(meaning, "de", "Die Armee wird 500 Panzer aus Norland erhalten"),
    ]
    assert {"The army will receive 500 tanks from Norland", "Die Armee wird 500 Panzer aus Norland erhalten"} in texts(
        found
    )
    assert len(texts(found)) == 2


def test_another_date_is_another_claim(meaning: Meaning) -> None:
    found = [*told(meaning, "en", EN), *told(meaning, "sv", SV.replace("4 maj", "9 juli"))]
    assert len(texts(found)) == 2


def test_groups_do_not_depend_on_the_order(meaning: Meaning) -> None:
    found = [
        *told(meaning, "en", EN, "The strike goes on", "Nobody was hurt in the fire at the mill"),
        *told(meaning, "sv", SV, "Strejken fortsätter", "Ingen skadades i branden i kvarnen"),
        *told(meaning, "ru", RU, "Забастовка продолжается"),
    ]
    expected = {frozenset(one) for one in texts(sorted(found, key=lambda one: one.id))}
    assert len(expected) < len(found)
    for seed in range(5):
        mixed = random.Random(seed).sample(found, len(found))
        assert {frozenset(one) for one in texts(mixed)} == expected


def test_a_reader_can_set_apart_and_together(meaning: Meaning) -> None:
    found = [*told(meaning, "en", EN, "The choir sang at noon"), *told(meaning, "sv", SV)]
    ids = [one.id for one in found]
    near = table(found)
    apart = {frozenset((ids[0], ids[1])): TOGETHER, frozenset((ids[0], ids[2])): APART}
    bound(near, ids, apart | {frozenset((ids[0], "not here")): TOGETHER})
    assert sorted(map(sorted, groups(near))) == [[0, 1], [2]]


def test_a_saying_counts_less_where_its_page_has_a_nearer_one(meaning: Meaning) -> None:
    found = [*told(meaning, "en", "one", "two"), *told(meaning, "sv", "three")]
    near = np.array([[1, 0.5, 0.8], [0.5, 1, 0.6], [0.8, 0.6, 1]], np.float32)
    counted = table(found, near)
    assert counted[0, 2] == near[0, 2]
    assert counted[1, 2] == counted[2, 1] == pytest.approx(0.6 - SECOND_BEST * 0.2)
    assert counted[0, 1] == pytest.approx(0.5 - ONE_PAGE)


def test_what_pages_of_other_affairs_say_is_further_apart(meaning: Meaning) -> None:
    found = [*told(meaning, "en", EN, "The choir sang at noon"), *told(meaning, "sv", SV)]
    affairs = {frozenset((found[0].page, found[2].page))}
    assert not strangeness(found, found, affairs).any()
    apart = strangeness(found[:2], found, ())
    assert apart.tolist() == pytest.approx(np.array([[0, 0, OTHER_AFFAIR]] * 2))


def test_pages_that_say_much_are_alike_by_chance(meaning: Meaning) -> None:
    few, other = told(meaning, "en", EN), told(meaning, "sv", SV)
    many = [replace(one, among=USUAL * 10) for one in few]
    assert nearness(few, other) - nearness(many, other) == pytest.approx(CROWDED * np.log(10) / 2)
    assert nearness([replace(few[0], among=USUAL)], other) == nearness(few, other)


def test_another_figure_says_less_in_other_words() -> None:
    def side(figure: float) -> Saying:
        return Saying(
            page=str(figure),
            statement=Statement(id="s", content=(Span(0, 1),), cue=(), source=(), form="direct", voice="author"),
            text="",
            sense=None, figures=((figure, figure, ""),),  # type: ignore[arg-type]
        )  # fmt: skip

    def loss(alike: float, monkeypatch: pytest.MonkeyPatch) -> float:
        monkeypatch.setattr("enligt.tracing.claims.alikeness", lambda *_: np.full((1, 1), alike, np.float32))
        return float(nearness([side(500)], [side(500)])[0, 0] - nearness([side(500)], [side(700)])[0, 0]) - AGREES

    with pytest.MonkeyPatch.context() as monkeypatch:
        assert loss(0.9, monkeypatch) == pytest.approx(CONFLICTS * 0.81)
        assert loss(0.3, monkeypatch) == pytest.approx(CONFLICTS * 0.09)


def test_a_wrong_pair_does_not_chain_two_claims() -> None:
    near = np.full((6, 6), 0.1, np.float32)
    near[:3, :3] = near[3:, 3:] = 0.9
    near[2, 3] = near[3, 2] = 0.7
    assert groups(near) == [[0, 1, 2], [3, 4, 5]]


def test_every_further_saying_says_why_it_is_there(meaning: Meaning) -> None:
    found = sorted(
        [*told(meaning, "en", EN), *told(meaning, "sv", SV), *told(meaning, "ru", RU)], key=lambda one: one.id
    )
    why = merges(found, table(found), [0, 1, 2])
    assert {merge.statements[0] for merge in why} == {found[1].id, found[2].id}
    assert all("date" in merge.reason for merge in why)


def test_who_denies_what_others_assert(meaning: Meaning) -> None:
    found = [
        *told(meaning, "en", "The mayor has sold the harbour"),
        *told(meaning, "sv", "Borgmästaren har sålt hamnen"),
        *told(meaning, "de", "Der Bürgermeister hat den Hafen nicht verkauft"),
        *told(meaning, "fr", "Le maire a vendu le port", denies=True),
    ]
    assert list(stances(found).values()) == ["asserts", "asserts", "denies", "denies"]
    assert list(stances(found[1:]).values()) == ["asserts", "denies", "denies"]
    assert list(stances(found[2:]).values()) == ["asserts", "asserts"]


def test_the_gloss_is_in_the_readers_language_else_english(meaning: Meaning) -> None:
    found = [*told(meaning, "en", EN), *told(meaning, "sv", SV), *told(meaning, "ru", RU)]
    near = table(found)
    assert [gloss(found, near, [0, 1, 2], reader).text for reader in ("sv", "ru", "fr")] == [SV, RU, EN]


def test_nearness_has_a_row_for_each_saying(meaning: Meaning) -> None:
    found = told(meaning, "en", EN, "The choir sang at noon")
    assert nearness(found, found[:1]).shape == (2, 1)


def test_a_short_content_is_read_with_its_sentence() -> None:
    text = "First. Kaj called the plan “madness”, and went home. Then it rained."
    start = text.index("madness")
    page = Page(text=text)
    assert page.words(*proposition(page, [Span(start, start + 7)])) == "Kaj called the plan “madness”, and went home."
    assert proposition(page, [Span(7, 36)]) == [Span(7, 36)]


def test_a_copy_says_what_its_original_says(meaning: Meaning) -> None:
    found = [
        *told(meaning, "en", "The council will not sign before the mill is tested"),
        *told(meaning, "sv", "Rådet undertecknar först när kvarnen har provats"),
        *told(meaning, "de", "Der Rat unterzeichnet erst nach der Prüfung der Mühle"),
    ]
    ids = [one.id for one in found]
    chain = [frozenset(ids[:2]), frozenset(ids[1:])]
    assert set(stances(found).values()) == {"asserts", "denies"}
    assert set(stances(found, chain).values()) == {"asserts"}


def test_other_years_speak_against_one_claim_and_the_same_year_not_for_it(meaning: Meaning) -> None:
    (one,) = told(meaning, "en", "The new quay in Rostad was paid for in 2019")
    assert one.whens == (("2019-01-01", "2019-12-31"),)
    undated, again, later, in_may = (
        replace(one, whens=whens)
        for whens in ((), one.whens, (("2024-01-01", "2024-12-31"),), (("2019-05-01", "2019-05-31"),))
    )
    plain, same_year, other_year = nearness([one], [undated, again, later])[0]
    assert same_year == pytest.approx(plain)
    assert other_year == pytest.approx(plain - CONFLICTS)
    assert nearness([in_may], [in_may])[0, 0] == pytest.approx(plain + AGREES)


def test_the_longer_apart_the_less_near_up_to_a_month(meaning: Meaning) -> None:
    (one,) = told(meaning, "en", EN)
    days = ("2026-03-10", "2026-03-11", "2026-03-20", "2026-04-09", "2027-01-01", None)
    same, next_day, later, month, year, undated = nearness([one], [replace(one, published=day) for day in days])[0]
    assert same > next_day > later > month
    assert month == pytest.approx(same - FAR_APART)
    assert (year, undated) == pytest.approx((month, same))

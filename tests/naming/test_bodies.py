"""Institutions that most states have."""

import pytest

from enligt.naming.bodies import StateBody, _known, _patterns, state_body
from enligt.naming.lists import shipped


@pytest.mark.parametrize(
    ("kind", "country", "names"),
    [
        ("armed-forces", "FI", ["Finnish Defence Forces", "Finlands försvarsmakt", "Силы обороны Финляндии"]),
        ("defence-ministry", "NO", ["norska försvarsdepartementet", "Norwegens Verteidigungsministerium"]),
        ("interior-ministry", "FR", ["ministère français de l’Intérieur", "МВД Франции", "French Interior Ministry"]),
        ("police", "PL", ["the Polish police", "polsk polis", "polnischen Polizei", "польская полиция"]),
        ("government", "NL", ["the Dutch government", "Nederländernas regering", "Правительство Нидерландов"]),
        ("navy", None, ["the Navy", "la marine nationale", "ВМС"]),
    ],
)
def test_an_institution_is_one_in_all_languages(kind, country, names):
    assert {state_body(name) for name in names} == {StateBody(kind, country)}


@pytest.mark.parametrize(
    "name", ["Finnish police officer", "the Navy of Tom Lindqvist", "Ministry of Silly Walks", "Finland", "", "of the"]
)
def test_what_says_more_or_less_is_none(name):
    assert state_body(name) is None


def test_actors_with_a_name_of_their_own_exist():
    kinds = {kind for row in _patterns().values() for kind in row}
    for (country, kind), actor in _known().items():
        assert kind in kinds
        assert shipped().actors[actor].country == country

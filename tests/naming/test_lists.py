import re
from datetime import date
from importlib.resources import files

import pytest

from enligt.errors import ListError
from enligt.naming.lists import extended, shipped, slug, titles
from enligt.reading.agencies import canonical_names

OWN = """
as_of: 2026-01-01
persons:
  - name: Anna Bergwall
    country: NO
    roles: foreign-minister of NO from 2025-02-01; adviser of kustposten
    aliases: Анна Бергваль
  - {name: Donald Trump, country: US}
outlets:
  - {name: Kustposten, domain: kustposten.example, country: SE, language: no, kind: newspaper, ownership: private}
"""


def test_every_role_has_a_title_and_somebody_to_serve():
    known = shipped()
    for actor in known.actors.values():
        for role in actor.roles:
            assert role.title in titles(), actor.name
            for whose in (role.of, role.to):
                assert whose is None or re.fullmatch("[A-Z]{2}", whose) or whose in known.actors, (actor.name, whose)


def test_every_date_is_one_and_in_order():
    for actor in shipped().actors.values():
        date.fromisoformat(actor.as_of)
        for role in actor.roles:
            held = [date.fromisoformat(day) for day in (role.since, role.until) if day]
            assert held == sorted(held), actor.name
            assert not role.since or role.since <= actor.as_of or role.until, (actor.name, "begins after as_of")


def test_one_holder_at_a_time_of_an_office_that_has_a_seat():
    holders = {}
    for actor in shipped().actors.values():
        for role in actor.roles:
            if not role.until and "seat" in titles()[role.title]:
                assert (role.title, role.of) not in holders, (actor.name, holders[role.title, role.of])
                holders[role.title, role.of] = actor.name


def test_every_outlet_says_where_it_is_and_when_that_held():
    outlets = shipped().outlets.values()
    assert len(outlets) >= 150
    assert len({outlet.domain for outlet in outlets}) == len(outlets)
    for outlet in outlets:
        assert outlet.domain
        assert outlet.country
        assert len(outlet.language) == 2, outlet.name
        assert outlet.kind in {"agency", "newspaper", "broadcaster", "magazine", "site"}, outlet.name
        date.fromisoformat(outlet.as_of)


def test_an_agency_is_written_as_in_credits_which_stands_in_one_place():
    source = (files("enligt.naming") / "data" / "outlets.yaml").read_text("utf-8")
    assert "Ассошиэйтед" in " ".join(shipped().outlets["ap"].aliases)
    assert "Ассошиэйтед" not in source
    names = set(canonical_names().values())
    known = {outlet.name for outlet in shipped().outlets.values() if outlet.kind == "agency"}
    assert len(known & names) >= 45


def test_norway_is_no_truth_value():
    assert shipped().outlets["nrk"].language == "no"
    assert shipped().actors["jonas-gahr-store"].country == "NO"


def test_a_users_list_adds_and_replaces(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(OWN, "utf-8")
    known = extended(path)
    anna = known.actors["anna-bergwall"]
    assert anna.aliases == ("Анна Бергваль",)
    assert [(role.title, role.of, role.since) for role in anna.roles] == [
        ("foreign-minister", "NO", "2025-02-01"),
        ("adviser", "kustposten", None),
    ]
    assert anna.as_of == "2026-01-01"
    assert known.outlets["kustposten"].ownership == "private"
    assert known.actors["donald-trump"].roles == ()
    assert len(known.actors) == len(shipped().actors) + 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("persons: {", "YAML"),
        ("- a\n", "mapping"),
        ("people: []", "people"),
        ("persons: 3", "list"),
        ("persons:\n  - {country: SE}", "no name"),
        ("persons:\n  - {name: A B, born: 1970}", "born"),
        ("persons:\n  - {name: A B, aliases: [A]}", "aliases"),
        ("persons:\n  - {name: A B, roles: king since 1970}", "role"),
        ("outlets:\n  - {name: A, ownership: unknown}", "ownership"),
    ],
)
def test_a_list_of_another_form_is_told_apart(tmp_path, text, reason):
    path = tmp_path / "own.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ListError, match=reason) as caught:
        extended(path)
    assert caught.value.next_step


def test_a_missing_list(tmp_path):
    with pytest.raises(ListError, match="No such file"):
        extended(tmp_path / "none.yaml")


def test_ids_are_plain():
    assert slug("RFE/RL") == "rfe-rl"
    assert all(re.fullmatch(r"[a-z0-9-]+", id_) for id_ in (*shipped().actors, *shipped().outlets))

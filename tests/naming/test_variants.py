import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.naming.variants import clustered, key, parts, same_person, similarity

ONE_ACTOR = [
    ("Лавров", "Lavrov Lawrow Lavrov's Lavrovs Lavroff Лаврова Лавровым Лаврову Lavrova Ławrow"),
    ("Зеленский", "Zelenskyj Zelensky Selenskyj Зеленський Зеленського Zelenského Zełenskiego Zelenskij Zelenskys"),
    ("Шойгу", "Shoigu Sjojgu Schoigu Choïgou Šojgu Szojgu"),
    ("Хрущев", "Chrusjtjov Khrushchev Chruschtschow Chruščov"),
    (
        "Angela Merkel",
        "Ангела|Меркель Angeli|Merkel Angelou|Merkelovou Angely|Merkelové Ангелою|Меркель Angela|Merkels",
    ),
    ("Владимир Путин", "Vladimir|Putin Владимира|Путина Wladimir|Putin Vladimirem|Putinem Władimirowi|Putinowi"),
    ("Katrin Sjögren", "Катрин|Шёгрен Катрин|Шегрен K.|Sjögren Катрин|Шёгрена"),
]

APART = [
    ("Henrik Berg", "Anna Berg"),
    ("Anna Berg", "Anna Borgström"),
    ("Daniel Kowalczyński", "Daniel Kręciński"),
    ("Anna Lind", "Hans Lund"),
    ("Scholz", "Schäuble"),
    ("Lavrov", "Laval"),
    ("H. Berg", "A. Berg"),
    ("Karl XII", "Karl XI"),
]


@pytest.mark.parametrize(("name", "others"), ONE_ACTOR)
def test_spellings_of_one_actor(name, others):
    for other in others.split():
        assert same_person(name, other.replace("|", " ")), other


@pytest.mark.parametrize(("a", "b"), APART)
def test_two_actors(a, b):
    assert not same_person(a, b)


def test_a_bare_surname_joins_its_only_bearer():
    assert clustered(["Anna Berg", "Berg", "Bergs", "Karin Holm"]) == [("Anna Berg", "Berg", "Bergs"), ("Karin Holm",)]


def test_a_bare_surname_of_two_bearers_stays_alone():
    assert ("Berg", "Bergs") in clustered(["Anna Berg", "Henrik Berg", "Bergs", "Berg"])


def test_a_bare_surname_goes_to_the_bearer_named_far_more_often():
    names = ["Anna Berg"] * 8 + ["Henrik Berg", "Berg"]
    assert ("Anna Berg", "Berg") in clustered(names)


def test_initials_choose_between_bearers():
    groups = clustered(["Anna Berg", "Henrik Berg", "H. Berg", "A.Berg"])
    assert groups == [("A.Berg", "Anna Berg"), ("H. Berg", "Henrik Berg")]


def test_scripts_meet_through_full_names():
    names = ["Тереза Мэй", "Theresa May", "Мэй", "Mayovou", "Karl Lind"]
    assert ("Karl Lind",) in clustered(names)
    assert len(clustered(names)) == 2


def test_the_order_of_names_changes_nothing():
    names = [spelling.replace("|", " ") for name, others in ONE_ACTOR for spelling in (name, *others.split())]
    names += [name for pair in APART for name in pair]
    expected = clustered(names)
    for seed in range(5):
        random.Random(seed).shuffle(names)
        assert clustered(names) == expected


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_is_taken(names):
    groups = clustered(names)
    members = [name for group in groups for name in group]
    assert len(members) == len(set(members))
    assert set(members) == {name for name in names if parts(name)}
    for name in names[:2]:
        key(name)
        assert 0 <= similarity(name, name[::-1]) <= 1


def test_a_long_and_hostile_name_takes_no_time():
    assert not same_person("Ch" * 50_000, "j" * 100_000)
    assert parts("(" * 100_000) is None


def test_many_names_that_sound_alike_take_time_by_their_number():
    vowels = "aio"
    words = [f"K{a}l{b}n{c}t{d}" for a in vowels for b in vowels for c in vowels for d in vowels]
    names = [f"Anna {word}{tail}" for word in words for tail in ("r", "rk", "rp")] + words * 4
    start = time.process_time()
    clustered(names)
    assert time.process_time() - start < 5

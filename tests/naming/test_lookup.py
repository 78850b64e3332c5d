import pytest

from enligt.naming.lists import extended
from enligt.naming.lookup import Directory, find_actor, find_outlet, find_place

ACTORS = {
    "volodymyr-zelensky": "Zelenskyj|Selenskyj|Зеленським|Volodymyr Zelenskys|Wolodymyrem Zełenskim",
    "donald-trump": "Trump|Trumps|Дональдом Трампом|Donald J. Trump|DONALD TRUMP|Donalda Trumpa",
    "mark-rutte": "Mark Ruttes|Рютте|Марком Рютте|Marka Ruttego",
    "xi-jinping": "Xi Jinping|Си Цзиньпином",
    "feridun-sinirlioglu": "Feridun Sinirlioglu|Феридуна Синирлиоглу",
    "white-house": "Vita huset|Vita husets|Белого дома|Белом доме|Weißen Hauses|la Maison-Blanche|THE WHITE HOUSE",
    "osce": "OSSE|OSSE:s|ОБСЕ|OSCE's",
    "un": "FN|FN:s|ООН|UN|Vereinte Nationen",
    "us-state-department": "Госдепе|State Department",
    "eucom": "USEUCOM|USA:s europeiska kommando",
}
OUTLETS = {
    "tass": "TASS|ТАСС|tass.ru|https://tass.com/world/1",
    "ap": "AP|Associated Press|The Associated Press|apnews.com",
    "vzglyad": "vzgljad.ru|Взгляду|vz.ru|www.vz.ru",
    "kommersant": "«Коммерсантъ»|Коммерсанта|kommersant.ru",
    "izvestia": "Известиям|«Известия»|iz.ru",
    "dagens-nyheter": "DN|DN:s|Dagens Nyheters|dn.se",
    "interfax-ukraine": "Interfax-Ukraine|interfax.com.ua",
    "the-washington-post": "Washington Post|The Washington Post's|Washington Posts",
    "sz": "Süddeutsche Zeitung|der Süddeutschen Zeitung|sueddeutsche.de",
    "politico": "Politico|politico.com",
    "politico-europe": "www.politico.eu/article",
}


@pytest.mark.parametrize("id_", ACTORS)
def test_actors_in_every_spelling(id_):
    for name in ACTORS[id_].split("|"):
        actor = find_actor(name.removeprefix("la "))
        assert actor is not None, name
        assert actor.id == id_, name


@pytest.mark.parametrize(
    "name",
    [
        "Anna Bergwall",
        "Clinton",
        "dn",
        "Cassius",
        "Donald Duck",
        "Vladimir Berg",
        "John Bolton",
        "Peter Navarro",
        "Mike Spence",
        "Алексей Путилин",
        "Maria Sjögren",
        "",
        "…",
    ],
)
def test_strangers_and_doubtful_names_are_nobody(name):
    assert find_actor(name) is None


@pytest.mark.parametrize("id_", OUTLETS)
def test_outlets_by_name_and_domain(id_):
    for name in OUTLETS[id_].split("|"):
        outlet = find_outlet(name.removeprefix("der "))
        assert outlet is not None, name
        assert outlet.id == id_, name


def test_small_letters_name_no_outlet_by_their_sound():
    assert find_outlet("polityk") is None
    assert find_outlet("El mando") is None
    assert find_outlet("Politiko").id == "politico"


@pytest.mark.parametrize(
    "name", ["dn", "sr", "example.org", "evil-tass.ru", "tass.ru.example", "Anna", "", "http://[", "[a](tass.ru/"]
)
def test_other_words_and_domains_are_no_outlet(name):
    assert find_outlet(name) is None


@pytest.mark.parametrize(
    ("name", "lang", "country", "kind"),
    [
        ("Estland", "sv", "EE", "country"),
        ("Rysslands", "sv", "RU", "country"),
        ("USA:s", "sv", "US", "country"),
        ("Эстонией", "ru", "EE", "country"),
        ("Нигерии", "ru", "NG", "country"),
        ("США", "ru", "US", "country"),
        ("Frankreichs", "de", "FR", "country"),
        ("États-Unis", "fr", "US", "country"),
        ("Turkey", "en", "TR", "country"),
        ("Litwy", "pl", "LT", "country"),
        ("Moskva", "sv", "RU", "capital"),
        ("Moscow", "en", "RU", "capital"),
        ("Brüssel", "de", "BE", "capital"),
        ("Киева", "ru", "UA", "capital"),
        ("Washingtons", "sv", "US", "capital"),
        ("Pékin", "fr", "CN", "capital"),
        ("Kreml", "sv", "RU", "house"),
        ("Vita husets", "sv", "US", "house"),
        ("l'Élysée", "fr", "FR", "house"),
        ("Downing Street", "en", "GB", "house"),
        ("Эстонии", None, "EE", "country"),
    ],
)
def test_places_in_their_languages(name, lang, country, kind):
    place = find_place(name, lang)
    assert place is not None
    assert (place.country, place.kind) == (country, kind)


def test_brussels_stands_for_the_union():
    assert find_place("Bryssel", "sv").stands_for == "eu"


@pytest.mark.parametrize("name", ["us", "Anna", "Berg", "", "Kust"])
def test_other_words_are_no_place(name):
    assert find_place(name, "en") is None


def test_a_language_that_nobody_knows_is_read_as_english():
    assert find_place("Estonia", "xx-!").country == "EE"


def test_a_directory_of_ones_own(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text(
        "persons:\n  - {name: Анна Бергваль, id: anna}\noutlets:\n  - {name: Kustposten, domain: kp.example}"
    )
    directory = Directory(extended(path))
    assert find_actor("Anna Bergvals", directory).id == "anna"
    assert find_outlet("Kustpostens", directory).id == "kustposten"
    assert find_actor("Lavrov", directory).id == "sergey-lavrov"


@pytest.mark.parametrize("name", ["Kust", "УНН", "UN-rad", "Un"])
def test_a_bare_name_must_be_spelt_like_the_actors(name):
    assert find_actor(name) is None


@pytest.mark.parametrize(
    ("name", "id_"), [("Lawrow", "sergey-lavrov"), ("Sacharowa", "maria-zakharova"), ("COSTA", "antonio-costa")]
)
def test_a_bare_name_in_another_spelling(name, id_):
    assert find_actor(name).id == id_


def test_a_name_that_sounds_like_a_country_is_none():
    assert find_place("Perry", "sl") is None
    assert find_place("Peruja", "sl").country == "PE"

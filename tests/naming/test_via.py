import pytest

from enligt.attributing import statements_of
from enligt.naming.speakers import resolved
from enligt.records import Block, Credit, Page, Relation, Span


def chains(text, lang, *rows, **more):
    """The chain of each row (source, cue, content): names, and the words that prove each link (None if inferred)."""
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", Span(at, at + len(line))))
        at += len(line) + 1
    page = Page(text=text, lang=lang, blocks=tuple(blocks), **more)

    def spans(words, near=0):
        starts = [at for at in range(len(text)) if words and text.startswith(words, at)]
        return tuple(Span(at, at + len(words)) for at in sorted(starts, key=lambda at: abs(at - near))[:1])

    relations = [
        Relation(content=spans(content), cue=spans(cue, text.index(content)), source=spans(source, text.index(content)))
        for source, cue, content in rows
    ]
    done = {page.words(*one.content): one for one in resolved(page, statements_of(page, relations))}
    return [
        [(link.name, page.words(link.evidence) if link.evidence else None) for link in done[content].via]
        for _, _, content in rows
    ]


@pytest.mark.parametrize(
    ("text", "lang", "row"),
    [
        ("Hamnen stängs, rapporterar Axios med hänvisning till en amerikansk tjänsteman.", "sv",
         ("en amerikansk tjänsteman", "rapporterar", "Hamnen stängs")),
        ("Hamnen stängs, sade Ada Lind till Axios.", "sv", ("Ada Lind", "sade", "Hamnen stängs")),
        ("Hamnen stängs, citerar Axios en diplomat.", "sv", ("en diplomat", "citerar", "Hamnen stängs")),
        ("“The port closes,” Ada Lind told Axios.", "en", ("Ada Lind", "told", "The port closes")),
        ("Порт закрывают, сообщает Axios со ссылкой на чиновника.", "ru", ("чиновника", "сообщает", "Порт закрывают")),
        ("«Порт закрывают», — заявил Олег Рябов изданию Axios.", "ru", ("Олег Рябов", "заявил", "Порт закрывают")),
        ("Der Hafen schließt, berichtet Axios unter Berufung auf einen Beamten.", "de",
         ("einen Beamten", "berichtet", "Der Hafen schließt")),
        ("„Der Hafen schließt“, sagte Udo Kern Axios.", "de", ("Udo Kern", "sagte", "Der Hafen schließt")),
        ("« Le port ferme », a déclaré Luc Roy à Axios.", "fr", ("Luc Roy", "déclaré", "Le port ferme")),
        ("« Le port ferme », dit Luc Roy, cité par Axios.", "fr", ("Luc Roy", "dit", "Le port ferme")),
    ],
)  # fmt: skip
def test_the_outlet_in_the_reporting_words_is_a_link_with_its_words(text, lang, row):
    assert chains(text, lang, row) == [[("Axios", "Axios")]]


@pytest.mark.parametrize(
    ("text", "lang", "row"),
    [
        ("According to Axios, which cites Reuters, an official says the port closes.", "en",
         ("an official", "says", "the port closes")),
        ("D'après Axios, qui cite Reuters, un responsable dit que le port ferme.", "fr",
         ("un responsable", "dit", "le port ferme")),
        ("Wie Axios unter Berufung auf Reuters berichtet, sagt ein Beamter, der Hafen schließe.", "de",
         ("ein Beamter", "sagt", "der Hafen schließe")),
    ],
)  # fmt: skip
def test_of_two_outlets_the_one_cited_is_nearer_the_speaker(text, lang, row):
    assert [name for name, _ in chains(text, lang, row)[0]] == ["Reuters", "Axios"]


@pytest.mark.parametrize(
    ("text", "lang", "row"),
    [
        ("Le port ferme, rapporte le quotidien allemand Molenbote, qui cite l’agence russe Kai-Inform.", "fr",
         ("le quotidien allemand Molenbote, qui cite l’agence russe Kai-Inform", "rapporte", "Le port ferme")),
        ("The port closes, reports the daily Molenbote, which cites the news agency Kai-Inform.", "en",
         ("the daily Molenbote", "reports", "The port closes")),
        ("Hamnen stängs, skriver tidningen Molenbote och hänvisar till nyhetsbyrån Kai-Inform.", "sv",
         ("tidningen Molenbote", "skriver", "Hamnen stängs")),
    ],
)  # fmt: skip
def test_an_outlet_that_speaks_is_farther_from_the_speaker_than_the_one_it_cites(text, lang, row):
    assert [name for name, _ in chains(text, lang, row)[0]] == ["Kai-Inform", "Molenbote"]


def test_according_to_an_outlet_in_the_source_is_a_link():
    text = "Hamnen stängs, säger en hög tjänsteman enligt The Pier Dispatch."
    row = ("en hög tjänsteman enligt The Pier Dispatch", "säger", "Hamnen stängs")
    assert chains(text, "sv", row) == [[("The Pier Dispatch", "The Pier Dispatch")]]


def test_a_word_for_an_outlet_is_the_one_named_before():
    text = "Hamnen stängs, skriver Axios. Den stängs sent, sade en diplomat till portalen."
    rows = [("Axios", "skriver", "Hamnen stängs"), ("en diplomat", "sade", "Den stängs sent")]
    assert chains(text, "sv", *rows) == [[("Axios", "Axios")], [("Axios", "portalen")]]


def test_the_pages_own_outlet_is_no_link():
    text = "Hamnen stängs, sade Ada Lind till Kustposten. Den stängs sent, sade hon till tidningen."
    rows = [("Ada Lind", "sade", "Hamnen stängs"), ("hon", "sade", "Den stängs sent")]
    assert chains(text, "sv", *rows, outlet="Kustposten") == [[], []]


def test_an_unknown_outlet_is_known_by_the_word_before_it():
    text = "The port closes, Ada Lind told the daily Saltbone."
    assert chains(text, "en", ("Ada Lind", "told", "The port closes")) == [[("Saltbone", "Saltbone")]]


def test_outlets_inside_what_is_said_are_no_links():
    text = "“I read it in Reuters,” said Ada Lind."
    assert chains(text, "en", ("Ada Lind", "said", "I read it in Reuters")) == [[]]


def test_short_words_and_countries_are_no_outlets():
    text = "De säger att hamnen stängs."
    assert chains(text, "sv", ("De", "säger", "att hamnen stängs")) == [[]]
    text = "Представитель России Олег Рябов заявил, что порт закрыт."
    assert chains(text, "ru", ("Представитель России Олег Рябов", "заявил", "порт закрыт")) == [[]]


def test_somebody_unnamed_keeps_the_outlet_that_spoke_with_them():
    text = "Hamnen stängs, sade en diplomat till Axios. Ada Lind teg. Den stängs sent, sade diplomaten."
    rows = [("en diplomat", "sade", "Hamnen stängs"), ("diplomaten", "sade", "Den stängs sent")]
    assert chains(text + "\nReuters skrev om saken i går.", "sv", *rows)[1] == [("Axios", None)]


def test_a_story_retold_owes_all_to_the_outlet_of_its_lead():
    lead = "Hamnen stängs på tisdag och öppnas först i höst, sade hamnchefen Ada Lind till Axios."
    text = f"{lead}\nDen är trött, sade Bo Ek."
    rows = [("hamnchefen Ada Lind", "sade", "Hamnen stängs på tisdag"), ("Bo Ek", "sade", "Den är trött")]
    assert chains(text, "sv", *rows) == [[("Axios", "Axios")], [("Axios", None)]]
    two = f"{text}\nDen är pigg, sade Lo Dal till Reuters."
    assert chains(two, "sv", *rows, ("Lo Dal", "sade", "Den är pigg"))[1] == []


def test_what_unnamed_media_report_comes_through_them():
    text = "Enligt medierapporter kallade Ada Lind förslaget bra."
    rows = [("medierapporter", "Enligt", "kallade Ada Lind förslaget bra"), ("Ada Lind", "kallade", "förslaget bra")]
    assert chains(text, "sv", *rows) == [[], [("medierapporter", "medierapporter")]]


def test_hearsay_beside_a_source_is_a_link():
    text = "Tjänstemän anklagar enligt uppgift hamnen för slarv."
    assert chains(text, "sv", ("Tjänstemän", "anklagar", "hamnen för slarv")) == [
        [("enligt uppgift", "enligt uppgift")]
    ]


def test_a_wire_is_the_link_of_statements_without_their_own():
    text = "Hamnen stängs, sade Ada Lind till Axios. Den stängs sent, sade Bo Ek.\n(Reuters)"
    credit = Credit("Reuters", "wire", Span(len(text) - 9, len(text)))
    rows = [("Ada Lind", "sade", "Hamnen stängs"), ("Bo Ek", "sade", "Den stängs sent")]
    assert chains(text, "sv", *rows, credits=(credit,)) == [[("Axios", "Axios")], [("Reuters", "(Reuters)")]]


def test_a_source_line_at_the_foot_is_no_link():
    text = "Hamnen stängs, sade Ada Lind."
    credit = Credit("Reuters", "source", None)
    assert chains(text, "sv", ("Ada Lind", "sade", "Hamnen stängs"), credits=(credit,)) == [[]]

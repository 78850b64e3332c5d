import pytest

from enligt.attributing import statements_of
from enligt.naming.speakers import resolved
from enligt.records import Block, Name, Page, Relation, Span


def said_by(source, lang, persons=(), before=""):
    """A page's one statement, by a source; ``before`` is what the page says first."""
    text = f"{before}“Yes,” said {source}."
    at = text.index("“")
    page = Page(text=text, lang=lang, blocks=(Block("paragraph", Span(0, len(text))),))
    start = text.index(source, at)
    relation = Relation(
        content=(Span(at + 1, at + 4),), cue=(Span(at + 7, at + 11),), source=(Span(start, start + len(source)),)
    )
    names = tuple(Name("PER", Span(text.index(one), text.index(one) + len(one))) for one in persons)
    (made,) = resolved(page, statements_of(page, [relation]), names)
    return made


def names(statement):
    return [one.name for one in ((statement.speaker,) if statement.speaker else ()) + statement.others]


@pytest.mark.parametrize(
    ("source", "lang", "persons", "who"),
    [
        ("Ann Lee and Bo Ek", "en", ("Ann Lee", "Bo Ek"), ["Ann Lee", "Bo Ek"]),
        ("Ada Lind och ministern Bo Ek", "sv", ("Ada Lind", "Bo Ek"), ["Ada Lind", "Bo Ek"]),
        ("Анна Ли и Олег Рябов", "ru", ("Анна Ли", "Олег Рябов"), ["Анна Ли", "Олег Рябов"]),
        ("Ada Lind und Udo Kern", "de", ("Ada Lind", "Udo Kern"), ["Ada Lind", "Udo Kern"]),
        ("Ada Lind et Luc Roy", "fr", ("Ada Lind", "Luc Roy"), ["Ada Lind", "Luc Roy"]),
        ("Ann Lee, mayor of Eastport, and Bo Ek", "en", ("Ann Lee", "Bo Ek"), ["Ann Lee", "Bo Ek"]),
        ("Sens. Ann Lee (Harbour) and Bo Ek (Quay)", "en", ("Ann Lee", "Bo Ek"), ["Ann Lee", "Bo Ek"]),
        ("the United States, Britain and France", "en", (), ["United States", "United Kingdom", "France"]),
        ("Москва и Вашингтон", "ru", (), ["Russia", "United States"]),
    ],
)
def test_those_who_are_joined_speak_together(source, lang, persons, who):
    assert names(said_by(source, lang, persons)) == who


@pytest.mark.parametrize(
    ("source", "persons", "who"),
    [
        ("Ann Lee, founder and head of Iraq and Oman Watch", ("Ann Lee",), ["Ann Lee"]),
        ("Ann Lee, a fellow at the Quay Centre and a former envoy to Russia", ("Ann Lee",), ["Ann Lee"]),
        ("Ann Lee, who was born in Oman and Iraq", ("Ann Lee",), ["Ann Lee"]),
        ("his friend and current candidate Ann Lee", ("Ann Lee",), ["Ann Lee"]),
    ],
)
def test_one_with_two_roles_is_one(source, persons, who):
    assert names(said_by(source, "en", persons)) == who


@pytest.mark.parametrize(
    ("source", "lang"),
    [
        ("the presidents of Estonia and Latvia", "en"),
        ("Estlands och Lettlands presidenter", "sv"),
        ("президенты Эстонии и Латвии", "ru"),
        ("die Präsidenten Estlands und Lettlands", "de"),
        ("les présidents de l’Estonie et de la Lettonie", "fr"),
    ],
)
def test_holders_of_an_office_are_a_group_and_its_members_alike_in_every_language(source, lang):
    made = said_by(source, lang)
    assert made.speaker.name in source
    assert [one.name for one in made.others] == ["president of Estonia", "president of Latvia"]
    assert made.others == said_by("the presidents of Estonia and Latvia", "en").others
    assert made.voice == "named"


@pytest.mark.parametrize(
    ("source", "lang"),
    [
        ("Frankrikes och Tysklands utrikesministrar", "sv"),
        ("министры иностранных дел Франции и Германии", "ru"),
        ("die Außenminister Frankreichs und Deutschlands", "de"),
        ("les ministres des Affaires étrangères de France et d’Allemagne", "fr"),
    ],
)
def test_plurals_of_offices(source, lang):
    others = [one.name for one in said_by(source, lang).others]
    assert others == ["foreign minister of France", "foreign minister of Germany"]


def test_a_holder_whom_the_page_has_named_has_a_name():
    made = said_by("the presidents of Russia and Latvia", "en", ("Vladimir Putin",), before="Vladimir Putin came. ")
    assert [one.name for one in made.others] == ["Vladimir Putin", "president of Latvia"]


@pytest.mark.parametrize(
    ("before", "source", "persons", "candidates"),
    [
        ("Ann Lee met Bo Ek. ", "he", ("Ann Lee", "Bo Ek"), ["Ann Lee", "Bo Ek"]),
        ("Hanna Berg met Karl Berg. ", "Berg", ("Hanna Berg", "Karl Berg"), ["Hanna Berg", "Karl Berg"]),
    ],
)
def test_where_two_fit_alike_both_are_candidates(before, source, persons, candidates):
    made = said_by(source, "en", persons, before)
    assert made.speaker is None
    assert [one.name for one in made.candidates] == candidates


def test_a_title_decides_who_a_pronoun_is():
    made = said_by("she", "en", ("Bo Ek", "Ann Lee"), "Mr Bo Ek met Ms Ann Lee. ")
    assert (names(made), made.candidates) == (["Ann Lee"], ())


def test_a_source_in_somebodys_office_stays_unnamed():
    made = said_by(
        "Источник в российской делегации", "ru", ("Олег Рябов",), "Глава российской делегации Олег Рябов ждал. "
    )
    assert (made.voice, made.speaker.name) == ("anonymous", "Источник в российской делегации")


def test_a_draft_is_a_document():
    made = said_by("проекте протокола", "ru")
    assert (made.voice, made.speaker.name) == ("document", "проекте протокола")


def test_a_paper_with_an_adjective_and_a_lower_case_word_is_one_outlet():
    made = said_by("franska La Gazette du Littoral", "sv")
    assert (made.voice, made.speaker.name) == ("outlet", "La Gazette du Littoral")


def test_who_is_whom_the_words_before_name():
    assert said_by("who", "en", ("Ann Lee", "Bo Ek"), "Ann Lee met Bo Ek. ").candidates == ()

import re
import time

import pytest

from enligt.attributing.baseline import Baseline, with_patterns
from enligt.attributing.sentences import parsed
from enligt.records import Block, Found, Page, Relation, Span


def page(text: str, lang: str | None) -> Page:
    blocks = tuple(Block("paragraph", Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text))
    return Page(text=text, lang=lang, blocks=blocks)


def found(text: str, lang: str | None) -> list[tuple[str, str, str]]:
    read = page(text, lang)
    return [(read.words(*r.source), read.words(*r.cue), read.words(*r.content)) for r in relations(read)]


def found_on(*pages: Page) -> list[Found]:
    return [found for _, found in Baseline().find(pages)]


def relations(read: Page) -> tuple[Relation, ...]:
    return found_on(read)[0].relations


@pytest.mark.parametrize(
    ("lang", "text", "source", "cue", "content"),
    [
        ("sv", "Eva Lund säger att bron är öppen.", "Eva Lund", "säger", "att bron är öppen"),
        ("sv", "I går meddelade hamnen att bron är öppen.", "hamnen", "meddelade", "att bron är öppen"),
        ("sv", "Bron är redan öppen, skriver Hamnbladet.", "Hamnbladet", "skriver", "Bron är redan öppen"),
        ("sv", "Bron är stängd igen, enligt Hamnbladet.", "Hamnbladet", "enligt", "Bron är stängd igen"),
        ("sv", "”Bron är öppen”, sa Lund.", "Lund", "sa", "”Bron är öppen”"),
        ("en", "Eva Lund said that the bridge is open.", "Eva Lund", "said", "that the bridge is open"),
        ("en", "Eva Lund said the bridge is open.", "Eva Lund", "said", "the bridge is open"),
        ("en", "“The bridge is open,” Lund said.", "Lund", "said", "“The bridge is open,”"),
        ("en", "“The bridge,” said Lund, “is open.”", "Lund", "said", "“The bridge,” … “is open.”"),
        ("en", "According to Lund, the bridge is open.", "Lund", "According to", "the bridge is open"),
        ("en", "The bridge, according to Lund, is open.", "Lund", "according to", "The bridge … is open"),
        ("en", "Eva Lund, head of the port, said it is open.", "Eva Lund, head of the port,", "said", "it is open"),
        ("ru", "Лунд заявил, что мост открыт.", "Лунд", "заявил", "что мост открыт"),
        ("ru", "«Мост открыт», — сказал Лунд.", "Лунд", "сказал", "«Мост открыт»"),
        ("ru", "По словам Лунда, мост открыт.", "Лунда", "По словам", "мост открыт"),
        ("de", "Eva Lund erklärte, dass die Brücke offen ist.", "Eva Lund", "erklärte", "dass die Brücke offen ist"),
        ("de", "Lund sagte, die Brücke sei offen.", "Lund", "sagte", "die Brücke sei offen"),
        ("de", "Dem Hafenblatt zufolge ist die Brücke offen.", "Dem Hafenblatt", "zufolge", "ist die Brücke offen"),
        ("fr", "Eva Lund a déclaré que le pont est ouvert.", "Eva Lund", "a déclaré", "que le pont est ouvert"),
        ("fr", "Selon le ministère, le pont est ouvert.", "le ministère", "Selon", "le pont est ouvert"),
        ("fr", "« Le pont est ouvert », a dit Lund.", "Lund", "a dit", "« Le pont est ouvert »"),
        ("fr", "« Le pont est ouvert », explique-t-elle.", "-t-elle", "explique", "« Le pont est ouvert »"),
    ],
)  # fmt: skip
def test_who_says_what(lang: str, text: str, source: str, cue: str, content: str) -> None:
    assert found(text, lang) == [(source, cue, content)]


def test_two_reports_in_one_sentence_share_their_subject() -> None:
    text = "Lund said that the bridge is open and added that the ferry waits."
    assert found(text, "en") == [
        ("Lund", "said", "that the bridge is open"),
        ("Lund", "added", "that the ferry waits"),
    ]


def test_a_quotation_without_clause_goes_to_the_last_speaker() -> None:
    text = "“The bridge is open,” Lund said. “The ferry waits.”\n“And we wait.”"
    assert found(text, "en") == [("Lund", "said", "“The bridge is open,” … “The ferry waits.” … “And we wait.”")]


def test_a_lone_quotation_has_no_speaker_and_little_confidence() -> None:
    [lone] = relations(page("Det regnade.\n”Nu är den långa bron äntligen öppen igen.”", "sv"))
    assert lone.source == ()
    assert lone.confidence < 0.5


def test_other_languages_give_quotations_only() -> None:
    assert found("Lund mondta: „A hosszú híd ma végre megint nyitva van.” Esett.", "eu") == []
    assert found("„A hosszú híd ma végre megint nyitva van.”", "eu") == [
        ("", "", "„A hosszú híd ma végre megint nyitva van.”")
    ]


@pytest.mark.parametrize("kind", ["boilerplate", "byline", "credit", "dateline"])
def test_only_story_blocks_yield_statements(kind: str) -> None:
    text = "Eva Lund säger att bron är öppen."
    assert relations(Page(text=text, lang="sv", blocks=(Block(kind, Span(0, len(text))),))) == ()


def test_the_result_does_not_depend_on_other_pages() -> None:
    one, other = page("Lund said it is open.", "en"), page("“And then the ferry came to us.”", "en")
    assert found_on(one, other)[1] == found_on(other)[0]


@pytest.mark.parametrize(
    "unit", ["he said that ", "Lund said it was. ", "“a” said he, ", "A! ", ", according to X", '"a ']
)
def test_hostile_pages_take_linear_time(unit: str) -> None:
    read = page(unit * 4_000, "en")
    started = time.process_time()
    relations(read)
    assert time.process_time() - started < 5


def test_relations_of_one_page_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enligt.attributing.baseline.MAX_RELATIONS", 3)
    assert len(relations(page("Lund said it was. " * 50, "en"))) == 3


@pytest.mark.parametrize(
    ("lang", "text", "source"),
    [
        ("sv", "Karin Holm är förvånad: ”Det hade jag inte väntat mig alls.”", "Karin Holm"),
        ("de", "Parteichef Alois Huber ist überrascht: „Davon wusste ich gar nichts.“", "Parteichef Alois Huber"),
        ("en", "But she shrugs: “Nobody told me anything about that.”", "she"),
    ],
)
def test_a_colon_introduces_somebodys_words(lang: str, text: str, source: str) -> None:
    [(_, said, content)] = found(text, lang)
    assert said == ":"
    assert content == text[text.index(":") + 2 :]
    assert found(text, lang)[0][0] == source


def test_a_noun_in_capitals_is_nobody() -> None:
    assert not [one for one in found("Die Lage ist klar: „Davon wusste hier gar keiner.“", "de") if one[1] == ":"]


@pytest.mark.parametrize("text", ["Allt är klart: ”Det hade jag inte väntat mig alls.”", "Karin Holm läser: ”Bojen”"])
def test_a_colon_after_nobody_and_before_a_title_introduces_none(text: str) -> None:
    assert not [one for one in found(text, "sv") if one[1] == ":"]


def test_the_surest_patterns_add_to_what_a_network_finds() -> None:
    read = page("Bo Ek said that the bridge is open. According to Ada Lind, it is shut. Eva Alm hopes it rains.", "en")
    assert "Eva Alm" in {read.words(*one.source) for one in relations(read)}
    of_network = Relation(content=(Span(11, 34),), cue=(Span(6, 10),), source=(Span(0, 5),))
    both = with_patterns(parsed(read), [of_network])
    assert [read.words(*one.source) for one in both] == ["Bo Ek", "Ada Lind"]
    assert both[0] is of_network


def test_a_name_in_marks_of_quotation_is_no_speech() -> None:
    [(source, _, content)] = found("Hamnen är klar för trafik, skriver tidningen ”Kusten”.", "sv")
    assert (source, content) == ("tidningen ”Kusten”", "Hamnen är klar för trafik")

import pytest

from enligt.reading import read
from enligt.records import Page

DIGEST = """\
06 februari 2026

Hamnen i Grenholm öppnar

Hamnstyrelsen i Grenholm meddelade i måndags att den nya piren öppnas för fartyg redan till våren nästa år.

Kommunens ordförande Ada Lindqvist säger att bygget blev billigare än kommunen hade räknat med från början.

Bron över sundet
Däremot dröjer bron över sundet, skriver tidningen, eftersom de båda länderna inte är överens om priset.

norrvik.example, grenholm.example


Inga kommentarer:

Skicka en kommentar

Underteckna med ditt namn.
"""


def kinds(page: Page) -> list[str]:
    return [block.kind for block in page.blocks]


def test_text_stays_unchanged_and_blocks_cover_its_lines() -> None:
    page = read(DIGEST)
    assert page.text == DIGEST
    lines = [DIGEST[block.span.start : block.span.end] for block in page.blocks]
    assert lines == [line for line in DIGEST.splitlines() if line]


def test_parts_of_a_digest() -> None:
    page = read(DIGEST)
    assert kinds(page) == [
        "dateline", "heading", "paragraph", "paragraph", "heading", "paragraph", "credit", *["boilerplate"] * 3
    ]  # fmt: skip
    assert (page.title, page.published, page.lang) == ("Hamnen i Grenholm öppnar", "2026-02-06", "sv")


def test_windows_line_ends_and_odd_spaces_keep_offsets() -> None:
    text = "  Hamnen öppnar  \r\n\r\n\tHon sade nej till bron, och det var allt.\u00a0\r\n"
    page = read(text, lang="sv")
    assert page.text == text
    assert [page.words(block.span) for block in page.blocks] == [
        "Hamnen öppnar",
        "Hon sade nej till bron, och det var allt.",
    ]


def test_lines_wrapped_by_hand_are_one_paragraph() -> None:
    paragraph = (
        "The harbour commission said on Monday that the new pier\n"
        "will open to ships in the spring of next year, and that\n"
        "the bridge across the sound will have to wait for longer\n"
        "than anybody in the town had thought possible before."
    )
    page = read(f"{paragraph}\n\n{paragraph}", lang="en")
    assert [page.words(block.span) for block in page.blocks] == [paragraph, paragraph]


@pytest.mark.parametrize(
    ("line", "lang", "published"),
    [
        ("5 марта 2026", "ru", "2026-03-05"),
        ("March 4, 2026", "en", "2026-03-04"),
        ("Brüssel, 6. März 2026", "de", "2026-03-06"),
        ("Mercredi 18 mars 2026, 19h40", "fr", "2026-03-18"),
        ("16.04.2026 10:10", "ru", "2026-04-16"),
        ("2026 m. vasario 6 d.", "lt", "2026-02-06"),
        ("6. helmikuuta 2026", "fi", "2026-02-06"),
        ("By Ada Berg | Friday, March 20, 2026", "en", "2026-03-20"),
        ("03/04/2026", "en", None),  # March or April: no guess
    ],
)
def test_date_of_publication(line: str, lang: str, published: str | None) -> None:
    story = DIGEST.split("\n\n")[2]
    assert read(f"{line}\n\nTitle\n\n{story}", lang=lang).published == published


def test_date_inside_the_story_is_no_dateline() -> None:
    page = read(DIGEST.replace("06 februari 2026\n\n", "").replace("till våren nästa år", "den 6 mars 2025"))
    assert page.published is None


def test_comments_word_at_the_top_is_a_headline() -> None:
    page = read("Kommentar\n\n" + DIGEST.split("\n\n", 2)[2], lang="sv")
    assert kinds(page)[:3] == ["heading", "paragraph", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "Läs också: Så väljer du rätt vinterdäck",
        "Dela artikeln: E-mail",
        "Сайт использует файлы cookie.",
        "Abonnez-vous à notre lettre",
        "Alle Rechte vorbehalten",
    ],
)
def test_lines_of_the_site(line: str) -> None:
    story = DIGEST.split("\n\n")[2]
    assert kinds(read(f"{story}\n\n{line}\n\n{story}", lang="sv")) == ["paragraph", "boilerplate", "paragraph"]

from enligt.records import Block, Page, Span, Statement
from enligt.report.passages import REACH, passage

FIRST = "The port was quiet."
SAID = "“We wait for no. 4,” said Ann Lee, who runs it."
LAST = "Then it rained."


def statement(text: str, content: str, source: str = "") -> Statement:
    def at(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    return Statement(id="s", content=at(content), cue=(), source=at(source), form="direct", voice="named")


def words(page: Page, one: Statement) -> str:
    return "".join(f"[{piece.words}]" if piece.marked else piece.words for piece in passage(page, one))


def test_the_sentence_is_whole_and_its_source_marked() -> None:
    text = f"{FIRST} {SAID} {LAST}"
    assert words(Page(text=text), statement(text, "“We wait for no. 4,”", "Ann Lee")) == SAID.replace(
        "Ann Lee", "[Ann Lee]"
    )


def test_without_a_source_it_is_the_sentence_of_the_content() -> None:
    text = f"{FIRST} {LAST} {SAID}"
    assert words(Page(text=text), statement(text, "rained")) == LAST


def test_it_never_leaves_its_block() -> None:
    text = f"A heading without a full stop\n\n{LAST}"
    blocks = (Block("heading", Span(0, 29)), Block("paragraph", Span(31, len(text))))
    assert words(Page(text=text, blocks=blocks), statement(text, "rained")) == LAST
    assert words(Page(text=text, blocks=blocks), statement(text, "without")) == "A heading without a full stop"


def test_a_page_without_full_stops_is_not_shown_whole() -> None:
    text = "word " * 10_000 + "Ann Lee said so " + "word " * 10_000
    shown = words(Page(text=text), statement(text, "so", "Ann Lee"))
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "[Ann Lee] said so" in shown
    assert len(shown) < 2 * REACH + 50


def test_a_source_far_from_its_content_is_what_is_shown() -> None:
    text = f"{SAID} " + f"{FIRST} " * 100 + LAST
    assert "[Ann Lee]" in words(Page(text=text), statement(text, LAST, "Ann Lee"))

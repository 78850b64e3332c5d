import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from enligt.records import NameWarning, Page, Span, Statement, Traced
from enligt.report import show_found, show_page


def printed(traced: Traced, *, width: int = 80, colour: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colour, highlight=False, markup=False, emoji=False
    )
    show_page(console, traced)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_nothing_on_the_page_steers_the_terminal(hostile: Traced) -> None:
    ours = re.compile(r"\x1b\[[0-9;]*m")
    left = ours.sub("", printed(hostile, colour=True))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", left)
    assert "�[31mred�0m �turned" in left


def test_children_stand_indented_under_their_parent(hostile: Traced) -> None:
    lines = printed(hostile).splitlines()
    starts = {line.strip()[0]: len(line) - len(line.lstrip()) for line in lines if re.match(r" +\d ", line)}
    assert starts["1"] < starts["2"] < starts["3"]
    assert starts["4"] == starts["1"]


def test_what_is_known_of_a_statement_is_said(hostile: Traced) -> None:
    text = " ".join(printed(hostile).split())
    assert "2 the envoy — had told [named, mixed, denies, unsure: 42%]" in text
    assert "3 the draft — as … put it [document, direct, said 2026-03-04]" in text
    assert "via Kustbladet → Azimut" in text
    assert "%" not in text.replace("unsure: 42%", "")  # the sure ones don't say so


@pytest.mark.parametrize("width", [80, 40])
def test_lines_fit_the_terminal(hostile: Traced, width: int) -> None:
    hostile = replace(hostile, page=replace(hostile.page, url=None))
    assert all(len(line) <= width for line in printed(hostile, width=width).splitlines())


def test_parents_in_a_circle_are_still_shown_once(hostile: Traced) -> None:
    first, second, *rest = hostile.statements
    circle = (replace(first, parent="b"), replace(second, parent="a"), *rest)
    text = printed(replace(hostile, statements=circle))
    assert [text.count(name) for name in ("The minister =", "the envoy —", "the draft —")] == [1, 1, 1]


def test_a_page_without_statements_says_so() -> None:
    assert "No statement found" in printed(Traced(page=Page(text="Hej."), statements=()))


def test_found_statements_stand_under_their_page_once(hostile: Traced) -> None:
    other = Page(text="Nej.", title="Annan sida")
    no = Statement(id="n", content=(Span(0, 3),), cue=(), source=(), form="direct", voice="author")
    console = Console(file=io.StringIO(), width=80)
    assert show_found(console, [*((hostile.page, s) for s in hostile.statements), (other, no)]) == 5
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert text.count("onerror") == 1
    assert "the page itself" in text.split("Annan sida")[1]


def test_names_that_do_not_fit_come_last_with_the_reason(hostile: Traced) -> None:
    assert "check the name" not in printed(hostile)
    warning = NameWarning("spelling", Span(0, 2), "it is nearly \x1b[31mNoa", "Noa")
    text = " ".join(printed(replace(hostile, warnings=(warning,))).split())
    assert text.endswith("! check the name No: it is nearly �[31mNoa")


def test_what_the_page_itself_asserts_stands_apart(hostile: Traced) -> None:
    start = hostile.page.text.index("\x1b[31mred")
    own = Statement(id="o", content=(Span(start, start + 8),), cue=(), source=(), form="indirect", voice="author")
    text = " ".join(printed(replace(hostile, assertions=(own,))).split())
    assert "· the page itself: �[31mred" in text
    assert "the page itself" not in printed(hostile)

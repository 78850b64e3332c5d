import io
import json
import re
from dataclasses import replace

import pytest
from rich.console import Console

from enligt.records import (
    Block,
    Claim,
    Echo,
    Evidence,
    Link,
    Member,
    Merge,
    Origin,
    Page,
    Span,
    Speaker,
    Statement,
    Traced,
)  # fmt: skip
from enligt.report import claim_json, show_claim, show_in_brief
from enligt.report.claims import SHOWN


def traced(number: int, text: str, source: str, **page: str) -> Traced:
    """A page whose statement ``s0``, ``s1``… is its whole text."""
    at = text.index(source)
    statement = Statement(
        id=f"s{number}",
        content=(Span(0, len(text)),),
        cue=(),
        source=(Span(at, at + len(source)),) if source else (),
        form="indirect",
        voice="named",
    )
    blocks = (Block("paragraph", Span(0, len(text))),)
    return Traced(page=Page(text=text, blocks=blocks, **page), statements=(statement,))  # type: ignore[arg-type]


PAGES = (
    traced(0, "The ferry stops, Ann Lee said.", "Ann Lee", outlet="The Quay", lang="en", published="2026-03-04",
           url="https://quay.example/1"),
    traced(1, "Färjan slutar gå, sade Ann Lee.", "Ann Lee", outlet="Kustbladet", lang="sv", published="2026-03-05"),
    traced(2, "The ferry goes on, Bo Ek said.", "Bo Ek", outlet="The \x1b[31mHerald", lang="en"),
)  # fmt: skip
IDS = tuple(one.page.id for one in PAGES)
BY_ID = dict(zip(IDS, PAGES, strict=True))

CLAIM = Claim(
    id="c1",
    gloss="The ferry stops\x1b[2J",
    lang="en",
    members=(
        Member(IDS[0], "s0", "asserts", "o1"),
        Member(IDS[1], "s1", "asserts", "o1"),
        Member(IDS[2], "s2", "denies", "o2"),
    ),
    origins=(
        Origin(
            id="o1",
            speaker=Speaker(id="ann", name="Ann Lee"),
            voice="named",
            first_page=IDS[0],
            chain=(Link("Azimut", Span(0, 3)), Link("TT", None)),
            evidence=(Evidence(IDS[0], Span(17, 24)),),
            merges=(Merge(("s0", "s1"), "the same speaker", True, (Evidence(IDS[1], Span(23, 30)),)),),
        ),
        Origin(id="o2", speaker=None, voice="unstated", first_page=IDS[2], maybe="o1"),
    ),
    echoes=(Echo(page=IDS[1], of=IDS[0], kind="translated", credited=False, share=0.5),),
    merges=(Merge(("s0", "s2"), "alike", False), Merge(("s0", "s1"), "the same words", True)),
    first_seen="2026-03-04",
    last_seen="2026-03-05",
)


def printed(claim: Claim, *, brief: bool = False, width: int = 80, colour: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colour, highlight=False, markup=False, emoji=False
    )
    (show_in_brief if brief else show_claim)(console, claim, BY_ID.get)
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


def flat(claim: Claim, **how: bool) -> str:
    return " ".join(printed(claim, **how).split())


def test_the_head_counts_pages_and_origins_on_both_sides() -> None:
    assert "c1 · 3 pages in en, sv · 1 origin for, 1 origin against · first seen 2026-03-04" in flat(CLAIM)


def test_a_count_that_is_not_certain_is_a_range() -> None:
    members = tuple(Member(one.page, one.statement, "asserts", one.origin) for one in CLAIM.members)
    claim = Claim(id="c", gloss="x", lang=None, members=members, origins=CLAIM.origins)
    assert "3 pages in en, sv · 1–2 origins" in flat(claim)


def test_each_origin_shows_its_chain_its_pages_and_the_sentence_that_proves_it() -> None:
    text = flat(CLAIM)
    assert "1 Ann Lee [named] → Azimut → TT → The Quay → 1 more page for" in text
    assert "Kustbladet · sv · 2026-03-05 · statement s1 | Färjan slutar gå, sade *Ann Lee*." in text
    assert "against · perhaps the same as origin 1" in text
    assert "2 nobody named → The �[31mHerald" in text


def test_reasons_and_copies_are_told_and_what_is_unsure_is_asked() -> None:
    text = flat(CLAIM)
    assert "+ The Quay and Kustbladet: the same speaker." in text
    assert "= Kustbladet is a translation of The Quay (50% of it), not credited" in text
    assert "? The Quay and The �[31mHerald: alike. Is it the same claim?" in text
    assert "the same words" not in text  # why sure members are one claim can be seen from their sentences


def test_a_speaker_who_is_undecided_is_called_as_on_the_page() -> None:
    origins = (CLAIM.origins[0], replace(CLAIM.origins[1], voice="named"))
    assert "2 Bo Ek [named] → The" in flat(replace(CLAIM, origins=origins))


def test_in_brief_each_origin_is_a_line() -> None:
    lines = [line.strip() for line in printed(CLAIM, brief=True).splitlines()[2:]]
    assert lines[:2] == ["for Ann Lee [named] → Azimut → TT → The Quay → 1 more page",
                         "against nobody named → The �[31mHerald"]  # fmt: skip


@pytest.mark.parametrize("brief", [True, False])
def test_nothing_steers_the_terminal(brief: bool) -> None:
    left = re.sub(r"\x1b\[[0-9;]*m", "", printed(CLAIM, brief=brief, colour=True))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", left)
    assert "*Ann Lee*" not in left  # where there is weight, it marks the source


@pytest.mark.parametrize("width", [80, 40])
def test_lines_fit_the_terminal(width: int) -> None:
    assert all(len(line) <= width for line in printed(CLAIM, width=width).splitlines())


def test_a_thousand_pages_are_counted_and_not_listed() -> None:
    pages = {f"p{n}": traced(n, "It rains.", "", outlet=f"Outlet {n}") for n in range(1000)}
    members = tuple(Member(f"p{n}", f"s{n}", "asserts", "o") for n in range(1000))
    origin = Origin(id="o", speaker=None, voice="author", first_page="p0")
    claim = Claim(id="c", gloss="It rains", lang=None, members=members, origins=(origin,))
    console = Console(file=io.StringIO(), width=80)
    show_claim(console, claim, pages.get)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert text.count("| It rains") == SHOWN
    assert f"… and {1000 - SHOWN} more pages" in text


def test_pages_that_are_not_at_hand_are_named_by_their_ids() -> None:
    console = Console(file=io.StringIO(), width=80)
    show_claim(console, CLAIM, lambda _: None)
    assert IDS[0] in console.file.getvalue()  # type: ignore[attr-defined]
    assert claim_json(CLAIM, lambda _: None)["statements"][0]["page"] == IDS[0]


def test_the_json_is_the_contract() -> None:
    found = json.loads(json.dumps(claim_json(CLAIM, {one.page.id: one.page for one in PAGES}.get)))
    url = "https://quay.example/1"
    assert (found["id"], found["gloss"], found["lang"], found["fewest"], found["most"]) == (
        "c1", CLAIM.gloss, "en", 1, 2,
    )  # fmt: skip
    assert found["statements"][0] == {
        "page": url, "page_id": IDS[0], "id": "s0", "stance": "asserts", "origin": "o1",
    }  # fmt: skip
    assert found["statements"][1]["page"] == found["statements"][1]["page_id"] == IDS[1]
    origin = found["origins"][0]
    assert (origin["speaker"], origin["voice"], origin["first_page"]) == (
        {"id": "ann", "name": "Ann Lee"},
        "named",
        url,
    )
    assert origin["chain"] == [{"name": "Azimut", "evidence": [0, 3]}, {"name": "TT", "evidence": None}]
    assert origin["evidence"] == [{"page": url, "page_id": IDS[0], "span": [17, 24], "text": "Ann Lee"}]
    assert origin["merges"][0]["evidence"][0]["text"] == "Ann Lee"
    assert found["origins"][1]["maybe"] == "o1"
    assert found["echoes"] == [
        {"page": IDS[1], "page_id": IDS[1], "of": url, "of_id": IDS[0], "kind": "translated", "credited": False,
         "share": 0.5}
    ]  # fmt: skip
    assert [one["sure"] for one in found["merges"]] == [False, True]
    assert (found["first_seen"], found["last_seen"]) == ("2026-03-04", "2026-03-05")

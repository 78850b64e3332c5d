"""The brief of the example pages: what is in it, that it is always the same, and that the documents show it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from enligt.brief import Asked, Format, compose, written
from enligt.brief.parts import Brief
from enligt.ledger import Ledger, open_ledger
from enligt.ledger.comments import add_comment, edit_comment
from enligt.tongue import LANGUAGES, Language

from .conftest import EXAMPLES
from .rounding import model, rounding

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_the_documents_show_what_the_program_prints(examples: Ledger, lang: Language) -> None:
    written_with, rounded = (Path(__file__).parent / "rounding.txt").read_text(encoding="ascii").split()
    assert written_with == model(), "the model is another: python upkeep/brief_examples.py"
    if rounded != rounding():
        pytest.skip("this processor rounds the model otherwise than the one on which the documents were written")
    shown = (DOCS / f"brief-example-{lang}.md").read_text(encoding="utf-8")
    assert shown == written(compose(examples, Asked(lang=lang)), "markdown")


def words(brief: Brief) -> list[str]:
    return [quote.words for item in brief.items for quote in item.quotes]


def test_the_contradicted_claim_leads_with_both_sides_and_its_one_origin(examples: Ledger) -> None:
    brief = compose(examples, Asked(lang="sv"))
    first = brief.items[0]
    assert first.contradicted
    assert [(side.stance, len(side.pages), side.most) for side in first.sides] == [("asserts", 6, 1), ("denies", 1, 1)]
    assert brief.headline
    assert brief.headline.disputed
    assert brief.headline.words in first.quotes[0].words
    assert len(brief.sources) == len(EXAMPLES)


def test_quotes_stand_on_their_pages_and_only_once(examples: Ledger) -> None:
    brief = compose(examples, Asked(lang="en", limit=0))
    assert len(set(words(brief))) == len(words(brief))
    for item in brief.items:
        for quote in item.quotes:
            assert quote.words in " ".join(quote.page.text.split())
            assert quote.page.id in {page.id for page in brief.sources}


def test_weight_orders_sections_and_their_items(examples: Ledger) -> None:
    brief = compose(examples, Asked(lang="sv"))
    for section in brief.sections:
        weights = [(not item.contradicted, -len(item.claim.pages), -item.claim.most) for item in section.items]
        assert weights == sorted(weights)
    titles = [name for section in brief.sections for name in section.names]
    assert len(set(titles)) == len(titles) >= 3
    assert all(
        section.names or section.words for section in brief.sections[:-1]
    )  # what belongs to nothing else is last


def test_a_day_has_what_was_published_on_it_and_nothing_later(examples: Ledger) -> None:
    first = compose(examples, Asked(lang="en", since="2026-03-05", until="2026-03-05"))
    assert {page.published[:10] for page in first.sources if page.published} == {"2026-03-05"}
    assert not any(item.contradicted for item in first.items)
    third = compose(examples, Asked(lang="en", since="2026-03-07", until="2026-03-07"))
    denial = next(item for item in third.items if item.contradicted)
    assert denial.sides[1].quotes[0].page.outlet == "The Anatolian Herald"
    assert len(denial.sides[0].pages) == 5  # as it stood on that day: the digest of the day after is not in it
    assert compose(examples, Asked(since="2027-01-01")).items == ()


def test_a_topic_is_found_by_meaning_across_languages_and_by_its_words(examples: Ledger) -> None:
    asked = Asked(lang="en", topic="Die Kontrollen der Getreideschiffe im Schwarzen Meer beginnen am 1. April wieder")
    assert "Joint inspections" in words(compose(examples, asked))[0]
    named = words(compose(examples, Asked(lang="en", topic="Merlescu Varna")))
    assert named
    assert all("Varna" in one for one in named)
    assert words(compose(examples, Asked(topic="Merlescu rymdskepp"))) == []


def test_actors_and_a_topic_hold_together(examples: Ledger) -> None:
    hers = compose(examples, Asked(lang="sv", actors=("Karin Hedlund",)))
    assert any("Karin Hedlund" in one for one in words(hers))
    both = compose(examples, Asked(lang="sv", actors=("Karin Hedlund", "Selim Arkan")))
    assert len(both.items) > len(hers.items)
    assert compose(examples, Asked(lang="sv", actors=("Karin Hedlund",), topic="Trabzon")).items == ()


def test_what_is_left_out_is_counted(examples: Ledger) -> None:
    everything, some = (compose(examples, Asked(limit=limit)) for limit in (0, 3))
    assert len(some.items) == 3
    assert some.left_out >= len(everything.items) - 3  # and what is not worth a quote
    assert everything.left_out == 0
    assert f"{some.left_out} more claims of less weight are left out." in written(some, "markdown")


@pytest.mark.parametrize("form", get_args(Format))
def test_the_same_ledger_gives_the_same_brief(
    examples: Ledger, examples_path: Path, tmp_path: Path, form: Format
) -> None:
    copied = tmp_path / "other.ledger"
    copied.write_bytes(examples_path.read_bytes())
    with open_ledger(copied) as other:
        assert written(compose(other, Asked(lang="sv")), form) == written(compose(examples, Asked(lang="sv")), form)


def test_comments_come_along_when_asked_for_and_withdrawn_ones_never(examples_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "my.ledger"
    path.write_bytes(examples_path.read_bytes())
    with open_ledger(path) as ledger:
        asked = Asked(lang="en", comments=True)
        first = compose(ledger, asked).items[0]
        add_comment(
            ledger, "claim", first.claim.members[0].statement, by="Eva Holm", words="One *official*, six pages."
        )
        add_comment(ledger, "page", first.quotes[0].page.id, by="Eva Holm", words="Read this one.")
        gone = add_comment(ledger, "claim", first.claim.members[0].statement, by="Eva Holm", words="A slip.")
        edit_comment(ledger, gone, by="Eva Holm", words="")
        shown = written(compose(ledger, asked), "markdown")
        assert "One \\*official\\*, six pages." in shown
        assert "Comment by Eva Holm, " in shown
        assert "Read this one." in shown
        assert "A slip." not in shown
        assert "official\\*, six" not in written(compose(ledger, replace(asked, comments=False)), "markdown")


def test_the_json_has_quotes_with_whoever_is_behind_them(examples: Ledger) -> None:
    told = json.loads(written(compose(examples, Asked(lang="sv")), "json"))
    first = told["sections"][0]["items"][0]
    (quote,) = first["sides"][0]["quotes"]
    assert (quote["who"], quote["voice"], quote["lang"]) == ("en hög turkisk tjänsteman", "anonymous", "sv")
    assert quote["page"] in {page["id"] for page in told["sources"]}
    assert quote["first_page"] in first["sides"][0]["pages"]

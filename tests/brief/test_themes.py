"""What is about the same things stands together, under names that are found in it."""

from dataclasses import replace

import numpy as np

from enligt.brief.asked import Asked
from enligt.brief.items import Editor
from enligt.brief.naming import Names
from enligt.brief.parts import Item
from enligt.brief.themes import MOST_TOGETHER, sections
from enligt.records import Traced

from .conftest import EK, LEE, claim, finder, page, said, traced

TEXTS = {
    "a": ("Ann Lee said in Oslo that the ferry stops in May.", LEE, ("Oslo",)),
    "b": ("The ferry from Oslo was always late, said Ann Lee.", LEE, ("Oslo",)),
    "c": ("Bo Ek said that Sweden’s harbours are full of ice.", EK, ("Sweden",)),
    "d": ("No ship reaches Sweden before spring, said Bo Ek.", EK, ("Sweden",)),
    "e": ("A cat was found on the moon, somebody said at lunch.", None, ()),
}
CONTENTS = {
    "a": "that the ferry stops in May",
    "b": "The ferry from Oslo was always late",
    "c": "that Sweden’s harbours are full of ice",
    "d": "No ship reaches Sweden before spring",
    "e": "A cat was found on the moon",
}


def told(name: str) -> Traced:
    text, speaker, names = TEXTS[name]
    where = page(text, title=name)
    source = speaker.name if speaker else "somebody"
    return traced(where, said(where, CONTENTS[name], source, speaker), names=names)


def made(wanted: str) -> tuple[list[Item], Names, dict[str, np.ndarray]]:
    pages = [told(name) for name in wanted]
    asked = Asked()
    editor = Editor(asked, finder(*pages))
    items = [editor.item(claim((one, 0, f"o{n}"), name=wanted[n])) for n, one in enumerate(pages)]
    kept = [item for item in items if item]
    apart = {one.statements[0].id: np.eye(384, dtype=np.float32)[n] for n, one in enumerate(pages)}
    return kept, Names(kept, asked, finder(*pages)), apart


def test_shared_names_and_speakers_bring_together_what_the_words_do_not() -> None:
    found = sections(*made("acbde"))
    assert [{item.claim.id for item in section.items} for section in found] in (
        [{"a", "b"}, {"c", "d"}, {"e"}],
        [{"c", "d"}, {"a", "b"}, {"e"}],
    )
    titles = {frozenset(section.names) for section in found}
    assert titles == {frozenset({"Ann Lee", "Oslo"}), frozenset({"Bo Ek", "Sweden"}), frozenset()}


def test_what_says_the_like_stands_together_and_is_titled_by_its_words_where_no_name_is_found() -> None:
    items, names, apart = made("ec")
    alike = dict.fromkeys(apart, np.eye(384, dtype=np.float32)[0])
    twice = [items[0], _renamed(items[0])]
    (section,) = sections(twice, Names(twice, Asked(), finder()), alike)
    assert not section.names
    assert section.words == items[0].quotes[0].words
    assert len(sections(items, names, alike)) == 1
    assert len(sections(items, names, apart)) == 1  # both alone: one section without a title
    assert not sections(items, names, apart)[0].names


def test_a_section_has_an_end() -> None:
    items, names, apart = made("a")
    many = [_renamed(items[0], f"x{n}") for n in range(MOST_TOGETHER + 3)]
    names = Names(many, Asked(), finder(told("a")))
    found = sections(many, names, apart)
    assert max(len(section.items) for section in found) == MOST_TOGETHER


def test_a_surname_alone_is_the_full_name_and_a_genitive_the_country() -> None:
    first = page("Ann Lee said in Rome that it is over.")
    second = page("Lee said that Sweden’s ships wait.", title="two")
    third = page("Ships of Sweden wait, said Ann Lee.", title="three")
    pages = [
        traced(first, said(first, "that it is over", "Ann Lee", LEE), names=("Ann Lee", "Rome")),
        traced(second, said(second, "that Sweden’s ships wait", "Lee"), names=("Lee", "Sweden’s")),
        traced(third, said(third, "Ships of Sweden wait", "Ann Lee", LEE), names=("Sweden",)),
    ]
    editor = Editor(Asked(), finder(*pages))
    items = [item for n, one in enumerate(pages) if (item := editor.item(claim((one, 0, f"{n}"), name=f"c{n}")))]
    names = Names(items, Asked(), finder(*pages))
    keys = [names.of(item) for item in items]
    assert len(keys[0] & keys[1]) == 1
    assert {names.shown(key) for key in keys[0] & keys[1]} == {"Ann Lee"}
    assert {names.shown(key) for key in keys[1] & keys[2]} == {"Ann Lee", "Sweden"}


def _renamed(item: Item, name: str = "other") -> Item:
    return replace(item, claim=replace(item.claim, id=name))


def test_contradictions_that_are_near_nothing_have_a_section_of_their_own() -> None:
    items, names, apart = made("aceb")
    sides = (*items[2].sides, replace(items[2].sides[0], stance="denies"))
    items[2] = replace(items[2], sides=sides)
    found = sections(items, names, apart)
    assert [[item.claim.id for item in section.items] for section in found] == [["e"], ["a", "b"], ["c"]]

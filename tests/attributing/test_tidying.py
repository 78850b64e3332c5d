"""Tidying: quotations stay whole, words have one cue, crumbs go."""

from collections.abc import Sequence

import numpy as np

from enligt.attributing.tidying import CONTENT, NONE, SOURCE, tidy


def tidied(
    *rows: str,
    cues: list[tuple[int, int]],
    quotes: Sequence[tuple[int, int]] = (),
    sure: Sequence[float] = (0.9, 0.6),
    sentence: Sequence[int] = (),
) -> list[str]:
    """Rows of one letter a word: C content, S source, . none; gives them back as they come out."""
    paths = np.array([[{"C": CONTENT, "S": SOURCE, ".": NONE}[letter] for letter in row] for row in rows], np.int8)
    p = np.tile(np.array(sure[: len(rows)], np.float32)[:, None, None], (1, paths.shape[1], 3))
    tidy(paths, p, cues, quotes, sentence or [0] * paths.shape[1])
    letters = {CONTENT: "C", SOURCE: "S", NONE: "."}
    return ["".join(letters[role] for role in row) for row in paths.tolist()]


def test_a_quotation_is_said_wholly_or_not_at_all() -> None:
    assert tidied("CCC.CC.SS", cues=[(6, 7)], quotes=[(0, 6)]) == ["CCCCCC.SS"]
    assert tidied("C......SS", cues=[(6, 7)], quotes=[(0, 6)]) == [".......SS"]


def test_a_quotation_that_holds_the_cue_is_left_as_it_is() -> None:
    assert tidied("SS.CCC", cues=[(2, 3)], quotes=[(0, 6)]) == ["SS.CCC"]


def test_words_that_two_cues_claim_go_to_the_surer() -> None:
    assert tidied("S.CCCC....", "..CCCCCC.S", cues=[(1, 2), (8, 9)]) == ["S.CCCC....", "......CC.S"]


def test_what_is_said_inside_what_is_said_belongs_to_both() -> None:
    rows = ["S.CCCCCCCC", "..S..CCCCC"]
    assert tidied(*rows, cues=[(1, 2), (4, 5)]) == rows


def test_crumbs_go_and_small_gaps_close() -> None:
    assert tidied("CCCC.CCC.S...C", cues=[(8, 9)]) == ["CCCCCCCC.S...."]


def test_a_cue_between_two_parts_is_no_gap() -> None:
    assert tidied("CCCC.CCCCC", cues=[(4, 5)]) == ["CCCC.CCCCC"]


def test_of_two_sources_the_likelier_stays() -> None:
    paths = np.array([[SOURCE, NONE, CONTENT, CONTENT, NONE, SOURCE, SOURCE]], np.int8)
    p = np.full((1, 7, 3), 0.4, np.float32)
    p[0, 6, SOURCE] = 0.9
    tidy(paths, p, [(4, 5)], [], [0] * 7)
    assert paths.tolist() == [[NONE, NONE, CONTENT, CONTENT, NONE, SOURCE, SOURCE]]


def test_a_source_ends_with_its_sentence() -> None:
    assert tidied("CCC.SSSS", cues=[(3, 4)], sentence=[0, 0, 0, 0, 0, 0, 1, 1]) == ["CCC.SS.."]
    assert tidied("SSSS.CCC", cues=[(4, 5)], sentence=[0, 0, 1, 1, 1, 1, 1, 1]) == ["..SS.CCC"]

"""Decoding: numbers in, exact spans out."""

import re

import numpy as np
import pytest

from enligt.attributing.decoding import CONTENT, NONE, SOURCE, Cue, Setting, best_roles, cues, names, relations
from enligt.attributing.windows import Window
from enligt.records import Span

TEXT = "Ann Lee said that the bridge, once closed, is open."
WORDS = [Span(0, 3), Span(4, 7), Span(8, 12), Span(13, 17), Span(18, 21), Span(22, 28), Span(28, 29), Span(30, 34)]
WORDS += [Span(35, 41), Span(41, 42), Span(43, 45), Span(46, 50), Span(50, 51)]

WINDOW = Window([], WORDS, list(range(13)), [0] * 13, [0] * 13)


def roles(*labels: int, sure: float = 0.9) -> np.ndarray:
    p = np.full((1, len(labels), 3), (1 - sure) / 2, dtype=np.float32)
    p[0, np.arange(len(labels)), labels] = sure
    return p


def cue_logits(*labels: int) -> np.ndarray:
    return np.eye(3, dtype=np.float32)[list(labels)] * 6


def test_a_cue_is_its_first_word_and_those_that_go_on_it() -> None:
    found = cues(cue_logits(0, 1, 2, 0, 1, 1))
    assert [(cue.start, cue.end) for cue in found] == [(1, 3), (4, 5), (5, 6)]
    assert all(cue.probability > 0.9 for cue in found)


def test_a_cue_whose_first_word_was_missed_is_taken_from_where_it_goes_on() -> None:
    assert [(cue.start, cue.end) for cue in cues(cue_logits(0, 2, 2, 0))] == [(1, 3)]


def test_the_threshold_decides_on_doubtful_cues() -> None:
    doubtful = np.log(np.array([[0.65, 0.3, 0.05]], dtype=np.float32))
    assert not cues(doubtful, threshold=0.4)
    assert cues(doubtful, threshold=0.25)


def test_one_doubtful_word_does_not_break_a_span() -> None:
    p = roles(*[CONTENT] * 7)
    p[0, 3] = (0.5, 0.05, 0.45)
    assert best_roles(p).tolist() == [[CONTENT] * 7]


def test_the_path_is_the_best_of_all_paths() -> None:
    draw = np.random.default_rng(7)
    p = draw.dirichlet([1, 1, 1], size=(1, 6)).astype(np.float32)
    path = best_roles(p, Setting(0.5, switch_cost=0.7, source_gain=0.4, content_gain=0.2))[0]
    gain = np.log(p[0]) + np.array([0, 0.4, 0.2])

    def worth(labels: np.ndarray) -> float:
        return float(gain[np.arange(6), labels].sum() - 0.7 * (labels[1:] != labels[:-1]).sum())

    every = np.stack(np.meshgrid(*[range(3)] * 6), -1).reshape(-1, 6)
    assert worth(path) == pytest.approx(max(map(worth, every)))


def test_a_relation_has_exact_edges_and_no_outer_full_stop() -> None:
    p = roles(SOURCE, SOURCE, NONE, *[CONTENT] * 10)
    (relation,) = relations(TEXT, WINDOW, [Cue(2, 3, 0.9)], p)
    assert TEXT[slice(*relation.source[0])] == "Ann Lee"
    assert TEXT[slice(*relation.cue[0])] == "said"
    assert TEXT[slice(*relation.content[0])] == "that the bridge, once closed, is open"


def test_confidence_falls_with_the_cue_and_with_the_roles() -> None:
    labels = (SOURCE, SOURCE, NONE, *[CONTENT] * 10)

    def confidence(cue: float, role: float) -> float:
        return relations(TEXT, WINDOW, [Cue(2, 3, cue)], roles(*labels, sure=role))[0].confidence

    assert 1 > confidence(0.9, 0.9) > confidence(0.6, 0.9) > 0
    assert confidence(0.9, 0.9) > confidence(0.9, 0.6)


@pytest.mark.parametrize("place", ["ANKARA — ", "NEW YORK (AP) ― ", "Kiel (dpa) - "])
def test_the_place_that_opens_a_report_is_not_said(place: str) -> None:
    text = place + "The bridge is open, Ann Lee said."
    words = [Span(m.start(), m.end()) for m in re.finditer(r"\w+|[^\w\s]", text)]
    size = len(words)
    cue = next(at for at, word in enumerate(words) if text[slice(*word)] == "said")
    p = roles(*[CONTENT] * (cue - 3), NONE, SOURCE, SOURCE, NONE, *[NONE] * (size - cue - 1))
    (relation,) = relations(text, Window([], words, [0] * size, [0] * size, [0] * size), [Cue(cue, cue + 1, 0.9)], p)
    assert text[slice(*relation.content[0])] == "The bridge is open"


def test_a_colon_is_no_part_of_a_cue() -> None:
    text = "Ann Lee said: go home"
    words = [Span(0, 3), Span(4, 7), Span(8, 12), Span(12, 13), Span(14, 16), Span(17, 21)]
    window = Window([], words, list(range(6)), [0] * 6, [0] * 6)
    (one,) = relations(text, window, [Cue(2, 4, 0.9)], roles(SOURCE, SOURCE, NONE, NONE, CONTENT, CONTENT))
    assert [text[slice(*span)] for span in one.cue] == ["said"]


def test_a_cue_without_content_gives_no_relation() -> None:
    assert relations(TEXT, WINDOW, [Cue(2, 3, 0.9)], roles(SOURCE, SOURCE, *[NONE] * 11)) == []


def test_two_cues_may_nest_and_share_a_source() -> None:
    outer = roles(SOURCE, SOURCE, NONE, *[CONTENT] * 10)
    inner = roles(SOURCE, SOURCE, NONE, NONE, NONE, NONE, NONE, *[CONTENT] * 6)
    found = relations(TEXT, WINDOW, [Cue(2, 3, 0.9), Cue(5, 6, 0.9)], np.concatenate([outer, inner]))
    assert found[0].source == found[1].source
    assert found[0].content[0].start < found[1].content[0].start


def test_names_join_the_words_that_go_on_them() -> None:
    logits = np.eye(7, dtype=np.float32)[[1, 2, 0, 0, 0, 5, 0, 3, 2, 0, 0, 0, 0]]
    assert names(TEXT, WORDS, logits) == [
        ("PER", Span(0, 7)),
        ("LOC", Span(22, 28)),
        ("ORG", Span(30, 34)),
        ("PER", Span(35, 41)),
    ]

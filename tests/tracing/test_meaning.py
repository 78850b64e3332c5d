from __future__ import annotations

import numpy as np
import pytest

from enligt.tracing.meaning import MAX_PIECES, PIECES_AT_ONCE, Meaning, Sense, alike, alikeness


@pytest.fixture(scope="module")
def meaning() -> Meaning:
    return Meaning(threads=2)


def test_a_translation_is_nearer_than_a_text_on_the_same_matter(meaning: Meaning) -> None:
    texts = [
        "Hamnen i Rostad stängs den 4 maj på grund av strejken",
        "The port of Rostad will close on 4 May because of the strike",
        "Порт Ростада закроется 4 мая из-за забастовки",
        "The port of Rostad bought two new cranes last year",
        "Der Dirigent lobte das Orchester nach der Probe",
    ]
    senses = list(meaning.of(texts))
    near = alike(senses[0], senses[1:])
    assert near[0] > near[2] > near[3]
    assert near[1] > near[2]


def test_alikeness_is_symmetrical_and_whole_for_itself(meaning: Meaning) -> None:
    senses = list(meaning.of(["The bridge is closed", "Bron är stängd", "Nobody came"]))
    near = alikeness(senses, senses)
    assert np.array_equal(near, near.T)
    assert np.allclose(np.diagonal(near), 1, atol=1e-5)


def test_two_texts_are_as_alike_in_any_company() -> None:
    draw = np.random.default_rng(1)
    senses = [
        Sense(np.zeros(384, np.int8), draw.integers(-40, 40, (n, 96), np.int8), draw.integers(1, 200, n, np.uint8))
        for n in (*draw.integers(1, MAX_PIECES, 60), 0, 3 * PIECES_AT_ONCE)
    ]
    near = alikeness(senses, senses)
    assert np.array_equal(near, near.T)
    assert np.array_equal(alikeness(senses[7:8], senses[50:]), near[7:8, 50:])
    assert not near[60].any()


def test_a_sense_does_not_depend_on_its_company(meaning: Meaning) -> None:
    texts = [f"Minister {n} denies the report about ferry {n}" for n in range(40)]
    together = list(meaning.of(texts))
    (alone,) = meaning.of([texts[17]])
    assert (together[17].vector == alone.vector).all()
    assert (together[17].pieces == alone.pieces).all()


def test_a_sense_survives_keeping(meaning: Meaning) -> None:
    (sense,) = meaning.of(["Both sides agreed to meet again in Vaduz"])
    again = Sense.unpacked(sense.vector.tobytes(), sense.packed())
    assert (again.pieces == sense.pieces).all()
    assert (again.weight == sense.weight).all()
    assert (again.vector == sense.vector).all()


@pytest.mark.parametrize("text", ["", " ", "\ud800", "\u200b\u200b", "a" * 100_000, "«»" * 50_000])
def test_hostile_text_has_a_sense_of_bounded_size(meaning: Meaning, text: str) -> None:
    (sense,) = meaning.of([text])
    assert len(sense.weight) <= MAX_PIECES
    assert np.isfinite(alike(sense, [sense])).all()

"""The invented stories: what stands between brackets is the content, and none is both learned from and held out."""

import json
import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parents[2] / "training"
sys.path.insert(0, str(TRAINING))

from stories import stories  # noqa: E402


def test_the_content_is_what_stands_between_brackets(tmp_path: Path) -> None:
    said = {"lang": "en", "day": 2, "in": "“[[The gate is shut]],” she said. “[[It stays so]].”"}
    story = {"story": "gate", "claims": [{"sayings": [said]}], "others": [said]}
    (tmp_path / "one.jsonl").write_text(json.dumps(story), "utf-8")
    ((first, other),) = stories(tmp_path)
    assert [first.text[span.start : span.end] for span in first.content] == ["The gate is shut", "It stays so"]
    assert "[" not in first.text
    assert first.published == "2026-03-04"
    assert (first.claim[0], other.claim[0]) == ("0", "-")


@pytest.fixture(scope="module")
def told() -> tuple[set[str], set[str]]:
    learned, held = (
        {said.text for story in stories(folder) for said in story}
        for folder in (TRAINING / "stories", TRAINING / "stories" / "held_out")
    )
    return learned, held


def test_no_saying_is_both_learned_from_and_held_out(told: tuple[set[str], set[str]]) -> None:
    learned, held = told
    assert len(learned) > 4000
    assert len(held) > 1500
    assert not learned & held

"""What is marked in a story becomes a statement with a cue and a source; what can't be made out is not shown."""

import json
import sys
from pathlib import Path

TRAINING = Path(__file__).parents[2] / "training"
sys.path.insert(0, str(TRAINING))

from told import documents  # noqa: E402


def test_marks_become_statements_and_what_nobody_marked_is_not_shown(tmp_path: Path) -> None:
    paragraphs = [
        "[[1+ Ann Lee|“The gate is shut,”]] said mayor Ann Lee. [[2+ |The gate was built in 1904.]]",
        "“It will open again in spring,” said the engineer Otto Brandt.",
    ]
    page = {"outlet": "Herald", "lang": "en", "day": 1, "title": "[[1+ |Gate shut]]", "paragraphs": paragraphs}
    (tmp_path / "one.jsonl").write_text(json.dumps({"story": "gate", "claims": ["", ""], "pages": [page]}), "utf-8")
    (found,) = documents(tmp_path)
    words = [[found.text[a:b] for part in (one.source, one.cue) for a, b in part] for one in found.relations or ()]
    assert words == [["mayor Ann Lee", "said"]]
    assert [found.text[a:b] for a, b in found.unknown] == [paragraphs[1]]


def test_of_a_saying_only_its_own_sentences_are_known(tmp_path: Path) -> None:
    said = {"lang": "en", "day": 2, "who": "Ann Lee", "in": "[[The gate is shut]], Ann Lee said. It was built in 1904."}
    (tmp_path / "one.jsonl").write_text(
        json.dumps({"story": "gate", "claims": [{"sayings": [said]}], "others": []}), "utf-8"
    )
    (found,) = documents(tmp_path)
    assert [found.text[a:b] for one in found.relations or () for a, b in one.content] == ["The gate is shut"]
    assert [found.text[a:b] for a, b in found.unknown] == ["It was built in 1904."]

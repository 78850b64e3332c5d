"""Of all pages those are compared that have most in common."""

from __future__ import annotations

import daft
import pytest

from enligt.batch import candidates


def test_a_page_is_compared_with_those_nearest_to_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MAX_PAGES", 1)
    pairs = daft.from_pydict({"a": [1, 1, 2], "b": [2, 3, 3], "score": [0.9, 0.5, 0.1]})
    found = candidates.nearest(pairs).to_pydict()
    assert sorted(zip(found["a"], found["b"], strict=True)) == [(1, 2), (1, 3)]

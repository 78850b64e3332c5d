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


def test_pages_that_share_a_rare_name_are_worth_comparing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "RARE_NAME", 3)
    pages = daft.from_pydict({"at": [1, 2, 3, 4], "named": [[7, 8, 9], [7, 9], [9, 5], [9]]})
    found = candidates._sharing_names(pages).to_pydict()
    assert list(zip(found["a"], found["b"], found["score"], strict=True)) == [(1, 2, pytest.approx(2**-0.5))]


def test_what_pages_share_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MAX_PAGES", 1)
    scored = daft.from_pydict({"a": [1, 1, 1, 2, 3], "b": [2, 3, 3, 4, 5], "score": [0.7, 0.5, 0.5, 0.9, 0.9]})
    found = candidates.nearest(scored).to_pydict()
    assert sorted(zip(found["a"], found["b"], strict=True)) == [(1, 3), (2, 4), (3, 5)]

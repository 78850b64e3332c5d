"""Of all pages those are compared that have most in common."""

from __future__ import annotations

import daft
import pytest
from daft import DataFrame

from enligt.batch import candidates


def pairs_in(found: DataFrame) -> list[tuple[int, int]]:
    rows = found.to_pydict()
    return sorted(zip(rows["a"], rows["b"], strict=True))


def test_a_page_is_compared_with_the_first_of_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MAX_PAGES", 1)
    pages = daft.from_pydict({"at": [1, 2, 3, 4], "sketch": [[*range(20)]] * 4})
    pairs = daft.from_pydict({"a": [1, 1, 2, 1], "b": [2, 3, 3, 4], "text": [1, 0, 0, 3], "told": [9, 5, 1, 0]})
    assert pairs_in(candidates.chosen(candidates.both_ways(pairs), pages)) == [(1, 2), (1, 3), (1, 4)]


def test_little_common_text_makes_no_pair() -> None:
    pages = daft.from_pydict({"at": [1, 2, 3], "sketch": [[*range(40)], [*range(20)], [*range(100)]]})
    pairs = daft.from_pydict({"a": [1, 1], "b": [2, 3], "text": [3, 5], "told": [0, 0]})
    assert pairs_in(candidates.chosen(candidates.both_ways(pairs), pages)) == [(1, 2)]


def test_pages_that_share_a_rare_name_or_text_are_worth_comparing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "RARE_NAME", 3)
    pages = daft.from_pydict(
        {"at": [1, 2, 3, 4], "named": [[7, 8, 9], [7, 9], [9, 5], [9]], "sketch": [[1], [2], [3, 4, 7], [3, 4]]}
    )
    found = candidates.sharing(candidates.hashes(pages)).sort("a").to_pydict()
    assert found == {"a": [1, 3], "b": [2, 4], "text": [0, 2], "told": [int(2**-0.5 * 1_000_000), 0]}


def test_what_pages_share_adds_up_and_a_tie_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MAX_PAGES", 1)
    ties = {"a": [10, 10, 11, 10], "b": [20, 20, 21, 30], "page_a": [1] * 4, "page_b": [2, 2, 2, 3]}
    found = candidates.near(daft.from_pydict(ties | {"near": [0.5, 0.5, 0.25, 0.7]})).sort("b").to_pydict()
    assert found == {"a": [1, 1], "b": [2, 3], "text": [0, 0], "told": [750_000, 700_000]}


def test_pages_that_tell_of_one_affair_with_a_third_are_compared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "MAX_PAGES", 2)
    affairs = daft.from_pydict({"a": [1, 1, 2, 5], "b": [2, 3, 4, 6]})
    met = candidates.meeting(candidates.both_ways(affairs))
    assert pairs_in(met) == [(1, 4), (2, 3), (3, 2), (4, 1)]
    known = candidates.known(daft.from_pydict({"a": [2], "b": [3]}))
    assert pairs_in(candidates.fellows(met.union_all(known)).distinct()) == [(1, 4)]

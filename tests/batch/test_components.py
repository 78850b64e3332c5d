"""Components by joins are those that a walk along the edges finds; knots that grow too large come apart."""

from __future__ import annotations

import random

import daft

from enligt.batch.components import components, knots


def walked(edges: list[tuple[int, int]]) -> dict[int, int]:
    beside: dict[int, set[int]] = {}
    for a, b in edges:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    root: dict[int, int] = {}
    for start in sorted(beside):
        waiting = [start]
        while waiting:
            if (node := waiting.pop()) not in root:
                root[node] = start
                waiting += beside[node]
    return root


def test_components_are_those_of_a_walk() -> None:
    draw = random.Random(3)
    edges = [(draw.randrange(300), draw.randrange(300)) for _ in range(150)] + [(n, n + 1) for n in range(400, 440)]
    edges = [(a, b) for a, b in edges if a != b]
    draw.shuffle(edges)
    found = components(daft.from_pydict({"a": [a for a, _ in edges], "b": [b for _, b in edges]})).to_pydict()
    assert len(found["node"]) == len(set(found["node"]))
    assert dict(zip(found["node"], found["root"], strict=True)) == walked(edges)


def test_a_knot_that_is_too_large_is_taken_apart_at_the_next_level() -> None:
    ties = [(1, 2, 0.5), (10, 11, 0.9), (11, 12, 0.5), (12, 13, 0.9), (13, 14, 0.5)]
    frame = daft.from_pydict(dict(zip(("a", "b", "near"), map(list, zip(*ties, strict=True)), strict=True)))
    found = knots(frame, (0.5, 0.8), most=2).to_pydict()
    # 14 is left alone by the higher level, and so is in no knot.
    assert dict(zip(found["node"], found["root"], strict=True)) == {1: 1, 2: 1, 10: 10, 11: 10, 12: 12, 13: 12}


def test_no_ties_are_no_knots() -> None:
    frame = daft.from_pydict({"a": [1], "b": [2], "near": [0.1]})
    assert knots(frame, (0.5,), most=2).to_pydict()["node"] == []

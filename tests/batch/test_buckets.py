"""A saying is at home in the bucket around what is nearest, and visits the next."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from enligt.batch.buckets import BUCKETS, Buckets
from enligt.ledger.nearest import DIMENSIONS


def test_each_is_at_home_in_its_own_and_visits_others(tmp_path: Path) -> None:
    drawn = np.random.default_rng(1).integers(-127, 128, (300, DIMENSIONS), np.int8)
    Buckets.around(drawn).write(tmp_path / "buckets")
    found = Buckets.read(tmp_path / "buckets").of(drawn[::-1] // 2)
    assert [home for home, *_ in found] == list(range(299, -1, -1))
    assert {len(set(one)) for one in found} == {BUCKETS}

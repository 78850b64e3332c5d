"""Traced pages as JSON lines: the object that ``enligt trace --json`` prints, a line a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from enligt.records import Traced
from enligt.report import json_safe


def pieces(pages: Iterable[Traced]) -> Iterator[str]:
    """A line a page."""
    for traced in pages:
        yield json_safe(json.dumps(traced.as_json(), ensure_ascii=False)) + "\n"

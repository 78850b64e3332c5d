"""Long lists come in parts: which part a visitor may ask for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query

#: Number of the last part that may be asked for: keeps the numbers in what SQLite counts with.
MAX_PART = 100_000

Part = Annotated[int, Query(ge=1, le=MAX_PART)]

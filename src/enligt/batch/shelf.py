"""Traced parts on disk: written all or nothing, and pages and sayings read again in place, without the rest.

A *place* is a whole number: the number of a part and a row in it. What holds over all parts is worked out on places
alone; whoever then needs a text or a meaning takes it from here. The tables lie in Arrow's own form and are mapped into
memory, so that a row costs the disk a page or two, and the system takes the memory back when it wants it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from enligt.batch import tables
from enligt.errors import ReadError
from enligt.ledger.nearest import DIMENSIONS
from enligt.records import Page, Traced, digest
from enligt.tracing.common import within
from enligt.tracing.echoes import sketch
from enligt.tracing.meaning import Sense
from enligt.tracing.saying import Saying
from enligt.tracing.shared_names import name_hashes

#: Bits of a place that number the row.
ROW_BITS = 32
#: Parts whose tables are kept open, and pages and sayings that are kept at hand.
OPEN_PARTS, PAGES_AT_HAND, SAYINGS_AT_HAND = 128, 512, 8_192

_FIRST_AND_COUNT = [("first", pa.int64()), ("count", pa.int64())]  # of a page's sayings
#: Sayings lie in the order of their page's text; ``row`` is their page's.
_SAYINGS = pa.schema(
    [*tables.STATEMENTS, ("row", pa.int64()), ("vector", pa.binary()), ("pieces", pa.binary()), ("facts", pa.string())]
)
_SHELVED = pa.schema(
    [
        *tables.PAGES,
        ("names", pa.list_(pa.struct(tables.NAMES))),
        ("entries", pa.list_(pa.struct(tables.ENTRIES))),
        *_FIRST_AND_COUNT,
    ]
)
#: Sayings that hang together, by their places, or rows, and how near they are.
TIES = pa.list_(pa.struct([("a", pa.int64()), ("b", pa.int64()), ("near", pa.float64())]))
#: What is known of a page by numbers: hashes of its text and of the names on it; the rows of its sayings, with a number
#: drawn for each by its id; and which of them hang together.
_NUMBERS = pa.schema(
    [
        ("part", pa.string()),
        ("row", pa.int64()),
        ("id", pa.string()),
        ("sayings", pa.list_(pa.struct([("row", pa.int64()), ("drawn", pa.int64())]))),
        ("sketch", pa.list_(pa.int64())),
        ("named", pa.list_(pa.int64())),
        ("ties", TIES),
    ]
)
_PLACED = [("part", pa.string()), ("row", pa.int64())]
#: The tables of a part that Daft reads, and their columns; ``part`` and ``row`` say whose page's they are.
PARQUET = {
    "numbers": _NUMBERS,
    "pages": pa.schema([*tables.PAGES, *_PLACED]),
    "statements": pa.schema([*tables.STATEMENTS, *_PLACED]),
    "names": pa.schema([*tables.NAMES, *_PLACED]),
    "errors": tables.ERRORS,
}


def place(part: int, row: int) -> int:
    """The place of a row of a part, by the part's number."""
    return part << ROW_BITS | row


def split(place: int) -> tuple[int, int]:
    """The number of the part, and the row in it."""
    return divmod(place, 1 << ROW_BITS)


class PartWriter:
    """Gathers what was found in one part, and puts it on the shelf."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._rows: dict[str, list[dict[str, Any]]] = {name: [] for name in PARQUET}
        self._pages: list[dict[str, Any]] = []
        self._sayings: list[dict[str, Any]] = []

    def add(self, traced: Traced, said: Sequence[Saying]) -> None:
        """Take in a page with its sayings."""
        row, first = len(self._pages), len(self._sayings)
        place = {"part": self._part, "row": row}
        page, statements, names = tables.page_row(traced), tables.statement_rows(traced), tables.name_rows(traced)
        shelved = page | {"names": names, "entries": tables.entry_rows(traced), "first": first, "count": len(said)}
        by_id = {one["id"]: one for one in statements}
        sayings = [
            by_id[one.id]
            | {
                "row": row,
                "vector": one.sense.vector.tobytes(),
                "pieces": one.sense.packed(),
                "facts": json.dumps(one.facts(), ensure_ascii=False),
            }
            for one in said
        ]
        numbers = place | {
            "id": page["id"],
            "sayings": [
                {"row": at, "drawn": int(digest("drawn", one.page, one.id), 16)}
                for at, one in enumerate(said, start=first)
            ],
            "sketch": sorted(sketch(traced.page)),
            "named": sorted(name_hashes(traced)),
            "ties": [{"a": first + a, "b": first + b, "near": near} for a, b, near in within(said)],
        }
        # Only now, when nothing of it can fail any more.
        self._pages.append(shelved)
        self._sayings += sayings
        self._rows["numbers"].append(numbers)
        self._rows["pages"].append(page | place)
        self._rows["statements"] += [one | place for one in statements]
        self._rows["names"] += [one | place for one in names]

    def fail(self, error: ReadError) -> None:
        """Take in what could not be read or traced."""
        self._rows["errors"].append(tables.error_row(error))

    def put(self, shelf: Path) -> None:
        """Write everything; a part that is there already stays."""
        beside = shelf / f"{self._part}.{os.getpid()}.new"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        for name, schema in PARQUET.items():
            pq.write_table(pa.Table.from_pylist(self._rows[name], schema), beside / f"{name}.parquet")
        for name, rows, schema in (("pages", self._pages, _SHELVED), ("sayings", self._sayings, _SAYINGS)):
            table = pa.Table.from_pylist(rows, schema)
            with pa.OSFile(str(beside / f"{name}.arrow"), "wb") as file, pa.ipc.new_file(file, schema) as writer:
                writer.write_table(table, max_chunksize=max(1, len(table)))
        try:
            beside.rename(shelf / self._part)
        except OSError:  # somebody who took it for lost has done it too
            shutil.rmtree(beside)


def mark_of(shelf: Path, part: str) -> Path:
    """The file that is there while a worker has a part in work, and stays if the worker does not live to its end."""
    return shelf / f"{part}.begun"


class Shelf:
    """Pages and sayings of parts, by their places; ``parts`` are the parts' ids by number."""

    def __init__(self, folder: Path, parts: Sequence[str]) -> None:
        self._folder, self._parts = folder, parts
        self._table = lru_cache(OPEN_PARTS)(self._opened)
        self.page = lru_cache(PAGES_AT_HAND)(self._page)
        self.saying = lru_cache(SAYINGS_AT_HAND)(self._saying)

    def sayings(self, page: int) -> tuple[list[int], list[Saying]]:
        """The places of a page's sayings, and the sayings, in the order of the text."""
        places = self._places(page)
        return places, [self.saying(one) for one in places]

    def traced(self, page: int) -> Traced:
        """A page with all that was found on it."""
        row = self._row(page, "pages")
        statements = sorted((self._row(at, "sayings") for at in self._places(page)), key=lambda one: one["position"])
        return tables.traced_of(row, statements, row["names"], row["entries"])

    def partitions(self, part: int) -> list[tuple[str, str]]:
        """The date and the language of each page of a part."""
        table = self._table(part, "pages")
        return list(zip(table["date"].to_pylist(), table["language"].to_pylist(), strict=True))

    def page_of(self, saying: int) -> int:
        """The place of a saying's page."""
        part, row = split(saying)
        return place(part, self._table(part, "sayings")["row"][row].as_py())

    def vectors(self, part: int) -> NDArray[np.int8]:
        """The vectors of a part's sayings, (sayings, 384)."""
        return _stacked(self._table(part, "sayings")["vector"].to_pylist())

    def vectors_at(self, places: Sequence[int]) -> NDArray[np.int8]:
        """The vectors of some sayings."""
        return _stacked([self._table(part, "sayings")["vector"][row].as_py() for part, row in map(split, places)])

    def _places(self, page: int) -> list[int]:
        part, row = split(page)
        table = self._table(part, "pages")
        first = table["first"][row].as_py()
        return [place(part, at) for at in range(first, first + table["count"][row].as_py())]

    def _opened(self, part: int, name: str) -> pa.Table:
        return pa.ipc.open_file(pa.memory_map(str(self._folder / self._parts[part] / f"{name}.arrow"))).read_all()

    def _row(self, at: int, name: str) -> dict[str, Any]:
        part, row = split(at)
        found: dict[str, Any] = self._table(part, name).slice(row, 1).to_pylist()[0]
        return found

    def _page(self, at: int) -> Page:
        return tables.page_of(self._row(at, "pages"))

    def _saying(self, at: int) -> Saying:
        row = self._row(at, "sayings")
        page = self.page(self.page_of(at))
        sense = Sense.unpacked(row["vector"], row["pieces"])
        return Saying.kept(page, row["page"], tables.statement_of(row), sense, json.loads(row["facts"]))


def _stacked(vectors: Sequence[bytes]) -> NDArray[np.int8]:
    return np.frombuffer(b"".join(vectors), np.int8).reshape(len(vectors), DIMENSIONS)

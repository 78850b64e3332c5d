"""What runs inside the workers: Daft classes, of which each worker makes one instance, with one model."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import daft
import pyarrow as pa

from enligt.adding import keepable
from enligt.batch import tables
from enligt.batch.buckets import Buckets, ties_in
from enligt.batch.parts import Part, pages_in
from enligt.batch.shelf import TIES, PartWriter, Shelf, mark_of, place
from enligt.errors import EnligtError, ReadError
from enligt.pipeline import Failed, trace_each
from enligt.records import Echo, Options, Page
from enligt.tracing.claims import COPIED
from enligt.tracing.common import compared_with
from enligt.tracing.echoes import Side
from enligt.tracing.knots import Known, claims_of
from enligt.tracing.meaning import Meaning
from enligt.tracing.saying import sayings

#: Knots whose claims a worker works out at a time: many, since most are one saying.
KNOTS_AT_ONCE = 64

_NUMBER = pa.int64()
IN_BUCKETS = pa.list_(pa.struct([("bucket", _NUMBER), ("saying", _NUMBER), ("home", pa.bool_())]))
NEAR = pa.list_(pa.struct([*((name, _NUMBER) for name in ("a", "b", "page_a", "page_b")), ("near", pa.float64())]))
COMPARED = pa.struct(
    [
        ("ties", TIES),
        ("copies", pa.list_(pa.struct([("a", _NUMBER), ("b", _NUMBER)]))),
        ("echoes", pa.list_(pa.struct([("at", _NUMBER), *tables.ECHOES]))),
        ("affairs", pa.list_(pa.struct([("first", _NUMBER), ("second", _NUMBER)]))),
    ]
)
CLAIMED = pa.list_(pa.struct([("claim", pa.struct(tables.CLAIMS)), ("origins", pa.list_(pa.struct(tables.ORIGINS)))]))


def _type(of: pa.DataType) -> daft.DataType:
    return daft.DataType.from_arrow_type(of)


class Tracer:
    """Traces parts and puts them on the shelf."""

    def __init__(self, shelf: str, options: Options) -> None:
        self._shelf = Path(shelf)
        self._options = replace(options, threads=1)
        self._meaning = Meaning(threads=1)

    @daft.method.batch(return_dtype=daft.DataType.int64(), batch_size=1)
    def trace(self, ids: daft.Series, paths: daft.Series, starts: daft.Series, stops: daft.Series) -> list[int]:
        """The number of pages in each part."""
        rows = zip(*(one.to_pylist() for one in (ids, paths, starts, stops)), strict=True)
        return [self._trace(Part(*row)) for row in rows]

    def _trace(self, part: Part) -> int:
        """Trace a part. Whatever is wrong with a page costs that page; a worker that is killed leaves its mark."""
        writer, at, places = PartWriter(part.id), part.start, deque[str]()
        mark = mark_of(self._shelf, part.id)
        mark.touch()

        def came_to(place: int) -> None:
            nonlocal at
            at = place

        def readable() -> Iterator[Page]:
            found = pages_in(part, self._options, came_to)
            for page in keepable(_pages(found, writer.fail), writer.fail):
                places.append(f"{page.url or 'a page'}, at {at} in {Path(part.path).name}")
                yield page

        pages = 0
        for found in trace_each(readable(), options=self._options):
            where = places.popleft()
            if isinstance(found, Failed):
                writer.fail(found.told(where))
                continue
            try:
                writer.add(found, sayings(found, self._meaning))
            except EnligtError:
                raise
            except Exception as error:  # noqa: BLE001
                writer.fail(Failed(found.page, error).told(where))
            else:
                pages += 1
        writer.put(self._shelf)
        mark.unlink(missing_ok=True)
        return pages


def _pages(found: Iterable[Page | ReadError], complain: Callable[[ReadError], None]) -> Iterator[Page]:
    """The pages; what could not be read is complained of."""
    for one in found:
        if isinstance(one, ReadError):
            complain(one)
        else:
            yield one


class _OnShelf:
    """Works on what is on the shelf."""

    def __init__(self, shelf: str, parts: list[str]) -> None:
        self._shelf = Shelf(Path(shelf), parts)


class Sorter(_OnShelf):
    """Puts the sayings of parts into buckets."""

    def __init__(self, shelf: str, parts: list[str], buckets: str) -> None:
        super().__init__(shelf, parts)
        self._buckets = Buckets.read(Path(buckets))

    @daft.method.batch(return_dtype=_type(IN_BUCKETS), batch_size=1)
    def sort(self, parts: daft.Series) -> pa.Array:
        """The buckets of each part's sayings."""
        return pa.array([self._sorted(part) for part in parts.to_pylist()], IN_BUCKETS)

    def _sorted(self, part: int) -> list[dict[str, Any]]:
        return [
            {"bucket": bucket, "saying": place(part, row), "home": rank == 0}
            for row, found in enumerate(self._buckets.of(self._shelf.vectors(part)))
            for rank, bucket in enumerate(found)
        ]


class Neighbours(_OnShelf):
    """Finds the sayings of a bucket that hang together."""

    @daft.method.batch(return_dtype=_type(NEAR), batch_size=1)
    def ties(self, home: daft.Series, visiting: daft.Series) -> pa.Array:
        """The ties in each bucket."""
        rows = zip(home.to_pylist(), visiting.to_pylist(), strict=True)
        return pa.array([list(ties_in(sorted(mine), sorted(others or ()), self._shelf)) for mine, others in rows], NEAR)


class Comparer(_OnShelf):
    """Compares pages."""

    @daft.method.batch(return_dtype=_type(COMPARED), batch_size=1)
    def compare(self, pages: daft.Series, others: daft.Series) -> pa.Array:
        """What each page has in common with each of others."""
        rows = zip(pages.to_pylist(), others.to_pylist(), strict=True)
        return pa.array([self._compared(page, sorted(with_)) for page, with_ in rows], COMPARED)

    def _compared(self, page: int, others: Sequence[int]) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {kind.name: [] for kind in COMPARED}
        keys, said = self._shelf.sayings(page)
        mine = Side(self._shelf.page(page), said)
        theirs = [self._shelf.sayings(other) for other in others]
        sides = [
            Side(self._shelf.page(other), their_said) for other, (_, their_said) in zip(others, theirs, strict=True)
        ]
        for other, (their_keys, _), common in zip(others, theirs, compared_with(mine, sides), strict=True):
            found["ties"] += [{"a": keys[a], "b": their_keys[b], "near": near} for a, b, near in common.ties]
            found["copies"] += [{"a": keys[a], "b": their_keys[b]} for a, b in common.copies]
            if common.echo:
                at = page if common.echo.page == mine.page.id else other
                found["echoes"].append({"at": at} | tables.echo_row(common.echo))
            if common.one_affair:
                found["affairs"].append({"first": page, "second": other})
        return found


class Claimer(_OnShelf):
    """Works out the claims of knots."""

    @daft.method.batch(return_dtype=_type(CLAIMED), batch_size=KNOTS_AT_ONCE)
    def claims(self, knots: daft.Series, echoes: daft.Series, copies: daft.Series, affairs: daft.Series) -> pa.Array:
        """The claims of each knot.

        It is given by the places of its sayings, what its pages repeat, copied passages, and which of its pages tell
        of one affair.
        """
        rows = zip(*(one.to_pylist() for one in (knots, echoes, copies, affairs)), strict=True)
        return pa.array([self._claims(*row) for row in rows], CLAIMED)

    def _claims(
        self,
        knot: list[int],
        echoes: list[dict[str, Any]] | None,
        copies: list[dict[str, int]] | None,
        affairs: list[dict[str, int]] | None,
    ) -> list[dict[str, Any]]:
        found = {at: self._shelf.saying(at) for at in sorted(knot)}
        place_of = {saying.page: self._shelf.page_of(at) for at, saying in found.items()}
        id_of = {place: page for page, place in place_of.items()}
        repeated = sorted(map(tables.echo_of, echoes or ()), key=lambda echo: (echo.page, echo.of))

        def echoes_of(pages: Sequence[str]) -> list[Echo]:
            return [echo for echo in repeated if echo.page in pages]

        worded = claims_of(
            list(found.values()),
            Known(lambda page: self._shelf.page(place_of[page]), echoes_of),
            bonds={frozenset((found[one["a"]].id, found[one["b"]].id)): COPIED for one in copies or ()},
            affairs={frozenset((id_of[one["first"]], id_of[one["second"]])) for one in affairs or ()},
        )
        return [
            {"claim": tables.claim_row(one), "origins": tables.origin_rows(one.claim)}
            for one in sorted(worded, key=lambda one: one.claim.id)
        ]

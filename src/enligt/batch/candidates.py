"""Which pages are worth comparing, out of all: dataframes of places and numbers, which carry no text."""

from __future__ import annotations

from collections.abc import Sequence

import daft
import numpy as np
import pyarrow as pa
from daft import DataFrame, DataType, Window, col
from daft.functions import row_number

from enligt.batch.components import greater, lesser
from enligt.batch.shelf import ROW_BITS
from enligt.ledger.linking import MAX_PAGES, SHARED_SKETCH

#: Pages with one name up to which it counts: fewer than in a ledger, since all pairs of them are in memory at one time.
RARE_NAME = 16
_PLACE = 1 << ROW_BITS


def placed(numbers: DataFrame, parts: Sequence[str]) -> DataFrame:
    """The rows of all parts with the place of their page (``at``) instead of its part and row."""
    numbered = daft.from_pydict({"part": list(parts), "number": list(range(len(parts)))})
    return numbers.join(numbered, on="part").with_column("at", col("number") * _PLACE + col("row"))


def once(pages: DataFrame) -> DataFrame:
    """Of pages with one ``id`` the first: pages are told apart by address and text, and crawls meet them again."""
    return pages.join(pages.groupby("id").agg(col("at").min()), on="at", how="semi")


def sayings(pages: DataFrame) -> DataFrame:
    """The sayings of pages: their places (``saying``), their pages' (``at``) and the numbers ``drawn`` for them."""
    one = pages.select("at", col("sayings").explode())
    row = (col("at") // _PLACE) * _PLACE + col("sayings").get("row")
    return one.where(col("sayings").not_null()).select("at", row.alias("saying"), col("sayings").get("drawn"))


def own_ties(pages: DataFrame) -> DataFrame:
    """The ties within pages, by the places of the sayings."""
    one = pages.select("at", col("ties").explode()).where(col("ties").not_null())
    part = (col("at") // _PLACE) * _PLACE
    ends = ((part + col("ties").get(end)).alias(end) for end in ("a", "b"))
    return one.select(*ends, col("ties").get("near"))


def sharing_text(pages: DataFrame) -> DataFrame:
    """The pairs of pages ``a`` and ``b`` whose sketches share enough."""
    alike = _having(pages, "sketch").where(col("at").list_count() > 1)
    pairs = alike.select(_pairs(col("at")).alias("pair")).explode("pair").select(col("pair").unnest())
    shared = pairs.groupby("a", "b").agg(col("a").count().alias("score"))
    sizes = pages.select("at", col("sketch").list_count().alias("size"))
    for end in ("a", "b"):
        size = sizes.select(col("at").alias(end), col("size").alias(f"size_{end}"))
        shared = shared.join(size, on=end)
    least = (lesser("size_a", "size_b", "size") * SHARED_SKETCH).round()
    enough = shared.where((col("score") >= least) & (col("score") >= 2))
    return nearest(enough.select("a", "b", col("score").cast(DataType.float64())))


def telling_alike(pages: DataFrame, ties: DataFrame) -> DataFrame:
    """The pairs of pages ``a`` and ``b`` that most hangs together between, or that share most names."""
    return nearest(_sharing_sayings(ties, sayings(pages)).union_all(_sharing_names(pages)))


def _sharing_sayings(ties: DataFrame, said: DataFrame) -> DataFrame:
    """The pairs of pages ``a`` and ``b`` with sayings that hang together, and how near each two are (``score``)."""
    on_page = ties
    for end in ("a", "b"):
        of = said.select(col("saying").alias(end), col("at").alias(f"page_{end}"))
        on_page = on_page.join(of, on=end)
    return on_page.select(lesser("page_a", "page_b", "a"), greater("page_a", "page_b", "b"), col("near").alias("score"))


def _sharing_names(pages: DataFrame) -> DataFrame:
    """The pairs of pages ``a`` and ``b`` with a name in common, and what each tells (``score``), as in a ledger."""
    many = col("at").list_count()
    alike = _having(pages, "named").where((many > 1) & (many <= RARE_NAME))
    pairs = alike.select(_pairs(col("at")).alias("pair"), (1 / many.cast(DataType.float64()).sqrt()).alias("score"))
    return pairs.explode("pair").select(col("pair").unnest(), "score")


def _having(pages: DataFrame, hashes: str) -> DataFrame:
    """Each of some hashes of the pages, with the pages that have it."""
    each = pages.select("at", col(hashes).explode().alias("hash")).where(col("hash").not_null())
    return each.groupby("hash").agg(col("at").list_agg())


def nearest(scored: DataFrame) -> DataFrame:
    """The pairs of which either page has the other among the ``MAX_PAGES`` with the highest scores, each added up."""
    pairs = scored.groupby("a", "b").agg(col("score").sum())
    turned = pairs.select(col("b").alias("a"), col("a").alias("b"), "score")
    ranks = Window().partition_by("a").order_by(["score", "b"], desc=[True, False])
    ranked = pairs.union_all(turned).with_column("rank", row_number().over(ranks)).where(col("rank") <= MAX_PAGES)
    return ranked.select(lesser("a", "b", "a"), greater("a", "b", "b")).distinct()


_PAIRS = pa.large_list(pa.struct([("a", pa.int64()), ("b", pa.int64())]))


@daft.func.batch(return_dtype=DataType.from_arrow_type(_PAIRS))
def _pairs(groups: daft.Series) -> pa.Array:
    """Each page of a group with those that follow, at most as many as a page is compared with: all the world may print
    a text. Arrays, since there are many pairs, and each by itself would take far more memory."""
    first, second, counts = [], [], [0]
    for group in groups.to_pylist():
        pages = np.sort(np.array(group, np.int64))
        steps = range(1, min(len(pages), MAX_PAGES + 1))
        first += [pages[:-step] for step in steps]
        second += [pages[step:] for step in steps]
        counts.append(sum(len(pages) - step for step in steps))
    ends = (np.concatenate(one) if one else np.array([], np.int64) for one in (first, second))
    return pa.LargeListArray.from_arrays(np.cumsum(counts), pa.StructArray.from_arrays(list(ends), ["a", "b"]))

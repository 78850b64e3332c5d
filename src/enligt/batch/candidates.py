"""Which pages are worth comparing, out of all: dataframes of places and numbers, which carry no text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import daft
import numpy as np
import pyarrow as pa
from daft import DataFrame, DataType, Expression, Window, col
from daft.functions import row_number, when

from enligt.batch.components import greater, lesser
from enligt.batch.shelf import ROW_BITS
from enligt.ledger.linking import MAX_PAGES, SHARED_SKETCH

#: Pages with one name up to which it counts: fewer than in a ledger, since all pairs of them are in memory at one time.
RARE_NAME = 16
_PLACE = 1 << ROW_BITS
#: Steps of a score from one whole number to the next.
_FINE = 1_000_000


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


def hashes(pages: DataFrame) -> DataFrame:
    """The hashes of pages (``at``): of their text, and of the names on them (``name``)."""
    kinds = (
        pages.select("at", col(kind).explode().alias("hash"), daft.lit(is_name).alias("name"))
        for kind, is_name in (("sketch", False), ("named", True))
    )
    return reduce(DataFrame.union_all, kinds).where(col("hash").not_null())


def sharing(some: DataFrame) -> DataFrame:
    """The pairs of pages ``a`` and ``b`` that share some hashes: how many of ``text``, and what the names tell."""
    many, is_name = col("at").list_count(), col("name")
    having = some.groupby("hash", "name").agg(col("at").list_agg())
    telling = having.where((many > 1) & (~is_name | (many <= RARE_NAME)))
    one = {"text": when(is_name, 0).otherwise(1), "told": when(is_name, _whole(1 / _float(many).sqrt())).otherwise(0)}
    pairs = telling.select(_pairs(col("at")).alias("pair"), *(how.alias(name) for name, how in one.items()))
    return _added(pairs.explode("pair").select(col("pair").unnest(), *one))


def near(ties: DataFrame) -> DataFrame:
    """The pairs of pages with sayings that hang together, and how near these are (``told``), as ``sharing`` has it.

    Two sayings that met in two buckets are tied once.
    """
    pages = lesser("page_a", "page_b", "a"), greater("page_a", "page_b", "b")
    return _added(ties.distinct().select(*pages, daft.lit(0).alias("text"), _whole(col("near")).alias("told")))


def both_ways(pairs: DataFrame) -> DataFrame:
    """Pairs of pages, each also the other way round."""
    others = [name for name in pairs.column_names if name not in ("a", "b")]
    return pairs.union_all(pairs.select(col("b").alias("a"), col("a").alias("b"), *others)).select("a", "b", *others)


def lesser_first(pairs: DataFrame) -> DataFrame:
    """Pairs of pages, the lesser first."""
    return pairs.select(lesser("a", "b", "a"), greater("a", "b", "b"))


def chosen(pairs: DataFrame, pages: DataFrame) -> DataFrame:
    """Of pairs of pages, ``both_ways``, those worth comparing: with much of the same text, or most in common otherwise.

    Of either kind those pages ``b`` that are the first ``MAX_PAGES`` for ``a``; each pair with the lesser page first.
    """
    added = _added(pairs)
    sizes, shared = pages.select("at", col("sketch").list_count().alias("size")), added.where(col("text") >= 2)
    for end in ("a", "b"):
        shared = shared.join(sizes.select(col("at").alias(end), col("size").alias(f"size_{end}")), on=end)
    least = (lesser("size_a", "size_b", "size") * SHARED_SKETCH).round()
    repeated = first(shared.where(col("text") >= least).select("a", "b", col("text").alias("score")))
    told = first(added.where(col("told") > 0).select("a", "b", col("told").alias("score")))
    return lesser_first(repeated.union_all(told)).distinct()


def meeting(affairs: DataFrame) -> DataFrame:
    """The pairs of pages that tell of one affair with a third, and with how many such (``met``); ``both_ways``.

    ``affairs`` are the pairs that tell of one affair, ``both_ways``.
    """
    pairs = affairs.groupby("a").agg(col("b").list_agg()).select(_pairs(col("b")).alias("pair")).explode("pair")
    pairs = pairs.where(col("pair").not_null()).select(col("pair").unnest())
    met = pairs.groupby("a", "b").agg(col("a").count().cast(DataType.int64()).alias("met"))
    return both_ways(met.with_column("known", daft.lit(0)))


def known(pairs: DataFrame) -> DataFrame:
    """Pairs of pages that are compared already, ``both_ways``, in the form of ``meeting``."""
    return both_ways(
        pairs.select("a", "b", daft.lit(0).cast(DataType.int64()).alias("met"), daft.lit(1).alias("known"))
    )


def fellows(meetings: DataFrame) -> DataFrame:
    """Of pairs of pages those ``b`` that meet ``a`` most often and are not known, the lesser page first."""
    met = meetings.groupby("a", "b").agg(col("met").sum().alias("score"), col("known").max())
    return lesser_first(first(met.where(col("known") < 1).select("a", "b", "score")))


def first(scored: DataFrame) -> DataFrame:
    """Of pairs of pages those whose ``b`` is among the ``MAX_PAGES`` with the highest scores for ``a``."""
    ranks = Window().partition_by("a").order_by(["score", "b"], desc=[True, False])
    ranked = scored.with_column("rank", row_number().over(ranks))
    return ranked.where(col("rank") <= MAX_PAGES).select("a", "b")


def _added(pairs: DataFrame) -> DataFrame:
    return pairs.groupby("a", "b").agg(col("text").sum(), col("told").sum())


def _whole(score: Expression) -> Expression:
    """A score as a whole number: the sum of some is then the same in whatever order they are added."""
    return (score * _FINE).cast(DataType.int64())


def _float(number: Expression) -> Expression:
    return number.cast(DataType.float64())


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

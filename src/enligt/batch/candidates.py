"""Which pages are worth comparing, out of all: dataframes of places and numbers, which carry no text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import daft
from daft import DataFrame, DataType, Window, col
from daft.functions import row_number

from enligt.batch.components import greater, lesser
from enligt.batch.shelf import ROW_BITS
from enligt.ledger.linking import COMMON_NAME, MAX_PAGES, SHARED_SKETCH

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
    shared = alike.select(_pairs(col("at"))).groupby("a", "b").agg(col("a").count().alias("score"))
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
    alike = _having(pages, "named").where((many > 1) & (many <= COMMON_NAME))
    return alike.select(_pairs(col("at")), (1 / many.cast(DataType.float64()).sqrt()).alias("score"))


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


@daft.func(return_dtype=DataType.struct({"a": DataType.int64(), "b": DataType.int64()}), unnest=True)
def _pairs(pages: list[int]) -> Iterator[dict[str, int]]:
    """Each page with those that follow, at most as many as a page is compared with: all the world may print a text."""
    ordered = sorted(pages)
    for at, page in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + MAX_PAGES]:
            yield {"a": page, "b": other}

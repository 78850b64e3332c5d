"""What hangs together, by edges: connected components of graphs of any size, as joins of dataframes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from daft import DataFrame, Expression, col
from daft.functions import hash as hashed
from daft.functions import when

#: Keeps sums of hashes from overflowing.
_SUMMABLE = 1 << 31


def components(edges: DataFrame) -> DataFrame:
    """The nodes (``node``) of a graph of edges ``a`` and ``b``, whole numbers, and the least of what each hangs with.

    Each round, every node is tied to the least of its neighbours instead of to them, first those above it and then
    those below (large star and small star, Kiveris et al. 2014); the rounds grow as the logarithm of the longest path.
    """
    # A node that is no longer named as a first one is the least of its component, or has no edge.
    now = edges.where(col("a") != col("b")).select(greater("a", "b", "a"), lesser("a", "b", "b")).distinct().collect()
    state = _state(now)
    while True:
        now = _small_star(_large_star(now)).collect()
        before, state = state, _state(now)
        if state == before:
            break
    roots = now.select(col("b").alias("node"), col("b").alias("root")).distinct()
    return now.select(col("a").alias("node"), col("b").alias("root")).union_all(roots)


def knots(ties: DataFrame, levels: Sequence[float], most: int) -> DataFrame:
    """The nodes (``node``) of ties ``a``, ``b`` and ``near``, and the knot (``root``) that each is in.

    A knot is a component of the ties that reach the first level; one of more than ``most`` nodes is taken apart by the
    ties that reach the next, and so on. Nodes that are left alone by that are not there.
    """
    settled = []
    for number, least in enumerate(levels):
        members = components(ties.where(col("near") >= least))
        if number == len(levels) - 1:
            settled.append(members)
            break
        sizes = members.groupby("root").agg(col("node").count().alias("size"))
        settled.append(members.join(sizes.where(col("size") <= most), on="root", how="semi"))
        large = members.join(sizes.where(col("size") > most), on="root", how="semi").collect()
        if not len(large):
            break
        ties = ties.join(large, left_on="a", right_on="node", how="semi")
    return reduce(DataFrame.union_all, settled)


def _large_star(edges: DataFrame) -> DataFrame:
    """Ties what is above a node to the least of the node and its neighbours."""
    both = edges.union_all(edges.select(col("b").alias("a"), col("a").alias("b")))
    least = both.groupby("a").agg(col("b").min().alias("least")).select(col("a"), lesser("a", "least", "least"))
    tied = both.where(col("b") > col("a")).join(least, on="a")
    return tied.select(col("b").alias("a"), col("least").alias("b")).distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Ties a node and what is below it to the least of those below."""
    least = edges.groupby("a").agg(col("b").min().alias("least"))
    below = edges.join(least, on="a").where(col("b") != col("least"))
    moved = below.select(col("b").alias("a"), col("least").alias("b"))
    return moved.union_all(least.select(col("a"), col("least").alias("b"))).distinct()


def greater(a: str, b: str, name: str) -> Expression:
    """The greater of two columns."""
    return when(col(a) > col(b), col(a)).otherwise(col(b)).alias(name)


def lesser(a: str, b: str, name: str) -> Expression:
    """The lesser of two columns."""
    return when(col(a) < col(b), col(a)).otherwise(col(b)).alias(name)


def _state(edges: DataFrame) -> dict[str, list[int]]:
    """A summary that differs where edges do."""
    mark = (hashed(col("a"), col("b")) % _SUMMABLE).alias("mark")
    summary: dict[str, list[int]] = (
        edges.select(mark).agg(col("mark").sum().alias("sum"), col("mark").count().alias("count")).to_pydict()
    )
    return summary

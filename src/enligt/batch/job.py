"""A batch from its inputs to its datasets, step after step; each leaves its result, which a rerun takes up."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import daft
import pyarrow as pa
from daft import DataFrame, col

from enligt.batch import candidates, workers
from enligt.batch.buckets import Buckets, how_many
from enligt.batch.components import knots
from enligt.batch.parts import PAGES_A_PART, Part, files_in, parts_of
from enligt.batch.rounds import ATTEMPTS, failure, trace_all
from enligt.batch.settings import changes, name_of, settings_of
from enligt.batch.shelf import PARQUET, Shelf, place
from enligt.batch.tables import CLAIMS, ERRORS, NAMES, PAGES, STATEMENTS, error_row
from enligt.errors import BatchError, EnligtError
from enligt.records import Options, digest
from enligt.tracing.claims import COPIED
from enligt.tracing.knots import LEVELS, MAX_KNOT

#: Where the parts lie below what comes out, the file that names them in order, and that of the settings.
SHELF, PARTS, SETTINGS = Path("work", "traced"), Path("work", "parts.txt"), Path("work", "settings.json")
#: Parts whose sayings are sorted, whose pages are compared, and whose claims are made, at a time, and buckets whose
#: sayings are compared: all that a question to Daft gives waits in memory until the last worker has answered.
PARTS_AT_ONCE, BUCKETS_AT_ONCE = 16, 512
#: How the results of the steps lie on disk by now: those of an earlier version in another form are worked out anew.
FORM = "3"
#: All hashes of pages, in sixteen ranges, of which each is looked through by itself.
_ALL_HASHES = [range(first, first + (1 << 60)) for first in range(-1 << 63, 1 << 63, 1 << 60)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What to do: trace ``inputs`` (archives, Parquet, folders of them) into ``out``, with ``workers`` processes.

    ``note`` is told how far it has come.
    """

    inputs: tuple[Path, ...]
    out: Path
    workers: int
    options: Options = field(default_factory=Options)
    part_pages: int = PAGES_A_PART
    note: Callable[[str], None] = lambda _: None


@dataclass(frozen=True, slots=True)
class Done:
    """How many rows each dataset has, and how many inputs could not be read or traced."""

    rows: dict[str, int]
    errors: int


def run(job: Job) -> Done:
    """Trace, compare, claim; write the datasets. What an earlier run has done is not done again.

    A part that no worker brings to its end is left out, and told in the dataset of errors. Raises ``ReadError`` for
    inputs that are none, ``BatchError`` if nothing comes from the workers.
    """
    settings = settings_of(job.options)
    name = name_of(settings)
    found = (part for file in files_in(job.inputs) for part in parts_of(file, job.part_pages, name))
    parts = list({part.id: part for part in found}.values())
    shelf = job.out / SHELF
    shelf.mkdir(parents=True, exist_ok=True)
    if changed := changes(job.out / SETTINGS, settings):
        job.note(f"everything is traced anew, since the settings are others: {changed}")
    given_up = trace_all(parts, shelf, partial(_trace, job, shelf), job.note)
    ids = [part.id for part in parts if part.id not in given_up]
    if given_up and not ids:
        raise next(iter(given_up.values()))
    (job.out / PARTS).write_text("".join(f"{one}\n" for one in ids), encoding="utf-8")
    whole = _Whole(job, shelf, ids, list(given_up.values()))
    done = whole.datasets()
    for other in whole.folder.parent.iterdir():  # of earlier runs on other inputs
        if other != whole.folder:
            shutil.rmtree(other)
    for other in shelf.iterdir():  # traced with other settings
        if not other.name.startswith(name):
            shutil.rmtree(other)
    return done


def _trace(job: Job, shelf: Path, parts: Sequence[Part]) -> None:
    """Have some parts traced by the workers."""
    columns = {
        "id": [part.id for part in parts],
        "path": [part.path for part in parts],
        "start": [part.start for part in parts],
        "stop": [part.stop for part in parts],
    }
    tracer = _crew(workers.Tracer, job)(str(shelf), job.options)
    daft.from_pydict(columns).select(tracer.trace(*map(col, columns))).collect()


class _Whole:
    """What is worked out over all parts, each step once: ``folder`` keeps the results, by the parts and settings."""

    def __init__(self, job: Job, shelf: Path, parts: Sequence[str], given_up: Sequence[BatchError] = ()) -> None:
        self.folder = job.out / "work" / "whole" / digest(FORM, *parts)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._job, self._shelf, self._parts, self._given_up = job, shelf, list(parts), given_up

    def datasets(self) -> Done:
        """Write what is wanted, and count it."""
        pages = self._step("pages", lambda: candidates.once(self._placed("numbers")))
        slices = self._claimed(pages)
        claimed = [col("claimed").get("claim").get(name).alias(name) for name in CLAIMS.names]
        origin = col("claimed").get("origins").explode().alias("origin")
        rows = {
            "pages": self._write("pages", self._of(pages, "pages", PAGES.names), partitioned=True),
            "statements": self._write("statements", self._of(pages, "statements", STATEMENTS.names), partitioned=True),
            "names": self._write("names", self._of(pages, "names", NAMES.names), partitioned=True),
            "claims": self._write("claims", *(one.select(*claimed) for one in slices)),
            "origins": self._write("origins", *(one.select(origin).select(col("origin").unnest()) for one in slices)),
            "echoes": self._write("echoes", self._common(pages, "echoes").exclude("at")),
        }
        given_up = daft.from_arrow(pa.Table.from_pylist([error_row(one) for one in self._given_up], ERRORS))
        return Done(rows, self._write("errors", self._read("errors").select(*ERRORS.names).union_all(given_up)))

    def _claimed(self, pages: DataFrame) -> list[DataFrame]:
        """The claims of all knots, each with its origins (``claimed``), slice by slice."""
        knotted = self._step("knots", lambda: knots(self._ties(pages), LEVELS, MAX_KNOT))
        members = self._step("members", lambda: self._members(pages, knotted))
        listed = [col(name) for name in ("page", "of", "kind", "credited", "share", "pairs")]
        claimer = self._crew(workers.Claimer)

        def claimed(some: DataFrame) -> DataFrame:
            in_knots = some.select("root", "at").distinct()
            echoes = in_knots.join(self._common(pages, "echoes"), on="at")
            echoes = echoes.select("root", daft.functions.to_struct(*listed).alias("echo"))
            bonds = self._common(pages, "copies").join(some, left_on="a", right_on="node")
            bonds = bonds.select("root", daft.functions.to_struct(col("a"), col("b")).alias("bond"))
            affairs = self._affairs(pages, in_knots)
            gathered = (
                some.groupby("root")
                .agg(col("node").list_agg())
                .join(echoes.groupby("root").agg(col("echo").list_agg()), on="root", how="left")
                .join(bonds.groupby("root").agg(col("bond").list_agg()), on="root", how="left")
                .join(affairs.groupby("root").agg(col("affair").list_agg()), on="root", how="left")
            )
            claims = claimer.claims(*map(col, ("node", "echo", "bond", "affair")))
            return gathered.select(claims.alias("claimed")).explode(col("claimed"))

        self._sliced("claimed", members, "root", self._parts_at_once(), claimed)
        return [daft.read_parquet(f"{one}/*.parquet") for one in sorted((self.folder / "claimed").iterdir())]

    def _members(self, pages: DataFrame, knotted: DataFrame) -> DataFrame:
        """Every saying (``node``) with its page (``at``) and its knot (``root``), some of one saying alone."""
        said = candidates.sayings(pages)
        alone = said.join(knotted, left_on="saying", right_on="node", how="anti")
        members = knotted.union_all(alone.select(col("saying").alias("node"), col("saying").alias("root")))
        return members.join(said.select(col("saying").alias("node"), "at"), on="node")

    def _affairs(self, pages: DataFrame, in_knots: DataFrame) -> DataFrame:
        """The pairs of pages that tell of one affair (``affair``) of those that are in one knot (``root``)."""
        first, second = (in_knots.select("root", col("at").alias(end)) for end in ("first", "second"))
        pairs = self._common(pages, "affairs").join(first, on="first").join(second, on=["root", "second"])
        return pairs.select("root", daft.functions.to_struct(col("first"), col("second")).alias("affair"))

    def _ties(self, pages: DataFrame) -> DataFrame:
        """All that hangs together: within pages, and by comparing pages whole; copies above all."""
        whole = self._common(pages, "ties")
        copies = self._common(pages, "copies").with_column("near", daft.lit(COPIED))
        return candidates.own_ties(pages).union_all(whole).union_all(copies)

    def _common(self, pages: DataFrame, kind: str) -> DataFrame:
        """What pairs of pages have in common of one kind: ``ties``, ``copies``, ``echoes`` or ``affairs``."""
        found = self._compared(pages).select(col(kind).explode())
        return found.where(col(kind).not_null()).select(col(kind).unnest())

    def _compared(self, pages: DataFrame) -> DataFrame:
        """What pairs of pages have in common, of all kinds.

        Those are compared that are likely to tell of one affair, and then those that do so with a third.
        """
        likely = self._likely(pages)
        found = self._compare("compared", likely)
        affairs = found.select(col("affairs").explode()).where(col("affairs").not_null())
        affairs = affairs.select(col("affairs").get("first").alias("a"), col("affairs").get("second").alias("b"))
        cut = self._parts_at_once()
        met = self._sliced("met", candidates.both_ways(affairs), "a", cut, candidates.meeting)
        fellows = self._sliced("fellows", met.union_all(candidates.known(likely)), "a", cut, candidates.fellows)
        return found.union_all(self._compare("fellows compared", fellows))

    def _compare(self, name: str, pairs: DataFrame) -> DataFrame:
        comparer = self._crew(workers.Comparer)

        def compared(some: DataFrame) -> DataFrame:
            of_each = some.distinct().groupby("a").agg(col("b").list_agg())
            return of_each.select(comparer.compare(col("a"), col("b")).alias("one")).select(col("one").unnest())

        return self._sliced(name, pairs, "a", self._parts_at_once(), compared)

    def _likely(self, pages: DataFrame) -> DataFrame:
        """The pairs of pages that are most likely to tell of one affair."""
        cut = self._parts_at_once()
        sharing = self._sliced("sharing", candidates.hashes(pages), "hash", _ALL_HASHES, candidates.sharing)
        near = self._sliced("near pages", self._near(pages), "a", cut, candidates.near)
        pairs = candidates.both_ways(sharing.union_all(near))
        return self._sliced("likely", pairs, "a", cut, lambda some: candidates.chosen(some, pages))

    def _near(self, pages: DataFrame) -> DataFrame:
        """The ties of sayings in one bucket, with their pages; two that meet in two buckets are there twice."""
        buckets = self._buckets(pages)
        sorter, neighbours = self._crew(workers.Sorter, str(buckets)), self._crew(workers.Neighbours)

        def in_buckets(some: DataFrame) -> DataFrame:
            parts = some.select((col("at") // daft.lit(place(1, 0))).alias("part")).distinct()
            found = parts.select(sorter.sort(col("part")).alias("one")).explode(col("one")).select(col("one").unnest())
            return found.join(candidates.sayings(some), on="saying", how="semi")

        def near(some: DataFrame) -> DataFrame:
            home = some.where(col("home")).groupby("bucket").agg(col("saying").list_agg().alias("mine"))
            visiting = some.where(~col("home")).groupby("bucket").agg(col("saying").list_agg().alias("others"))
            bucket = home.join(visiting, on="bucket", how="left")
            ties = bucket.select(neighbours.ties(col("mine"), col("others")).alias("tie")).explode(col("tie"))
            return ties.where(col("tie").not_null()).select(col("tie").unnest())

        sorted_ = self._sliced("sorted", pages, "at", self._parts_at_once(), in_buckets)
        firsts = range(0, max(1, len(Buckets.read(buckets))), BUCKETS_AT_ONCE)
        some = [range(first, first + BUCKETS_AT_ONCE) for first in firsts]
        return self._sliced("near", sorted_, "bucket", some, near)

    def _buckets(self, pages: DataFrame) -> Path:
        """The file of the buckets, around sayings that were drawn."""
        file = self.folder / "buckets"
        if not file.exists():
            said = candidates.sayings(pages)
            drawn = said.sort(["drawn", "saying"]).limit(how_many(said.count_rows())).select("saying").to_pydict()
            beside = file.with_suffix(".new")
            Buckets.around(Shelf(self._shelf, self._parts).vectors_at(sorted(drawn["saying"]))).write(beside)
            beside.rename(file)
        return file

    def _placed(self, name: str) -> DataFrame:
        """A table of all parts, with the places of its rows' pages."""
        return candidates.placed(self._read(name), self._parts)

    def _of(self, pages: DataFrame, name: str, columns: Sequence[str]) -> DataFrame:
        """The rows of some pages in a table of all parts."""
        return self._placed(name).join(pages.select("at"), on="at", how="semi").select(*columns)

    def _read(self, name: str) -> DataFrame:
        if not self._parts:
            return daft.from_arrow(PARQUET[name].empty_table())
        return daft.read_parquet([str(self._shelf / part / f"{name}.parquet") for part in self._parts])

    def _crew(self, kind: type, *more: str) -> Any:
        return _crew(kind, self._job)(str(self._shelf), self._parts, *more)

    def _step(self, name: str, make: Callable[[], DataFrame]) -> DataFrame:
        """The result of a step: that of an earlier run, or worked out now."""
        folder = self.folder / name
        if not folder.exists():
            self._job.note(f"working out: {name}")
            self._put(partial(_alone, make), folder)
        return daft.read_parquet(f"{folder}/*.parquet")

    def _parts_at_once(self) -> list[range]:
        """The places of some parts at a time."""
        firsts = range(0, max(1, len(self._parts)), PARTS_AT_ONCE)
        return [range(place(first, 0), place(first + PARTS_AT_ONCE, 0)) for first in firsts]

    def _sliced(
        self, name: str, rows: DataFrame, by: str, slices: Sequence[range], make: Callable[[DataFrame], DataFrame]
    ) -> DataFrame:
        """The result of a step that is worked out for some rows at a time, by the numbers in a column."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        for number, slice_ in enumerate(slices):
            if not (done := folder / f"{number:06}").exists():
                self._job.note(f"working out: {name}, {number + 1} of {len(slices)}")
                here = col(by).between(slice_.start, slice_.stop - 1)
                self._put(partial(_alone, make, rows.where(here)), done)
        return daft.read_parquet(f"{folder}/*/*.parquet")

    def _write(self, name: str, *rows: DataFrame, partitioned: bool = False) -> int:
        """Put a dataset in the place of what was there, its rows some at a time, and count them."""
        self._job.note(f"writing: {name}")
        folder = self._job.out / name
        self._put(lambda: rows, folder, ("date", "language") if partitioned else ())
        files = list(folder.rglob("*.parquet"))
        return daft.read_parquet([str(file) for file in files]).count_rows() if files else 0

    def _put(self, make: Callable[[], Sequence[DataFrame]], folder: Path, partition: Sequence[str] = ()) -> None:
        beside = folder.with_name(f"{folder.name}.new")
        for attempt in range(ATTEMPTS):
            shutil.rmtree(beside, ignore_errors=True)
            try:
                for rows in make():
                    rows.write_parquet(str(beside), partition_cols=[*partition] or None)
                break
            except EnligtError:
                raise
            except Exception as error:  # as in rounds
                if attempt == ATTEMPTS - 1:
                    raise failure(folder.name, ATTEMPTS, error) from error
        shutil.rmtree(folder, ignore_errors=True)
        beside.mkdir(exist_ok=True)
        beside.rename(folder)


def _alone(make: Callable[..., DataFrame], *given: DataFrame) -> list[DataFrame]:
    return [make(*given)]


def _crew(kind: type, job: Job) -> Any:
    """A class for Daft to make in each of the job's workers, which are processes of their own."""
    return daft.cls(kind, use_process=True, max_concurrency=job.workers)

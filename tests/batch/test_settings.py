"""Another version, model or setting is another result: nothing of the old one is kept, and the run says why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from enligt.attributing.whole import sums_in
from enligt.batch import job, settings
from enligt.batch.parts import Part
from enligt.batch.settings import name_of, settings_of
from enligt.batch.workers import Tracer
from enligt.records import Options


def test_all_on_which_a_result_depends_is_in_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actors = tmp_path / "actors.csv"
    actors.write_text("a")
    others: tuple[dict[str, Any], ...] = (
        {}, {"model": "full"}, {"lang": "sv"}, {"published": "2026-03-05"}, {"actors": (actors,)},
    )  # fmt: skip
    names = {name_of(settings_of(Options(**one))) for one in others}
    assert len(names) == 5
    actors.write_text("b")
    names.add(name_of(settings_of(Options(actors=(actors,)))))
    with monkeypatch.context() as other:
        other.setattr(settings, "__version__", "9.9")
        names.add(name_of(settings_of(Options())))
    with monkeypatch.context() as other:
        other.setattr(settings, "sums_in", lambda folder: sums_in(folder) | {"lower.onnx": "0"})
        names.add(name_of(settings_of(Options())))
    with monkeypatch.context() as other:
        other.setattr(settings, "PARQUET", {"pages": settings.PARQUET["pages"]})
        names.add(name_of(settings_of(Options())))
    assert len(names) == 9
    assert name_of(settings_of(Options(threads=2))) == name_of(
        settings_of(Options())
    )  # how it is worked out is nothing


def test_a_run_with_another_version_does_all_anew_and_says_why(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nothing:
        """Stands for the steps over all parts."""

        def __init__(self, one: job.Job, shelf: Path, parts: Sequence[str], given_up: object) -> None:
            self.folder = one.out / "work" / "whole" / "x"
            self.folder.mkdir(parents=True, exist_ok=True)

        def datasets(self) -> job.Done:
            return job.Done({}, 0)

    traced: list[str] = []

    def trace(one: job.Job, shelf: Path, parts: Sequence[Part]) -> None:
        for part in parts:
            traced.append(part.id)
            Tracer(str(shelf), one.options)._trace(part)

    monkeypatch.setattr(job, "_Whole", Nothing)
    monkeypatch.setattr(job, "_trace", trace)
    monkeypatch.setattr("enligt.batch.workers.sayings", lambda traced, meaning: [])
    notes: list[str] = []

    def run() -> None:
        one = job.Job(inputs=(archive,), out=tmp_path, workers=1, options=Options(model="baseline"), part_pages=4,
                      note=notes.append)  # fmt: skip
        job.run(one)

    run()
    run()
    assert notes == ["tracing 2 of 2 parts"]
    monkeypatch.setattr(settings, "__version__", "9.9")
    run()
    assert notes[1].startswith("everything is traced anew, since the settings are others: enligt ")
    assert notes[1].endswith(" → 9.9")
    assert notes[2:] == ["tracing 2 of 2 parts"]
    assert len(set(traced)) == 4
    assert {folder.name for folder in (tmp_path / job.SHELF).iterdir()} == set(traced[2:])  # the old ones are gone

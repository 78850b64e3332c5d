"""What a batch has traced comes into a ledger as if it had been added there, without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

import enligt
from enligt.batch.loading import Remembered, Selection, load
from enligt.errors import BatchError
from enligt.records import Options


def test_a_selection_comes_in(batch: Path, tmp_path: Path) -> None:
    meaning = Remembered()
    with enligt.open_ledger(tmp_path / "my.ledger", meaning=meaning) as ledger:
        assert [new for _, new in load(batch, ledger, meaning, Selection(lang="sv"))] == [True, True]
        assert {page.lang for page in ledger.pages()} == {"sv"}
        added = [new for _, new in load(batch, ledger, meaning, Selection(since="2026-03-06", until="2026-03-06"))]
        assert sorted(added) == [False, True, True]


def test_pages_and_claims_are_those_of_adding_and_no_model_is_asked(
    batch: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = Options(model="baseline")
    with enligt.open_ledger(tmp_path / "added.ledger") as ledger:
        for page in enligt.read_all([archive], options=options):
            ledger.add(enligt.trace(page, options=options))  # type: ignore[arg-type]
        added = list(ledger.claims())
        pages = [ledger.page(page.id) for page in ledger.pages()]
    assert any(page and page.entries for page in pages)
    monkeypatch.setattr("enligt.tracing.meaning.Meaning.__init__", lambda *_: pytest.fail("the model was asked"))
    meaning = Remembered()
    with enligt.open_ledger(tmp_path / "loaded.ledger", meaning=meaning) as ledger:
        assert sum(new for _, new in load(batch, ledger, meaning, Selection())) == 7
        assert list(ledger.claims()) == added
        assert [ledger.page(page.id) for page in ledger.pages()] == pages


def test_a_folder_that_no_batch_has_filled_is_told(tmp_path: Path) -> None:
    with enligt.open_ledger(tmp_path / "my.ledger") as ledger, pytest.raises(BatchError, match="enligt batch"):
        list(load(tmp_path, ledger, Remembered(), Selection()))


@pytest.mark.parametrize(
    ("selection", "day", "inside"),
    [
        (Selection(), "undated", True),
        (Selection(since="2026-03-05"), "undated", False),
        (Selection(since="2026-03-05"), "2026-03-05", True),
        (Selection(until="2026-03-04"), "2026-03-05", False),
        (Selection(lang="sv"), "2026-03-05", False),
    ],
)
def test_days_and_languages_select(selection: Selection, day: str, inside: bool) -> None:
    assert selection.has(day, "ru") == inside

"""What pg_dump takes of a ledger pg_restore brings back whole, as docs/teams.md says."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from enligt.ledger import open_ledger
from enligt.records import Traced

from .conftest import traced_page
from .test_copying import enligt, fill, held


@pytest.mark.skipif(not shutil.which("pg_dump") or not shutil.which("pg_restore"), reason="no pg_dump here")
def test_a_dump_is_restored_whole_and_gone_on_with(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rich_traced: Traced
) -> None:
    import psycopg

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source, target = (f"{postgres.rpartition('/')[0]}/{name}" for name in ("news", "restored"))
    with closing(psycopg.connect(postgres, autocommit=True)) as connection:
        for name in ("news", "restored"):
            connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    fill(source, rich_traced)
    dump = str(tmp_path / "news.dump")
    subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", source], check=True)
    subprocess.run(["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={target}", dump], check=True)
    assert "all is well" in enligt("ledger", "check", "--ledger", target)
    with open_ledger(source) as old, open_ledger(target) as new:
        assert held(old) == held(new)
        for ledger in (old, new):
            assert ledger.add(traced_page("Nej, sade Kaj.", "Kaj"))
            ledger.undo(1)
        assert list(old.claims()) == list(new.claims())
        assert len(list(new.pages())) == 3
    assert "all is well" in enligt("ledger", "check", "--ledger", target)

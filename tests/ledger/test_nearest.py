"""The index of a ledger's sayings beside the library that runs the models."""

import subprocess
import sys

import pytest

OPENED = """
from pathlib import Path
from sqlalchemy import create_engine
from enligt.ledger.nearest import Nearest
from enligt.ledger.schema import SAYINGS

with create_engine("sqlite://").connect() as connection:
    SAYINGS.create(connection)
    Nearest(Path("none")).catch_up(connection)
"""


@pytest.mark.parametrize("first", [OPENED, "import enligt.batch.buckets"], ids=["ledger", "batch"])
def test_models_can_be_loaded_when_an_index_is_there(first: str) -> None:
    if "batch" in first:
        pytest.importorskip("daft")
    subprocess.run([sys.executable, "-c", f"{first}\nimport onnxruntime"], check=True)

"""Libraries that would tell their makers what is run are kept from it."""

import os
import subprocess
import sys
from pathlib import Path

#: By these onnxruntime knows machines that build and test, of which it tells nothing anyway.
TESTING = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "PYTEST_CURRENT_TEST", "ORT_DISABLE_TELEMETRY")


def made_by(code: str, home: Path) -> list[Path]:
    """What a program leaves in an empty home."""
    home.mkdir()
    ours = {name: value for name, value in os.environ.items() if name not in TESTING and not name.startswith("XDG_")}
    subprocess.run([sys.executable, "-c", code], env={**ours, "HOME": str(home)}, check=True)
    return list(home.rglob("*"))


def test_the_model_gives_no_machine_a_number(tmp_path: Path) -> None:
    assert made_by("import enligt, onnxruntime", tmp_path / "ours") == []

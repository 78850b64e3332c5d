"""Writes ``SHA256SUMS`` beside the model's files; enligt loads no file whose hash differs from it.

    python training/sums.py [FOLDER]

Run by ``export.py`` and ``meaning.py``; by hand only after a file was put there in another way.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

NAME = "SHA256SUMS"


def write_sums(folder: Path) -> None:
    """Write the hashes of all files in a folder."""
    paths = sorted(path for path in folder.iterdir() if path.is_file() and path.name != NAME)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths]
    (folder / NAME).write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    write_sums(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "src/enligt/attributing/weights")

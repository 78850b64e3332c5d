"""Whether the model's files are those that were shipped: each has the hash that stands beside them.

A download that broke off or a disk that decays would otherwise give wrong statements instead of an error. Reading the
files once more takes a few hundredths of a second, so every process checks the files that it loads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from enligt.errors import ModelError

#: Written by training/sums.py in the form of ``sha256sum``, so that ``sha256sum --check SHA256SUMS`` reads it too.
SUMS = "SHA256SUMS"


def shipped() -> Path:
    """The folder of the model that comes with enligt."""
    return Path(str(files("enligt.attributing") / "weights"))


def sums_in(folder: Path) -> dict[str, str]:
    """The SHA-256 of each of the model's files as shipped. Raises ``ModelError`` if there is no list of them."""
    try:
        lines = (folder / SUMS).read_text("ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        raise _broken(folder / SUMS, "the list of the model's files is missing or can't be read") from None
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def check_whole(folder: Path, names: Iterable[str]) -> None:
    """Raise ``ModelError`` unless each of these files in ``folder`` is the one that was shipped."""
    sums = sums_in(folder)
    for name in names:
        try:
            with (folder / name).open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            reason = f"the model's files could not be loaded ({error.strerror})"
            raise _broken(folder / name, reason) from None
        if digest != sums.get(name):
            raise _broken(folder / name, "it is not the file that was shipped (its SHA-256 differs)")


def _broken(path: Path, why: str) -> ModelError:
    return ModelError(str(path), why, "reinstall enligt, or choose --model baseline")

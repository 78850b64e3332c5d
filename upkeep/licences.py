"""Writes the list of licences: everything that is installed with enligt, and whether it may be used with Apache-2.0.

    python upkeep/licences.py > docs/licences.md

Reads what the packages say of themselves, so run it where `requirements/run.txt` is installed. Fails on a package
that is not, or whose licence is not one of those below.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

LOCK = Path(__file__).parents[1] / "requirements" / "run.txt"
#: Licences under which a library may be used by, and passed on beside, a program under Apache-2.0. MPL-2.0 and LGPL
#: bind their own files only: the libraries stay apart, unchanged, and can be exchanged.
COMPATIBLE = (
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "GPL-2.0-or-later", "HPND", "ISC",
    "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MPL-1.1", "MPL-2.0", "PSF-2.0",
    "Unlicense", "Zlib",
)  # fmt: skip
#: What stands in older metadata → the identifier that SPDX has for it.
SPELLINGS = {
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
#: Packages for one system or version of Python only, which can't all be installed at once, and those whose metadata
#: say less than their licence file: read there by hand.
BY_HAND = {"colorama": "BSD-3-Clause", "httpx2-jsfetch": "BSD-3-Clause", "pywin32": "PSF-2.0"}
HEAD = """\
# Licences

What is installed with enligt by `requirements/run.txt`, by what the packages say of themselves; written by
`make licences`. All may be used by, and passed on beside, a program under Apache-2.0; a package under another
licence than those named in `upkeep/licences.py` fails the tests. Those of LGPL and MPL are used unchanged, as
libraries of their own. What is for tests, batches and upkeep only is not passed on and not listed.

The model is made from multilingual-e5-small (MIT); on which texts it was trained, and their licences, is in
[training/README.md](../training/README.md).

| package | licence |
|---|---|"""


def locked() -> dict[str, str]:
    """The locked packages that are installed here or anywhere, with their versions; the first of several."""
    found: dict[str, str] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", LOCK.read_text("utf-8"), re.M):
        found.setdefault(name, version)
    return found


def licence_of(name: str) -> str:
    """What a package says of its licence, as an SPDX expression. Raises ``PackageNotFoundError``."""
    if name in BY_HAND:
        return BY_HAND[name]
    told = distribution(name).metadata
    if expression := told.get("License-Expression"):
        return expression
    classifiers = [
        one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or () if one.startswith("License ::")
    ]
    words = [one for one in classifiers if one != "OSI Approved"] or [(told.get("License") or "").strip()]
    return " OR ".join(SPELLINGS.get(one, one) for one in words)


def is_compatible(expression: str) -> bool:
    """Whether an SPDX expression is of known, compatible licences: all that ``AND`` joins, one that ``OR`` joins.

    >>> is_compatible("MIT AND (Apache-2.0 OR GPL-3.0-only)"), is_compatible("GPL-3.0-only"), is_compatible("")
    (True, False, False)
    """
    words = re.findall(r"\(|\)|AND|OR|[\w.+-]+", re.sub(r" WITH [\w.-]+", "", expression))
    python = " ".join({"AND": "and", "OR": "or", "(": "(", ")": ")"}.get(w, str(w in COMPATIBLE)) for w in words)
    try:
        return bool(eval(python, {}))  # noqa: S307, nothing is in it but True, False, and, or and brackets
    except SyntaxError:
        return False


def table() -> str:
    """The list as a document."""
    rows = [f"| {name} | {licence_of(name)} |" for name in locked()]
    return "\n".join([HEAD, *rows, ""])


if __name__ == "__main__":
    unknown = []
    for package in locked():
        try:
            if not is_compatible(licence_of(package)):
                unknown.append(f"{package}: {licence_of(package)[:100]!r}")
        except PackageNotFoundError:
            unknown.append(f"{package} is not installed here: read its licence and name it in BY_HAND")
    if unknown:
        sys.exit("\n".join(unknown))
    print(table(), end="")

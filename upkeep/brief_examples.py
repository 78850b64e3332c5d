"""Writes the briefs that the documents show, of the example pages, and on which kind of processor they were written.

python upkeep/brief_examples.py
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import enligt
from enligt.brief import Asked, compose, written
from enligt.tongue import LANGUAGES

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "brief"
sys.path.insert(0, str(TESTS))
from rounding import model, rounding  # noqa: E402  (the folder is not a package of the program)


def main() -> None:
    """Write the documents, and what the tests know them by."""
    with tempfile.TemporaryDirectory() as folder, enligt.open_ledger(Path(folder) / "examples.ledger") as ledger:
        pages = (enligt.read(str(file)) for file in sorted((ROOT / "examples").glob("*.html")))
        for traced in enligt.trace_many(pages):
            ledger.add(traced)
        for lang in sorted(LANGUAGES):
            shown = written(compose(ledger, Asked(lang=lang)), "markdown")
            (ROOT / "docs" / f"brief-example-{lang}.md").write_text(shown, encoding="utf-8")
        (TESTS / "rounding.txt").write_text(f"{model()} {rounding()}\n", encoding="ascii")


if __name__ == "__main__":
    main()

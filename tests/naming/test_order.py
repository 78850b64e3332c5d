"""Who is who does not depend on the order of sets, which changes from process to process."""

from __future__ import annotations

import os
import subprocess
import sys

CODE = """
from enligt.naming.people import People
from enligt.naming.lookup import shipped_directory
from enligt.records import Name, Page, Span
import json
text = "Angaben Tarchanows zufolge sprach Oleg Tarchanow."
page = Page(text=text, lang="de")
names = [Name("PER", Span(0, 18)), Name("PER", Span(34, 48))]
print(json.dumps(People(page, names, shipped_directory(), lambda name: None).namesakes("Tarchanow")))
"""


def test_namesakes_come_in_one_order() -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", CODE],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "2")
    }
    assert len(told) == 1

"""A megabyte of one thing, repeated, read and traced, each in a process of its own.

    python bench/megabyte.py [--megabytes 1] [--model small]

Prints Markdown for docs/reliability.md: processor time, the most memory that the process had, and what was found.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from multiprocessing import get_context
from typing import get_args

from enligt.desk.jobs import from_text
from enligt.errors import EnligtError
from enligt.pipeline import trace_many
from enligt.records import ModelName, Options, Page

NEWS = (
    "Bron i Norrby öppnas igen den 4 maj, säger Ann Lind, som leder arbetet. – Det är vi glada över, sade Bo Ek till "
    "Kustbladet på onsdagen.\n\nEnligt kommunen kostar bygget 12 miljoner kronor. Kritiker menar att pengarna behövs i "
    "skolan.\n\n"
)
THINGS = {
    "quotation marks": "”“»«\"'",
    "cues and dates": "sade den 4 maj 2026 enligt ",
    "ordinary news": NEWS,
    "the same in one line": NEWS.replace("\n\n", " "),
    "null bytes": "\0",
}


def traced(thing: str, megabytes: float, options: Options) -> tuple[float, float, int]:
    """Seconds of processor time, megabytes of memory, statements."""
    size = round(1e6 * megabytes)
    unit = THINGS[thing]
    text = (unit * (size // len(unit.encode()) + 1)).encode()[:size].decode("utf-8", "ignore")
    began = time.process_time()
    found = sum(len(one.statements) for one in trace_many(_pages(text, options), options=options))
    return time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, found


def _pages(text: str, options: Options) -> Iterator[Page]:
    """The page, or none where it is refused as holding no article."""
    for page in from_text(text, None, "Bladet", None)(options):
        if not isinstance(page, EnligtError):
            yield page


def main() -> None:
    """Trace each thing, and say what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=1)
    parser.add_argument("--model", choices=get_args(ModelName), default="small")
    asked = parser.parse_args()
    options = Options(model=asked.model, threads=1, lang="sv")
    print("| repeated | processor time | memory | statements |\n|---|---:|---:|---:|", flush=True)
    for thing in THINGS:
        with get_context("spawn").Pool(1) as alone:
            seconds, memory, found = alone.apply(traced, (thing, asked.megabytes, options))
        print(f"| {thing} | {seconds:.1f} s | {memory:.0f} MB | {found:,} |", flush=True)


if __name__ == "__main__":
    main()

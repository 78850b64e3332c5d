"""Words a second from page text to statements, for each attributer, on one core and on two, beside textacy.

    python bench/speed.py [--shared DIR] [--pages 40] [--repeats 3] [--textacy PYTHON]

The texts are articles of polnear train, read beforehand: what is timed is ``trace_many`` over pages. Each setting runs
in a process of its own, pinned to its cores; settings take turns, and the median of the repeats is shown, since the
machine may be shared. ``--textacy`` names a Python that has textacy and a small English spaCy pipeline (any package
whose name begins with ``en_core_web_sm``); its quotations are timed on the whole text and paragraph by paragraph.
``encoder`` is the share of a one-core run that is spent inside the encoder; ``peak`` the process's largest memory.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

#: Pages traced before the clock starts: files loaded, caches warm.
WARM_UP_PAGES = 2
SETTINGS = [("baseline", 1), ("small", 1), ("small", 2), ("full", 1), ("full", 2)]


def texts(shared: Path, pages: int) -> list[str]:
    """The first articles of polnear train."""
    with (shared / "corpora/polnear/train.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line, _ in zip(lines, range(pages), strict=False)]


def time_enligt(articles: list[str], model: str, threads: int) -> dict[str, float]:
    """Words a second of one setting, in this process."""
    import enligt

    options = enligt.Options(lang="en", model=model, threads=threads)
    pages = [enligt.read(text, options=options) for text in articles]
    for _ in enligt.trace_many(pages[:WARM_UP_PAGES], options=options):
        pass
    inside = _clock_encoder() if model != "baseline" and threads == 1 else None
    began = time.perf_counter()
    statements = sum(len(traced.statements) for traced in enligt.trace_many(pages, options=options))
    spent = time.perf_counter() - began
    words = sum(len(text.split()) for text in articles)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = {"rate": words / spent, "statements": statements, "peak": peak}
    if inside is not None:
        result["encoder"] = inside[0] / spent
    return result


def _clock_encoder() -> list[float]:
    """Make every run of an onnxruntime session add its seconds to the list returned."""
    import onnxruntime

    total = [0.0]
    run = onnxruntime.InferenceSession.run

    def clocked(self, *arguments, **named):  # type: ignore[no-untyped-def]
        began = time.perf_counter()
        try:
            return run(self, *arguments, **named)
        finally:
            total[0] += time.perf_counter() - began

    onnxruntime.InferenceSession.run = clocked
    return total


def time_textacy(articles: list[str], by_paragraph: bool) -> dict[str, float]:
    """Words a second of textacy's direct quotations with a small spaCy pipeline, in this process."""
    import pkgutil

    import spacy
    from textacy.extract import direct_quotations

    pipeline = spacy.load(next(m.name for m in pkgutil.iter_modules() if m.name.startswith("en_core_web_sm")))
    parts = [part for text in articles for part in (text.split("\n") if by_paragraph else [text]) if part.strip()]

    def quotations(text: str) -> int:
        try:
            return sum(1 for _ in direct_quotations(pipeline(text)))
        except ValueError:  # raised where quotation marks are unbalanced
            return 0

    for part in parts[:WARM_UP_PAGES]:
        quotations(part)
    began = time.perf_counter()
    statements = sum(map(quotations, parts))
    spent = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rate": sum(len(text.split()) for text in articles) / spent, "statements": statements, "peak": peak}


def measured(python: str, what: str, threads: int, options: argparse.Namespace) -> dict[str, float]:
    """One setting in a process of its own, pinned to ``threads`` cores."""
    command = [python, __file__, "--only", f"{what}:{threads}", "--shared", options.shared, "--pages", options.pages]
    variables = {**os.environ, "OMP_NUM_THREADS": str(threads)}
    cores = set(sorted(os.sched_getaffinity(0))[:threads])
    done = subprocess.run(
        [str(part) for part in command],
        env=variables,
        check=True,
        capture_output=True,
        text=True,
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    return json.loads(done.stdout)


def main() -> None:
    """Run every setting in turn and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(__file__).parents[2] / "shared")
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--textacy", help="a Python that has textacy and a small English spaCy pipeline")
    parser.add_argument("--models", default="baseline,small,full", help="which of ours")
    parser.add_argument("--only", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.only:
        what, threads = options.only.split(":")
        articles = texts(options.shared, options.pages)
        if what.startswith("textacy"):
            print(json.dumps(time_textacy(articles, by_paragraph=what.endswith("paragraphs"))))
        else:
            print(json.dumps(time_enligt(articles, what, int(threads))))
        return
    settings = [(sys.executable, what, threads) for what, threads in SETTINGS if what in options.models]
    if options.textacy:
        settings += [(options.textacy, "textacy, whole texts", 1), (options.textacy, "textacy, paragraphs", 1)]
    runs: dict[tuple[str, int], list[dict[str, float]]] = {}
    for _ in range(options.repeats):
        for python, what, threads in settings:
            runs.setdefault((what, threads), []).append(measured(python, what, threads, options))
    middle = {
        key: {field: statistics.median(run[field] for run in of_one) for field in of_one[0]}
        for key, of_one in runs.items()
    }
    peer = middle.get(("textacy, whole texts", 1), {}).get("rate")
    print("| system | cores | words/s | to textacy | to one core | encoder | peak MB | statements |")
    print("|---|---|---|---|---|---|---|---|")
    for (what, threads), run in middle.items():
        to_peer = f"{run['rate'] / peer:.2f}" if peer else ""
        to_one = f"{run['rate'] / middle[what, 1]['rate']:.2f}" if threads > 1 else ""
        share = f"{run['encoder']:.0%}" if "encoder" in run else ""
        print(
            f"| {what} | {threads} | {run['rate']:,.0f} | {to_peer} | {to_one} | {share} "
            f"| {run['peak']:.0f} | {run['statements']:.0f} |"
        )


if __name__ == "__main__":
    main()

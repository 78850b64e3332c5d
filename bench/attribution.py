"""Attribution measured against gold data: who-says-what of a named attributer, as a Markdown table.

    python bench/attribution.py --attributer baseline --sets polnear-dev,pud-sv,seed

The data lie in a folder ``shared`` beside the checkout (``--shared`` names another); its scorer makes every figure.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from enligt import read
from enligt.attributing import Attributer, attributer, statements_of
from enligt.attributing.form import form_of
from enligt.attributing.model import Model
from enligt.attributing.quotes import quotations
from enligt.attributing.voice import voice_of
from enligt.records import Options, Page, Span, Statement

SHARED = Path(__file__).resolve().parents[2] / "shared"
SETS = ("polnear-dev", "pud-en", "pud-sv", "pud-ru", "pud-de", "pud-fr", "seed", "spkatt-dev", "relay")
ROLES = ("content", "cue", "source")
#: Confidences are grouped by this many equal steps.
DECILES = 10


@dataclass(frozen=True)
class Gold:
    """One page with its true statements: ``content``, ``cue``, ``source`` as spans, ``form`` and ``voice`` if known."""

    page: Page
    statements: list[dict[str, Any]]


def main() -> None:
    """Run the attributer over each set and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attributer", default="baseline", help="the model to run, as Options.model names it")
    parser.add_argument("--sets", default=",".join(SETS), help="comma-separated, of: " + ", ".join(SETS))
    parser.add_argument("--shared", type=Path, default=SHARED, help="the folder with the gold data")
    parser.add_argument("--weights", type=Path, help="the model's files from another folder, such as a float32 export")
    parser.add_argument("--json", type=Path, help="also write all figures to this file")
    parser.add_argument("--confidence", action="store_true", help="also print how often each confidence is right")
    chosen = parser.parse_args()
    score = _scorer(chosen.shared)
    if chosen.weights:
        finder: Attributer = Model(chosen.attributer, weights=chosen.weights)
    else:
        finder = attributer(Options(model=chosen.attributer))
    rows, calibration = {}, [[0, 0] for _ in range(DECILES)]
    for name in chosen.sets.split(","):
        golds = list(_load(name, chosen.shared))
        pages = [gold.page for gold in golds]
        started = time.perf_counter()
        statements = [statements_of(page, found.relations) for page, found in finder.find(pages)]
        seconds = time.perf_counter() - started
        rows[name] = _measure(score, golds, statements) | {"seconds": seconds}
        _calibrate(calibration, golds, statements)
    print(f"Attributer: {chosen.attributer}. F1 × 100 unless said otherwise.\n")
    print(_table(rows))
    if chosen.confidence:
        print("\n| confidence | statements | right % |\n|---|---:|---:|")
        for step, (right, total) in enumerate(calibration):
            print(f"| {step / DECILES:.1f}–{(step + 1) / DECILES:.1f} | {total} | {_percent(right, total)} |")
    if chosen.json:
        chosen.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")


def _scorer(shared: Path) -> Callable[..., dict[str, Any]]:
    spec = importlib.util.spec_from_file_location("score_attributions", shared / "tools" / "score_attributions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score  # type: ignore[no-any-return]


def _load(name: str, shared: Path) -> Iterator[Gold]:
    if name == "relay":
        yield from _relay(shared / "relay")
        return
    corpus, _, part = name.partition("-")
    folders = {"polnear": "corpora/polnear", "spkatt": "corpora/spkatt", "pud": "corpora/pud-gold", "seed": "seed"}
    for line in (shared / folders[corpus] / f"{part or 'gold'}.jsonl").read_text("utf-8").splitlines():
        document = json.loads(line)
        page = replace(read(document["text"]), lang=document["lang"])
        assert page.text == document["text"], f"{document['id']}: reading changed the text"
        yield Gold(page, document["attributions"])


def _relay(folder: Path) -> Iterator[Gold]:
    """The invented stories; their truth gives words, which are looked up in the text that reading makes of the page."""
    for truth_file in sorted(folder.glob("*/truth.json")):
        for name, truth in json.loads(truth_file.read_text("utf-8"))["pages"].items():
            page = read(truth_file.parent / f"{name}.html")
            text, cursor, statements = _plain(page.text), 0, []
            for statement in truth["statements"]:
                content = [_locate(text, words, cursor) for words in statement["content"]]
                spans = [span for span in content if span]
                if not spans or not statement["source"]:
                    continue
                cursor = max(0, spans[0][0] - 200)
                beside = {
                    role: _locate(text, statement[role] or "", cursor, near=spans[0]) for role in ("cue", "source")
                }
                statements.append(statement | {"content": spans} | {r: [s] if s else [] for r, s in beside.items()})
            yield Gold(page, statements)


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def _locate(text: str, words: str, cursor: int, near: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """Where ``words`` stand: the first place from ``cursor`` on, or the place that lies nearest to another span."""
    words = _plain(words)
    starts, at = [], text.find(words, 0 if near else cursor) if words else -1
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + 1) if near else -1
    if not starts:
        return None if near or not cursor else _locate(text, words, 0)
    middle = sum(near) / 2 if near else 0
    start = min(starts, key=lambda at: abs(at - middle)) if near else starts[0]
    return start, start + len(words)


def _measure(score: Callable[..., Any], golds: Sequence[Gold], found: Sequence[Sequence[Statement]]) -> dict[str, Any]:
    texts = [gold.page.text for gold in golds]
    predicted = [[{role: list(getattr(s, role)) for role in ROLES} for s in page] for page in found]
    figures = score([gold.statements for gold in golds], predicted, texts)
    figures["docs"] = len(golds)
    figures["words"] = sum(len(text.split()) for text in texts)
    figures["form"] = _agreement(pair for gold, page in zip(golds, found, strict=True) for pair in _forms(gold, page))
    figures["form_gold_spans"] = _agreement(pair for gold in golds for pair in _forms_of_gold(gold))
    figures["voice_gold_spans"] = _agreement(pair for gold in golds for pair in _voices_of_gold(gold))
    return figures


def _agreement(pairs: Iterator[tuple[str, str]]) -> dict[str, int]:
    seen = list(pairs)
    return {"right": sum(a == b for a, b in seen), "total": len(seen)}


def _forms(gold: Gold, found: Sequence[Statement]) -> Iterator[tuple[str, str]]:
    """True and found form of the statements whose contents overlap by more than half."""
    for true in gold.statements:
        covers = [(_overlap(true["content"], s.content), s.form) for s in found] if "form" in true else []
        best, form = max(covers, default=(0.0, ""))
        if best > 0.5:
            yield true["form"], form


def _forms_of_gold(gold: Gold) -> Iterator[tuple[str, str]]:
    quoted = quotations(gold.page.text, gold.page.story)
    for true in gold.statements:
        if "form" in true:
            yield true["form"], form_of(gold.page.text, [Span(*s) for s in true["content"]], quoted)


def _voices_of_gold(gold: Gold) -> Iterator[tuple[str, str]]:
    for true in gold.statements:
        if "voice" in true:
            spans = {role: [Span(*s) for s in true[role]] for role in ("source", "cue")}
            yield true["voice"], voice_of(gold.page, **spans)


def _overlap(one: Sequence[Sequence[int]], other: Sequence[Sequence[int]]) -> float:
    """Shared code points over all code points of two sets of spans."""
    ones = {at for start, end in one for at in range(start, end)}
    others = {at for start, end in other for at in range(start, end)}
    return len(ones & others) / max(1, len(ones | others))


def _calibrate(calibration: list[list[int]], golds: Sequence[Gold], found: Sequence[Sequence[Statement]]) -> None:
    """Count by confidence the found statements that are right: source and content both meet those of one true one."""
    for gold, page in zip(golds, found, strict=True):
        for s in page:
            if s.source:
                right = any(
                    _overlap(t["source"], s.source) and _overlap(t["content"], s.content) for t in gold.statements
                )
                step = calibration[min(DECILES - 1, int(s.confidence * DECILES))]
                step[0] += right
                step[1] += 1


def _table(rows: dict[str, dict[str, Any]]) -> str:
    columns: dict[str, Callable[[dict[str, Any]], str]] = {
        "content char": lambda row: _f(row["content"]["char"]),
        "content exact~": lambda row: _f(row["content"]["exact~"]),
        "cue overlap": lambda row: _f(row["cue"]["overlap"]),
        "source overlap": lambda row: _f(row["source"]["overlap"]),
        "attr (P/R)": lambda row: "{} ({}/{})".format(_f(row["attr"]), *(f"{100 * row['attr'][x]:.1f}" for x in "PR")),
        "attr1": lambda row: _f(row["attr1"]),
        "form % (gold spans)": lambda row: " ".join((_share(row["form"]), f"({_share(row['form_gold_spans'])})")),
        "voice % (gold spans)": lambda row: _share(row["voice_gold_spans"]),
        "docs": lambda row: str(row["docs"]),
        "words": lambda row: str(row["words"]),
        "seconds": lambda row: f"{row['seconds']:.2f}",
    }
    lines = ["| set | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    lines += [f"| {name} | " + " | ".join(show(row) for show in columns.values()) + " |" for name, row in rows.items()]
    return "\n".join(lines)


def _f(figure: dict[str, float]) -> str:
    return f"{100 * figure['F']:.1f}"


def _share(counts: dict[str, int]) -> str:
    return _percent(counts["right"], counts["total"])


def _percent(right: int, total: int) -> str:
    return f"{100 * right / total:.1f}" if total else "–"


if __name__ == "__main__":
    main()

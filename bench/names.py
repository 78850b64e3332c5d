"""Names in every spelling: which of the spellings on real pages are put into one actor, against the truth.

BSNLP's pages name each person's entity, whatever the language and the case. All distinct spellings of a part's persons
are put into groups at once, without language, page or base form. Each pair of spellings that the groups put into one
actor counts as right if some entity bears both; recall is over all pairs that an entity bears. "Within" are pairs that
occur in one language, "across" those that share none. Base forms (one a name, as the annotators gave them) are measured
apart. Entities that aren't persons (peoples, parties) are left out, though the corpus calls their members PER.

Relay: the invented stories' lists of names, the same way.

Thresholds were chosen on ``brexit``; ``nord_stream`` and ``relay`` are for reporting only.

    python bench/names.py [--shared DIR] [--verbose PART]
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from enligt.naming.variants import clustered


class Spelling(NamedTuple):
    """Who bears a spelling, and in which languages it was met."""

    entities: set[str]
    langs: set[str]


def main() -> None:
    """Print a Markdown table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    beside = Path(__file__).resolve().parents[1].parent / "shared"
    parser.add_argument("--shared", type=Path, default=beside, help="folder that holds corpora/bsnlp and relay")
    parser.add_argument("--verbose", metavar="PART", help="list the wrong and the missing pairs of a part")
    arguments = parser.parse_args()
    print("| names | spellings | precision | recall | within P / R | across P / R | seconds |")
    print("|---|---|---|---|---|---|---|")
    for part in ("brexit", "nord_stream"):
        for field in ("form", "lemma"):
            spellings = _bsnlp(arguments.shared / "corpora" / "bsnlp" / f"{part}.jsonl", field)
            _report(f"{part}, {'spellings' if field == 'form' else 'base forms'}", spellings, arguments.verbose)
    for story in sorted((arguments.shared / "relay").glob("story*")):
        names: dict[str, list[str]] = json.loads((story / "truth.json").read_text("utf-8"))["names"]
        spellings = {form: Spelling({who}, set()) for who, written in names.items() for form in written}
        _report(f"relay, {story.name}", spellings, arguments.verbose)


def _bsnlp(path: Path, field: str) -> dict[str, Spelling]:
    spellings: dict[str, Spelling] = defaultdict(lambda: Spelling(set(), set()))
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            page: dict[str, Any] = json.loads(line)
            for name in page["names"]:
                if name["type"] == "PER" and name["entity"].startswith("PER-"):
                    spellings[name[field]].entities.add(name["entity"])
                    spellings[name[field]].langs.add(page["lang"])
    return dict(spellings)


def _report(title: str, spellings: Mapping[str, Spelling], verbose: str | None) -> None:
    start = time.perf_counter()
    groups = clustered(spellings)
    seconds = time.perf_counter() - start
    group_of = {name: number for number, group in enumerate(groups) for name in group}
    counts: dict[str, Counter[str]] = {"all": Counter(), "within": Counter(), "across": Counter()}
    for a, b in combinations(sorted(spellings), 2):
        true = not spellings[a].entities.isdisjoint(spellings[b].entities)
        found = a in group_of and group_of[a] == group_of.get(b)
        if true or found:
            kind = "right" if true and found else "missed" if true else "wrong"
            place = "across" if spellings[a].langs.isdisjoint(spellings[b].langs) else "within"
            counts["all"][kind] += 1
            counts[place][kind] += 1
            if verbose == title and kind != "right":
                print(f"    {kind}: {a} / {b} {'' if true else sorted(spellings[a].entities | spellings[b].entities)}")
    row = [
        f"{_precision(c)} | {_recall(c)}" if p == "all" else f"{_precision(c)} / {_recall(c)}"
        for p, c in counts.items()
    ]
    print(f"| {title} | {len(spellings)} | {' | '.join(row)} | {seconds:.2f} |")


def _precision(count: Counter[str]) -> str:
    found = count["right"] + count["wrong"]
    return f"{count['right'] / found:.3f}" if found else "–"


def _recall(count: Counter[str]) -> str:
    true = count["right"] + count["missed"]
    return f"{count['right'] / true:.3f}" if true else "–"


if __name__ == "__main__":
    main()

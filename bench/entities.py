"""Names found in the model's one pass, against held-out gold: F1 of exact spans with the right kind, per language.

    python bench/entities.py [--model small] [--documents 150] [--shared DIR]

The held-out parts are those that training/corpora.py keeps for reporting: the test parts of Universal NER, FactRuEval's
dev part, and one in five pages of BSNLP.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from enligt.attributing.model import Model
from enligt.records import Block, Page, Span

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", choices=("small", "full"), default="small")
    parser.add_argument("--documents", type=int, default=150, help="at most so many of each language")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT / "training"))
    from corpora import reporting_names

    taken: dict[str, list] = {}
    for document in reporting_names(chosen.shared):
        of_language = taken.setdefault(document.lang, [])
        if len(of_language) < chosen.documents:
            of_language.append(document)
    model = Model(chosen.model)
    print("| language | documents | names | precision | recall | F1 |\n|---|---:|---:|---:|---:|---:|")
    for lang, documents in sorted(taken.items()):
        pages = [Page(text=d.text, lang=lang, blocks=(Block("paragraph", Span(0, len(d.text))),)) for d in documents]
        count: Counter[str] = Counter()
        for document, (_, found) in zip(documents, model.find(pages), strict=True):
            gold = set(document.names)
            made = {(*name.span, name.kind) for name in found.names}
            count.update(gold=len(gold), made=len(made), right=len(gold & made))
        precision, recall = count["right"] / max(1, count["made"]), count["right"] / max(1, count["gold"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        figures = " | ".join(f"{100 * figure:.1f}" for figure in (precision, recall, f1))
        print(f"| {lang} | {len(documents)} | {count['gold']} | {figures} |")


if __name__ == "__main__":
    main()

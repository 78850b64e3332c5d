"""Prunes the base model's vocabulary to the scripts that enligt serves: Latin, Cyrillic, Greek, digits and signs.

Pieces that occur in the training texts come first, then the most frequent others (the base vocabulary is sorted by
frequency), up to ``PIECES``. What is dropped is spelled out of smaller pieces.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer

#: Pieces kept. With 384 bytes each they take 30 MB of the 60 MB that the shipped model may weigh.
PIECES = 78_000
#: Occurrences in the training texts from which a piece is kept whatever its rank.
FREQUENT = 2
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def served(piece: str) -> bool:
    """Whether every letter of the piece is of a script that enligt serves (digits, signs and marks always are)."""
    return all(
        not char.isalpha() or unicodedata.name(char, "").startswith(_SCRIPTS) for char in piece if ord(char) > 127
    )


def prune(base: Path, texts: Iterable[str], target: Path) -> list[int]:
    """Write the pruned tokenizer to ``target``; return the base id of each kept piece, in its new order."""
    tokenizer = Tokenizer.from_file(str(base))
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(tokenizer.encode(text, add_special_tokens=False).ids)
    spec = json.loads(base.read_text(encoding="utf-8"))
    vocabulary = spec["model"]["vocab"]
    special = [0, 1, 2, 3]
    ranked = [at for at, (piece, _) in enumerate(vocabulary) if at > 3 and piece != "<mask>" and served(piece)]
    frequent = [at for at in ranked if counts[at] >= FREQUENT]
    chosen = set(frequent)
    for at in ranked:
        if len(chosen) >= PIECES - len(special):
            break
        chosen.add(at)
    kept = special + sorted(chosen)
    spec["model"]["vocab"] = [vocabulary[at] for at in kept]
    spec["added_tokens"] = [token for token in spec["added_tokens"] if token["id"] in special]
    spec["post_processor"] = spec["truncation"] = spec["padding"] = None
    target.write_text(json.dumps(spec, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return kept

"""The names on a page as numbers that pages in any language and script share: whom a page tells of tells its affair."""

from __future__ import annotations

import re
from hashlib import blake2b
from itertools import islice

from enligt.naming.sounds import core
from enligt.records import Traced

#: Words of names on a page that are looked at; a hostile page may hold any number.
MAX_WORDS = 200
#: Sounds at the beginning of a word that are compared: what follows differs most from language to language. Four find a
#: little more among 1,500 pages, but in a large ledger too many names begin alike.
SOUNDS = 6
_WORD = re.compile(r"[^\W\d_]{3,}")


def name_hashes(traced: Traced) -> frozenset[int]:
    """Hashes of how the words of a page's names begin to sound, each fit for a signed integer of 64 bits.

    >>> from enligt.records import Name, Page, Span
    >>> one, other = (
    ...     Traced(page=Page(text=name, blocks=()), names=(Name("PER", Span(0, len(name))),), statements=())
    ...     for name in ("Wolodymyr Selenskyj", "Зеленского")
    ... )
    >>> name_hashes(other) < name_hashes(one)
    True
    """
    names = (traced.page.text[name.span.start : name.span.end] for name in traced.names)
    words = islice((word for name in names for word in _WORD.findall(name)), MAX_WORDS)
    sounds = {core(word)[0][:SOUNDS] for word in words} - {""}
    return frozenset(_hash(sound) for sound in sounds)


def _hash(sound: str) -> int:
    # The word before sets it apart from the hashes of runs of words (``echoes.sketch``), beside which it is kept.
    return int.from_bytes(blake2b(f"name {sound}".encode(), digest_size=8).digest(), signed=True)

"""The words of a page as PostgreSQL's index takes them, and a search as it asks for them.

PostgreSQL's own parser takes hyphenated words, addresses and numbers apart in ways of its own, and depends on the
server's language. Here words are what FTS5 takes for words: runs of letters and digits, whatever their case, Latin
letters without their diacritics; so a search finds the same on a server as in a file, in any language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: PostgreSQL's limits: places of words that are counted, places kept of each word, bytes of a word, bytes of an index.
MAX_PLACE, MAX_PLACES, MAX_WORD, MAX_BYTES = 16_383, 256, 2_046, 1_000_000
#: Bytes that a place takes, and a word beside its own letters.
_PLACE_BYTES, _WORD_BYTES = 2, 8

_WORD = re.compile(r"[^\W_]+")
_MARKED = re.compile("(?<=[a-z])[\u0300-\u036f]+")


def words(text: str) -> list[str]:
    """The words of a text, folded.

    >>> words("Färjan M/S «Ørn-2» ЙОД går!")
    ['farjan', 'm', 's', 'ørn', '2', 'йод', 'gar']
    """
    bare = _MARKED.sub("", unicodedata.normalize("NFD", text.casefold()))
    return _WORD.findall(unicodedata.normalize("NFC", bare))


def lexemes(*texts: str) -> str:
    """The words of texts with their places, as a ``tsvector`` is written; what is past its limits is left out.

    >>> lexemes("The ferry", "the quay")
    "'the':1,3 'ferry':2 'quay':4"
    """
    places: dict[str, list[int]] = {}
    room = MAX_BYTES
    for place, word in enumerate((word for text in texts for word in words(text)), 1):
        if len(word.encode()) > MAX_WORD:
            continue
        if word not in places:
            room -= len(word.encode()) + _WORD_BYTES
            places[word] = []
        known = places[word]
        if len(known) < MAX_PLACES and (not known or known[-1] < MAX_PLACE):
            known.append(min(place, MAX_PLACE))
            room -= _PLACE_BYTES
        if room < 0:
            break
    return " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items())


def wanted(asked: Iterable[str]) -> str:
    """A ``tsquery`` for pages with all the words; what stands together in one has to follow each other.

    >>> wanted(["ferry", "M/S"])
    "('ferry') & ('m' <-> 's')"
    """
    parts = (" <-> ".join(f"'{word}'" for word in words(one)) for one in asked)
    return " & ".join(f"({part})" for part in parts if part)

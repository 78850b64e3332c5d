"""How a name asked for is compared with the words of a source."""

from __future__ import annotations

import unicodedata


def search_key(*texts: str) -> str:
    """The words of the texts, folded so that case, width and composition make no difference, a space before each.

    A name matches where its own key stands in this one: at the start of a word, so that "Lee" finds "Ann LEE" and
    "Lee's" but not "fleet", and a Russian name is found in its longer cases.

    >>> search_key("Ann LEE", "Łódź")
    ' ann lee łódź'
    >>> search_key("lee") in search_key("Ann Lee’s aide"), search_key("lee") in search_key("the fleet")
    (True, False)
    """
    folded = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    folded = unicodedata.normalize("NFKC", folded)
    return "".join(f" {word}" for word in folded.translate(_PARTED).split())


class _Parted(dict[int, int]):
    """What stands for each character where words are parted: itself, or a space; looked up once."""

    def __missing__(self, code: int) -> int:
        char = chr(code)
        self[code] = code if char.isalnum() or unicodedata.category(char)[0] == "M" else ord(" ")
        return self[code]


_PARTED = _Parted()

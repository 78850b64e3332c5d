"""The small letters of the three scripts, for patterns: what a capital is, Python's ``re`` can't say."""

from __future__ import annotations

#: Latin with its extensions, Greek (old and new), Cyrillic.
_BLOCKS = (*range(0x61, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000))
#: What a capital is not, and no digit: ``[^\W\d_{SMALL}]``.
SMALL = "".join(letter for letter in map(chr, _BLOCKS) if letter.islower())
#: Languages that write all nouns with a capital, where one tells nothing of a name.
CAPITAL_NOUNS = frozenset({"de", "lb"})

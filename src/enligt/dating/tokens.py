"""Text → words, numbers and marks, as both the lexicons and the pages are cut."""

from __future__ import annotations

import re

#: Spaces that group digits: "1 550" with a plain, a no-break and a narrow no-break space.
_SPACE = " \u00a0\u202f"

#: One token: a full date in figures, a number, a word (letters only), a mark. Everything else, an apostrophe too, only
#: separates. Digits and their separators are disjoint, so that matching stays linear. The one group makes
#: ``TOKEN.split`` give tokens and what lies between them in turn.
TOKEN = re.compile(
    rf"""(
    (?<![0-9.,/-])
    (?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|[0-9]{{1,2}}(?:\.[0-9]{{1,2}}\.|/[0-9]{{1,2}}/|-[0-9]{{1,2}}-)[0-9]{{4}})
    (?![0-9/-])
  | (?:[0-9]{{1,3}}(?:[{_SPACE}][0-9]{{3}})+(?![0-9])|[0-9]+)(?:[.,][0-9]+)*
  | [^\W\d_]+
  | [,.;:!?…()\-–—/%$€£¥₽₴"“”„«»+]
    )""",
    re.VERBOSE,
)
#: A token that is a full date in figures.
FULL_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{4}")


def pieces(text: str) -> list[str]:
    """The tokens of a phrase in lower case, as the lexicons keep them.

    >>> pieces("avant-hier d’ici à"), pieces("1 550 soldater")
    (['avant', '-', 'hier', 'd', 'ici', 'à'], ['1 550', 'soldater'])
    """
    return [piece.lower() for piece in TOKEN.split(text)[1::2]]

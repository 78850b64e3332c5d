"""The endings that names take in sentences: plain data, in the Latin letters that ``sounds.latin`` gives.

No word list and no language: whatever may be an ending is tried, and two names meet where any of their stems do.
"""

from __future__ import annotations

#: Letters that must be left: shorter stems look like anybody.
_MIN_STEM_LETTERS = 3

#: Endings of cases, genders and possessive adjectives, of all languages together.
_SURE = (
    # one vowel: the base form's own, or a case (Obama, Obamy; Putin, Putina)
    "a", "e", "i", "o", "u", "y",
    # Russian, Ukrainian, Belarusian, Bulgarian
    "ya", "yu", "om", "em", "ym", "im", "oy", "oyu", "ey", "eyu", "yey", "ogo", "oho", "omu", "emu", "ii", "iy", "yi",
    "yy", "yj", "ij", "aya", "uyu", "ami", "yam", "yami", "yakh", "ykh", "ikh", "ovi", "evi", "yem",
    # Polish
    "owi", "iowi", "iem", "iego", "ego", "iemu", "ie", "ia", "iej", "ej", "om", "owie", "owa", "owej",
    # Czech and Slovak
    "ovi", "ou", "eho", "ova", "ove", "ovou", "ovo", "ovy", "ovu", "ovych", "ovym", "ovymi", "uv",
    # Slovenian, Croatian, Serbian
    "ega", "ja", "ju", "jem", "jom", "jev", "jeva", "jevo", "jevega", "ovega", "ovem", "ovemu", "ovim", "ovih",
    # Lithuanian and Latvian
    "as", "is", "us", "iui", "ui", "aite",
)  # fmt: skip

#: Endings that are as often part of the name (Petrov, Banks): a stem without them costs something.
_DOUBTFUL = ("ov", "ev", "ow", "s", "es", "n", "in")
_DOUBTFUL_COST = 0.1

_ENDINGS = {**dict.fromkeys(_DOUBTFUL, _DOUBTFUL_COST), **dict.fromkeys(_SURE, 0.0)}
_LONGEST = max(map(len, _ENDINGS))


def stems(letters: str) -> list[tuple[str, float]]:
    """A word and what is left of it without each ending it may have, with the cost of taking the ending off.

    >>> stems("putina")
    [('putina', 0.0), ('putin', 0.0)]
    """
    found = [(letters, 0.0)]
    for size in range(1, min(_LONGEST, len(letters) - _MIN_STEM_LETTERS) + 1):
        cost = _ENDINGS.get(letters[-size:])
        if cost is not None:
            found.append((letters[:-size], cost))
    return found

"""How a word sounds, roughly: one small alphabet for the spellings of many languages and scripts.

anyascii turns letters of any script into Latin ones (ISC licence, whole of Unicode, one small data file, no language
needed). It knows no sounds, so the national spellings are brought together here: w and ff are v, sch, sz, š, sj and ch
are one hiss, ou is u. Where a spelling is read differently in different languages (j, ch, ck), each reading is a form
of its own. Vowels keep three classes only, since they change most from script to script.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from enligt.naming.endings import stems

#: Readings of one word that are kept; later doubtful letters are read the first way. Three doubtful letters make eight.
_MAX_READINGS = 8

#: Letters of a word that are looked at: no name is longer, and a hostile page may hold any.
MAX_LETTERS = 40

#: Letters whose sound anyascii's plain Latin loses.
_LETTERS = str.maketrans(
    {
        "š": "sh", "č": "ch", "ž": "zh", "ć": "ch", "ś": "sh", "ź": "zh", "ż": "zh", "ř": "rz", "ş": "sh", "ș": "sh",
        "ţ": "ts", "ț": "ts", "ç": "s", "ö": "oe", "ø": "oe", "œ": "oe", "ä": "ae", "å": "o", "ł": "l", "đ": "dj",
        "ğ": "g", "ъ": "a", "ё": "e", "’": "'", "ʼ": "'", "ˈ": "'", "`": "'",
    }
)  # fmt: skip

#: Spellings and their sounds, the longest first where one begins another; several readings are parted by a bar.
_SPELLINGS = {
    "schtsch": "c", "shch": "c", "szcz": "c", "chtch": "c", "sjtj": "c", "tsch": "c",
    "scht": "st", "sht": "st", "schp": "sp", "shp": "sp",
    "tch": "c", "sch": "c|sg", "dzh": "c", "tj": "c", "cz": "c", "sh": "c", "sj": "c", "zh": "c", "zj": "c", "dj": "c",
    "sz": "c|s", "rz": "c|rs", "ch": "c|g", "ck": "k|sk", "kh": "g", "ts": "s", "tz": "s", "ph": "v", "th": "t",
    "gh": "g", "rh": "r", "qu": "kv", "x": "ks", "ou": "o", "oe": "i", "ae": "i",
    "b": "b", "c": "k", "d": "d", "f": "v", "g": "g", "h": "", "j": "i", "k": "k", "l": "l", "m": "m", "n": "n",
    "p": "p", "q": "k", "r": "r", "s": "s", "t": "t", "v": "v", "w": "v", "z": "s",
    "a": "a", "e": "i", "i": "i", "o": "o", "u": "o", "y": "i",
}  # fmt: skip

#: The same where the letters around decide: a c before a front vowel, an h that is heard, an English or French j.
_BY_PLACE = (
    (r"a[ijy](?![aeou])", "i"),
    (r"(?<=[csz]h)e(?=[vwf])", "i|o"),  # Хрущев stands for Хрущёв
    (r"c(?=[eiy])", "s"),
    (r"u(?=[bcdfgklmnprstvz]{2}|[bdgkmnpt]$)", "o|a"),  # English Trump, Hunt: Трамп, Хант
    (r"g(?=[eiy])", "g|c"),
    (r"(?:^|(?<=[aeiouy]))h(?=[aeiouy])", "g"),
    (r"(?:^|(?<=[aeiou]))j(?=[aeou])", "i|c"),
)
_SOUND = re.compile("|".join([f"({place})" for place, _ in _BY_PLACE] + list(_SPELLINGS)))
_TWICE = re.compile(r"(.)\1+")
_SILENT_SOFTENING = re.compile(r"(?<=[bcdfghklmnprstvwxz])y(?=[uao])")


@lru_cache(maxsize=8_000)
def latin(word: str) -> str:
    """A word in small Latin letters, a to z only, with an English genitive taken off.

    >>> latin("Шойгу"), latin("Selenskyj’s"), latin("Sjöö")
    ('shoygu', 'selenskyj', 'sjoeoe')
    """
    from anyascii import anyascii

    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", word[:MAX_LETTERS]).casefold())
    plain = anyascii(folded.translate(_LETTERS)).casefold().removesuffix("'s")
    return _SILENT_SOFTENING.sub("", "".join(letter for letter in plain if "a" <= letter <= "z"))


@lru_cache(maxsize=8_000)
def readings(letters: str) -> tuple[str, ...]:
    """The ways in which Latin letters may sound.

    >>> readings("jonas")
    ('ionas', 'conas')
    """
    heard = [""]
    for match in _SOUND.finditer(letters):
        sounds = (_BY_PLACE[match.lastindex - 1][1] if match.lastindex else _SPELLINGS[match[0]]).split("|")
        if len(heard) * len(sounds) > _MAX_READINGS:
            sounds = sounds[:1]
        heard = [before + sound for before in heard for sound in sounds]
    return tuple(dict.fromkeys(_TWICE.sub(r"\1", sound) for sound in heard))


@lru_cache(maxsize=8_000)
def forms(word: str) -> tuple[tuple[str, float], ...]:
    """How a word or the stem under its ending may sound, each with its cost: 0 where the ending is surely one.

    >>> dict(forms("Путина"))["potin"]
    0.0
    """
    found: dict[str, float] = {}
    for stem, cost in stems(latin(word)):
        for sound in readings(stem):
            found[sound] = min(cost, found.get(sound, 1.0))
    return tuple(found.items())


@lru_cache(maxsize=8_000)
def core(word: str) -> tuple[str, ...]:
    """How the shortest stem of a word may sound, doubtful endings left on it.

    >>> core("Зеленського"), core("Lavrovs")
    (('silinsk',), ('lavrovs',))
    """
    return readings(min((stem for stem, cost in stems(latin(word)) if cost == 0), key=len))


@lru_cache(maxsize=8_000)
def skeletons(word: str) -> frozenset[str]:
    """The consonants of a word's forms, hisses and throat sounds as one each; a bare vowel where there are none.

    >>> skeletons("Шойгу") & skeletons("Choïgou")
    frozenset({'sg'})
    """
    return frozenset(skeleton(sound) for sound, _ in forms(word))


def skeleton(sound: str) -> str:
    """The consonants of one form."""
    return sound.translate(_SKELETON) or sound[:1]


_SKELETON = str.maketrans({"a": "", "o": "", "i": "", "c": "s", "k": "g"})

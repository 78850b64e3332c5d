"""Which language a page is in: its own declaration, checked against its text."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from enligt.errors import ReadError

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: The languages that enligt reads, by ISO 639-1 code, with their English names.
SUPPORTED_LANGUAGES: dict[str, str] = {
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bs": "Bosnian",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fi": "Finnish",
    "fo": "Faroese",
    "fr": "French",
    "ga": "Irish",
    "gl": "Galician",
    "hr": "Croatian",
    "hu": "Hungarian",
    "is": "Icelandic",
    "it": "Italian",
    "lb": "Luxembourgish",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "mt": "Maltese",
    "nl": "Dutch",
    "no": "Norwegian",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "tr": "Turkish",
    "uk": "Ukrainian",
}

#: Codes that pages use for a language we know under another: written standards, regional and old codes.
_SAME_AS = {"nb": "no", "nn": "no", "sh": "sr", "mo": "ro", "cnr": "sr", "ltg": "lv", "vec": "it", "lij": "it"}

#: Standards so close that a detector can't overrule what the page says of itself.
_CLOSE = (frozenset({"bs", "hr", "sr"}),)

#: Characters of text from which the detector may overrule a declaration or refuse a page: about two sentences;
#: below that, names and numbers weigh too much.
_ENOUGH_CHARACTERS = 120

#: Probability from which the detector may do so. It is calibrated; on news paragraphs the right answer gets > 0.99.
_CLEARLY = 0.9

#: Characters looked at: the detector's answer is stable long before this, and its time grows with the text.
_SAMPLE_CHARACTERS = 4000

#: Characters of the stretches by which decodings are compared, a line; and how many are.
_STRETCH, _STRETCHES = 60, 60

#: Share of letters in Latin, Greek or Cyrillic below which a page is in no European language.
_EUROPEAN_SHARE = 0.5


def language_of(text: str, *, declared: str | None, what: str) -> str | None:
    """The page's ISO 639-1 code; ``None`` when its text is too short to tell and it declares nothing.

    The declaration (``sv``, ``sv-SE``, ``nb_NO``) stands unless the text is long enough and clearly in another
    language. ``what`` names the page in the error.

    Raises ``ReadError`` for a language that enligt doesn't read.
    """
    said = normal_code(declared)
    letters = [character for character in text[:_SAMPLE_CHARACTERS] if character.isalpha()]
    if letters and sum(map(_is_european, letters)) < _EUROPEAN_SHARE * len(letters):
        raise _unsupported(what, "its script is none of Latin, Greek and Cyrillic")
    if not letters:
        return said if said in SUPPORTED_LANGUAGES else None
    found, probability = _detect(text[:_SAMPLE_CHARACTERS])
    clear = len(letters) >= _ENOUGH_CHARACTERS and probability >= _CLEARLY
    if clear and found not in SUPPORTED_LANGUAGES:
        raise _unsupported(what, f"its text is in a language ({found}) that enligt doesn't read")
    if said and said not in SUPPORTED_LANGUAGES and not clear:
        raise _unsupported(what, f"it declares a language ({declared}) that enligt doesn't read")
    if said in SUPPORTED_LANGUAGES and (not clear or _close(said, found)):
        return said
    return found if found in SUPPORTED_LANGUAGES else None


def chosen_language(code: str, what: str) -> str:
    """The caller's own choice of language as an ISO 639-1 code.

    Raises ``ReadError`` for a language that enligt doesn't read.
    """
    normal = normal_code(code)
    if normal not in SUPPORTED_LANGUAGES:
        raise _unsupported(what, f"the language asked for ({code}) is not one that enligt reads")
    return normal


def normal_code(declared: str | None) -> str | None:
    """The language code in a declaration such as ``sv-SE`` or ``nb_NO``.

    >>> normal_code("nb_NO"), normal_code("sv-SE"), normal_code("")
    ('no', 'sv', None)
    """
    code = (declared or "").strip().replace("_", "-").split("-")[0].lower()
    return _SAME_AS.get(code, code) or None


def plausibility(text: str) -> float:
    """How much a text reads as one of our languages, 0 to 1: to tell a right decoding of bytes from wrong ones.

    The mean over short stretches with other than ASCII characters, because on long ones the detector is sure of itself
    even where letters are wrong.
    """
    stretches = (text[at : at + _STRETCH] for at in range(0, len(text), _STRETCH))
    telling = list(islice((stretch for stretch in stretches if not stretch.isascii()), _STRETCHES))
    likely = [probability if code in SUPPORTED_LANGUAGES else 0.0 for code, probability in map(_detect, telling)]
    return sum(likely) / len(likely) if likely else 1.0


def _detect(text: str) -> tuple[str, float]:
    """The likeliest language, with standards of one language counted together, and its probability."""
    totals: dict[str, float] = {}
    for code, probability in _identifier().rank(text):
        normal = _SAME_AS.get(code, code)
        totals[normal] = totals.get(normal, 0.0) + probability
    best = max(totals, key=totals.__getitem__)
    return best, totals[best]


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _is_european(letter: str) -> bool:
    """Whether a letter is Latin, Greek or Cyrillic: the Unicode blocks up to U+052F, and the extensions of Latin."""
    return letter < "\u0530" or "\u1e00" <= letter <= "\u1fff" or "\ufb00" <= letter <= "\ufb06"


def _close(one: str | None, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _CLOSE)


def _unsupported(what: str, why: str) -> ReadError:
    names = ", ".join(sorted(SUPPORTED_LANGUAGES.values()))
    return ReadError(what, why, f"enligt reads {names}; if it is one of these, name it with --lang")

"""The words that report, deny and name sources, by language: plain data in ``lexicon/*.toml``, one file a language.

``[cues]`` holds inflected forms. ``verbs`` report with or without a conjunction and may follow a quote; ``thoughts``
(think, hope) need a clause or a conjunction; ``participles`` report with the subject of the clause before;
``auxiliaries`` and ``adverbs`` may stand by the verb; a form after one of the ``blockers`` reports nothing (the report,
was asked); ``according`` precedes its source, ``according_after`` follows it; ``as`` opens an aside (as she said);
``that`` opens a reported clause.

``[grammar]`` is the little that the baseline needs. ``openers`` begin a clause; ``leading`` words begin an adverbial
and no subject; ``finite`` verbs end a noun phrase; ``bare`` says whether a reported clause may stand without
conjunction or comma, ``comma`` whether a comma alone may open it,
``reported`` and ``speaking`` are described in continuing.py;
``verb_second`` whether the subject follows the verb where an adverbial opens the sentence.

``[voices]`` holds the words that tell what kind of source it is. There a ``*`` at either end of a word stands for any
letters. ``[stance]`` and ``[assertions]`` are described in the modules of these names, which alone read them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from enligt.records import Voice

#: Voices that words alone can tell, in the order in which they are tried.
WORD_VOICES: tuple[Voice | Literal["title"], ...] = (
    "anonymous", "outlet", "document", "title", "institution", "group",
)  # fmt: skip

#: Languages without lists of their own that have nearly the words of another.
_SAME_WORDS = {"bs": "hr"}
_CUE_SETS = (
    "verbs", "thoughts", "participles", "auxiliaries", "adverbs", "blockers",
    "according", "according_after", "as_", "that",
)  # fmt: skip
_GRAMMAR_SETS = (
    "pronouns", "plural_pronouns", "openers", "leading", "finite", "abbreviations", "reported", "speaking",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The words of one language, as patterns over running text (case aside)."""

    lang: str
    verbs: frozenset[str]
    thoughts: frozenset[str]
    participles: frozenset[str]
    auxiliaries: frozenset[str]
    adverbs: frozenset[str]
    blockers: frozenset[str]
    according: frozenset[str]
    according_after: frozenset[str]
    as_: frozenset[str]
    that: frozenset[str]
    pronouns: frozenset[str]
    plural_pronouns: frozenset[str]
    openers: frozenset[str]
    leading: frozenset[str]
    finite: frozenset[str]
    abbreviations: frozenset[str]
    reported: frozenset[str]
    speaking: frozenset[str]
    bare: bool
    comma: bool
    verb_second: bool
    voices: dict[str, re.Pattern[str]]


@cache
def languages() -> tuple[str, ...]:
    """The languages that have a lexicon, as ISO 639-1 codes."""
    folder = files(__package__) / "lexicon"
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")))


@cache
def lexicon(lang: str | None) -> Lexicon:
    """The lexicon of a language; an empty one where there is none.

    >>> "säger" in lexicon("sv").verbs, lexicon("tlh").verbs
    (True, frozenset())
    """
    lang = listed(lang) or ""
    cues, grammar, voices = (table(lang, name) for name in ("cues", "grammar", "voices"))
    return Lexicon(
        lang=lang,
        **{key: words_of(cues.get(key.strip("_"), ())) for key in _CUE_SETS},
        **{key: words_of(grammar.get(key, ())) for key in _GRAMMAR_SETS},
        bare=grammar.get("bare", False),
        comma=grammar.get("comma", False),
        verb_second=grammar.get("verb_second", False),
        voices={voice: any_of(voices.get(voice, ())) for voice in WORD_VOICES},
    )


def words_of(words: Iterable[str]) -> frozenset[str]:
    """Small words as they are, and folded, which makes other letters of ß and the Greek ς."""
    return frozenset(form for word in words for form in (word, word.casefold()))


def listed(lang: str | None) -> str | None:
    """The language whose lists a language has: its own, or those of one that has nearly the same words."""
    known = _SAME_WORDS.get(lang, lang) if lang else None
    return known if known in languages() else None


def table(lang: str | None, name: str) -> dict[str, Any]:
    """One table of a language's file, as it stands there; empty where there is none."""
    known = listed(lang)
    return _tables(known).get(name, {}) if known else {}


@cache
def _tables(lang: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((files(__package__) / "lexicon" / f"{lang}.toml").read_text("utf-8"))


@cache
def report_clause() -> re.Pattern[str]:
    """A reporting clause after some speech, in any language: punctuation (group ``gap``, a comma), then a cue verb."""
    cues = [table(lang, "cues") for lang in languages()]
    verbs, auxiliaries = ({word for one in cues for word in one.get(key, ())} for key in ("verbs", "auxiliaries"))
    return re.compile(
        rf"(?P<gap>,|(?<=[!?…]))\s+(?:[–—-]\s+)?(?:(?:{_by_letter(auxiliaries)})\s+)?(?:{_by_letter(verbs)})\b",
        re.IGNORECASE,
    )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the words as whole words, case aside; ``*`` at a word's end stands for any ending.

    >>> [bool(any_of(["källa*"]).search(words)) for words in ("Källan", "avkälla")]
    [True, False]
    """
    known = sorted(words)
    letters = "".join(re.escape(letter) for letter in sorted({word[:1].lower() for word in known}))
    # At most places of a text no word begins with its letter, and none needs to be tried.
    first = rf"(?=[{letters}])" if known and "*" not in letters else ""
    # What is elided stands before a letter: "qu'aucun".
    return re.compile(rf"\b{first}(?:{_by_letter(known)})(?:(?<=')|(?!\w))" if known else r"(?!)", re.IGNORECASE)


def _by_letter(words: Iterable[str]) -> str:
    """Alternatives, the longest first, in groups by their first letter, of which at most places none fits."""
    begun: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        begun.setdefault(word[:1].lower(), []).append(word)
    return "|".join(
        f"(?={re.escape(letter)})(?:{_alternatives(some)})" if letter != "*" else _alternatives(some)
        for letter, some in begun.items()
    )


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for word in words)

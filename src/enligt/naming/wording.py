"""The words that point back at somebody, and those that name outlets and papers: plain data in ``lexicon/*.toml``.

``masculine``, ``feminine``, ``neuter``, ``plural`` and ``relative`` are pronouns. ``definite`` and ``indefinite`` are
words that open a phrase, ``definite_endings`` those of nouns where the language has them. ``feminine_marks`` and
``masculine_marks`` are words of a phrase that tell who it is, ``masculine_articles`` and ``feminine_articles`` the same
of its first word. ``person_nouns`` are somebody without a name, ``plural_nouns`` several, ``hidden`` those who are
never somebody with a name; ``bodies`` and ``papers`` add compounds to the institutions and documents of attributing's
lexicon. ``outlet_nouns`` mean an outlet; ``statements`` are papers through which their owner speaks; ``treaties`` speak
themselves. ``citing`` stands between an outlet and whom it got it from; ``addressing`` words stand before those who are
told; ``hearsay`` says that others said so; ``continuing`` cues go on with the speaker before; ``media_reports`` are
unnamed outlets; ``joining`` words stand between those who speak together. ``drops_subjects`` is true where a verb alone
means who spoke last; ``impersonal`` are words in or beside a cue by which it means nobody. A ``*`` at a word's end
stands for any letters, as in attributing's lexicon.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from enligt.attributing.lexicon import any_of, listed, words_of

_SETS = (
    "masculine", "feminine", "neuter", "plural", "relative", "definite", "indefinite", "masculine_articles",
    "feminine_articles",
)  # fmt: skip
_PATTERNS = (
    "feminine_marks", "masculine_marks", "outlet_nouns", "statements", "treaties", "citing", "hearsay", "continuing",
    "media_reports", "plural_nouns", "person_nouns",
    "bodies", "papers", "addressing", "hidden", "joining", "impersonal",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words of one language (all in small letters) and patterns over running text (case aside)."""

    masculine: frozenset[str]
    feminine: frozenset[str]
    neuter: frozenset[str]
    plural: frozenset[str]
    relative: frozenset[str]
    definite: frozenset[str]
    indefinite: frozenset[str]
    masculine_articles: frozenset[str]
    feminine_articles: frozenset[str]
    definite_endings: tuple[str, ...]
    feminine_marks: re.Pattern[str]
    masculine_marks: re.Pattern[str]
    outlet_nouns: re.Pattern[str]
    statements: re.Pattern[str]
    treaties: re.Pattern[str]
    citing: re.Pattern[str]
    hearsay: re.Pattern[str]
    continuing: re.Pattern[str]
    media_reports: re.Pattern[str]
    plural_nouns: re.Pattern[str]
    person_nouns: re.Pattern[str]
    bodies: re.Pattern[str]
    papers: re.Pattern[str]
    addressing: re.Pattern[str]
    hidden: re.Pattern[str]
    joining: re.Pattern[str]
    impersonal: re.Pattern[str]
    drops_subjects: bool


@cache
def wording(lang: str | None) -> Wording:
    """The wording of a language; an empty one where there is none.

    >>> "hon" in wording("sv").feminine, wording("tlh").feminine
    (True, frozenset())
    """
    known = listed(lang)
    data = tomllib.loads((files(__package__) / "lexicon" / f"{known}.toml").read_text("utf-8")) if known else {}
    sets: dict[str, Any] = {key: words_of(data.get(key, ())) for key in _SETS}
    patterns: dict[str, Any] = {key: any_of(data.get(key, ())) for key in _PATTERNS}
    return Wording(
        **sets,
        **patterns,
        definite_endings=tuple(data.get("definite_endings", ())),
        drops_subjects=data.get("drops_subjects", False),
    )

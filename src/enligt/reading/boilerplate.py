"""Lines that belong to the site and not to the story: comment forms, sharing, related pages, cookies, subscriptions.

The phrases stand in ``boilerplate.toml``, by language, so that whoever knows a language can add to them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: Characters up to which a line may be the site's own; a longer one tells something.
_LINE_CHARACTERS = 240

#: Figures and punctuation around a phrase: "3 Comments", "» Läs också:".
_EDGES = " \t\u00a0.:!…»›>*•|–—-()[]©0123456789+"


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases of one purpose: whole lines, starts of lines, and words anywhere in a line."""

    whole: frozenset[str]
    starts: tuple[str, ...]
    anywhere: tuple[str, ...]

    def hold(self, line: str) -> bool:
        """Whether a line, folded and without its edges, is one of these phrases."""
        return line in self.whole or line.startswith(self.starts) or any(words in line for words in self.anywhere)


def opens_comments(line: str) -> bool:
    """Whether a line heads the comments or the form to write one.

    >>> opens_comments("Inga kommentarer:"), opens_comments("3 Comments"), opens_comments("He had no comment.")
    (True, True, False)
    """
    return len(line) <= _LINE_CHARACTERS and _phrases("comments").hold(_folded(line))


def opens_related(line: str) -> bool:
    """Whether a line heads a list of other pages."""
    return len(line) <= _LINE_CHARACTERS and _phrases("related").hold(_folded(line))


def is_site_line(line: str) -> bool:
    """Whether a line is the site's own: sharing, a link to a related page, cookies, subscriptions, rights.

    >>> [is_site_line(line) for line in ("Läs också: Så väljer du däck", "Dela artikeln: E-mail", "Han sade nej.")]
    [True, True, False]
    """
    if len(line) > _LINE_CHARACTERS:
        return False
    folded = _folded(line)
    before_colon = _folded(line.partition(":")[0])
    related = _phrases("related")
    return _phrases("site").hold(folded) or related.hold(folded) or before_colon in related.whole or _is_notice(folded)


def _is_notice(folded: str) -> bool:
    names, verbs = _cookie_words()
    words = set(folded.replace(",", " ").replace(".", " ").split())
    return not words.isdisjoint(names) and not words.isdisjoint(verbs)


def _folded(line: str) -> str:
    return line.strip(_EDGES).casefold().replace("’", "'")


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("enligt.reading").joinpath("boilerplate.toml").read_text(encoding="utf-8"))


@cache
def _phrases(purpose: str) -> _Phrases:
    phrases = [phrase.casefold() for language in _tables()[purpose].values() for phrase in language]
    return _Phrases(
        whole=frozenset(phrase for phrase in phrases if "…" not in phrase),
        starts=tuple(phrase.removesuffix("…") for phrase in phrases if phrase[-1] == "…" != phrase[0]),
        anywhere=tuple(phrase.strip("…") for phrase in phrases if phrase[0] == "…"),
    )


@cache
def _cookie_words() -> tuple[frozenset[str], frozenset[str]]:
    cookies = _tables()["cookies"]
    return frozenset(cookies["names"]), frozenset(cookies["verbs"])

"""What the words of a phrase tell without its page: whether it points back, who it may be, what it describes."""

from __future__ import annotations

import re

from enligt.attributing.lexicon import lexicon
from enligt.naming.cast import Gender
from enligt.naming.wording import wording
from enligt.records import Voice

#: Letters below which a word describes nobody.
_MIN_STEM = 4
_ELIDED_ARTICLES = ("l'", "l’", "L'", "L’")

WORD = re.compile(r"[\w-]+")


class Phrases:
    """Reads the phrases of one language."""

    def __init__(self, lang: str | None) -> None:
        self.words = wording(lang)
        self.lexicon = lexicon(lang)

    def definite(self, words: str) -> bool:
        """Whether a phrase points at somebody or something named before."""
        tokens = WORD.findall(words.casefold())
        if not tokens or tokens[0] in self.words.indefinite:
            return False
        return tokens[0] in self.words.definite or any(
            token.endswith(ending) for token in (tokens[0], tokens[-1]) for ending in self.words.definite_endings
        )

    def indefinite(self, words: str) -> bool:
        """Whether a phrase says that it brings in somebody new."""
        tokens = WORD.findall(words.casefold())
        return bool(tokens) and tokens[0] in self.words.indefinite

    def gender(self, words: str) -> Gender | None:
        """The gender that titles and articles show."""
        first = next(iter(WORD.findall(words.casefold())), "")
        if self.words.feminine_marks.search(words) or first in self.words.feminine_articles:
            return "feminine"
        if self.words.masculine_marks.search(words) or first in self.words.masculine_articles:
            return "masculine"
        return None

    def pronoun(self, low: str) -> bool:
        """Whether a word in small letters is a pronoun."""
        known = self.words
        sets = (known.masculine, known.feminine, known.neuter, known.plural, known.relative)
        return any(low in forms for forms in sets)

    def kind(self, words: str, voice: Voice) -> Voice:
        """The voice of a phrase that names no person; ``voice`` is what attributing made of it."""
        known = self.lexicon.voices
        whole, words = words, self.head(words)
        if known["document"].search(words) or self.words.papers.search(words):
            return "document"
        if known["institution"].search(words) or self.words.bodies.search(words):
            return "institution" if not known["title"].search(words) else "named"
        # "X in a statement": the paper is only the way in which X spoke.
        return "institution" if voice == "document" and words != whole else voice

    def head(self, words: str) -> str:
        """A phrase up to its first preposition: "the ministry" of "the ministry in a statement"."""
        tokens = words.split()
        ends = (i for i, token in enumerate(tokens) if i and token.casefold() in self.lexicon.leading)
        return " ".join(tokens[: next(ends, len(tokens))]).rstrip(",")

    def without_article(self, words: str) -> str:
        """A phrase without its definite article."""
        first, _, rest = words.partition(" ")
        if rest and first.casefold() in self.words.definite:
            return rest
        for elided in _ELIDED_ARTICLES:
            words = words.removeprefix(elided)
        return words


def stems(words: str) -> set[str]:
    """The words by which a phrase may be met again."""
    return {word for word in WORD.findall(words.casefold()) if len(word) >= _MIN_STEM}

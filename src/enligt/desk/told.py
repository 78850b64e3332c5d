"""What other parts of enligt say in English (why an input failed, why statements were merged), in a visitor's language.

These sentences come ready made, some with a name or a number in them. A catalogue beside the desk's own has each with
``{}`` where that stands, and is asked for the sentence that fits; what stands in the hole may be a sentence of it too.
"""

from __future__ import annotations

import re
from importlib.resources import files

from babel.messages.pofile import read_po

from enligt.errors import EnligtError
from enligt.tongue import DEFAULT_LANGUAGE, Language

HOLE = "{}"
#: Characters of a sentence that is looked up: longer than any of ours with what may stand in it.
MAX_SENTENCE = 600
#: How deep a hole may hold a sentence that has holes: "put together…, with the same date and figure".
MAX_DEPTH = 3


class Told:
    """The sentences in one language."""

    def __init__(self, code: Language) -> None:
        self._whole: dict[str, str] = {}
        self._holed: list[tuple[re.Pattern[str], str]] = []
        if code == DEFAULT_LANGUAGE:
            return
        with (files("enligt.desk") / "catalogues" / f"told.{code}.po").open("rb") as source:
            for message in read_po(source):
                english, ours = str(message.id), str(message.string)
                if HOLE in english:
                    pattern = re.escape(english).replace(re.escape(HOLE), "(.+?)")
                    self._holed.append((re.compile(pattern, re.DOTALL), ours))
                else:
                    self._whole[english] = ours
        self._holed.sort(key=lambda pair: -len(pair[0].pattern))  # what says more fits better

    def said(self, english: str, depth: int = 0) -> str | None:
        """A sentence in the language; ``None`` where the catalogue has none that fits.

        >>> told = Told("sv")
        >>> told.said("the same words, with the same date"), told.said("it is larger than 50 MB"), told.said("no")
        ('samma ord, med samma datum', 'den är större än 50 MB', None)
        """
        if english in self._whole:
            return self._whole[english]
        if depth < MAX_DEPTH and len(english) <= MAX_SENTENCE:
            for pattern, ours in self._holed:
                if fits := pattern.fullmatch(english):
                    return ours.format(*(self.said(held, depth + 1) or held for held in fits.groups()))
        return None

    def error(self, error: EnligtError) -> str | None:
        """An error as ``str`` tells it; ``None`` where the catalogue lacks its reason or its next step."""
        why, next_step = self.said(error.why), self.said(error.next_step)
        return f"{error.what}: {why}; {next_step}" if why and next_step else None

"""What a brief is to be about, and in what form: all that a command line needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from enligt.tongue import DEFAULT_LANGUAGE, Language

Format = Literal["markdown", "html", "atom", "json"]

#: Items of a brief where nobody says how many: what is read in a quarter of an hour.
MOST_ITEMS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a brief is to be about.

    ``since`` and ``until`` are ISO days, both included; without either, undated pages count too. ``topic`` is words or
    a sentence in any language, ``actors`` names or ids of whom at least one speaks. ``lang`` is the reader's language;
    ``comments`` takes in the desk's signed comments; ``limit`` is the most items, 0 for all.
    """

    since: str | None = None
    until: str | None = None
    topic: str = ""
    actors: tuple[str, ...] = ()
    lang: Language = DEFAULT_LANGUAGE
    comments: bool = False
    limit: int = MOST_ITEMS

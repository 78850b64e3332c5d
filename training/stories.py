"""Reads the invented stories in ``stories/`` and, kept apart, ``stories/held_out/``: a story a line, as JSON.

A story has ``claims``, each with the ``sayings`` that make it, and ``others`` that are of no claim. A saying stands in
its paragraph (``in``), its content between ``[[`` and ``]]``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from enligt.records import Span

FIRST_DAY = date(2026, 3, 2)


class Said(NamedTuple):
    """A saying of a story; ``claim`` is the same for sayings of one claim, and begins with ``-`` for those of none."""

    story: str
    claim: str
    lang: str
    published: str
    text: str
    content: tuple[Span, ...]


def stories(folder: Path) -> Iterator[list[Said]]:
    """The sayings of each story in a folder."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            story = json.loads(line)
            name = f"{file.stem}/{story['story']}"
            claims = [(f"{number}", said) for number, claim in enumerate(story["claims"]) for said in claim["sayings"]]
            claims += [(f"-{number}", said) for number, said in enumerate(story["others"])]
            yield [_said(name, claim, said) for claim, said in claims]


def _said(story: str, claim: str, said: dict[str, str]) -> Said:
    text, spans = "", []
    for part in re.split(r"(\[\[.*?\]\])", said["in"], flags=re.DOTALL):
        words = part[2:-2] if part.startswith("[[") else part
        if part.startswith("[["):
            spans.append(Span(len(text), len(text) + len(words)))
        text += words
    published = FIRST_DAY + timedelta(days=int(said["day"]))
    return Said(story, f"{claim} {story}", said["lang"], published.isoformat(), text, tuple(spans))

"""Reads the invented stories in ``stories/`` and, kept apart, ``stories/held_out/``: a story a line, as JSON.

Two forms. A story of **sayings** has ``claims``, each with the ``sayings`` that make it, and ``others`` that are of no
claim; a saying stands in its paragraph (``in``), its content between ``[[`` and ``]]``. A story of **pages** has
``claims``, a gloss each, and ``pages``; in their title and paragraphs ``[[2- Anna Berg|the words]]`` denies the second
claim, ``[[0 Anna Berg|the words]]`` is of none, and ``[[^|more words]]`` go on with the content before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from enligt.records import Span

FIRST_DAY = date(2026, 3, 2)
#: What is marked: in a saying its words; in a page the claim (none for what goes on), the sign, the speaker, the words.
CONTENT = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
MARKED = re.compile(r"\[\[(?:(\d+)([+-]?)(?: ([^|\]]*))?|\^)\|(.*?)\]\]", re.DOTALL)


class Said(NamedTuple):
    """A saying of a story; ``claim`` is the same for sayings of one claim, and begins with ``-`` for those of none.

    ``text`` is its paragraph; of sayings that name no page, each stands on one of its own.
    """

    story: str
    claim: str
    page: str
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
            yield list(_of_pages(name, story) if "pages" in story else _of_sayings(name, story))


def _of_sayings(name: str, story: dict[str, Any]) -> Iterator[Said]:
    told = [(f"{number}", said) for number, claim in enumerate(story["claims"]) for said in claim["sayings"]]
    told += [(f"-{number}", said) for number, said in enumerate(story["others"])]
    for number, (claim, said) in enumerate(told):
        text, content = unmarked(said["in"], CONTENT)
        spans = tuple(span for span, _ in content)
        yield Said(name, f"{claim} {name}", f"{number} {name}", said["lang"], _day(said["day"]), text, spans)


def _of_pages(name: str, story: dict[str, Any]) -> Iterator[Said]:
    others = 0
    for number, page in enumerate(story["pages"]):
        for paragraph in (page["title"], *page["paragraphs"]):
            text, content = unmarked(paragraph, MARKED)
            whole: list[tuple[str, list[Span]]] = []
            for span, match in content:
                mark = match[1]
                if mark is None:
                    whole[-1][1].append(span)
                    continue
                others += mark == "0"
                whole.append((mark if mark != "0" else f"-{others}", [span]))
            for claim, spans in whole:
                day = _day(page["day"])
                yield Said(name, f"{claim} {name}", f"{number} {name}", page["lang"], day, text, tuple(spans))


def _day(number: int | str) -> str:
    return (FIRST_DAY + timedelta(days=int(number))).isoformat()


def unmarked(marked: str, form: re.Pattern[str]) -> tuple[str, list[tuple[Span, re.Match[str]]]]:
    """The words without marks; where each content stands in them, and its mark, whose last group is its words."""
    text, content, last = "", [], 0
    for match in form.finditer(marked):
        text += marked[last : match.start()]
        words = match[form.groups]
        content.append((Span(len(text), len(text) + len(words)), match))
        text += words
        last = match.end()
    return text + marked[last:], content

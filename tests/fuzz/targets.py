"""Coverage-guided fuzzing of the stages; run by `make soak`.

    python tests/fuzz/targets.py text|html|dates|names [libFuzzer's options and folders]

A target fails on any exception but enligt's own, on a span outside its text, and on output that is not JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["enligt"]):
    sys.path.insert(0, str(Path(__file__).parents[1] / "hostile"))
    from pages import LANGUAGES, check, traced

    from enligt.dating import amounts, dates
    from enligt.naming.variants import same_person
    from enligt.records import Span


def _text(data: bytes) -> tuple[str, str]:
    """A language by the first byte, and the rest as text."""
    return LANGUAGES[(data[0] if data else 0) % len(LANGUAGES)], data[1:].decode("utf-8", "replace")


def text(data: bytes) -> None:
    """A plain text, read and traced."""
    lang, words = _text(data)
    if found := traced(words, lang):
        check(found)


def html(data: bytes) -> None:
    """An HTML page, read and traced."""
    _, words = _text(data)
    if found := traced(f"<html><body><article>{words}", None):
        check(found)


def on_dates(data: bytes) -> None:
    """Dates and amounts in a text."""
    lang, words = _text(data)
    for one in [*dates(words, [Span(0, len(words))], lang, "2026-03-05"), *amounts(words, [Span(0, len(words))], lang)]:
        assert 0 <= one.span.start < one.span.end <= len(words)


def names(data: bytes) -> None:
    """Two names compared, either way round."""
    one, _, other = data.decode("utf-8", "replace").partition("|")
    assert same_person(one, other) == same_person(other, one)


TARGETS: dict[str, Callable[[bytes], None]] = {"text": text, "html": html, "dates": on_dates, "names": names}

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()

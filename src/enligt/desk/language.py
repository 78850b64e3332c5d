"""Which of the desk's languages a visitor reads."""

from __future__ import annotations

from collections.abc import Iterable

from enligt.tongue import DEFAULT_LANGUAGE, LANGUAGES, Language

LANGUAGE_COOKIE = "enligt_language"
#: Codes in an Accept-Language header that are looked at; browsers send five or six.
_MAX_ACCEPTED = 20


def chosen_language(cookie: str | None, accepted: str) -> Language:
    """The language of a visitor: the one they chose, else the first that their browser accepts and the desk speaks.

    >>> chosen_language(None, "nb;q=0.9, sv-FI;q=0.8, en;q=0.3"), chosen_language("en", "sv"), chosen_language("x", "")
    ('sv', 'en', 'en')
    """
    ranked = [code for code, weight in sorted(_accepted(accepted), key=lambda pair: -pair[1]) if weight > 0]
    return next((ours for code in (cookie, *ranked) for ours in LANGUAGES if ours == code), DEFAULT_LANGUAGE)


def _accepted(header: str) -> Iterable[tuple[str, float]]:
    for part in header.split(",")[:_MAX_ACCEPTED]:
        code, _, weight = part.partition(";")
        try:
            yield code.strip().lower().partition("-")[0], float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue

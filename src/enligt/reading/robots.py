"""What a site's robots.txt lets us fetch from its feeds and sitemaps (RFC 9309)."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from enligt.errors import ReadError
from enligt.reading.fetch import StatusError, fetch
from enligt.records import Fetch

#: Characters of a robots.txt that are looked at, the least that the standard asks for.
_MAX_CHARACTERS = 500_000

#: The name by which rules address us.
_AGENT = "enligt"

#: An address that may not be fetched says so in these words.
_REFUSED = "the site's robots.txt asks not to"

Rule = tuple[str, bool]


class Robots:
    """The rules of every site met in one run, each fetched once.

    >>> rules = rules_for_us("User-agent: *" + chr(10) + "Disallow: /private")
    >>> may_fetch("/private/a", rules), may_fetch("/news", rules)
    (False, True)
    """

    def __init__(self, limits: Fetch) -> None:
        self._limits = limits
        self._rules: dict[str, list[Rule]] = {}

    def check(self, url: str) -> None:
        """Raises ``ReadError`` if the site asks not to fetch this address, or its rules can't be known."""
        try:
            parts = urlsplit(url)
        except ValueError:
            raise ReadError(url, "this is no web address", "check the address") from None
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            self._rules[site] = self._fetched(site)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if not may_fetch(path, self._rules[site]):
            raise ReadError(url, _REFUSED, "ask the site, or save the page from your browser and read the file")

    def _fetched(self, site: str) -> list[Rule]:
        try:
            raw = fetch(f"{site}/robots.txt", self._limits)
        except StatusError as error:
            # No file, no rules; but where the server fails, the standard says to keep away.
            return [] if 400 <= error.status < 500 else [("/", False)]
        except ReadError:
            return [("/", False)]
        return rules_for_us(raw.data[:_MAX_CHARACTERS].decode("utf-8", "replace"))


def rules_for_us(robots_txt: str) -> list[Rule]:
    """The rules that apply to enligt: those of its own group if there is one, else those for everyone.

    Each rule is a path pattern and whether it allows.
    """
    groups: dict[str, list[Rule]] = {}
    agents: list[str] = []
    in_rules = False
    for line in robots_txt.splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            agents = [value.lower()] if in_rules else [*agents, value.lower()]
            in_rules = False
        elif key in ("allow", "disallow"):
            in_rules = True
            for agent in agents:
                groups.setdefault(agent, []).extend([(unquote(value), key == "allow")] if value else [])
    return groups.get(_AGENT, groups.get("*", []))


def may_fetch(path: str, rules: list[Rule]) -> bool:
    """Whether the longest rule that matches a path allows it; without one it is allowed."""
    path = unquote(path)
    matching = [(len(pattern), allows) for pattern, allows in rules if _matches(pattern, path)]
    return max(matching, default=(0, True))[1]


def _matches(pattern: str, path: str) -> bool:
    """Whether a pattern with ``*`` and a final ``$`` matches the start of a path, in one pass without backtracking."""
    whole = pattern.endswith("$")
    pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return not whole or (path.endswith(pieces[-1]) if len(pieces) > 1 else at == len(path))

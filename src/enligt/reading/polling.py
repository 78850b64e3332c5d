"""Feeds asked again and again, politely: only for what has changed, not too often, and within robots.txt."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from enligt.errors import ReadError
from enligt.reading.feeds import pages_in_feed
from enligt.reading.fetch import StatusError, fetch
from enligt.reading.robots import Robots
from enligt.records import Fetch, Options, Page

#: Seconds between two requests to one host, as crawlers that nobody complains of keep them; and for how long its rules
#: are remembered, as RFC 9309 asks.
HOST_PAUSE, RULES_KEPT = 2.0, 86_400.0
#: How often an address in a feed is tried; and addresses of a feed that are remembered: more than any feed lists.
MAX_TRIES, MAX_SEEN = 3, 3_000
#: Seconds that a feed is left alone at most, however often it has failed.
LONGEST_WAIT = 86_400.0


class SeenError(ReadError):
    """An address that was fetched before, or tried often enough."""


class Polite(Robots):
    """The rules of sites, with a pause between requests to the same one; what was fetched before is not again."""

    def __init__(self, limits: Fetch, pause: float = HOST_PAUSE) -> None:
        super().__init__(limits)
        self.made = time.monotonic()
        self.tries: dict[str, int] = {}
        self.last = ""
        self._pause = pause
        self._asked: dict[str, float] = {}

    def check(self, url: str) -> None:
        """Raises ``ReadError`` if the address is not to be fetched; else waits until it may be."""
        if self.tries.get(url, 0) >= MAX_TRIES:
            raise SeenError(url, "it was fetched before", "look for it in the ledger")
        self.last = url
        self.tries[url] = self.tries.pop(url, 0) + 1
        super().check(url)
        self.wait(url)

    def wait(self, url: str) -> None:
        """Wait until the address's host may be asked again."""
        host = urlsplit(url).netloc
        left = self._asked.get(host, -self._pause) + self._pause - time.monotonic()
        if left > 0:
            time.sleep(left)
        self._asked[host] = time.monotonic()


@dataclass(slots=True)
class Feed:
    """What is known of a feed: how to ask whether it has changed, what of it was fetched, when to ask again (epoch)."""

    url: str
    validators: list[tuple[str, str]] = field(default_factory=list)
    tries: dict[str, int] = field(default_factory=dict)
    failures: int = 0
    due: float = 0.0


def poll(feed: Feed, options: Options, polite: Polite, every: float) -> Iterator[Page | ReadError]:
    """The pages that a feed lists since it was last asked; and when to ask it again, ``every`` seconds or later."""
    longer = 0.0
    try:
        Robots.check(polite, feed.url)
        polite.wait(feed.url)
        raw = fetch(feed.url, options.fetch, [(name, value) for name, value in feed.validators])
        itself = {feed.url, raw.url or feed.url}
        polite.tries = feed.tries | dict.fromkeys(itself, 0)
        for outcome in pages_in_feed(raw, options, polite):
            if isinstance(outcome, Page):
                polite.tries[polite.last] = MAX_TRIES
            if not isinstance(outcome, SeenError):
                yield outcome
        seen = [(url, tries) for url, tries in polite.tries.items() if url not in itself]
        feed.tries = dict(seen[-MAX_SEEN:])
        failed = any(tries < MAX_TRIES for tries in feed.tries.values())
        feed.validators = [] if failed else list(raw.validators)  # what failed is tried again
        feed.failures = 0
    except ReadError as error:
        if isinstance(error, StatusError) and error.status == 304:
            feed.failures = 0
        else:
            feed.failures += 1
            longer = error.retry_after if isinstance(error, StatusError) else 0.0
            yield error
    wait = max(every * 2 ** min(feed.failures, 20), longer)
    feed.due = time.time() + min(wait, max(LONGEST_WAIT, every))


def feeds_in(file: Path) -> list[str]:
    """The addresses in a list, a line each; what stands behind ``#`` is for people.

    Raises ``ReadError`` if it can't be read or lists none.
    """
    try:
        lines = [line.partition(" #")[0].strip() for line in file.read_text("utf-8-sig").splitlines()]
    except (OSError, UnicodeError):
        raise ReadError(str(file), "the list can't be read", "check its name, and that it is UTF-8 text") from None
    found = list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
    strange = next((one for one in found if not one.startswith(("http://", "https://"))), None)
    if strange or not found:
        why = f"{strange[:100]} is no address" if strange else "it lists no feeds"
        raise ReadError(str(file), why, "write an http(s) address a line")
    return found


def remembered(file: Path, urls: list[str]) -> list[Feed]:
    """What was kept of some feeds; those that nothing is known of begin anew."""
    try:
        kept = {one["url"]: Feed(**one) for one in json.loads(file.read_text("utf-8"))}
    except (OSError, ValueError, TypeError, KeyError):
        kept = {}
    return [kept.get(url) or Feed(url) for url in urls]


def keep(file: Path, feeds: list[Feed]) -> None:
    """Keep what is known of feeds; without a right to write it is forgotten."""
    beside = file.with_name(f"{file.name}.new")
    with suppress(OSError):
        beside.write_text(json.dumps([asdict(one) for one in feeds]), "utf-8")
        beside.replace(file)

"""Feeds are asked politely: whether they have changed, not too often, each page once, and as robots.txt says."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from enligt.errors import ReadError
from enligt.reading.polling import LONGEST_WAIT, MAX_TRIES, Feed, Polite, feeds_in, keep, poll, remembered
from enligt.records import Fetch, Options, Page

LOCAL = Options(fetch=Fetch(allow_private=True, max_seconds=5.0))
ARTICLE = "<html lang='en'><body><article><p>“The ferry leaves at dawn,” said Ann Lee. {n}</p></article></body></html>"
EVERY = 600.0
DATED = "Thu, 05 Mar 2026 10:00:00 GMT"


class Press(NamedTuple):
    """A site with a feed of which it knows the version: what it lists, refuses and was asked."""

    address: str
    listed: list[str]
    broken: dict[str, int]
    asked: list[str]


@pytest.fixture
def press() -> Iterator[Press]:
    listed, broken, asked = ["/1", "/2", "/private/3"], dict[str, int](), list[str]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            version = f'"{len(listed)}"'
            if status := broken.get(self.path):
                body = b""
            elif self.path == "/robots.txt":
                status, body = 200, b"User-agent: *\nDisallow: /private"
            elif self.headers["If-None-Match"] == version or self.headers["If-Modified-Since"] == DATED:
                status, body = 304, b""
            elif self.path in ("/feed", "/dated"):
                items = "".join(f"<item><link>{address}{path}</link></item>" for path in listed)
                status, body = 200, f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
            else:
                status, body = 200, ARTICLE.format(n=self.path).encode()
            self.send_response(status)
            if self.path != "/dated":
                self.send_header("ETag", version)
            if self.path == "/dated":
                self.send_header("Last-Modified", DATED)
            if status in (429, 503):
                until = formatdate(time.time() + 4000, usegmt=True)
                self.send_header("Retry-After", "4000" if status == 429 else until)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield Press(address, listed, broken, asked)
    server.shutdown()
    server.server_close()


def polled(feed: Feed) -> tuple[list[str], list[ReadError]]:
    """The paths of new pages, and what failed."""
    found = list(poll(feed, LOCAL, Polite(LOCAL.fetch, pause=0.0), EVERY))
    pages = [one.url or "" for one in found if isinstance(one, Page)]
    return [url.rpartition("/")[2] for url in pages], [one for one in found if isinstance(one, ReadError)]


def test_each_page_is_fetched_once_and_only_what_robots_allow(press: Press, tmp_path: Path) -> None:
    feed = Feed(f"{press.address}/feed")
    new, failed = polled(feed)
    assert new == ["1", "2"]
    assert len(failed) == 1
    assert "robots.txt" in str(failed[0])
    assert "/private/3" not in press.asked
    press.listed.append("/4")
    keep(tmp_path / "feeds", [feed])
    (again,) = remembered(tmp_path / "feeds", [feed.url])
    assert (again.tries, again.due) == (feed.tries, feed.due)
    assert polled(again)[0] == ["4"]
    assert press.asked.count("/1") == 1


def test_a_feed_that_has_not_changed_is_not_sent_again(press: Press) -> None:
    press.listed.remove("/private/3")
    feed = Feed(f"{press.address}/feed")
    assert polled(feed)[0] == ["1", "2"]
    assert feed.validators == [("If-None-Match", '"2"')]
    assert time.time() + EVERY - 5 < feed.due < time.time() + EVERY + 5
    before = len(press.asked)
    assert polled(feed) == ([], [])
    assert press.asked[before:] == ["/robots.txt", "/feed"]


def test_so_is_one_of_which_only_the_date_is_told(press: Press) -> None:
    press.listed.remove("/private/3")
    feed = Feed(f"{press.address}/dated")
    assert polled(feed)[0] == ["1", "2"]
    assert feed.validators == [("If-Modified-Since", DATED)]
    assert polled(feed) == ([], [])


def test_a_page_that_fails_is_tried_again_but_not_for_ever(press: Press) -> None:
    press.listed.remove("/private/3")
    press.broken["/2"] = 500
    feed = Feed(f"{press.address}/feed")
    for _ in range(MAX_TRIES + 2):
        polled(feed)
    assert press.asked.count("/2") == MAX_TRIES
    assert press.asked.count("/1") == 1
    assert press.asked.count("/feed") == MAX_TRIES + 2  # its redirects and itself are no pages that were seen


def test_a_feed_that_fails_is_left_alone_ever_longer(press: Press) -> None:
    press.broken["/feed"] = 500
    feed, waits = Feed(f"{press.address}/feed"), []
    for _ in range(12):
        assert len(polled(feed)[1]) == 1
        waits.append(round(feed.due - time.time()))
    assert waits[:3] == pytest.approx([2 * EVERY, 4 * EVERY, 8 * EVERY], abs=5)
    assert waits[-1] == pytest.approx(LONGEST_WAIT, abs=5)
    for status in (429, 503):
        feed.failures = 0
        press.broken["/feed"] = status
        polled(feed)
        assert feed.due - time.time() == pytest.approx(4000, abs=5)
    del press.broken["/feed"]
    polled(feed)
    assert feed.failures == 0


def test_one_host_is_not_asked_too_often(press: Press) -> None:
    began = time.monotonic()
    list(poll(Feed(f"{press.address}/feed"), LOCAL, Polite(LOCAL.fetch, pause=0.1), EVERY))
    assert time.monotonic() - began >= 0.3  # the feed, its rules' check and two pages


def test_a_list_of_feeds(tmp_path: Path) -> None:
    file = tmp_path / "feeds.txt"
    file.write_text("# ours\nhttps://a.example/rss #the first\n\nhttps://a.example/rss\nhttp://b.example/\n")
    assert feeds_in(file) == ["https://a.example/rss", "http://b.example/"]
    for text, why in (("# none", "no feeds"), ("feeds/here", "no address")):
        file.write_text(text)
        with pytest.raises(ReadError, match=why):
            feeds_in(file)
    with pytest.raises(ReadError, match="can't be read"):
        feeds_in(tmp_path / "none")
    (tmp_path / "broken").write_text("[{")
    assert remembered(tmp_path / "broken", ["x"]) == [Feed("x")]


def test_watching_adds_what_is_new_and_stops_when_told(press: Press, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from enligt import cli, records
    from enligt.ledger import open_ledger

    (tmp_path / "feeds.txt").write_text(f"{press.address}/feed")
    ledger = tmp_path / "my.ledger"
    arguments = ["watch", str(tmp_path / "feeds.txt"), "--once", "--model", "baseline", "--ledger", str(ledger)]
    with pytest.MonkeyPatch.context() as here:
        here.setattr(records, "Fetch", lambda: LOCAL.fetch)
        here.setattr("enligt.reading.polling.HOST_PAUSE", 0.0)
        result = CliRunner().invoke(cli.app, arguments)
    assert result.exit_code == 1, result.output  # the page that robots.txt keeps away from
    assert "2 pages added" in result.output
    with open_ledger(ledger) as kept:
        assert len(list(kept.pages())) == 2
    assert (tmp_path / "my.ledger.feeds").exists()
    assert CliRunner().invoke(cli.app, arguments).output == ""  # none is due


WATCH = """
import sys
from enligt import cli, records
from enligt.records import Fetch
from enligt.reading import polling
records.Fetch = lambda: Fetch(allow_private=True, max_seconds=5.0)
polling.HOST_PAUSE = 0.0
cli.app(sys.argv[1:])
"""


def test_ctrl_c_stops_watching_with_nothing_half_written(press: Press, tmp_path: Path) -> None:
    from enligt.ledger import open_ledger

    press.listed.remove("/private/3")
    (tmp_path / "feeds.txt").write_text(f"{press.address}/feed")
    ledger = tmp_path / "my.ledger"
    command = [sys.executable, "-c", WATCH, "watch", str(tmp_path / "feeds.txt"), "--model", "baseline"]
    watching = subprocess.Popen([*command, "--ledger", str(ledger)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert watching.stdout
    assert b"2 pages added" in watching.stdout.readline()
    watching.send_signal(signal.SIGINT)
    _, told = watching.communicate(timeout=60)
    assert (watching.returncode, told) == (130, b"enligt: stopped; 1 done, nothing is left half-written\n")
    with open_ledger(ledger) as kept:
        assert len(list(kept.pages())) == 2
    asked = len(press.asked)
    (again,) = remembered(tmp_path / "my.ledger.feeds", [f"{press.address}/feed"])
    assert polled(again) == ([], [])  # what it had fetched it does not fetch again
    assert press.asked[asked:] == ["/robots.txt", "/feed"]

"""A loopback web server for the tests, with canned answers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple


class Answer(NamedTuple):
    """What the server says at one path."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html; charset=utf-8"),)


class Site(NamedTuple):
    """A running server: its address, and the paths and user agents that were asked for."""

    address: str
    asked: list[tuple[str, str]]


@contextmanager
def site(answers: dict[str, Answer]) -> Iterator[Site]:
    """Serve ``answers`` by path on a loopback port; other paths are 404. ``{site}`` in a body is the address."""
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["User-Agent"]))
            answer = answers.get(self.path, Answer(status=404))
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value.replace("{site}", address))
            self.end_headers()
            try:
                self.wfile.write(answer.body.replace(b"{site}", address.encode()))
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Site(address, asked)
    finally:
        server.shutdown()
        server.server_close()

"""Servers that mean ill: each is left in bounded time and memory, and the reader is told why."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest

from enligt.errors import ReadError
from enligt.reading.fetch import fetch
from enligt.records import Fetch

LIMITS = Fetch(allow_private=True, max_seconds=1.0, max_bytes=200_000)
#: Seconds until which a fetch of one second must be over, on a busy machine.
OVER = 4.0
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """The address of a server that does with each connection what ``answer`` does."""
    stopped = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while not stopped.is_set():
                with suppress(OSError):
                    connection, _ = listening.accept()
                    with connection:
                        connection.recv(4096)
                        answer(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        stopped.set()


def dripping(start: bytes, drop: bytes) -> Callable[[socket.socket], None]:
    """Sends a beginning at once, and then a drop again and again, for far longer than anybody waits."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        ends = time.monotonic() + 3 * OVER
        while time.monotonic() < ends:
            connection.sendall(drop)
            time.sleep(0.1)

    return answer


def flooding(start: bytes, part: bytes) -> Callable[[socket.socket], None]:
    """Sends a beginning and then parts without end."""

    def answer(connection: socket.socket) -> None:
        connection.sendall(start)
        for _ in range(10_000):
            connection.sendall(part)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        dripping(b"", b"H"),
        dripping(b"HTTP/1.1 200 OK\r\nX-A: ", b"a"),
        dripping(OK, b"X-B: b\r\n"),
        dripping(OK + b"Content-Length: 100000\r\n\r\n", b"a"),
        dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        dripping(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"0"),
        dripping(b"HTTP/1.1 302 Found\r\nLocation: /", b"a"),
        dripping(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["status", "a header", "headers", "body", "chunks", "chunk's size", "redirect", "continues"],
)
def test_a_server_that_deals_out_drops_is_left_in_time(answer: Callable[[socket.socket], None]) -> None:
    with serving(answer) as address:
        began = time.monotonic()
        with pytest.raises(ReadError):
            fetch(address, LIMITS)
        assert time.monotonic() - began < OVER


@pytest.mark.parametrize(
    "answer",
    [
        flooding(OK + b"Transfer-Encoding: chunked\r\n\r\n", b"2000\r\n" + b"a" * 0x2000 + b"\r\n"),
        flooding(OK + b"\r\n", b"a" * 10_000),
        flooding(OK, b"X-C: " + b"c" * 1_000 + b"\r\n"),
        flooding(b"", b"a" * 10_000),
        flooding(OK + b"Content-Length: 99999999999999999999\r\n\r\n", b"a"),
        flooding(OK + b"Content-Length: -1\r\n\r\n", b"a"),
        flooding(OK + b"Content-Length: many\r\n\r\n", b"a"),
        flooding(OK + b"Content-Encoding: br\r\n\r\n", b"a"),
        flooding(b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n", b""),
        flooding(b"HTTP/1.1 302 Found\r\nLocation: //\r\n\r\n", b""),
        flooding(b"HTTP/1.1 302 Found\r\nLocation: http://a:99999/\r\n\r\n", b""),
    ],
    ids=[
        "chunks",
        "body",
        "headers",
        "no HTTP",
        "length",
        "below 0",
        "no number",
        "packing",
        "IPv6",
        "no host",
        "port",
    ],
)
def test_a_server_that_floods_or_lies_is_refused(answer: Callable[[socket.socket], None]) -> None:
    with serving(answer) as address:
        began = time.monotonic()
        with pytest.raises(ReadError):
            fetch(address, replace(LIMITS, max_seconds=10.0))
        assert time.monotonic() - began < OVER


def test_a_bomb_within_a_bomb() -> None:
    bomb = gzip.compress(gzip.compress(bytes(200_000_000)))
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb)
    with (
        serving(lambda connection: connection.sendall(head + bomb)) as address,
        pytest.raises(ReadError, match="larger"),
    ):
        fetch(address, replace(LIMITS, max_seconds=10.0))

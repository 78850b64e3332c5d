import gzip
import socket
import time
from dataclasses import replace

import pytest
from servers import Answer, site

from enligt.errors import ReadError
from enligt.reading import read
from enligt.reading.fetch import fetch, is_public
from enligt.records import Fetch, Options

LOCAL = Fetch(allow_private=True, max_seconds=5.0)


def page(body: str) -> bytes:
    return body.format(title="Pier opens").encode()


def test_a_page_is_fetched_with_an_honest_user_agent(article: str) -> None:
    with site({"/a": Answer(page(article))}) as server:
        found = read(f"{server.address}/a", options=Options(fetch=LOCAL))
        assert found.title == "Pier opens"
        assert found.url == f"{server.address}/a"
        assert server.asked[0][1].startswith("enligt/")


def test_gzip_is_unpacked_and_charset_of_the_answer_counts() -> None:
    body = gzip.compress("Мост откроют весной, сообщил порт.".encode("koi8-r"))
    headers = (("Content-Type", "text/plain; charset=koi8-r"), ("Content-Encoding", "gzip"))
    with site({"/a": Answer(body, headers=headers)}) as server:
        found = read(f"{server.address}/a", options=Options(fetch=LOCAL))
    assert (found.text, found.outlet) == ("Мост откроют весной, сообщил порт.", "127.0.0.1")


@pytest.mark.parametrize(("status", "why"), [(404, "404: there is no such page"), (403, "403"), (500, "500")])
def test_errors_of_the_server(status: int, why: str) -> None:
    with site({"/a": Answer(status=status)}) as server, pytest.raises(ReadError, match=why):
        fetch(f"{server.address}/a", LOCAL)


def test_private_addresses_are_refused_before_anything_is_asked(article: str) -> None:
    with site({"/a": Answer(page(article))}) as server:
        with pytest.raises(ReadError, match="private or reserved"):
            fetch(f"{server.address}/a", Fetch())
        assert server.asked == []


def test_every_redirect_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server itself passes for public here; where it redirects to doesn't."""
    monkeypatch.setattr("enligt.reading.fetch.is_public", lambda address: address == "127.0.0.1")
    away = Answer(status=302, headers=(("Location", "http://169.254.169.254/secret"),))
    with site({"/a": away}) as server, pytest.raises(ReadError, match=r"169\.254\.169\.254 is on a private"):
        fetch(f"{server.address}/a", Fetch())


def test_connects_to_the_very_address_that_was_checked(article: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means another address at each look-up (DNS rebinding) is looked up once."""
    lookups: list[str] = []
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *rest: int, **options: int) -> list[object]:
        if host == "pier.example":
            lookups.append(host)
            return real("127.0.0.1" if len(lookups) == 1 else "127.0.0.9", port, *rest, **options)
        return real(host, port, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with site({"/a": Answer(page(article))}) as server:
        port = server.address.rpartition(":")[2]
        raw = fetch(f"http://pier.example:{port}/a", LOCAL)
    assert lookups == ["pier.example"]
    assert raw.url == f"http://pier.example:{port}/a"


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://pier.example/a"])
def test_redirects_lead_to_web_addresses_only(location: str) -> None:
    away = Answer(status=301, headers=(("Location", location),))
    with site({"/a": away}) as server, pytest.raises(ReadError, match="only http and https"):
        fetch(f"{server.address}/a", LOCAL)


def test_too_many_redirects() -> None:
    with site({"/a": Answer(status=302, headers=(("Location", "/a"),))}) as server:
        with pytest.raises(ReadError, match="redirects more than 5 times"):
            fetch(f"{server.address}/a", LOCAL)
        assert len(server.asked) == 6


def test_size_is_bounded_packed_and_unpacked() -> None:
    limits = replace(LOCAL, max_bytes=100_000)
    bomb = gzip.compress(bytes(50_000_000))
    answers = {"/long": Answer(b"x" * 200_000), "/bomb": Answer(bomb, headers=(("Content-Encoding", "gzip"),))}
    with site(answers) as server:
        for path in answers:
            with pytest.raises(ReadError, match="larger than"):
                fetch(server.address + path, limits)


def test_time_is_bounded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        start = time.monotonic()
        with pytest.raises(ReadError, match=r"longer than 0\.3 seconds"):
            fetch(f"http://127.0.0.1:{silent.getsockname()[1]}/", replace(LOCAL, max_seconds=0.3))
        assert time.monotonic() - start < 3


def test_nothing_listens_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ReadError, match="can't be reached"):
        fetch(f"http://127.0.0.1:{port}/", LOCAL)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("not an address", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public

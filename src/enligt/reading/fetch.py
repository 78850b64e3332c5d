"""The guarded fetch: an http(s) address to bytes, never to a private network, never past its limits."""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from enligt.errors import ReadError
from enligt.reading.raw import Raw, too_large, unpacked
from enligt.records import Fetch

if TYPE_CHECKING:
    import httpx

#: Addresses of one host that are tried: enough for one IPv6 and a spare IPv4.
_ADDRESSES_TRIED = 3

#: Characters of an ETag or date that are kept and sent back.
_MAX_VALIDATOR = 500

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_STATUS_HELP = {
    401: ("it asks for a login", "save the page from your browser and read the file"),
    402: ("it asks for payment", "save the page from your browser and read the file"),
    403: ("it refuses to show it", "save the page from your browser and read the file"),
    404: ("there is no such page", "check the address"),
    410: ("the page is gone", "look for it in a web archive"),
    429: ("it wants fewer requests", "try again later"),
    451: ("it is withheld for legal reasons", "look for it in a web archive"),
}


class StatusError(ReadError):
    """A server answered, but not with a page: its HTTP ``status``, and for how many seconds it asks to be spared."""

    def __init__(self, what: str, status: int, retry_after: float = 0.0) -> None:
        why, next_step = _STATUS_HELP.get(status, ("the server has a problem", "try again later"))
        super().__init__(what, f"the server answers {status}: {why}", next_step)
        self.status = status
        self.retry_after = retry_after


def user_agent() -> str:
    """What enligt calls itself to servers."""
    from enligt import __version__

    return f"enligt/{__version__} (news attribution reader)"


def fetch(url: str, limits: Fetch, validators: Sequence[tuple[str, str]] = ()) -> Raw:
    """The bytes at an http(s) address, with the address they were in the end read from.

    Every hop's host is resolved, all its addresses must be public (unless ``limits.allow_private``), and the
    connection is made to the very address that was checked, so that a name can't change its meaning in between.
    With the ``validators`` of an earlier answer, a ``StatusError`` of status 304 says that nothing has changed.

    Raises ``ReadError`` for an address that is refused, can't be reached, answers with an error, or goes past a limit
    of size, time or redirects.
    """
    import httpx

    from enligt.reading.hurry import transport

    deadline = time.monotonic() + limits.max_seconds
    address = url
    # The environment's proxies would connect to addresses that nobody checked.
    with httpx.Client(
        trust_env=False, transport=transport(_tls(), deadline), headers=_headers() | dict(validators)
    ) as client:
        for _ in range(limits.max_redirects + 1):
            try:
                answer = _hop(client, address, url, limits, deadline)
            except httpx.TimeoutException:
                raise _too_slow(url, limits) from None
            except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
                reason = str(error).partition("\n")[0] or type(error).__name__
                raise ReadError(url, f"it can't be reached ({reason})", "check the address and the network") from None
            if isinstance(answer, Raw):
                return answer
            address = answer
    raise ReadError(url, f"it redirects more than {limits.max_redirects} times", "open it in a browser and save it")


@cache
def _tls() -> ssl.SSLContext:
    """The certificates to trust; reading them takes longer than most fetches."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _headers() -> dict[str, str]:
    # Only gzip, whose unpacking is bounded here; other packings can swell a thousandfold in one step.
    return {
        "User-Agent": user_agent(),
        "Accept": "text/html, application/xhtml+xml, text/plain, application/xml;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
    }


def _hop(client: httpx.Client, address: str, name: str, limits: Fetch, deadline: float) -> Raw | str:
    """One request: the bytes, or the address it redirects to."""
    import httpx

    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ReadError(name, f"only http and https addresses are fetched, not {address[:100]}", "check the address")
    url = httpx.URL(address)
    checked = _checked_addresses(url.host, url.port or (443 if url.scheme == "https" else 80), name, limits)
    failure: httpx.TransportError | None = None
    for ip in checked[:_ADDRESSES_TRIED]:
        request = client.build_request(
            "GET",
            url.copy_with(host=ip, fragment=None, userinfo=b""),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.host},
            timeout=_remaining(name, limits, deadline),
        )
        try:
            response = client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            failure = error
            continue
        try:
            return _answer(response, url, name, limits, deadline)
        finally:
            response.close()
    raise failure or httpx.ConnectError("no address")


def _answer(response: httpx.Response, url: httpx.URL, name: str, limits: Fetch, deadline: float) -> Raw | str:
    location = response.headers.get("Location")
    if response.is_redirect and location:
        return urljoin(str(url), str(location))
    if response.status_code != 200:
        raise StatusError(name, response.status_code, _seconds(response.headers.get("Retry-After", "")))
    if int(response.headers.get("Content-Length") or 0) > limits.max_bytes:
        raise too_large(name, limits)
    data = bytearray()
    for chunk in response.iter_raw():
        data += chunk
        if len(data) > limits.max_bytes:
            raise too_large(name, limits)
        _remaining(name, limits, deadline)
    encoding = response.headers.get("Content-Encoding", "identity").lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        raise ReadError(name, f"it comes in a packing we didn't ask for ({encoding[:20]})", "save it from a browser")
    body = unpacked(bytes(data), name, limits)
    charset = _CHARSET.search(response.headers.get("Content-Type", ""))
    # Unpacked twice: a .gz file may itself have been gzipped on the way.
    return Raw(
        name=name,
        data=unpacked(body, name, limits),
        url=str(url),
        charset=charset[1] if charset else None,
        validators=_validators(response),
    )


def _validators(response: httpx.Response) -> tuple[tuple[str, str], ...]:
    asked = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    told = ((ask, response.headers.get(tell, "")) for ask, tell in asked)
    return tuple((ask, value) for ask, value in told if 0 < len(value) <= _MAX_VALIDATOR)


def _seconds(retry_after: str) -> float:
    """How long a server asks to be left alone: it says so in seconds, or by a date.

    >>> _seconds("120"), _seconds("Thu, 05 Mar 2020 10:00:00 GMT"), _seconds("soon")
    (120.0, 0.0, 0.0)
    """
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after) if len(retry_after) < 8 else 0.0
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError, OSError):
        return 0.0


def _checked_addresses(host: str, port: int, name: str, limits: Fetch) -> list[str]:
    """The addresses of a host, all of them public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise ReadError(name, f"no server is known by the name {host}", "check the address and the network") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not limits.allow_private:
        for address in addresses:
            if not is_public(address):
                raise ReadError(
                    name, f"{host} is on a private or reserved network ({address})", "name an address on the open web"
                )
    return addresses


def is_public(address: str) -> bool:
    """Whether an IP address is on the open Internet, also where IPv6 wraps an IPv4 address.

    >>> is_public("93.184.216.34"), is_public("169.254.169.254"), is_public("::ffff:10.0.0.1")
    (True, False, False)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if wrapped:
            return is_public(str(wrapped))
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _remaining(name: str, limits: Fetch, deadline: float) -> float:
    """Seconds left until the deadline. Raises ``ReadError`` when there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise _too_slow(name, limits)
    return left


def _too_slow(name: str, limits: Fetch) -> ReadError:
    return ReadError(name, f"it took longer than {limits.max_seconds:g} seconds", "try again later")

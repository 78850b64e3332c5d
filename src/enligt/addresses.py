"""Web addresses of strangers, looked at without falling over them: what looks like one may be anything."""

from __future__ import annotations

from urllib.parse import urlsplit


def host_of(address: str) -> str:
    """The host of an address without ``www.``; empty where there is none.

    >>> host_of("https://www.example.org:80/a"), host_of("//example.org"), host_of("example.org"), host_of("//[a](b)")
    ('example.org', 'example.org', '', '')
    """
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def host_named(name: str) -> str:
    """The host that a name means which may be an address or a domain; empty where it is neither.

    >>> [host_named(name) for name in ("www.example.org", "https://example.org/a", "Example", "An ex. b", "[a](b.c/")]
    ['example.org', 'example.org', '', '', '']
    """
    if "." not in name or " " in name:
        return ""
    return host_of(name if "//" in name else f"//{name}")

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

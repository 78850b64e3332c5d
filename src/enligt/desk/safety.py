"""What stands between the network and the desk: hosts, origins, passwords, sizes, rates, and headers on every answer.

A form of another site can't write here: browsers say with every request where it comes from (``Sec-Fetch-Site``, else
``Origin``), and a write from elsewhere is refused. A host name that an attacker points at this machine (DNS rebinding)
is refused, since it is none of the desk's names.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
import time
from collections import OrderedDict
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from enligt.desk.settings import Settings

SESSION_COOKIE = "enligt_desk"
LOGIN_PATH = "/login"
#: Where a file may be sent to, and bodies may therefore be large.
UPLOAD_PATHS = frozenset({"/add", "/api/pages"})
#: Served to whoever has not given the password: the door, what it looks like, and whether somebody is at home.
OPEN_PATHS = (LOGIN_PATH, "/static/", "/language/", "/health")
#: Tries at the password for each visitor's address and minute: a person's, not a program's.
GUESSES_PER_MINUTE = 10
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: Asked by programs, which are told that they need the password; people are led to the door.
_FOR_PROGRAMS = ("/api/", "/metrics")
#: Visitors whose writes are counted at a time; the one seen longest ago is forgotten first.
MAX_VISITORS = 10_000

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # "no-referrer" would hide from us that a form was our own
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def session_value(token: str) -> str:
    """What the cookie of somebody who gave the password holds; it tells nothing of the password."""
    return hmac.new(token.encode(), b"enligt desk session", hashlib.sha256).hexdigest()


def same_token(given: str, token: str) -> bool:
    """Whether a password is the right one, in a time that tells nothing of it."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


class Guard:
    """The middleware around the desk."""

    def __init__(self, app: ASGIApp, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._settings = settings
        self._names = {"localhost", settings.host.lower(), socket.gethostname().lower()}
        self._writes = Rates(settings.writes_per_minute, clock)
        self._guesses = Rates(GUESSES_PER_MINUTE, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with a bounded body and safe headers."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers["cache-control"] = "no-store"
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_safely)
            return
        limit = self._settings.max_upload_bytes if scope["path"] in UPLOAD_PATHS else self._settings.max_body_bytes
        if _declared_length(scope) > limit:
            await _refuse(413, "this is more than the desk takes")(scope, receive, send_safely)
            return
        await self._app(scope, _bounded(receive, limit), send_safely)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers, visitor = Headers(scope=scope), (scope.get("client") or ("",))[0]
        if not self._is_ours(headers.get("host", "")):
            return _refuse(421, "this desk doesn't go by that name; use its address")
        if scope["method"] not in SAFE_METHODS:
            if _from_elsewhere(headers):
                return _refuse(403, "the form is not this desk's own; nothing was changed")
            if wait := (self._guesses if scope["path"] == LOGIN_PATH else self._writes).wait(visitor):
                return _refuse(429, "too many at once; try again in a moment", {"retry-after": str(wait)})
        if self._settings.token is None or scope["path"].startswith(OPEN_PATHS):
            return None
        guess = "authorization" in headers
        # Asked before the password is looked at: else the right one among very many would still be found.
        if guess and (wait := self._guesses.wait(visitor, spend=False)):
            return _refuse(429, "too many wrong passwords; try again in a moment", {"retry-after": str(wait)})
        if not self._is_admitted(headers, self._settings.token):
            if guess:
                self._guesses.wait(visitor)
            if scope["path"].startswith(_FOR_PROGRAMS) or scope["method"] not in SAFE_METHODS:
                return _refuse(401, "give the desk's password first", {"www-authenticate": "Bearer"})
            return RedirectResponse(f"{LOGIN_PATH}?next={quote(scope['path'], safe='')}", status_code=303)
        return None

    def _is_ours(self, host: str) -> bool:
        """Whether a Host header is one of our names; any bare address is, since rebinding needs a name."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    @staticmethod
    def _is_admitted(headers: Headers, token: str) -> bool:
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and same_token(given.strip(), token):
            return True
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(SESSION_COOKIE)
        except CookieError:
            return False
        return cookie is not None and same_token(cookie.value, session_value(token))


class Rates:
    """How often each visitor does something: a bucket of ``per_minute`` that fills again steadily."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, visitor: str, *, spend: bool = True) -> int:
        """0 if a visitor may go ahead, which is counted unless ``spend`` is false, else the seconds until it may.

        >>> rates = Rates(2, clock=lambda: 0.0)
        >>> [rates.wait("a"), rates.wait("a"), rates.wait("a"), rates.wait("b")]
        [0, 0, 30, 0]
        """
        now, per_second = self._clock(), self._per_minute / 60
        left, since = self._buckets.pop(visitor, (float(self._per_minute), now))
        left = min(self._per_minute, left + (now - since) * per_second)
        allowed = left >= 1
        self._buckets[visitor] = (left - 1 if allowed and spend else left, now)
        if len(self._buckets) > MAX_VISITORS:
            self._buckets.popitem(last=False)
        return 0 if allowed else max(1, round((1 - left) / per_second))


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that another site sends this. Programs that are no browsers say nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    # An origin is compared as it is written: what a stranger writes there need not be one.
    return origin is not None and origin.partition("//")[2].lower() != headers.get("host", "").lower()


def _declared_length(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0


def _bounded(receive: Receive, limit: int) -> Receive:
    """``receive`` that ends a body that says less than it brings as if the sender had gone away."""
    got = 0

    async def bounded() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        return {"type": "http.disconnect"} if got > limit else message

    return bounded


def _refuse(status: int, why: str, headers: dict[str, str] | None = None) -> ASGIApp:
    """The answer to a browser as a page of the desk's, to a program as a line of text."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        if "text/html" in request.headers.get("accept", ""):
            page = request.app.state.desk.rendering.page(request, "error.html.j2", status, code="refused", detail=why)
            page.headers.update(headers or {})
            await page(scope, receive, send)
        else:
            await PlainTextResponse(f"enligt: {why}\n", status, headers)(scope, receive, send)

    return answer

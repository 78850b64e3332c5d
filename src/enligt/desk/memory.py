"""Answers are made a few at a time and remembered until the ledger changes, so that what many look at is made once.

The ledger tells what state it is in before an answer is made: an answer that a change has overtaken is kept under the
state before, and so not given again.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from enligt.desk.language import LANGUAGE_COOKIE, chosen_language
from enligt.errors import LedgerError

#: Answers that are kept, and bytes up to which one is: together at most what a browser tab takes.
MAX_ANSWERS, MAX_BYTES = 256, 400_000
#: Answers that are made at a time, in the order in which they were asked for. Python runs one thread at a time, so that
#: more would only keep each other waiting, and take more of the processor; while one reads the ledger another goes on.
MADE_AT_ONCE = 3
#: What depends on more than the ledger: the jobs of this process, the door, files, and whether it is alive.
_NEVER = ("/add", "/api/jobs", "/api/openapi.json", "/login", "/language", "/static", "/health", "/metrics")


class _Answer(NamedTuple):
    start: Message
    body: bytes


class Memory:
    """The middleware that remembers; it stands behind the guard."""

    def __init__(self, app: ASGIApp, state: Callable[[], str]) -> None:
        self._app = app
        self._state = state
        self._version: str | None = None
        self._answers: OrderedDict[tuple[str, ...], _Answer] = OrderedDict()
        self._turns = asyncio.Semaphore(MADE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give the answer again, or let it be made and remember it."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"].startswith(_NEVER):
            await self._app(scope, receive, send)
            return
        try:
            version = await run_in_threadpool(self._state)
        except LedgerError:  # whoever makes the answer will say so
            await self._app(scope, receive, send)
            return
        if version != self._version:
            self._answers.clear()
            self._version = version
        key = _key(scope)
        if kept := self._answers.get(key):
            await _give(kept, send)
            return
        # It is sent when the turn is over: a visitor who reads slowly keeps nobody waiting.
        async with self._turns:
            answer = self._answers.get(key)  # somebody may have asked the same before
            if answer is None:
                answer = await self._made(scope, receive)
                if answer.start["status"] == 200 and len(answer.body) <= MAX_BYTES and version == self._version:
                    self._keep(key, answer)
        await _give(answer, send)

    async def _made(self, scope: Scope, receive: Receive) -> _Answer:
        start: Message = {}
        parts: list[bytes] = []

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                parts.append(message.get("body", b""))

        await self._app(scope, receive, keep)
        return _Answer(start, b"".join(parts))

    def _keep(self, key: tuple[str, ...], answer: _Answer) -> None:
        self._answers[key] = answer
        if len(self._answers) > MAX_ANSWERS:
            self._answers.popitem(last=False)


async def _give(answer: _Answer, send: Send) -> None:
    # Whoever stands before us puts its headers in: into a list of its own each time.
    await send({**answer.start, "headers": list(answer.start["headers"])})
    await send({"type": "http.response.body", "body": answer.body})


def _key(scope: Scope) -> tuple[str, ...]:
    """All that an answer depends on besides the ledger; the host, since links in a feed begin with it."""
    request, headers = Request(scope), Headers(scope=scope)
    language = chosen_language(request.cookies.get(LANGUAGE_COOKIE), headers.get("accept-language", ""))
    packed = str("gzip" in headers.get("accept-encoding", ""))
    return scope["path"], scope["query_string"].decode("latin-1"), language, packed, headers.get("host", "")

"""The desk served: the address told, the browser opened, until somebody stops it."""

from __future__ import annotations

import ctypes
import gc
import os
import socket
from collections.abc import Callable
from contextlib import suppress

from enligt.desk.settings import Settings
from enligt.errors import DeskError

#: Requests that are answered at a time; more are told to come again. The worker threads are fewer.
MAX_CONCURRENT = 200
#: Heaps that all threads share, and what the GNU C library calls the setting (``M_ARENA_MAX`` in malloc.h).
HEAPS, _M_ARENA_MAX = 2, -8


def serve(
    ledger_path: str | os.PathLike[str] | None, settings: Settings, ready: Callable[[str], None] = lambda _: None
) -> None:
    """Serve the desk until interrupted; ``ready`` is called with its address when it can be visited.

    Raises ``DeskError`` if the settings are unsafe or the port is taken.
    """
    import uvicorn

    from enligt.desk.app import create_app

    share_heaps()
    app = create_app(ledger_path, settings)
    listening = _listening(settings)
    host = "localhost" if settings.host in ("127.0.0.1", "::1", "localhost") else settings.host
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        app,
        log_config=None,  # uvicorn's lines go where ours go
        log_level="warning",
        access_log=False,
        limit_concurrency=MAX_CONCURRENT,
        server_header=False,
        proxy_headers=False,
    )
    # What has been loaded stays: to look through it for what may go would stop all answers for a tenth of a second.
    gc.collect()
    gc.freeze()
    # It listens already: whoever comes now waits for a moment.
    ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
    with suppress(KeyboardInterrupt):  # that is how it is meant to end
        uvicorn.Server(config).run(sockets=[listening])


def share_heaps() -> None:
    """Let the threads that begin from here on share ``HEAPS`` heaps, where the C library can be told so.

    GNU's gives nearly each thread a heap of its own, and in none is room for what another needs: a desk that pages are
    added to would take more and more memory for hours.
    """
    with suppress(AttributeError, OSError, TypeError):  # another library, which has its own ways
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, HEAPS)


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
        listening.listen()
    except OSError as error:
        listening.close()
        raise DeskError(
            f"{settings.host}:{settings.port}",
            f"the desk can't listen there ({error.strerror or error})",
            "stop what else does, or choose another with --port",
        ) from None
    return listening

"""The desk put together: the ledger, the templates, the worker, the routes, and the guard around them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from enligt import __version__
from enligt.desk.jobs import Jobs
from enligt.desk.memory import Memory
from enligt.desk.rendering import Rendering
from enligt.desk.safety import Guard
from enligt.desk.settings import Settings
from enligt.desk.watching import Figures, Watch
from enligt.errors import EnligtError
from enligt.ledger import Ledger, open_ledger
from enligt.ledger.at_hand import Registers

#: Seconds for which a browser keeps a static file: a year, since a changed file has another address.
KEEP_STATIC_SECONDS = 31_536_000


@dataclass(frozen=True, slots=True)
class Desk:
    """What every route has at hand."""

    ledger: Ledger
    settings: Settings
    rendering: Rendering
    jobs: Jobs
    figures: Figures
    registers: Registers


def desk_of(request: Request) -> Desk:
    """The desk that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


def create_app(ledger_path: str | os.PathLike[str] | None, settings: Settings | None = None) -> FastAPI:
    """The desk on a ledger, which is made if it does not exist, as an ASGI application.

    Raises ``DeskError`` for settings that are not safe to serve with, ``LedgerError`` if the ledger can't be opened.
    """
    from enligt.desk.routes import ROUTERS

    settings = (settings or Settings()).checked()
    ledger = open_ledger(ledger_path)
    jobs = Jobs(ledger, settings.options)
    desk = Desk(ledger, settings, Rendering(), jobs, Figures(ledger, jobs), Registers(ledger))

    @asynccontextmanager
    async def open_while_serving(_app: FastAPI) -> AsyncIterator[None]:
        desk.jobs.catch_up()
        yield
        desk.jobs.close()
        ledger.close()

    app = FastAPI(
        title="enligt",
        summary="According to whom?",
        version=__version__,
        lifespan=open_while_serving,
        openapi_url="/api/openapi.json",
        docs_url=None,  # these pages load their script from elsewhere
        redoc_url=None,
    )
    app.state.desk = desk
    for router in ROUTERS:
        app.include_router(router, responses=_PROBLEMS)
    app.mount("/static", _Static(directory=str(files("enligt.desk") / "static")), name="static")
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(EnligtError, _mendable)
    app.add_exception_handler(500, _broken)
    app.add_middleware(GZipMiddleware, minimum_size=2_000, compresslevel=4)
    app.add_middleware(Memory, state=ledger.state)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(Watch, figures=desk.figures)
    return app


class Problem(BaseModel):
    """Why a question was not answered."""

    detail: str


#: What the API answers instead of a result, by HTTP status.
_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": why}
    for status, why in (
        (400, "It can't be done; the detail says why and what to do."),
        (404, "The ledger has nothing by that id."),
        (422, "The question is not understood."),
    )
}


class _Static(StaticFiles):
    def file_response(self, *args: object, **kwargs: object) -> Response:
        answer = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        answer.headers["cache-control"] = f"public, max-age={KEEP_STATIC_SECONDS}, immutable"
        return answer


def _answer(
    request: Request, status: int, code: str, detail: str | EnligtError = "", headers: object = None
) -> Response:
    """An error as a page, or as JSON where the API was asked; ``code`` picks the page's words."""
    if request.url.path.startswith("/api/"):
        answer: Response = JSONResponse({"detail": str(detail) or code}, status_code=status)
    else:
        answer = desk_of(request).rendering.page(request, "error.html.j2", status, code=code, detail=detail)
    if isinstance(headers, dict):
        answer.headers.update(headers)
    return answer


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code = {404: "missing", 405: "method"}.get(error.status_code, "refused")
    return _answer(request, error.status_code, code, str(error.detail), error.headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    return _answer(request, 422, "invalid", problems[:1000])


def _mendable(request: Request, error: Exception) -> Response:
    assert isinstance(error, EnligtError)
    return _answer(request, 400, "refused", error)


def _broken(request: Request, _error: Exception) -> Response:
    return _answer(request, 500, "broken")

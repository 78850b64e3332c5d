"""The door: whether somebody is at home, the password, the language."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from enligt import __version__
from enligt.desk.app import desk_of
from enligt.desk.language import LANGUAGE_COOKIE
from enligt.desk.safety import SESSION_COOKIE, same_token, session_value
from enligt.tongue import LANGUAGES

#: Seconds for which a browser remembers a language (a year) and an admission (a working week).
REMEMBER_LANGUAGE_SECONDS, REMEMBER_SESSION_SECONDS = 31_536_000, 432_000

router = APIRouter()


@router.get("/health")
def health() -> dict[str, str]:
    """That the desk answers, and its version."""
    return {"status": "ok", "version": __version__}


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """The desk's figures for Prometheus, which gives the password as a bearer token."""
    from prometheus_client import CONTENT_TYPE_LATEST

    return Response(desk_of(request).figures.written(), media_type=CONTENT_TYPE_LATEST)


@router.get("/login", include_in_schema=False)
def login_form(request: Request, next: str = "/") -> Response:  # noqa: A002, the name in the address
    """The form that asks for the password."""
    return desk_of(request).rendering.page(request, "login.html.j2", next=local(next), wrong=False)


@router.post("/login", include_in_schema=False)
def login(
    request: Request,
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002, the name in the form
) -> Response:
    """Admit whoever gives the password."""
    desk = desk_of(request)
    token = desk.settings.token
    if token is None:
        return RedirectResponse(local(next), status_code=303)
    if not same_token(password, token):
        return desk.rendering.page(request, "login.html.j2", 403, next=local(next), wrong=True)
    answer = RedirectResponse(local(next), status_code=303)
    answer.set_cookie(
        SESSION_COOKIE,
        session_value(token),
        max_age=REMEMBER_SESSION_SECONDS,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    return answer


@router.get("/language/{code}", include_in_schema=False)
def language(request: Request, code: str, next: str = "/") -> Response:  # noqa: A002, the name in the address
    """Remember the language that a visitor chose."""
    if code not in LANGUAGES:
        raise HTTPException(404)
    answer = RedirectResponse(local(next), status_code=303)
    answer.set_cookie(
        LANGUAGE_COOKIE,
        code,
        max_age=REMEMBER_LANGUAGE_SECONDS,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


def local(target: str) -> str:
    r"""An address on this desk, so that nobody is led elsewhere from here.

    >>> local("/pages/1"), local("//elsewhere.example"), local("/\\elsewhere.example"), local("https://a.example")
    ('/pages/1', '/', '/', '/')
    """
    plain = target.isprintable() and "\\" not in target
    return target if plain and target.startswith("/") and not target.startswith("//") else "/"

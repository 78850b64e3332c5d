"""Templates made into pages, in the visitor's language, with nothing in them that could mislead a reader."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from enligt import __version__
from enligt.desk import forms, words
from enligt.desk.language import LANGUAGE_COOKIE, chosen_language
from enligt.desk.told import Told
from enligt.errors import EnligtError
from enligt.report.parts import web_address
from enligt.report.shown import shown
from enligt.tongue import LANGUAGES, Tongue

#: Characters of a title, name or snippet in a list; the page itself shows all.
LINE_LENGTH = 160


class Rendering:
    """The desk's templates, once for each language."""

    def __init__(self) -> None:
        self.tongues = {code: Tongue(code, "enligt.desk") for code in LANGUAGES}
        self._environments = {code: _environment(tongue, Told(code)) for code, tongue in self.tongues.items()}

    def tongue(self, request: Request) -> Tongue:
        """The language of the visitor."""
        cookie = request.cookies.get(LANGUAGE_COOKIE)
        return self.tongues[chosen_language(cookie, request.headers.get("accept-language", ""))]

    def page(self, request: Request, template: str, status: int = 200, **shows: Any) -> HTMLResponse:
        """The page that a template makes of what it ``shows``."""
        tongue = self.tongue(request)
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        html = (
            self._environments[tongue.code]
            .get_template(template)
            .render(tongue=tongue, here=here, path=request.url.path, languages=LANGUAGES, version=__version__, **shows)
        )
        answer = HTMLResponse(shown(html), status_code=status)
        answer.headers["vary"] = "accept-language, cookie"
        answer.headers["content-language"] = tongue.code
        return answer


def _environment(tongue: Tongue, told: Told) -> Environment:
    environment = Environment(
        loader=PackageLoader("enligt.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    environment.install_gettext_translations(tongue.translations, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "span": partial(forms.span, tongue),
        "money": partial(forms.money, tongue),
        "day": tongue.day,
        "moment": tongue.moment,
        "number": tongue.number,
        "percent": tongue.percent,
        "language": tongue.language_name,
        "country": tongue.country_name,
        "called": lambda code: tongue.translations.ugettext(words.ALL.get(code, code)),
        "told": lambda what: _told(told, what),
        "line": _line,
        "segment": lambda text: quote(text, safe=""),
        "web": web_address,
    }
    environment.globals["asset"] = _assets()
    return environment


def _told(told: Told, what: EnligtError | str) -> str:
    """What the rest of enligt says, in the visitor's language; as it is, and marked as English, where that lacks it."""
    ours = told.error(what) if isinstance(what, EnligtError) else told.said(what)
    return ours or Markup('<span lang="en">{}</span>').format(str(what))


def _assets() -> Mapping[str, str]:
    """The address of each static file, which changes with what is in it, so that browsers may keep it for good."""
    folder = files("enligt.desk") / "static"
    return {
        file.name: f"/static/{file.name}?v={hashlib.sha256(file.read_bytes()).hexdigest()[:12]}"
        for file in folder.iterdir()
    }


def _line(text: str | None) -> str:
    """A text as one line of a list."""
    line = " ".join((text or "").split())
    return line if len(line) <= LINE_LENGTH else f"{line[: LINE_LENGTH - 1]}…"

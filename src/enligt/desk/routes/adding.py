"""Add: pages by address, as pasted text, as a file; and how far that has come."""

from __future__ import annotations

from datetime import date
from itertools import chain
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, File, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from enligt.desk.app import Desk, desk_of
from enligt.desk.jobs import Job, Source, from_address, from_text, from_upload
from enligt.errors import DeskError, EnligtError

MAX_ADDRESS, MAX_FIELD = 4_000, 300
#: Characters of a pasted text, or of files' names, by which their job is called.
MAX_LABEL = 80

Field = Annotated[str, Form(max_length=MAX_FIELD)]


class Brought(NamedTuple):
    """What somebody wants to add, and what they know of it."""

    address: str
    text: str
    uploads: list[UploadFile]
    outlet: str
    title: str
    lang: str
    published: str


def brought(
    address: Annotated[str, Form(max_length=MAX_ADDRESS)] = "",
    text: Annotated[str, Form()] = "",
    upload: Annotated[list[UploadFile] | None, File()] = None,
    outlet: Field = "",
    title: Field = "",
    lang: Annotated[str, Form(pattern=r"^([a-z]{2})?$")] = "",
    published: Annotated[str, Form(pattern=r"^(\d{4}-\d\d-\d\d)?$")] = "",
) -> Brought:
    """What a form brings."""
    uploads = [one for one in upload or () if one.filename]
    return Brought(address.strip(), text, uploads, outlet, title, lang, published)


Wanted = Annotated[Brought, Depends(brought)]

router = APIRouter()


@router.get("/add", include_in_schema=False)
def add_form(request: Request, url: Annotated[str, Query(max_length=MAX_ADDRESS)] = "") -> Response:
    """The forms; the bookmarklet comes here with the address of the page that its reader looks at."""
    return _form(request, url=url)


@router.post("/add", include_in_schema=False)
def add(request: Request, wanted: Wanted) -> Response:
    """Begin to add what a form brings."""
    try:
        job = _begun(desk_of(request), wanted)
    except EnligtError as error:
        return _form(request, status=400, url=wanted.address, text=wanted.text, error=error)
    return RedirectResponse(f"/add/{job.id}", status_code=303)


@router.get("/add/{job_id}", include_in_schema=False)
def progress(request: Request, job_id: str) -> Response:
    """How far a job has come; the page looks again by itself while it runs."""
    desk = desk_of(request)
    return desk.rendering.page(request, "job.html.j2", job=_job(desk, job_id))


@router.post("/api/pages", status_code=202)
def add_json(request: Request, wanted: Wanted) -> dict[str, Any]:
    """Begin to add pages by ``address`` (a page or a feed), as ``text``, or as an ``upload``; ask the job for more."""
    return _job_json(_begun(desk_of(request), wanted))


@router.get("/api/jobs/{job_id}")
def job_json(request: Request, job_id: str) -> dict[str, Any]:
    """How far a job has come: its state (waiting, running, done), its pages and its failures."""
    return _job_json(_job(desk_of(request), job_id))


def _begun(desk: Desk, wanted: Brought) -> Job:
    source: Source
    if wanted.published:
        try:
            date.fromisoformat(wanted.published)
        except ValueError:
            raise DeskError(wanted.published, "there is no such day", "write it as 2026-03-05") from None
    if wanted.uploads:
        named = [(one.filename or "", one.file.read()) for one in wanted.uploads]
        label, source = ", ".join(name for name, _ in named)[:MAX_LABEL], _of_each(named)
    elif wanted.text.strip():
        label = " ".join((wanted.title or wanted.text).split())[:MAX_LABEL]
        source = from_text(wanted.text, wanted.address or None, wanted.outlet or None, wanted.title or None)
    elif wanted.address:
        label, source = wanted.address, from_address(wanted.address)
    else:
        raise DeskError("add", "there is nothing to read yet", "give an address, paste a text or choose a file")
    return desk.jobs.start(label, source, lang=wanted.lang or None, published=wanted.published or None)


def _of_each(files: list[tuple[str, bytes]]) -> Source:
    """The pages of several files, one file after the other."""
    sources = [from_upload(name, data) for name, data in files]
    return lambda options: chain.from_iterable(source(options) for source in sources)


def _form(
    request: Request, status: int = 200, url: str = "", text: str = "", error: EnligtError | None = None
) -> Response:
    desk = desk_of(request)
    return desk.rendering.page(
        request,
        "add.html.j2",
        status,
        url=url,
        text=text,
        error=error,
        jobs=desk.jobs.recent(),
        home=str(request.base_url),
    )


def _job(desk: Desk, job_id: str) -> Job:
    job = desk.jobs.get(job_id)
    if job is None:
        raise HTTPException(404, "there is no such job; what it added is in the ledger")
    return job


def _job_json(job: Job) -> dict[str, Any]:
    return {
        "id": job.id,
        "label": job.label,
        "state": job.state,
        "pages": [page._asdict() for page in list(job.added)],
        "failures": [
            {"what": error.what, "why": error.why, "next_step": error.next_step} for error in list(job.failed)
        ],
    }

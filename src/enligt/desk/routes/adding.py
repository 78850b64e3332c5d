"""Add: pages by address, as pasted text, as a file; and how far that has come."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, HTTPException, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from enligt.desk.app import Desk, desk_of
from enligt.desk.jobs import Job, Source, from_address, from_text, from_upload
from enligt.errors import DeskError, EnligtError

MAX_ADDRESS, MAX_FIELD = 4_000, 300

Address = Annotated[str, Form(max_length=MAX_ADDRESS)]
Field = Annotated[str, Form(max_length=MAX_FIELD)]
Day = Annotated[str, Form(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
Lang = Annotated[str, Form(pattern=r"^([a-z]{2})?$")]

router = APIRouter()


@router.get("/add", include_in_schema=False)
def add_form(request: Request, url: Annotated[str, Query(max_length=MAX_ADDRESS)] = "") -> Response:
    """The forms; the bookmarklet comes here with the address of the page that its reader looks at."""
    return _form(request, url=url)


@router.post("/add", include_in_schema=False)
def add(
    request: Request,
    address: Address = "",
    text: Annotated[str, Form()] = "",
    upload: Annotated[UploadFile | None, File()] = None,
    outlet: Field = "",
    title: Field = "",
    lang: Lang = "",
    published: Day = "",
) -> Response:
    """Begin to add what a form brings."""
    try:
        job = _begun(desk_of(request), address, text, upload, outlet, title, lang, published)
    except EnligtError as error:
        return _form(request, status=400, url=address, text=text, error=error)
    return RedirectResponse(f"/add/{job.id}", status_code=303)


@router.get("/add/{job_id}", include_in_schema=False)
def progress(request: Request, job_id: str) -> Response:
    """How far a job has come; the page looks again by itself while it runs."""
    desk = desk_of(request)
    return desk.rendering.page(request, "job.html.j2", job=_job(desk, job_id))


@router.post("/api/pages", status_code=202)
def add_json(
    request: Request,
    address: Address = "",
    text: Annotated[str, Form()] = "",
    upload: Annotated[UploadFile | None, File()] = None,
    outlet: Field = "",
    title: Field = "",
    lang: Lang = "",
    published: Day = "",
) -> dict[str, Any]:
    """Begin to add pages by ``address`` (a page or a feed), as ``text``, or as an ``upload``; ask the job for more."""
    return _job_json(_begun(desk_of(request), address, text, upload, outlet, title, lang, published))


@router.get("/api/jobs/{job_id}")
def job_json(request: Request, job_id: str) -> dict[str, Any]:
    """How far a job has come: its state (waiting, running, done), its pages and its failures."""
    return _job_json(_job(desk_of(request), job_id))


def _begun(
    desk: Desk,
    address: str,
    text: str,
    upload: UploadFile | None,
    outlet: str,
    title: str,
    lang: str,
    published: str,
) -> Job:
    source: Source
    if published:
        try:
            date.fromisoformat(published)
        except ValueError:
            raise DeskError(published, "there is no such day", "write it as 2026-03-05") from None
    if upload is not None and upload.filename:
        label, source = upload.filename, from_upload(upload.filename, upload.file.read())
    elif text.strip():
        words = " ".join((title or text).split())
        label, source = words[:80], from_text(text, address.strip() or None, outlet or None, title or None)
    elif address.strip():
        label, source = address.strip(), from_address(address)
    else:
        raise DeskError("add", "there is nothing to read yet", "give an address, paste a text or choose a file")
    return desk.jobs.start(label, source, lang=lang or None, published=published or None)


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

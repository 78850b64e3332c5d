"""Adding pages beside the web server: one worker traces, the desk looks how far it has come."""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from enligt.errors import DeskError, EnligtError, ReadError
from enligt.ledger import Ledger
from enligt.ledger.claiming import Wanted
from enligt.logs import note
from enligt.records import Options, Page

LOG = logging.getLogger("enligt.desk")
State = Literal["waiting", "running", "done"]
#: Jobs that are remembered; whoever looks at an older one finds its pages in the ledger.
MAX_JOBS = 200
#: Jobs that may wait: more than one person starts by hand, so few that a script can't fill the memory with uploads.
MAX_WAITING = 20
#: Pages that are looked through for entries before others have their turn: a second's work.
PAGES_AT_ONCE = 50
#: Failures of a job that are kept; a feed of dead links says the same each time.
MAX_FAILURES = 50


class Added(NamedTuple):
    """A page that a job has traced; ``new`` is false if the ledger had it already."""

    id: str
    title: str | None
    statements: int
    new: bool


@dataclass(slots=True)
class Job:
    """What somebody asked to add, and how far it has come; written by the worker, read by the desk."""

    id: str
    label: str
    state: State = "waiting"
    added: list[Added] = field(default_factory=list)
    failed: list[EnligtError] = field(default_factory=list)


Source = Callable[[Options], Iterable[Page | EnligtError]]


class Jobs:
    """The desk's one worker and its jobs."""

    def __init__(self, ledger: Ledger, options: Options) -> None:
        self._ledger = ledger
        self._options = options
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="enligt-add")
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def start(self, label: str, pages: Source, *, lang: str | None = None, published: str | None = None) -> Job:
        """Begin to add the pages of a source. Raises ``DeskError`` if too many wait already."""
        if sum(job.state == "waiting" for job in self._jobs.values()) >= MAX_WAITING:
            raise DeskError(label, "too many pages wait to be added already", "try again when some are done")
        job = Job(id=secrets.token_hex(8), label=label)
        self._jobs[job.id] = job
        while len(self._jobs) > MAX_JOBS:
            self._jobs.popitem(last=False)
        options = replace(self._options, lang=lang, published=published)
        self._worker.submit(self._run, job, pages, options)
        return job

    def catch_up(self) -> None:
        """Begin to do with pages what an earlier version, or a killed process, has left undone."""
        for work in (self._link_what_is_left, self._look_through):
            self._worker.submit(work).add_done_callback(_note_failure)

    def _link_what_is_left(self) -> None:
        next(self._ledger.claims(Wanted(limit=1)), None)

    def _look_through(self) -> None:
        """Look for entries on some pages, and go on when what visitors have asked for meanwhile is done."""
        if list(self._ledger.look_through(PAGES_AT_ONCE)):
            with suppress(RuntimeError):  # the desk closes: the next one goes on
                self._worker.submit(self._look_through).add_done_callback(_note_failure)

    def get(self, job: str) -> Job | None:
        """A job by its id."""
        return self._jobs.get(job)

    def recent(self) -> list[Job]:
        """The jobs, the latest first."""
        return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Finish the page that is being added, drop what waits."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, job: Job, pages: Source, options: Options) -> None:
        from enligt.pipeline import trace_many

        job.state = "running"
        try:
            for traced in trace_many(self._new_pages(job, pages, options), options=options):
                new = self._ledger.add(traced)
                job.added.append(Added(traced.page.id, traced.page.title, len(traced.statements), new))
        except EnligtError as error:
            job.failed.append(error)
        except Exception as error:  # noqa: BLE001, a page is hostile: whatever it breaks, the desk lives on and says so
            note(LOG, logging.ERROR, "a page could not be added", error=error, job=job.id)
            job.failed.append(DeskError(job.label, f"enligt stumbled over it ({type(error).__name__})", "report it"))
        finally:
            job.state = "done"

    def _new_pages(self, job: Job, pages: Source, options: Options) -> Iterator[Page]:
        for page in pages(options):
            if isinstance(page, EnligtError):
                if len(job.failed) < MAX_FAILURES:
                    job.failed.append(page)
            elif page.id in self._ledger:
                job.added.append(Added(page.id, page.title, 0, new=False))
            else:
                yield page


def _note_failure(work: Future[None]) -> None:
    """Nobody waits for what is done between jobs: the log alone can tell that it failed."""
    if not work.cancelled() and (error := work.exception()):
        note(LOG, logging.ERROR, "pages were not looked through", error=error)


def from_address(address: str) -> Source:
    """The pages at a web address: one, or those of a feed. Raises ``ReadError`` for what is no web address."""
    address = _on_web(address)

    def pages(options: Options) -> Iterable[Page | EnligtError]:
        from enligt.reading import read_all

        return read_all([address], options=options)

    return pages


def from_text(text: str, address: str | None, outlet: str | None, title: str | None) -> Source:
    """A pasted text or HTML as a page, with what its reader knows of it.

    Raises ``ReadError`` for an address that is no web address.
    """
    address = _on_web(address) if address else None

    def pages(options: Options) -> Iterable[Page | EnligtError]:
        from enligt.reading.one import page_of
        from enligt.reading.raw import Raw

        try:
            raw = Raw(name="pasted text", data=text.encode("utf-8", "replace"), url=address, charset="utf-8")
            page = page_of(raw, lang=options.lang, published=options.published)
        except EnligtError as error:
            yield error
            return
        yield replace(page, url=page.url or address, outlet=outlet or page.outlet, title=title or page.title)

    return pages


def from_upload(name: str, data: bytes) -> Source:
    """The pages in an uploaded file: a page, a feed, an archive."""
    suffixes = "".join(PurePath(name.replace("\\", "/")).suffixes[-2:])
    safe = "upload" + "".join(char for char in suffixes.lower() if char.isascii() and (char.isalnum() or char == "."))

    def pages(options: Options) -> Iterable[Page | EnligtError]:
        from enligt.reading import read_all

        with TemporaryDirectory(prefix="enligt-") as folder:
            path = Path(folder) / safe
            path.write_bytes(data)
            for outcome in read_all([path], options=options):
                if isinstance(outcome, EnligtError):
                    # The person knows the file by its own name, not by where we put it.
                    yield ReadError(outcome.what.replace(str(path), name), outcome.why, outcome.next_step)
                else:
                    local = outcome.url is None or outcome.url.startswith("file:")
                    yield replace(outcome, url=None, title=outcome.title or name) if local else outcome

    return pages


def _on_web(address: str) -> str:
    address = address.strip()
    if not address.startswith(("https://", "http://")):
        # A path would let whoever can reach the desk read this machine's files.
        raise ReadError(address[:200], "this is no web address", "begin it with https://, or upload the file")
    return address

"""What the desk tells those who run it: a log line and a count for each request, and figures for Prometheus."""

from __future__ import annotations

import logging
import shutil
import time
from collections import Counter as Tally
from collections.abc import Iterator
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from sqlalchemy import func, select
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from enligt.desk.jobs import Jobs
from enligt.ledger import Ledger, listing
from enligt.ledger.schema import CLAIMS, PAGES, STATEMENTS
from enligt.logs import note

LOG = logging.getLogger("enligt.desk")
#: Upper bounds (seconds) of the answers' times: from an answer that is remembered to one that a reader gives up on.
BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
#: A visitor may send any word for a method, and each would be a series of its own.
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class Figures:
    """The desk's figures, in the text that Prometheus reads."""

    def __init__(self, ledger: Ledger, jobs: Jobs) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "enligt_requests", "Requests answered.", ("method", "route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "enligt_request_seconds",
            "Time until an answer was sent.",
            ("route",),
            registry=self._registry,
            buckets=BUCKETS,
        )
        ProcessCollector(registry=self._registry)  # memory, processor time, open files
        self._registry.register(_Held(ledger, jobs))

    def written(self) -> bytes:
        """All figures as they are now."""
        return generate_latest(self._registry)


class _Held:
    """What the ledger holds and what waits to be added, counted when it is asked for."""

    def __init__(self, ledger: Ledger, jobs: Jobs) -> None:
        self._ledger = ledger
        self._jobs = jobs

    def describe(self) -> list[Metric]:
        """No names ahead: to collect them would read the ledger before anybody asks."""
        return []

    def collect(self) -> Iterator[Metric]:
        """The gauges."""
        tables = {"pages": PAGES, "statements": STATEMENTS, "claims": CLAIMS}
        counts = select(*(select(func.count()).select_from(table).scalar_subquery() for table in tables.values()))
        for name, count in zip(tables, listing.rows(self._ledger, counts)[0], strict=True):
            yield GaugeMetricFamily(f"enligt_{name}", f"The {name} in the ledger.", count)
        path = Path(self._ledger.name)
        if path.is_file():
            files = path.parent.glob(f"{path.name}*")
            size = sum(file.stat().st_size for file in files)
            yield GaugeMetricFamily("enligt_ledger_bytes", "What the ledger's files take.", size)
            free = shutil.disk_usage(path.parent).free
            yield GaugeMetricFamily("enligt_disk_free_bytes", "Room left where the ledger lies.", free)
        states = Tally(job.state for job in self._jobs.recent())
        jobs = GaugeMetricFamily("enligt_jobs", "What visitors asked to add, of late.", labels=("state",))
        for state in ("waiting", "running", "done"):
            jobs.add_metric((state,), states[state])
        yield jobs


class Watch:
    """The outermost middleware: it sees every request, also those that are refused."""

    def __init__(self, app: ASGIApp, figures: Figures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, then count and log."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, began = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            seconds = time.perf_counter() - began
            method = scope["method"] if scope["method"] in _METHODS else "other"
            # Refused and remembered answers have no route, nor have addresses that lead nowhere.
            route = getattr(scope.get("route"), "path", "none")
            self._figures.requests.labels(method, route, status).inc()
            self._figures.seconds.labels(route).observe(seconds)
            note(
                LOG,
                logging.WARNING if status >= 500 else logging.INFO,
                "request",
                method=method,
                path=scope["path"],
                status=status,
                milliseconds=round(seconds * 1000, 1),
                visitor=(scope.get("client") or ("",))[0],
            )

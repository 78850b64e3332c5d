"""Logs: a line for each thing that happens, as text for people or as JSON for what gathers logs.

A line says what, when and how long, never what somebody asked for or what a page says.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from enligt.records import LogForm
from enligt.report.shown import json_safe, shown


def start_logging(form: LogForm) -> None:
    """Write logs to standard error from now on, the process's only ones."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Json() if form == "json" else _Text())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("enligt").setLevel(logging.WARNING if form == "warnings" else logging.INFO)


def note(logger: logging.Logger, level: int, event: str, *, error: BaseException | None = None, **fields: Any) -> None:
    """Log an event with named facts.

    >>> note(logging.getLogger("enligt.example"), logging.DEBUG, "page added", statements=3)
    """
    logger.log(level, event, exc_info=error, extra={"fields": fields})


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told = {
            "time": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json_safe(json.dumps(told, ensure_ascii=False, default=str))


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = "".join(f" {name}={value}" for name, value in getattr(record, "fields", {}).items())
        line = f"{_moment(record)} {record.levelname.lower()} {record.getMessage()}{fields}"
        # One line an event: what a page or a visitor put into it can't pass for another one.
        line = shown(line.replace("\n", " "))
        return f"{line}\n{shown(self.formatException(record.exc_info))}" if record.exc_info else line


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

"""The errors that enligt shows to people: each names the input, the reason and the next step."""

from __future__ import annotations


class EnligtError(Exception):
    """Something that a person can mend.

    >>> print(EnligtError("page.pdf", "this is a PDF file", "save its text as .txt or .html and try that"))
    page.pdf: this is a PDF file; save its text as .txt or .html and try that
    """

    def __init__(self, what: str, why: str, next_step: str) -> None:
        super().__init__(what, why, next_step)
        self.what, self.why, self.next_step = what, why, next_step

    def __str__(self) -> str:
        return f"{self.what}: {self.why}; {self.next_step}"


class ReadError(EnligtError):
    """An input could not be turned into a page."""


class LedgerError(EnligtError):
    """A ledger could not be opened, read or written."""


class ModelError(EnligtError):
    """The attribution model could not be loaded."""


class ListError(EnligtError):
    """A list of actors and outlets could not be read."""


class DeskError(EnligtError):
    """The desk could not be started, or not safely."""


class BatchError(EnligtError):
    """A batch could not be started, or its workers keep failing."""

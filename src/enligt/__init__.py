"""enligt: according to whom? Finds every statement on a news page, who made it, and through whom it came.

Heavy parts are imported on first use, so that ``import enligt`` stays light.
"""

from __future__ import annotations

import importlib
import os
from typing import TYPE_CHECKING, Any

from enligt.errors import EnligtError
from enligt.records import Options, Page, Span, Statement, Traced

if TYPE_CHECKING:
    from enligt.ledger import open_ledger
    from enligt.pipeline import trace, trace_many
    from enligt.reading import read, read_all

# onnxruntime gives a machine a number and tells its makers what is run, unless it is asked not to before it loads.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
__all__ = [
    "EnligtError",
    "Options",
    "Page",
    "Span",
    "Statement",
    "Traced",
    "open_ledger",
    "read",
    "read_all",
    "trace",
    "trace_many",
]

_HOMES = {
    "read": "enligt.reading",
    "read_all": "enligt.reading",
    "trace": "enligt.pipeline",
    "trace_many": "enligt.pipeline",
    "open_ledger": "enligt.ledger",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'enligt' has no attribute {name!r}")

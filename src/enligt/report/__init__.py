"""Traced pages and claims made readable: in the terminal, as JSON, and as one self-contained HTML file.

Both show what a page says and nothing that it does: control characters are made visible, markup is escaped.
"""

from __future__ import annotations

from enligt.report.claim_json import claim_json
from enligt.report.claims import show_claim, show_in_brief
from enligt.report.entries import entry_json, show_entry
from enligt.report.html import report_html
from enligt.report.shown import json_safe, shown
from enligt.report.terminal import show_found, show_page

__all__ = [
    "claim_json",
    "entry_json",
    "json_safe",
    "report_html",
    "show_claim",
    "show_entry",
    "show_found",
    "show_in_brief",
    "show_page",
    "shown",
]

"""Traced pages made readable: in the terminal, and as one self-contained HTML file.

Both show what a page says and nothing that it does: control characters are made visible, markup is escaped.
"""

from __future__ import annotations

from enligt.report.html import report_html, report_writer
from enligt.report.shown import json_safe, shown
from enligt.report.terminal import show_found, show_page

__all__ = ["json_safe", "report_html", "report_writer", "show_found", "show_page", "shown"]

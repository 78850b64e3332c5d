"""Where traced pages are kept: ``Traced`` comes in, pages and statements come out again, exactly as they were.

One SQLite file in write-ahead mode. A page is added in one transaction, so a process killed at any moment leaves
whole pages behind; a page already kept is never touched, so that an interrupted run can simply be repeated.
"""

from __future__ import annotations

from enligt.ledger.store import Ledger, open_ledger

__all__ = ["Ledger", "open_ledger"]

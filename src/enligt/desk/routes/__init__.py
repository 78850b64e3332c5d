"""The desk's addresses, a module for each kind of page; what they show is the same as JSON under ``/api``."""

from __future__ import annotations

from enligt.desk.routes import actors, adding, brief, claims, comments, door, outlets, pages, registers, search, today

ROUTERS = (
    door.router,
    today.router,
    brief.router,
    claims.router,
    comments.router,
    pages.router,
    actors.router,
    outlets.router,
    search.router,
    adding.router,
    registers.router,
)

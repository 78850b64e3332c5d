"""Registers: contacts, treaties, pledges and positions, each entry resting on statements."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from enligt.desk.app import desk_of
from enligt.desk.words import REGISTERS

router = APIRouter()


@router.get("/registers", include_in_schema=False)
def registers() -> Response:
    """The first of them."""
    return RedirectResponse(f"/registers/{next(iter(REGISTERS))}", status_code=307)


@router.get("/registers/{kind}", include_in_schema=False)
def register(request: Request, kind: str) -> Response:
    """One register."""
    _checked(kind)
    return desk_of(request).rendering.page(request, "register.html.j2", kind=kind, kinds=REGISTERS)


@router.get("/api/registers/{kind}")
def register_json(kind: str) -> list[dict[str, Any]]:
    """The entries of a register; empty until registers are kept."""
    _checked(kind)
    return []


def _checked(kind: str) -> None:
    if kind not in REGISTERS:
        raise HTTPException(404, f"there is no such register; there are {', '.join(REGISTERS)}")

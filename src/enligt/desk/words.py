"""What the codes in our records are called on the desk; each word is looked up in the visitor's catalogue."""

from __future__ import annotations

from collections.abc import Mapping


def _(word: str) -> str:
    """Marks a word for the catalogue."""
    return word


VOICES: Mapping[str, str] = {
    "named": _("named person"),
    "institution": _("institution"),
    "outlet": _("outlet"),
    "document": _("document"),
    "group": _("group"),
    "anonymous": _("anonymous"),
    "unstated": _("unstated"),
    "author": _("the page itself"),
}
FORMS: Mapping[str, str] = {"direct": _("quoted"), "indirect": _("reported"), "mixed": _("partly quoted")}
STANCES: Mapping[str, str] = {"asserts": _("asserts"), "denies": _("denies")}
CREDITS: Mapping[str, str] = {
    "wire": _("wire"),
    "byline": _("byline"),
    "source": _("source line"),
    "hat-tip": _("hat tip"),
    "metadata": _("metadata"),
}
ECHOES: Mapping[str, str] = {
    "verbatim": _("word for word"),
    "edited": _("edited"),
    "shortened": _("shortened"),
    "translated": _("translated"),
}
OWNERSHIPS: Mapping[str, str] = {
    "state": _("state"),
    "public service": _("public service"),
    "private": _("private"),
}
REGISTERS: Mapping[str, str] = {
    "contacts": _("Contacts"),
    "treaties": _("Treaties"),
    "pledges": _("Pledges"),
    "positions": _("Positions"),
}
ALL: Mapping[str, str] = {**VOICES, **FORMS, **STANCES, **CREDITS, **ECHOES, **OWNERSHIPS, **REGISTERS}

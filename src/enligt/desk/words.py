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
COURSE: Mapping[str, str] = {
    "speaks": _("speaks"),
    "says": _("says"),
    "relays": _("relays"),
    "repeats": _("repeats"),
}
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
EVENTS: Mapping[str, str] = {
    "visit": _("visit"),
    "meeting": _("meeting"),
    "call": _("call"),
    "talks": _("talks"),
    "briefing": _("briefing"),
    "request": _("request"),
    "opened": _("opened"),
    "suspended": _("suspended"),
    "tested": _("tested"),
    "withdrawn": _("withdrawn"),
    "deployed": _("sent out"),
    "signed": _("signed"),
    "extended": _("extended"),
    "expires": _("ends"),
    "complies": _("kept"),
    "breaches": _("broken"),
    "withdraws": _("left"),
    "limit": _("limit"),
    "declared": _("declared"),
    "proposal": _("proposal"),
    "pledge": _("pledge"),
    "total": _("total"),
    "target": _("target"),
    "missing": _("missing"),
    "payment": _("payment"),
    "refusal": _("refusal"),
    "wants": _("wants"),
    "for": _("for"),
    "against": _("against"),
}
STATUSES: Mapping[str, str] = {
    "happened": _("happened"),
    "planned": _("planned"),
    "proposed": _("proposed"),
    "denied": _("denied"),
    "conditional": _("on a condition"),
}
STATES: Mapping[str, str] = {
    "state agreed": _("agreed"),
    "state ended": _("ended"),
    "state left": _("left by a party"),
    "state not yet": _("not yet agreed"),
    "state unknown": _("not told"),
}
BOUNDS: Mapping[str, str] = {
    "about": _("about"),
    "nearly": _("nearly"),
    "at most": _("at most"),
    "at least": _("at least"),
    "more than": _("more than"),
    "less than": _("less than"),
}
FIELDS: Mapping[str, str] = {
    "status": _("status"),
    "date": _("date"),
    "until": _("until"),
    "where": _("where"),
    "what": _("what"),
    "amount": _("amount"),
    "unit": _("unit"),
    "side": _("side"),
    "hidden": _("not an entry"),
    "yes": _("yes"),
}
UNITS: Mapping[str, str] = {"a week": _("a week")}
ALL: Mapping[str, str] = {
    **VOICES,
    **FORMS,
    **STANCES,
    **COURSE,
    **CREDITS,
    **ECHOES,
    **OWNERSHIPS,
    **REGISTERS,
    **EVENTS,
    **STATUSES,
    **STATES,
    **BOUNDS,
    **FIELDS,
    **UNITS,
}

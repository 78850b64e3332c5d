"""Entries of many pages → each thing once: the same pledge from ten pages is one entry, and no sum is added twice.

Two entries are one where what they rest on is one claim, or where everything that both tell agrees and it is enough to
know the thing by: a sum and who gives it, the parties and the day, the treaty's term. What only one of them tells is no
disagreement. The result does not depend on the order of the entries.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from enligt.groups import Groups
from enligt.records import Entry, EntryStatus, Party
from enligt.registers.lexicon import counted

#: Entries that may be one are compared with at most this many others that share a key with them.
_COMPARED = 300
#: Of statuses that as many tell, the one that says most of what is the case.
_RANK: tuple[EntryStatus, ...] = ("happened", "planned", "conditional", "proposed", "denied")
_DONORS = "group-donors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a ledger knows of the statements that entries rest on.

    ``claims`` and ``origins`` are ids by that of a statement, ``originals`` the page that a page repeats, ``published``
    the day of a page. ``bonds`` are a reader's word on two entries, by id: whether they are one.
    """

    claims: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    originals: Mapping[str, str] = field(default_factory=dict)
    published: Mapping[str, str] = field(default_factory=dict)
    bonds: Mapping[frozenset[str], bool] = field(default_factory=dict)


def put_together(entries: Iterable[Entry], known: Known | None = None) -> list[Entry]:
    """Entries of any pages with each thing once, by date; ``origins`` counted and ``disagreements`` pointed out."""
    known = known or Known()
    all_ = sorted({one.id: one for one in entries}.values(), key=lambda one: _age(one, known))
    groups = Groups(range(len(all_)))
    for one, other in _candidates(all_, known):
        pair = frozenset((all_[one].id, all_[other].id))
        told = known.bonds.get(pair)
        if told or (told is None and is_one(all_[one], all_[other], known)):
            groups.join(one, other)
    merged = [_merged([all_[at] for at in group], known) for group in groups.all()]
    return sorted(_compared(merged), key=lambda one: (one.date or one.until or "9999", one.id))


def is_one(one: Entry, other: Entry, known: Known) -> bool:
    """Whether two entries are of the same thing."""
    if (one.kind, sort(one), one.side, one.about) != (other.kind, sort(other), other.side, other.about):
        return False
    if not _agree(one, other):
        return False
    if _share_claim(one, other, known):
        return True
    if one.kind == "pledge":
        return one.amount is not None and one.amount == other.amount and _same_givers(one, other)
    if one.kind == "position":
        # Of what a position is about, only claims, sums and days tell whatever the language.
        told = (one.amount is not None and one.amount == other.amount) or (
            one.until is not None and one.until == other.until
        )
        return told and _ids(one.actors) == _ids(other.actors)
    if one.kind == "treaty":
        alike = one.event in ("limit", "signed", "expires") or _ids(one.who) == _ids(other.who)
        return alike and _same_unit(one, other)
    shared = _ids(one.who) & _ids(other.who)
    return len(shared) >= min(2, len(one.who), len(other.who)) and one.date is not None and one.date == other.date


def sort(one: Entry) -> str:
    """An entry's event, but for a total, which one page may call so and another not."""
    return "pledge" if one.event == "total" else one.event


def _agree(one: Entry, other: Entry) -> bool:
    """Whether nothing that both tell differs."""
    if None not in (one.amount, other.amount) and (one.amount != other.amount or not _same_unit(one, other)):
        return False
    return one.date is None or other.date is None or one.date.startswith(other.date) or other.date.startswith(one.date)


def _same_unit(one: Entry, other: Entry) -> bool:
    if one.unit == other.unit:
        return True
    units = [counted((entry.unit or "").lower()) for entry in (one, other)]
    return units[0] is not None and units[0] == units[1]


def _same_givers(one: Entry, other: Entry) -> bool:
    mine, theirs = _ids(one.actors), _ids(other.actors)
    return not mine or not theirs or bool(mine & theirs) or _DONORS in mine | theirs


def _share_claim(one: Entry, other: Entry, known: Known) -> bool:
    mine, theirs = ({known.claims.get(told.statement) for told in entry.statements} - {None} for entry in (one, other))
    return bool(mine & theirs)


def _ids(who: Sequence[Party]) -> frozenset[str]:
    return frozenset(party.id for party in who)


def _candidates(entries: Sequence[Entry], known: Known) -> Iterator[tuple[int, int]]:
    """Pairs that have something in common by which they may be one."""
    shared: dict[tuple[object, ...], list[int]] = defaultdict(list)
    at_of = {one.id: at for at, one in enumerate(entries)}
    for at, one in enumerate(entries):
        what = (one.kind, sort(one), one.side, one.about)
        for claim in {known.claims.get(told.statement) for told in one.statements} - {None}:
            shared[*what, "claim", claim].append(at)
        if one.amount is not None:
            shared[*what, "amount", one.amount].append(at)
        elif one.kind == "treaty":
            shared[what].append(at)
        if one.date or one.until:
            shared[*what, "date", one.date or one.until].append(at)
    seen: set[tuple[int, int]] = set()
    for places in shared.values():
        for n, first in enumerate(places):
            for second in places[n + 1 : n + 1 + _COMPARED]:
                if (first, second) not in seen:
                    seen.add((first, second))
                    yield first, second
    for pair, together in known.bonds.items():
        places = sorted(at_of[one] for one in pair if one in at_of)
        if together and len(places) == 2:
            yield places[0], places[1]


def _merged(group: Sequence[Entry], known: Known) -> Entry:
    """One entry of several: what most pages tell, with everything that they rest on."""
    first = group[0]
    statements = tuple(dict.fromkeys(told for one in group for told in one.statements))
    statuses = Counter(one.status for one in group)
    status = min(statuses, key=lambda one: (-statuses[one], _RANK.index(one)))
    denied = statuses["denied"]
    disputed = [f"denied on {denied} of {len(group)} pages"] if 0 < denied < len(group) else []
    return replace(
        first,
        event="total" if any(one.event == "total" for one in group) else first.event,
        status=status,
        who=_who(group),
        where=_most(one.where for one in group),
        date=_most(one.date for one in group),
        until=_most(one.until for one in group),
        condition=first.condition or _most(one.condition for one in group),
        evidence=tuple(dict.fromkeys(proof for one in group for proof in one.evidence)),
        statements=statements,
        origins=_origins(group, known),
        disagreements=tuple(disputed),
        members=tuple(one.id for one in group),
        first_seen=min((day for one in group if (day := _seen(one, known))), default=None),
    )


def _who(group: Sequence[Entry]) -> tuple[Party, ...]:
    """Those whom at least half of the pages name that name anybody; a named giver over "donors" unless all say so."""
    naming = [one for one in group if one.who]
    times = Counter(party for one in naming for party in dict.fromkeys(one.who))
    kept = [party for party, count in times.items() if 2 * count >= len(naming)]
    chosen = kept or [party for party, _ in times.most_common(2)]
    actors = {party.id for party in chosen if party.role == "actor"}
    return tuple(party for party in chosen if party.role == "actor" or party.id not in actors)


def _most(values: Iterable[str | None]) -> str | None:
    """The commonest value; of several as common the longest, which is the most exact, then the first in order."""
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda one: (-counts[one], -len(one), one), default=None)


def _origins(group: Sequence[Entry], known: Known) -> int:
    """Independent origins behind an entry: of statements the ledger's, of pages that tell it themselves the page."""
    origins: set[str] = set()
    for one in group:
        told = [known.origins.get(told.statement, told.statement) for told in one.statements]
        page = one.evidence[0].page
        origins.update(told or [known.originals.get(page, page)])
    return max(1, len(origins))


def _seen(one: Entry, known: Known) -> str | None:
    return known.published.get(one.evidence[0].page) if one.evidence else None


def _age(one: Entry, known: Known) -> tuple[str, str]:
    return _seen(one, known) or "9999", one.id


def _compared(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The same entries with what does not fit between them: a quantity above a limit, another sum for one pledge."""
    limits: dict[tuple[str | None, str | None], list[Entry]] = defaultdict(list)
    pledges: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    for one in entries:
        if one.event == "limit":
            limits[one.about, counted((one.unit or "").lower())].append(one)
        elif one.event == "pledge" and one.date and one.actors and one.amount is not None:
            pledges[_ids(one.who), one.date, one.unit].append(one)
    for one in entries:
        found = list(one.disagreements)
        if one.event == "declared" and one.amount is not None:
            bounds = limits.get((one.about, counted((one.unit or "").lower())), ())
            found += [
                f"{one.amount:f} is above the limit of {limit.amount:f} {limit.unit}"
                for limit in bounds
                if limit.amount is not None and one.amount > limit.amount
            ]
        if one.event == "pledge" and one.date and one.actors:
            found += [
                f"another sum for the same: {other.amount:f} {other.unit} ({other.id})"
                for other in pledges.get((_ids(one.who), one.date, one.unit), ())
                if other.amount != one.amount
            ]
        yield replace(one, disagreements=tuple(found))

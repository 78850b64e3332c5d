"""Entries of the pledge register → what has been given by whom, against which target, each sum counted once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from enligt.groups import Groups
from enligt.records import Entry, EntryStatus

#: What is counted: what is denied is not given, what hangs on a condition or is only offered is told apart.
_COUNTED: tuple[EntryStatus, ...] = ("happened", "planned", "proposed", "conditional")
_FIRM: tuple[EntryStatus, ...] = ("happened", "planned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one giver gives: a sum, and whether it is firm, or offered or conditional."""

    giver: str
    amount: Decimal
    firm: bool
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Affair:
    """The pledges of one affair in one currency.

    ``total`` is what all givers together are said to give, and holds what single ones give: the two are never added.
    """

    unit: str
    receivers: tuple[str, ...]
    target: Entry | None
    total: Entry | None
    given: tuple[Given, ...]

    @property
    def firm(self) -> Decimal:
        """What is firmly given: the total where one is told, else what single givers give, whichever is more."""
        single = sum((one.amount for one in self.given if one.firm), Decimal(0))
        return max(single, self.total.amount or Decimal(0)) if self.total else single

    @property
    def missing(self) -> Decimal | None:
        """What is missing to the target; ``None`` without one, nothing where it is reached."""
        if self.target is None or self.target.amount is None:
            return None
        return max(self.target.amount - self.firm, Decimal(0))


def affairs(entries: Iterable[Entry]) -> list[Affair]:
    """The affairs of a register of pledges, the largest sums first; pledges told on one page are of one affair."""
    sums = [one for one in entries if one.kind == "pledge" and one.amount is not None and one.status in _COUNTED]
    by_page: dict[tuple[str, str], int] = {}
    groups = Groups(range(len(sums)))
    for at, one in enumerate(sums):
        for key in {(one.unit or "", proof.page) for proof in one.evidence}:
            groups.join(at, by_page.setdefault(key, at))
    found = (_affair([sums[at] for at in group]) for group in groups.all())
    return sorted(found, key=lambda one: (-one.firm, one.unit, one.receivers))


def _affair(group: Sequence[Entry]) -> Affair:
    given: dict[tuple[str, bool], list[Entry]] = defaultdict(list)
    for one in group:
        if one.event == "pledge":
            giver = ", ".join(party.name for party in one.actors) or "?"
            given[giver, one.status in _FIRM].append(one)
    return Affair(
        unit=group[0].unit or "",
        receivers=tuple(dict.fromkeys(party.name for one in group for party in one.who if party.role == "other")),
        target=_largest(group, "target"),
        total=_largest(group, "total"),
        given=tuple(
            Given(giver=giver, amount=sum((_amount(one) for one in of), Decimal(0)), firm=firm, entries=tuple(of))
            for (giver, firm), of in sorted(given.items(), key=lambda item: (-sum(map(_amount, item[1])), item[0]))
        ),
    )


def _largest(group: Sequence[Entry], event: str) -> Entry | None:
    return max((one for one in group if one.event == event), key=_amount, default=None)


def _amount(entry: Entry) -> Decimal:
    return entry.amount or Decimal(0)

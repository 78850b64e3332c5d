"""Groups of sayings, each one utterance as far as is known; they join unless something tells them apart."""

from __future__ import annotations

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from enligt.records import Evidence, Merge
from enligt.tracing.actors import Actors, Who, describes_another, published, said
from enligt.tracing.saying import Saying

#: Days between two days that texts name from which these are two occasions. One day more or less is a matter of time
#: zones, and of "a day after".
OTHER_OCCASION = 2
#: Days between two pages up to which they tell of one occasion where one of them names no day: a week, since weekly
#: papers and columns sum up theirs.
SAME_OCCASION = 7


@dataclass(eq=False, slots=True)
class Utterance:
    """Some sayings that share an origin, in their order; ``doubt`` is another that they may share it with.

    What tells two utterances apart is kept at hand, since a claim that hundreds of pages repeat asks for it as often:
    the first saying that a text dates, the persons' keys, the unnamed by page, and what the unnamed are called.
    """

    sayings: list[Saying]
    merges: list[Merge] = field(default_factory=list)
    doubt: Saying | None = None
    dated: Saying | None = None
    persons: frozenset[str] = frozenset()
    unnamed: dict[str, Who] = field(default_factory=dict)
    called: frozenset[str] = frozenset()

    @property
    def first(self) -> Saying:
        """The saying that was published first."""
        return self.sayings[0]

    def day(self) -> tuple[date | None, bool]:
        """The day of the utterance, and whether a text names it or it is only the first page's."""
        return (said(self.dated), True) if self.dated else (published(self.first), False)


class Utterances:
    """The utterances of one claim while they are being told apart; at first each saying is one."""

    def __init__(self, members: Sequence[Saying], actors: Actors) -> None:
        self._order = actors.order
        self._of = {one.id: _alone(one, actors.who(one)) for one in sorted(members, key=actors.order)}

    def all(self) -> list[Utterance]:
        """The utterances, the earliest first."""
        return list(dict.fromkeys(self._of.values()))

    def of(self, saying: Saying) -> Utterance:
        """The utterance that a saying belongs to by now."""
        return self._of[saying.id]

    def may_join(self, a: Saying, b: Saying, *, dated: bool = True) -> bool:
        """Whether nothing tells the utterances of two sayings apart: two people or, if ``dated``, two occasions."""
        first, second = self.of(a), self.of(b)
        return _compatible(first, second) and (not dated or one_occasion(first, second))

    def join(self, a: Saying, b: Saying, reason: str, *, sure: bool, evidence: Sequence[Evidence]) -> None:
        """Put the utterances of two sayings, which must be two that may join, together for a reason."""
        first, second = self.of(a), self.of(b)
        merges = [*first.merges, *second.merges, Merge((a.id, b.id), reason, sure, tuple(evidence))]
        into, other = (first, second) if len(first.sayings) >= len(second.sayings) else (second, first)
        for one in other.sayings:
            insort(into.sayings, one, key=self._order)
            self._of[one.id] = into
        into.merges = merges
        into.dated = min((one for one in (first.dated, second.dated) if one), key=self._order, default=None)
        into.persons |= other.persons
        into.unnamed |= other.unnamed
        into.called |= other.called


def _alone(one: Saying, who: Who) -> Utterance:
    hidden = who.kind == "unnamed"
    speaker = one.statement.speaker
    return Utterance(
        [one],
        dated=one if said(one) else None,
        persons=frozenset([who.key]) if who.kind == "person" else frozenset(),
        unnamed={one.page: who} if hidden else {},
        called=frozenset([speaker.name]) if hidden and speaker else frozenset(),
    )


def _compatible(a: Utterance, b: Utterance) -> bool:
    """Whether no two persons meet, nor two unnamed speakers whom a page or their descriptions tell apart."""
    if len(a.persons | b.persons) > 1 or any(
        a.unnamed[page] != b.unnamed[page] for page in a.unnamed.keys() & b.unnamed
    ):
        return False
    return not any(describes_another(one, other) for one in a.called for other in b.called)


def one_occasion(a: Utterance, b: Utterance) -> bool:
    """Whether two utterances can be of one occasion, going by the days that texts name and pages were published."""
    (first, first_named), (second, second_named) = a.day(), b.day()
    if first is None or second is None:
        return True
    apart = abs((first - second).days)
    return apart < OTHER_OCCASION if first_named and second_named else apart <= SAME_OCCASION

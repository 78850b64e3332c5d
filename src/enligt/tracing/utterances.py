"""Groups of sayings, each one utterance as far as is known; they join unless something tells them apart."""

from __future__ import annotations

from collections import defaultdict
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
    """Some sayings that share an origin; ``doubt`` is another that they may share it with."""

    sayings: list[Saying]
    merges: list[Merge] = field(default_factory=list)
    doubt: Saying | None = None

    @property
    def first(self) -> Saying:
        """The saying that was published first."""
        return self.sayings[0]

    def day(self) -> tuple[date | None, bool]:
        """The day of the utterance, and whether a text names it or it is only the first page's."""
        named = [when for one in self.sayings if (when := said(one))]
        return (named[0], True) if named else (published(self.first), False)


class Utterances:
    """The utterances of one claim while they are being told apart; at first each saying is one."""

    def __init__(self, members: Sequence[Saying], actors: Actors) -> None:
        self._actors = actors
        self._of = {one.id: Utterance([one]) for one in sorted(members, key=actors.order)}

    def all(self) -> list[Utterance]:
        """The utterances, the earliest first."""
        return list(dict.fromkeys(self._of.values()))

    def of(self, saying: Saying) -> Utterance:
        """The utterance that a saying belongs to by now."""
        return self._of[saying.id]

    def join(
        self, a: Saying, b: Saying, reason: str, *, sure: bool, evidence: Sequence[Evidence], dated: bool = True
    ) -> bool:
        """Put the utterances of two sayings together for a reason, unless they are of two people or, if ``dated``, of
        two occasions. Whether they are together now."""
        first, second = self.of(a), self.of(b)
        if first is second:
            return True
        if not self._compatible(first, second) or (dated and not one_occasion(first, second)):
            return False
        first.sayings = sorted((*first.sayings, *second.sayings), key=self._actors.order)
        first.merges += [*second.merges, Merge((a.id, b.id), reason, sure, tuple(evidence))]
        for one in second.sayings:
            self._of[one.id] = first
        return True

    def _compatible(self, a: Utterance, b: Utterance) -> bool:
        """Whether no two persons meet, nor two unnamed speakers whom a page or their descriptions tell apart."""
        persons = {who.key for one in (*a.sayings, *b.sayings) if (who := self._actors.who(one)).kind == "person"}
        unnamed: dict[str, set[Who]] = defaultdict(set)
        for one in (*a.sayings, *b.sayings):
            if (who := self._actors.who(one)).kind == "unnamed":
                unnamed[one.page].add(who)
        if len(persons) > 1 or any(len(group) > 1 for group in unnamed.values()):
            return False
        first, second = (self._descriptions(one) for one in (a, b))
        return not any(describes_another(one, other) for one in first for other in second)

    def _descriptions(self, utterance: Utterance) -> set[str]:
        """What those without a name are called."""
        hidden = (one for one in utterance.sayings if self._actors.who(one).kind == "unnamed")
        return {one.statement.speaker.name for one in hidden if one.statement.speaker}


def one_occasion(a: Utterance, b: Utterance) -> bool:
    """Whether two utterances can be of one occasion, going by the days that texts name and pages were published."""
    (first, first_named), (second, second_named) = a.day(), b.day()
    if first is None or second is None:
        return True
    apart = abs((first - second).days)
    return apart < OTHER_OCCASION if first_named and second_named else apart <= SAME_OCCASION

"""Which sayings state one proposition: how near two of them are, and how many together become claims.

Two sayings are as near as their words are alike: less in one language, where all words on one matter are, and less the
longer apart they were said; nearer where they share a date or a figure, and apart where both have some and none agrees:
"500 tanks" and "700 tanks" are two claims however alike the sentences. What one page says has on another page mostly
one counterpart, so a pair counts less where either has a nearer one there, or where both stand on one page; and less
where the pages say much, or tell of different affairs. Sayings become claims by average linkage: two groups join while
the mean nearness of their members reaches ``SAME``. One odd pair so never chains two claims together, and the result
depends on the set of sayings alone, not on the order of their coming.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from enligt.records import Merge, Stance
from enligt.tracing.meaning import alikeness

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from enligt.tracing.saying import Saying

# The thresholds were chosen on the invented stories that were held out from teaching and on the relay stories, so that
# what is to meet meets on the parallel sentences, and no strangers do (bench/held_out.py and bench/origins.py print
# all), and read on Nord Stream and PolNeAR pages (--sample).

#: Mean nearness from which two groups of sayings are one claim.
SAME = 0.47
#: Nearness from which a merge needs no second look.
SURE = 0.6
#: What a date or figure adds that both have.
AGREES = 0.1
#: What it takes away where both have dates or figures and none agrees, by the square of how alike the words are: where
#: all else is the same, that is the difference; in other words it is another detail.
CONFLICTS = 1.0
#: What it takes away that one of the two has a nearer counterpart on the other's page, by how much nearer that is; and
#: that both are on one page.
SECOND_BEST, ONE_PAGE = 0.5, 0.12
#: What it takes away that their pages hold more than ``USUAL`` sayings, by the logarithm of how many times more: the
#: more a page says, the likelier something on it is alike by chance. (The odds of that grow with their number, and the
#: model's logit by about 10 for a likeness of 1.)
CROWDED, USUAL = 0.035, 9
#: What it takes away that both are in one language: the same words then make everything on one matter look alike.
ONE_LANGUAGE = 0.17
#: What it takes away that their pages are ``LONG`` days apart or more, and by the logarithm of the days in proportion
#: that they are less: what is said on one matter was the likelier said on another occasion, and the matter alone makes
#: it alike. Read on Nord Stream and PolNeAR pages, where nearly all wrong merges were weeks and months apart.
FAR_APART, LONG = 0.12, 30
#: What it takes away that their pages tell of different affairs: only what is said in nearly the same words is then one
#: claim.
OTHER_AFFAIR = 0.36
#: Days of the longest month.
MONTH = 31
#: Whole numbers below are so common that two texts share them, or differ in them, by chance.
TELLING = 13
#: Share by which two figures may differ and be one, and the least that is rounded so: "2.5 billion", but not "44.4 %".
ROUNDED, LEAST_ROUNDED = 0.02, 1_000

#: Nearness of two sayings that are one passage of a copied text, and of two that a reader has put together, or apart.
COPIED, TOGETHER, APART = 1.0, 2.0, -9.0
#: Words of a saying that can stand for a claim.
_GLOSS_WORDS = range(4, 45)
#: What a gloss loses of its nearness to the others if it has too few words or too many.
_UNFIT = 0.5

#: Two statements, or pages, by their ids.
Pair = frozenset[str]
Range = tuple[float, float]


def nearness(sayings: Sequence[Saying], others: Sequence[Saying]) -> NDArray[np.float32]:
    """How near sayings are to others by what they say, (sayings, others): about 0 for strangers, 1 for the same.

    The same whichever are asked about, to the last bit.
    """
    import numpy as np

    alike = alikeness([one.sense for one in sayings], [one.sense for one in others])
    agree, conflict = _facts(sayings, others)
    taken = CONFLICTS * conflict * np.square(alike) + _apart(sayings, others)
    return np.add(alike, AGREES * agree - taken, dtype=np.float32)


def strangeness(sayings: Sequence[Saying], others: Sequence[Saying], affairs: Container[Pair]) -> NDArray[np.float32]:
    """What it takes away that sayings' pages and others' do not tell of one affair, (sayings, others).

    ``affairs`` are the pairs of different pages that do.
    """
    import numpy as np

    rows, row_of = np.unique([one.page for one in sayings], return_inverse=True)
    columns, column_of = np.unique([one.page for one in others], return_inverse=True)
    near = [
        [mine == theirs or frozenset((mine, theirs)) in affairs for theirs in columns.tolist()]
        for mine in rows.tolist()
    ]
    taken: NDArray[np.float32] = np.where(near, 0, np.float32(OTHER_AFFAIR))[np.ix_(row_of, column_of)]
    return taken


def _facts(sayings: Sequence[Saying], others: Sequence[Saying]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Whether dates or figures of sayings agree with those of others, and whether they conflict, (sayings, others)."""
    import numpy as np

    agree, conflict = np.zeros((2, len(sayings), len(others)), np.float32)
    mine, theirs = [_checkable(one) for one in sayings], [_checkable(one) for one in others]
    telling = [at for at, one in enumerate(theirs) if any(one)]
    for row, (days, figures) in enumerate(mine):
        for at in telling if days or figures else ():
            their_days, their_figures = theirs[at]
            apart = (days and their_days and not _meet(days, their_days)) or (
                figures and their_figures and not _meet(figures, their_figures)
            )
            conflict[row, at] = bool(apart)
            agree[row, at] = not apart and (_same_date(days, their_days) or _meet(figures, their_figures))
    return agree, conflict


def _apart(sayings: Sequence[Saying], others: Sequence[Saying]) -> NDArray[np.float32]:
    """What it takes away in which language, when and on what page sayings and others stand, (sayings, others)."""
    import numpy as np

    mine_lang, their_lang = (np.array([one.lang or "" for one in side]) for side in (sayings, others))
    mine_day, their_day = (np.array([_day(one) for one in side]) for side in (sayings, others))
    days = np.nan_to_num(np.abs(mine_day[:, None] - their_day[None, :]))  # none, where a day is not known
    my_crowd, their_crowd = (np.log([max(1, one.among / USUAL) for one in side]) for side in (sayings, others))
    taken: NDArray[np.float32] = (
        ONE_LANGUAGE * (mine_lang[:, None] == their_lang[None, :])
        + FAR_APART * np.minimum(1, np.log1p(days) / np.log1p(LONG))
        + CROWDED * (my_crowd[:, None] + their_crowd[None, :]) / 2
    )
    return taken


def _checkable(saying: Saying) -> tuple[list[Range], list[Range]]:
    return _days(saying), _figures(saying)


def _same_date(mine: list[Range], theirs: list[Range]) -> bool:
    """Whether both name one day or month. A year in common says little, and so does a day with its month."""
    return any(last - first < MONTH for first, last in set(mine) & set(theirs))


def _day(saying: Saying) -> float:
    try:
        return date.fromisoformat((saying.published or "")[:10]).toordinal()
    except ValueError:
        return float("nan")


def _days(saying: Saying) -> list[Range]:
    return [
        (date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()) for first, last in saying.whens
    ]


def _figures(saying: Saying) -> list[Range]:
    """The telling figures, each as the range that rounding leaves it."""
    telling = (one for one in saying.figures if one[2] or one[0] >= TELLING or one[0] != int(one[0]))
    return [
        (low * (1 - ROUNDED), high * (1 + ROUNDED)) if low >= LEAST_ROUNDED else (low, high) for low, high, _ in telling
    ]


def _meet(mine: list[Range], theirs: list[Range]) -> bool:
    """Whether more than half of the shorter list stands in the longer one: two polls may share one figure."""
    met = min(_standing(mine, theirs), _standing(theirs, mine))
    return 2 * met > min(len(mine), len(theirs))


def _standing(some: list[Range], among: list[Range]) -> int:
    """How many of some ranges meet one among others."""
    return sum(any(low <= other_high and other_low <= high for other_low, other_high in among) for low, high in some)


def table(sayings: Sequence[Saying], near: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """How near each two sayings are, (n, n), with what their pages tell; ``near`` is their ``nearness``, less
    ``strangeness``.

    A saying's best counterpart on a page is looked for among the sayings given: all that are near enough to matter.
    """
    import numpy as np

    near = nearness(sayings, sayings) if near is None else near
    pages, page = np.unique([saying.page for saying in sayings], return_inverse=True)
    best = np.stack([near[:, page == at].max(1) for at in range(len(pages))], axis=1)[:, page]
    nearer = best - near
    one_page = page[:, None] == page[None, :]
    taken = np.where(one_page, ONE_PAGE, SECOND_BEST * np.maximum(nearer, nearer.T))
    return np.subtract(near, taken, dtype=np.float32)


def bound(near: NDArray[np.float32], ids: Sequence[str], pairs: Mapping[Pair, float]) -> None:
    """Set the nearness of some pairs of statement ids in a table, in place; pairs of others are passed over."""
    place = {one: at for at, one in enumerate(ids)}
    for pair, value in pairs.items():
        known = [place[one] for one in pair if one in place]
        if len(known) == 2:
            a, b = known
            near[a, b] = near[b, a] = value


def groups(near: NDArray[np.float32]) -> list[list[int]]:
    """The groups of average linkage over a table of nearness, as sorted lists of rows.

    Ties are broken by the order of the rows: sort them by something that is their own.
    """
    import numpy as np

    count = len(near)
    members = {at: [at] for at in range(count)}
    sums = near.astype(np.float64)
    sizes = np.ones(count)
    mean = sums.copy()
    np.fill_diagonal(mean, -np.inf)
    while len(members) > 1:
        at = int(mean.argmax())
        a, b = sorted(divmod(at, count))
        if mean[a, b] < SAME:
            break
        members[a] += members.pop(b)
        sums[a] += sums[b]
        sums[:, a] = sums[a]
        sizes[a] += sizes[b]
        mean[b, :] = mean[:, b] = -np.inf
        row = sums[a] / (sizes[a] * sizes)
        row[np.isneginf(mean[a])] = -np.inf
        mean[a], mean[:, a] = row, row
    return [sorted(group) for group in members.values()]


def merges(sayings: Sequence[Saying], near: NDArray[np.float32], group: Sequence[int]) -> list[Merge]:
    """Why each saying of a group is in it: the one before it (in the group's order) to which it is nearest."""
    found = []
    for place, at in enumerate(group[1:], 1):
        to = max(group[:place], key=lambda other: (near[at, other], -other))
        found.append(_why(sayings[at], sayings[to], float(near[at, to])))
    return found


def _why(a: Saying, b: Saying, near: float) -> Merge:
    same = {"date": _same_date(_days(a), _days(b)), "figure": _meet(_figures(a), _figures(b))}
    shared = [what for what, is_shared in same.items() if is_shared]
    if near == TOGETHER:
        reason = "put together by a reader"
    elif a.text.casefold() == b.text.casefold():
        reason = "the same words"
    elif near == COPIED:
        reason = "the same passage of a copied text"
    else:
        reason = f"{near:.0%} alike in what they say"
    if shared:
        reason += f", with the same {' and '.join(shared)}"
    return Merge((a.id, b.id), reason, near >= SURE)


def stances(sayings: Sequence[Saying], copies: Iterable[Pair] = ()) -> Mapping[str, Stance]:
    """Whether each saying of a claim asserts or denies it, by statement id.

    A saying is in the negative if its content is, or if its cue denies it, but not both. Of two ``copies`` of a passage
    both are if the words of either show it, since a copy says what its original says. What anybody says to be so is the
    claim, however many deny it, so that it does not turn round when one more does; where all say it is not, that is.
    """
    negative = {saying.id: saying.negated != (saying.statement.stance == "denies") for saying in sayings}
    pairs = [tuple(pair) for pair in copies]
    for _ in pairs:  # along a chain of copies to its end
        for a, b in pairs:
            negative[a] = negative[b] = negative[a] or negative[b]
    claim_is_negative = all(negative.values())
    return {one: "asserts" if is_so == claim_is_negative else "denies" for one, is_so in negative.items()}


def copies(sayings: Sequence[Saying], near: NDArray[np.float32], group: Sequence[int]) -> list[Pair]:
    """The pairs of a group that are one passage of a copied text, as statement ids."""
    rows = [(a, b) for place, a in enumerate(group) for b in group[:place] if near[a, b] == COPIED]
    return [frozenset((sayings[a].id, sayings[b].id)) for a, b in rows]


def gloss(sayings: Sequence[Saying], near: NDArray[np.float32], group: Sequence[int], reader: str) -> Saying:
    """The saying that best stands for a group: in the reader's language, else English, else any; nearest the rest."""
    stance = stances([sayings[at] for at in group], copies(sayings, near, group))

    def fitness(at: int) -> tuple[bool, int, float, str]:
        one = sayings[at]
        language = 2 if one.lang == reader else one.lang == "en"
        fit = 0.0 if len(one.text.split()) in _GLOSS_WORDS else _UNFIT
        return stance[one.id] == "asserts", int(language), float(near[at, group].mean()) - fit, one.id

    return sayings[max(group, key=fitness)]

"""Whether names are spellings of one actor: within and across scripts, inflected, abbreviated, by surname alone.

Two words are compared by their sounds (``sounds.forms``), with what is left of difference measured by RapidFuzz. A full
name needs both its surname and a given name to fit, each of which may then differ a little; a bare surname must fit
well, and joins a full name only where it fits no other among the names at hand, or where one is named far more often.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, islice, product

from enligt.groups import Groups
from enligt.naming.endings import stems
from enligt.naming.sounds import core, forms, latin, readings, skeleton, skeletons

# The thresholds are shares of equal sounds, 0 to 1. They were chosen with bench/names.py on the Brexit pages of BSNLP,
# as the point of the best recall at a precision of 0.97 or better; the Nord Stream pages played no part.

#: From here on two bare surnames are one.
SAME_SURNAME = 0.86
#: From here on two full names are one, surname and given name weighed together.
SAME_NAME = 0.78
#: Neither half of a full name may fit worse than this: given names vary more from country to country.
_LEAST_SURNAME = 0.75
_LEAST_GIVEN = 0.60
#: What the surname weighs in a full name.
_SURNAME_WEIGHT = 0.65
#: How well an initial fits a given name that begins with its sound.
_INITIAL_FITS = 0.80
#: How well a given name cut short fits the whole (Chris, Christopher), and the letters that must be left of it.
_SHORT_FITS = 0.80
_MIN_SHORT_LETTERS = 3
#: A bare name fits two actors alike if the second fits hardly worse than the first.
_ALIKE = 0.05
#: So many times more mentions in full make one of several bearers of a surname the one whom it means alone.
_DOMINATES = 4
#: What equal letters add to equal sounds when bearers of a surname are compared; more than ``_ALIKE``.
_SAME_LETTERS = 0.1
#: Names under one key that are compared each with each; beyond, each with as many neighbours in the alphabet, so that
#: a hostile page costs no more than its length.
_MAX_COMPARED = 200

_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’ʼ][^\W\d_]+)*\.?")
_BRACKETED = re.compile(r"\([^()]{0,200}\)")
_ROMAN = re.compile(r"[IVX]{2,5}|[VX]")
_PARTICLES = frozenset(
    {
        "von", "van", "de", "da", "di", "del", "der", "den", "la", "le", "al", "el", "bin", "ibn", "zu", "af", "av",
        "du", "dos", "фон", "ван", "де", "ди", "да", "ла", "аль", "эль",
    }
)  # fmt: skip
_HONORIFICS = frozenset(
    {
        "mr", "mrs", "ms", "dr", "prof", "sir", "lord", "lady", "dame", "herr", "frau", "fru", "monsieur", "madame",
        "mme", "pan", "pani", "jr", "sr", "phd", "г-н", "г-жа", "господин", "госпожа", "пан", "пані", "gospod", "gospa",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parts:
    """A name taken apart: its surname, its given names, the initials of those that are only hinted at."""

    surname: str
    given: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()


@lru_cache(maxsize=8_000)
def parts(name: str) -> Parts | None:
    """Take a name apart; ``None`` if it holds no word.

    >>> parts("Т.Мэй"), parts("Ursula von der Leyen").given
    (Parts(surname='Мэй', given=(), initials=('Т',)), ('Ursula',))
    """
    given: list[str] = []
    initials: list[str] = []
    numeral = ""
    for match in _WORD.finditer(_BRACKETED.sub(" ", name[:200])):
        word = match[0].rstrip(".")
        low = word.casefold()
        if _ROMAN.fullmatch(word):
            numeral = word
        elif low in _PARTICLES or low in _HONORIFICS:
            continue
        elif len(word) == 1 or (len(word) == 2 and match[0].endswith(".")):
            initials.append(word)
        elif latin(word):
            given.append(word)
    if numeral and len(given) == 1:  # a ruler's number tells more than a surname would
        return Parts(numeral, (given[0],))
    return Parts(given[-1], tuple(given[:-1]), tuple(initials)) if given else None


def key(name: str) -> str:
    """A short key that most spellings of a name share: the consonants of its surname's shortest stem.

    >>> key("Sergej Lavrov") == key("Лаврова") == key("Lawrow")
    True
    """
    split = parts(name)
    if split is None:
        return ""
    return skeleton(min((sound for sound, _ in forms(split.surname)), key=lambda sound: (len(sound), sound)))


def similarity(a: str, b: str) -> float:
    """How well two names fit as spellings of one actor, 0 to 1; 1 where they sound the same.

    >>> similarity("Сергей Лавров", "Sergej Lavrov"), similarity("Lavrov", "Merkel") < 0.5
    (1.0, True)
    """
    first, second = parts(a), parts(b)
    return fit(first, second) if first and second else 0.0


def same_person(a: str, b: str) -> bool:
    """Whether two names can be spellings of one actor. A surname alone can be that of any bearer.

    >>> same_person("Владимиром Путиным", "Vladimir Putin"), same_person("Putin", "Ludmila Putina")
    (True, True)
    >>> same_person("Henrik Berg", "Anna Berg")
    False
    """
    first, second = map(parts, sorted((a, b)))  # of odd names one may fit the other and not be fitted by it
    return first is not None and second is not None and _same(first, second)


def clustered(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Names in groups, one an actor; the same groups in whatever order the names come.

    >>> clustered(["Berg", "Putin", "Владимира Путина", "Anna Berg", "Henrik Berg"])
    [('Anna Berg',), ('Berg',), ('Henrik Berg',), ('Putin', 'Владимира Путина')]
    """
    mentions = Counter(iter(names))
    split = {name: found for name in sorted(mentions) if (found := parts(name))}
    if len(split) < 2:
        return [(name,) for name in split]
    groups = Groups(split)
    full = [name for name, found in split.items() if found.given]
    short = [name for name, found in split.items() if not found.given]
    for a, b in _comparable({name: _full_keys(split[name]) for name in full}):
        if not groups.together(a, b) and _same(split[a], split[b]):
            groups.join(a, b)
    actors = {name: groups.of(name) for name in full}  # groups grow below, but by short names only
    weight: Counter[str] = Counter()
    for name, actor in actors.items():
        weight[actor] += mentions[name]
    by_word: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name in full:
        for word in (split[name].surname, *split[name].given):
            for bone in skeletons(word):
                by_word[bone][name].add(word)
    homeless: dict[str, set[str]] = {}
    for name in short:
        leader = _leading(_fitting(split[name], by_word, split, actors), weight)
        if leader:
            groups.join(name, leader)
        else:
            homeless[name] = set(skeletons(split[name].surname))
    for a, b in _comparable(homeless):
        if not groups.together(a, b) and _same(split[a], split[b]):
            groups.join(a, b)
    return groups.all()


def _same(a: Parts, b: Parts) -> bool:
    if a.given and b.given:
        return fit(a, b) >= SAME_NAME
    return fit(a, b) >= SAME_SURNAME


def fit(a: Parts, b: Parts) -> float:
    """How well two names fit as spellings of one actor, 0 to 1."""
    surname = word_fit(a.surname, b.surname)
    if not (a.given or a.initials) or not (b.given or b.initials):
        return surname
    given = _given_fit(a, b)
    straight = _weighed(surname, given)
    if len(a.given) == len(b.given) == 1:  # the surname may stand first, as in Hungarian
        turned = _weighed(word_fit(a.surname, b.given[0]), word_fit(a.given[0], b.surname))
        return max(straight, turned)
    return straight


def _weighed(surname: float, given: float) -> float:
    if surname < _LEAST_SURNAME or given < _LEAST_GIVEN:
        return min(surname, given)
    return _SURNAME_WEIGHT * surname + (1 - _SURNAME_WEIGHT) * given


def _given_fit(a: Parts, b: Parts) -> float:
    if a.given and b.given:
        best = max(word_fit(x, y) for x in a.given for y in b.given)
        # Vowels of given names change from country to country (Volodymyr, Vladimir); some are cut short (Chris).
        if best < _LEAST_GIVEN and any(skeletons(x) & skeletons(y) for x in a.given for y in b.given):
            best = _LEAST_GIVEN
        return max(best, _SHORT_FITS * any(_is_short(x, y) or _is_short(y, x) for x in a.given for y in b.given))
    if a.initials and b.initials and not a.given and not b.given:
        return float(_openings(a.initials[0]) & _openings(b.initials[0]) != set())
    some, others = (a, b) if a.given else (b, a)
    return _INITIAL_FITS * any(
        _openings(initial) & _openings(name) for initial in others.initials for name in some.given
    )


def _is_short(short: str, whole: str) -> bool:
    letters = latin(short)
    return len(letters) >= _MIN_SHORT_LETTERS and latin(whole).startswith(letters)


@lru_cache(maxsize=16_000)
def word_fit(a: str, b: str) -> float:
    """How well two words fit as spellings of one, 0 to 1."""
    from rapidfuzz.distance import Levenshtein

    if _ROMAN.fullmatch(a) or _ROMAN.fullmatch(b):
        return float(a == b)
    first, second = dict(forms(a)), dict(forms(b))
    exact = max((1 - first[sound] - second[sound] for sound in first.keys() & second.keys()), default=0.0)
    if exact == 1:
        return exact
    # Two words with their endings on would be alike by these alone: Kowalskiego, Zielinskiego.
    pairs = chain(product(core(a), core(b)), product(readings(latin(a)), core(b)), product(core(a), readings(latin(b))))
    return max(exact, max(Levenshtein.normalized_similarity(x, y) for x, y in pairs))


@lru_cache(maxsize=10_000)
def _openings(word: str) -> set[str]:
    """The sounds with which a word may begin, all vowels as one."""
    letters = latin(word)
    # An initial alone does not show how it sounds: C. may be Carl or Cecilia.
    sounds = readings(letters + "a") + readings(letters + "e") if len(letters) == 1 else readings(letters)
    return {"" if sound[0] in "aoi" else skeleton(sound[0]) for sound in sounds if sound}


def _full_keys(name: Parts) -> set[str]:
    """Keys of which two spellings of a full name share one: consonants with at most one lost, and the first sound."""
    openings = {opening for given in name.given for opening in _openings(given)}
    return {f"{opening} {bone}" for opening in openings for bone in _loosened(name.surname)}


def _loosened(word: str) -> set[str]:
    bones = set(skeletons(word))
    return bones | {bone[:i] + bone[i + 1 :] for bone in bones if len(bone) > 3 for i in range(len(bone))}


def _comparable(keys: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of names that share a key."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for name, of_name in keys.items():
        for one in sorted(of_name):
            buckets[one].append(name)
    for bucket in buckets.values():
        if len(bucket) <= _MAX_COMPARED:
            yield from combinations(bucket, 2)
        else:
            for i, name in enumerate(bucket):
                yield from ((name, other) for other in bucket[i + 1 : i + 1 + _MAX_COMPARED])


def _leading(actors: set[str], weight: Counter[str]) -> str | None:
    """The only actor, or the one far ahead of the others."""
    ahead = sorted(actors, key=lambda actor: (-weight[actor], actor))[:2]
    if len(ahead) == 2 and weight[ahead[0]] < _DOMINATES * weight[ahead[1]]:
        return None
    return ahead[0] if ahead else None


def _fitting(
    name: Parts, by_word: dict[str, dict[str, set[str]]], split: dict[str, Parts], actors: dict[str, str]
) -> set[str]:
    """The actors, by a full name each, whom a short name fits best and alike."""
    surname_fits: dict[str, float] = defaultdict(float)
    given_fits: dict[str, float] = defaultdict(float)
    for bone in sorted(skeletons(name.surname)):  # a set's order changes from process to process
        for other, words in islice(by_word.get(bone, {}).items(), _MAX_COMPARED):
            actor, whole = actors[other], split[other]
            if name.initials and not _given_fit(name, whole):
                continue
            for word in words:
                fits = surname_fits if word == whole.surname else given_fits
                if (measure := word_fit(name.surname, word)) >= SAME_SURNAME:
                    # Where two bearers sound alike, letters tell: Rutte is no Roth.
                    fits[actor] = max(fits[actor], measure + _SAME_LETTERS * _share_letters(name.surname, word))
    for fits in (surname_fits, given_fits if not name.initials else {}):
        if fits:
            best = max(fits.values())
            return {actor for actor, measure in fits.items() if measure >= best - _ALIKE}
    return set()


@lru_cache(maxsize=8_000)
def _share_letters(a: str, b: str) -> bool:
    first, second = ({stem for stem, cost in stems(latin(word)) if cost == 0} for word in (a, b))
    return not first.isdisjoint(second)

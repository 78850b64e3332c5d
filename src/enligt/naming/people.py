"""The persons named on a page: which name stands in a phrase, and the fullest spelling of a bare surname."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from enligt.attributing.lexicon import Lexicon, lexicon
from enligt.letters import CAPITAL_NOUNS, SMALL
from enligt.naming import remembered
from enligt.naming.lookup import Directory
from enligt.naming.sounds import skeletons
from enligt.naming.variants import parts, same_person
from enligt.naming.wording import wording
from enligt.records import Name, Page, Span

#: Names of persons and runs of capitals on a page that are looked at; a page may hold any number.
_MAX_NAMES = 2_000
#: Full names under one key that a surname is compared with.
_MAX_COMPARED = 20

CAPITALISED = rf"[^\W\d_{SMALL}][\w’'‑-]*"
_RUN = re.compile(rf"{CAPITALISED}(?:[^\S\n]{{1,3}}(?:(?:von|van|der|de|af|al|bin|di|da) ){{0,2}}{CAPITALISED}){{0,4}}")
_WORD = re.compile(r"[\w’'‑-]+")
#: French articles and prepositions that run into the next word.
ELIDED = re.compile(r"(?:[LlDd]|[Qq]u)[’']")
#: A compound that is no name: Nato-ambassadör.
_HALF = re.compile(rf"-[{SMALL}]\w+$")
#: Code points before a name in which its article stands.
_ARTICLE_REACH = 8
#: Letters of the longest word before a name that is no part of it: Mr, Mme, Frau.
_MAX_MARK = 4
#: Words of a usual full name.
_MAX_FULL = 2
_SEGMENT = re.compile(r"[,(;:]")


class People:
    """The names of persons on one page; ``outlet`` tells the outlet that words name, which is no person."""

    def __init__(
        self, page: Page, names: Sequence[Name], directory: Directory, outlet: Callable[[str], str | None]
    ) -> None:
        self._page = page
        self._outlet = outlet
        self._directory = directory
        self._words = lexicon(page.lang)
        self._wording = wording(page.lang)
        self._common = (self._wording.person_nouns, self._wording.plural_nouns, self._wording.bodies)
        self.spans = sorted(name.span for name in names if name.kind == "PER" and self._may_be(name))[:_MAX_NAMES]
        self._full: dict[str, list[str]] = defaultdict(list)
        self._times = Counter(self._full_names())
        for words in self._times:
            split = parts(words)
            if split and split.given:
                for bone in skeletons(split.surname):
                    self._full[bone].append(words)

    def _may_be(self, name: Name) -> bool:
        """Whether what a model took for a person may be one: no outlet, institution, country or common noun."""
        words = self._page.words(name.span)
        if (
            words.casefold() in self._words.pronouns
            or self._wording.person_nouns.fullmatch(words)
            or remembered.body(self._directory, words)
            or self._outlet(words)
        ):
            return False
        if " " not in words and self._is_adjective(self._page.text, name.span.end):
            return False
        before = _WORD.findall(self._page.text, max(0, name.span.start - _ARTICLE_REACH), name.span.start)[-1:]
        if " " not in words and any(word.casefold().rstrip("'’") in self._wording.definite for word in before):
            return False  # "die Finnin", "de l'Énergie": a name alone has no article
        return " " in words or remembered.place(self._directory, words, self._page.lang) is None

    def _is_adjective(self, text: str, end: int) -> bool:
        """Whether a capitalised word that ends here only says which official is meant: "a Turkish official"."""
        following = _WORD.match(text, end + 1)
        return following is not None and self._wording.person_nouns.fullmatch(following[0]) is not None

    def within(self, span: Span) -> str | None:
        """The name of the person whom a phrase names, as it stands there; ``None`` if it names none."""
        text = self._page.text[span.start : span.end]
        named = [one for one in self._overlapping(span) if one.start >= span.start - 1 and one.end <= span.end + 1]
        if named:
            first = _segment(text, max(0, named[0].start - span.start))
            chosen = [named[0], *(one for one in named if one.start - span.start < first)][-1]
            return self._bare(self._page.words(chosen))
        return self._by_shape(text)

    def names(self, span: Span) -> bool:
        """Whether a name that the model found lies in a phrase."""
        return bool(self._overlapping(span))

    def fullest(self, name: str) -> str:
        """The fullest spelling of a name on the page, in the shortest of its forms; the name itself if none is fuller.

        The shortest, since most languages make the form of a subject longer in other cases. Of namesakes, the one that
        the page names most often.
        """
        return next((full for full, _ in self.namesakes(name)), name)

    def namesakes(self, name: str) -> list[tuple[str, int]]:
        """Each person on the page whom a name may mean, the one named most often first: fullest spelling, times."""
        split = parts(name)
        if split is None:
            return []
        fitting = [name] if split.given else []
        for bone in sorted(skeletons(split.surname)):  # a set's order changes from process to process
            fitting += [full for full in self._full.get(bone, [])[:_MAX_COMPARED] if same_person(full, name)]
        if split.given:
            return [(min(fitting, key=lambda full: (len(full), full)), 1)]
        persons: list[list[str]] = []
        for full in dict.fromkeys(fitting):
            same = next((forms for forms in persons if same_person(forms[0], full)), None)
            if same is None:
                persons.append([full])
            else:
                same.append(full)
        times = [sum(self._times[form] for form in forms) for forms in persons]
        shortest = (min(forms, key=lambda full: (len(full), full)) for forms in persons)
        return sorted(zip(shortest, times, strict=True), key=lambda person: -person[1])

    def _bare(self, name: str) -> str:
        """A name without "Mr" and the like before it."""
        name = _clean(name)
        first, _, rest = name.partition(" ")
        title = first.rstrip(".")
        marks = (self._wording.masculine_marks, self._wording.feminine_marks)
        return rest if rest and len(title) <= _MAX_MARK and any(one.fullmatch(title) for one in marks) else name

    def _overlapping(self, span: Span) -> list[Span]:
        first = max(0, bisect_left(self.spans, Span(span.start, 0)) - 1)
        last = bisect_left(self.spans, Span(span.end, 0))
        return [one for one in self.spans[first:last] if one.end > span.start]

    def _full_names(self) -> Iterator[str]:
        if self.spans:
            yield from (self._bare(self._page.words(span)) for span in self.spans)
            return
        for count, run in enumerate(self._name_runs(self._page.text)):
            if count >= _MAX_NAMES:
                return
            if " " in run[0] and (name := self._name_in(run[0])):
                yield name

    def _by_shape(self, phrase: str) -> str | None:
        """The first run of capitals that looks like a full name, else one that may be a surname."""
        found = [(name, run) for run in self._name_runs(phrase) if (name := self._name_in(run[0]))]
        full = next((name for name, _ in found if " " in name), None)
        if full:
            return full
        return next((name for name, run in found if self._may_be_surname(name, phrase, run.start())), None)

    def _name_runs(self, text: str) -> Iterator[re.Match[str]]:
        """The runs of capitals that no word for a person follows."""
        return (run for run in _RUN.finditer(text) if not self._is_adjective(text, run.end()))

    def _name_in(self, run: str) -> str | None:
        """A run of capitals without the titles, openers and other names at its ends."""
        elided = ELIDED.match(run)
        words = _WORD.findall(run[elided.end() :] if elided else run)
        if not words or not words[0][:1].isupper():
            return None
        for last in range(len(words) - 1, -1, -1):
            # A country before a single word may be a given name that sounds like it (Hanna, Ghana).
            if self._is_common(words[last]) or (len(words) - last > _MAX_FULL and self._is_place(words[last])):
                words = words[last + 1 :]
                break
        if self._page.lang in CAPITAL_NOUNS and len(words) > 2:
            words = words[-2:]
        name = _clean(" ".join(words))
        if (
            not name
            or self._outlet(name)
            or remembered.body(self._directory, name)
            or remembered.place(self._directory, name, self._page.lang)
        ):
            return None
        known = self._words.voices
        if any(known[voice].search(name) for voice in ("institution", "outlet", "document", "group")):
            return None
        return name

    def _is_common(self, word: str) -> bool:
        low = word.casefold()
        known: Lexicon = self._words
        if low in known.leading or low in known.openers or low in known.according or low in known.verbs:
            return True
        if any(known.voices[voice].search(word) for voice in ("title", "anonymous")) or low in known.pronouns:
            return True
        if any(pattern.search(word) for pattern in self._common):
            return True
        return _HALF.search(word) is not None

    def _is_place(self, word: str) -> bool:
        return remembered.place(self._directory, word, self._page.lang) is not None

    def _may_be_surname(self, name: str, phrase: str, at: int) -> bool:
        before = phrase[:at].strip()
        if phrase.strip(" .,") == name or self.fullest(name) != name:
            return True
        # "general X", "the Finn X": what a phrase ends with is whom it names, where nouns have no capital.
        ends = phrase.rstrip(" .,").endswith(name) and self._page.lang not in CAPITAL_NOUNS
        return bool(before) and (ends or self._words.voices["title"].search(before) is not None)


def _segment(text: str, at: int) -> int:
    """Where the part of a phrase ends in which ``at`` lies: at the next comma or bracket."""
    found = _SEGMENT.search(text, at)
    return found.start() if found else len(text)


def _clean(name: str) -> str:
    return " ".join(name.split()).strip(" .,;:«»“”„\"'’")

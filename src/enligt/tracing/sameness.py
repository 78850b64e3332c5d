"""Joins the sayings of one claim that share an utterance, rule by rule, each with its reason and evidence.

The rules run from the surest to the least sure, and each joins what the ones before left apart: a copied text, one
speaker on one occasion, a heading and its text, an institution and who speaks for it, chains that meet in one outlet,
and last what a page asserts by itself after others did. Two people never become one, whatever a rule says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from enligt.records import Echo, Evidence, Page, Span
from enligt.tracing.actors import Actors, Who, describes_alike, published, relays
from enligt.tracing.affiliation import follows, is_of_country, is_spokesperson, mentions, speaks_for
from enligt.tracing.claims import stances
from enligt.tracing.proofs import Proofs
from enligt.tracing.saying import Saying
from enligt.tracing.utterances import SAME_OCCASION, Utterance, Utterances, one_occasion

#: Kinds of actor whom only their chain can tell from others.
_HIDDEN = frozenset({"unnamed", "unknown"})
#: Persons of a claim that are held against each of its institutions, and pages of each that are read for it.
_MAX_PERSONS, _MAX_PAGES = 40, 5
#: Documents of a claim that are compared with one another.
_MAX_DOCUMENTS = 40
#: Days between pages up to which a speaker whom no text dates surely spoke once: a piece of news is told for so long.
SURE_DAYS = 3


class _Tie(NamedTuple):
    """How a person is tied to an institution; a lower rank is a better reason."""

    rank: int
    days: int
    person: Saying
    reason: str
    sure: bool
    evidence: Evidence


def joined(
    members: Sequence[Saying], echoes: Sequence[Echo], pages: Mapping[str, Page], actors: Actors, proofs: Proofs
) -> list[Utterance]:
    """The utterances behind the sayings of one claim, the earliest first."""
    joining = _Joining(sorted(members, key=actors.order), pages, actors, proofs)
    joining.copies(sorted(echoes, key=lambda echo: (echo.page, echo.of)))
    joining.speakers()
    joining.headings()
    joining.institutions()
    joining.governments()
    joining.chains()
    joining.documents()
    joining.retold()
    joining.doubts()
    return joining.utterances.all()


class _Joining:
    """The sayings of one claim while they are being joined; ``members`` come in their order."""

    def __init__(self, members: Sequence[Saying], pages: Mapping[str, Page], actors: Actors, proofs: Proofs) -> None:
        self.members = members
        self.pages = pages
        self.actors = actors
        self.proofs = proofs
        self.utterances = Utterances(members, actors)
        self.on_page: dict[str, list[Saying]] = defaultdict(list)
        for one in members:
            self.on_page[one.page].append(one)
        self._stances = stances(members)
        self._mentions: dict[tuple[str, str], list[Span]] = {}

    def join(self, a: Saying, b: Saying, reason: str, sure: bool, *more: Evidence, dated: bool = True) -> bool:
        """Join two sayings' utterances if nothing tells them apart; whether they are one now."""
        if self.utterances.of(a) is self.utterances.of(b):
            return True
        if not self.utterances.may_join(a, b, dated=dated):
            return False
        self.utterances.join(a, b, reason, sure=sure, evidence=(*self.proofs.of(a, b), *more))
        return True

    def agree(self, a: Saying, b: Saying) -> bool:
        """Whether both assert or both deny the claim: nobody is taken to contradict those who speak for them."""
        return self._stances[a.id] == self._stances[b.id]

    def copies(self, echoes: Sequence[Echo]) -> None:
        """A copied text has the origins of the text that it copies, passage by passage."""
        for echo in echoes:
            reason = f"the page is another's text ({echo.kind}, {'' if echo.credited else 'not '}credited)"
            credit = self.proofs.credit(echo.page)
            for copy in self.on_page.get(echo.page, ()):
                models = self._models(copy, echo)
                sure = bool(echo.pairs) or len(models) == 1
                for model in models:
                    plain = sure or self.actors.who(copy).kind == self.actors.who(model).kind
                    if self._copyable(model, copy) and self.join(model, copy, reason, plain, *credit, dated=False):
                        break
        self._siblings({echo.page for echo in echoes})

    def _siblings(self, copies: Collection[str]) -> None:
        """Copies of a text that isn't at hand itself share its origins with one another."""
        by_original: dict[str, list[Saying]] = defaultdict(list)
        for one in self.members:
            if one.page in copies and self.actors.original(one.page) not in self.on_page:
                by_original[self.actors.original(one.page)].append(one)
        reason = "the pages are copies of one text"
        for sayings in by_original.values():
            for at, copy in enumerate(sayings):
                for model in sorted(sayings[:at], key=lambda model, copy=copy: self._unlike(copy, model)):  # type: ignore[misc]
                    apart = model.page != copy.page and self._copyable(model, copy)
                    if apart and self.join(model, copy, reason, False, dated=False):
                        break

    def _copyable(self, model: Saying, copy: Saying) -> bool:
        """Whether no somebody with a name meets somebody without one: passages of two texts may be paired wrongly."""
        both = (*self.utterances.of(model).sayings, *self.utterances.of(copy).sayings)
        return not {"person", "unnamed"} <= {self.actors.who(one).kind for one in both}

    def _models(self, copy: Saying, echo: Echo) -> list[Saying]:
        """What a statement of a copied page may repeat, the likeliest first."""
        there = self.on_page.get(echo.of, [])
        if echo.pairs:
            passages = [of for here, of in echo.pairs if _meet(copy, here)]
            there = [model for model in there if any(_meet(model, passage) for passage in passages)]
        return sorted(there, key=lambda model: self._unlike(copy, model))

    def _unlike(self, copy: Saying, model: Saying) -> tuple[bool, bool, float, str]:
        """How little a passage looks like the model of another: by who speaks, and by where on the page it stands."""
        who, other = self.actors.who(copy), self.actors.who(model)
        return who != other, who.kind != other.kind, abs(self._depth(copy) - self._depth(model)), model.id

    def speakers(self) -> None:
        """One speaker on one occasion; of an occasion that no text dates, the pages of a few days."""
        by_actor: dict[Who, list[Saying]] = defaultdict(list)
        for one in self.members:
            by_actor[self.actors.who(one)].append(one)
        for who, sayings in by_actor.items():
            reason = "the same outlet's own words" if who.kind == "outlet" else "the same speaker on one occasion"
            occasions: list[Saying] = []
            for one in sayings:
                nearest = sorted(occasions, key=lambda other, one=one: _days(other, one))  # type: ignore[misc]
                if not any(self.join(other, one, reason, self._surely_again(other, one)) for other in nearest):
                    occasions.append(one)

    def _surely_again(self, a: Saying, b: Saying) -> bool:
        """Whether what one actor says twice is surely said once: on the same page or day, by somebody with a name."""
        named = _name(a)[:1].isupper() or self.actors.who(a).kind != "body"
        (first, exact), (second, also) = self.utterances.of(a).day(), self.utterances.of(b).day()
        apart = abs((first - second).days) if first and second else None
        return a.page == b.page or (named and apart is not None and apart <= (0 if exact and also else SURE_DAYS))

    def headings(self) -> None:
        """A heading tells what its text tells below it."""
        for sayings in self.on_page.values():
            below = [one for one in sayings if not self.actors.in_heading(one) and one.statement.voice != "author"]
            sure = len({id(self.utterances.of(one)) for one in below}) == 1
            for heading in sayings:
                named = self.actors.who(heading).kind in ("person", "outlet") and heading.statement.voice != "author"
                if not named and self.actors.in_heading(heading):
                    any(self.join(one, heading, "the heading of the same text", sure) for one in below)

    def institutions(self) -> None:
        """An institution and the person who speaks for it, as a page ties them together."""
        persons: dict[str, list[Saying]] = defaultdict(list)
        for one in self.members:
            if (who := self.actors.who(one)).kind == "person" and (who.key in persons or len(persons) < _MAX_PERSONS):
                persons[who.key].append(one)
        for body in self._bodies():
            near = ([one for one in sayings if _near(one, body)] for sayings in persons.values())
            ties = [tie for sayings in near if sayings and (tie := self._tie(body, sayings))]
            for tie in sorted(ties, key=lambda tie: (tie.rank, tie.days, self.actors.order(tie.person))):
                sure = tie.sure and len(ties) == 1
                if self.agree(tie.person, body) and self.join(tie.person, body, tie.reason, sure, tie.evidence):
                    break

    def _tie(self, body: Saying, sayings: Sequence[Saying]) -> _Tie | None:
        """The best tie of a person, by all that they say, to an institution."""
        nearest = min(sayings, key=lambda one: (one.page != body.page, _days(one, body), self.actors.order(one)))
        days, name, country = _days(nearest, body), _name(body), _country(body)
        own = self.pages.get(body.page)
        here = self._mentioned(body.page, nearest)
        if own and body.statement.source and (at := follows(own, here, body.statement.source[0])):
            reason = "the institution and its spokesperson, as the page brings them in"
            return _Tie(0, days, nearest, reason, True, Evidence(body.page, at))
        for page in list(dict.fromkeys((body.page, *(one.page for one in sayings))))[: _MAX_PAGES + 1]:
            found, there = self.pages.get(page), self._mentioned(page, nearest)
            if found and (at := speaks_for(found, there, name, country)):
                speaks = is_spokesperson(found, there) is not None
                reason = "the institution and who speaks for it" if speaks else "the institution and its own official"
                return _Tie(1 if speaks else 2, days, nearest, reason, speaks, Evidence(page, at))
        if own and nearest.page == body.page and not country and (at := is_spokesperson(own, here)):
            reason = "the institution and a spokesperson on the same page"
            return _Tie(3, days, nearest, reason, False, Evidence(body.page, at))
        return None

    def _mentioned(self, page: str, person: Saying) -> list[Span]:
        key = (page, self.actors.who(person).key)
        if key not in self._mentions:
            found = self.pages.get(page)
            self._mentions[key] = mentions(found, _name(person)) if found else []
        return self._mentions[key]

    def _bodies(self) -> list[Saying]:
        """The institutions that speak, each once a page."""
        found: dict[tuple[str, Who], Saying] = {}
        for one in self.members:
            if (who := self.actors.who(one)).kind == "body":
                found.setdefault((one.page, who), one)
        return list(found.values())

    def governments(self) -> None:
        """A country and its institution ("Helsinki" and "the Finnish Defence Command") speak as one on a page."""
        bodies = self._bodies()
        for government in (one for one in bodies if _country(one)):
            for body in (one for one in bodies if one.page == government.page and not _country(one)):
                country = _country(government) or ""
                if is_of_country(_name(body), country, body.lang) and self.agree(government, body):
                    self.join(body, government, "a country and an institution of it on the same page", False)

    def chains(self) -> None:
        """Unnamed speakers, and institutions named in other languages, are one where their chains meet in an outlet."""
        by_outlet: dict[str, list[Saying]] = defaultdict(list)
        for one in self.members:
            if self.actors.who(one).kind in (*_HIDDEN, "body") or one.statement.voice == "outlet":
                by_outlet[self.actors.nearest(one)].append(one)
        for sayings in by_outlet.values():
            for one in sayings:
                for other in self._meeting(one, sayings):
                    if self.join(other, one, "their chains meet in the same outlet", _alike(one, other) is True):
                        break

    def _meeting(self, one: Saying, sayings: Sequence[Saying]) -> Iterator[Saying]:
        """Those whom the same outlet brought and who may be the same: in its own text first, described alike first.

        Those of the outlet's own texts don't meet by their chains unless they are described alike.
        """
        apart = (other for other in sayings if self.utterances.of(other) is not self.utterances.of(one))
        there = [other for other in apart if _near(one, other)]
        key = self.actors.order
        for other in sorted(there, key=lambda other: (bool(relays(other)), _alike(one, other) is False, key(other))):
            alike = _alike(one, other)
            kinds = {self.actors.who(one).kind, self.actors.who(other).kind}
            if "body" in kinds and (kinds != {"body"} or alike is False or one.lang == other.lang):
                continue
            if relays(one) or (alike and not relays(other)):
                yield other

    def documents(self) -> None:
        """Documents of one kind ("a draft protocol", "ein Protokollentwurf") that say the same in the same days."""
        found = [one for one in self.members if one.statement.voice == "document"]
        for at, one in enumerate(found[:_MAX_DOCUMENTS]):
            for other in found[:at]:
                if _near(one, other) and _alike(one, other) and self.agree(one, other):
                    self.join(other, one, "the same kind of document, which says the same", False)

    def retold(self) -> None:
        """What a page asserts by itself after others said it is theirs: first those whom the page names or credits."""
        for utterance in self.utterances.all():
            if any(one.statement.voice != "author" for one in utterance.sayings):
                continue
            author = utterance.first
            others = [other for other in self.utterances.all() if other is not utterance and self._said(other, author)]
            earlier = [
                other
                for other in others
                if self.actors.order(other.first) < self.actors.order(author) or _has(other, author.page)
            ]
            named = [other for other in earlier if self._names(author, other)]
            for other in (*named, *earlier):
                reason = (
                    f"the page says by itself what {'it credits to others' if other in named else 'others had said'}"
                )
                if self.join(other.first, author, reason, other in named, *self.proofs.credit(author.page)):
                    break

    def _said(self, other: Utterance, author: Saying) -> bool:
        """Whether somebody said what the author says, not its opposite."""
        return any(self.agree(one, author) for one in other.sayings)

    def _names(self, author: Saying, other: Utterance) -> bool:
        """Whether the author's page relays an utterance elsewhere, or credits an outlet that brought it."""
        page = self.pages.get(author.page)
        credited = {self.actors.outlet(credit.name) for credit in page.credits} if page else set()
        return _has(other, author.page) or any(self.actors.own_outlet(one.page) in credited for one in other.sayings)

    def doubts(self) -> None:
        """Unnamed speakers who are described alike at about the same time may be one though their chains don't meet;
        and so may a speaker's occasions if a text leaves one of them undated."""
        found = self.utterances.all()
        for at, utterance in enumerate(found):
            who = self.actors.who(utterance.first)
            for other in found[:at]:
                undated = not (utterance.day()[1] and other.day()[1])
                again = who == self.actors.who(other.first) and undated
                hidden = who.kind in _HIDDEN and one_occasion(utterance, other)
                if again or (hidden and _alike(utterance.first, other.first)):
                    utterance.doubt = other.first
                    break

    def _depth(self, one: Saying) -> float:
        """How far down its page a saying stands, 0 to 1."""
        page = self.pages.get(one.page)
        return one.statement.content[0].start / max(1, len(page.text)) if page else 0.0


def _alike(a: Saying, b: Saying) -> bool | None:
    """Whether two descriptions of somebody fit; ``None`` where that can't be told."""
    if not a.statement.speaker or not b.statement.speaker:
        return None
    fits = describes_alike(_name(a), _name(b), same_language=a.lang == b.lang)
    return fits if fits or a.lang == b.lang else None


def _name(one: Saying) -> str:
    return one.statement.speaker.name if one.statement.speaker else ""


def _country(one: Saying) -> str | None:
    """The country whose government speaks."""
    speaker = one.statement.speaker
    return speaker.id.removeprefix("country-").upper() if speaker and speaker.id.startswith("country-") else None


def _has(utterance: Utterance, page: str) -> bool:
    return any(one.page == page for one in utterance.sayings)


def _days(a: Saying, b: Saying) -> int:
    first, second = published(a), published(b)
    return abs((first - second).days) if first and second else 0


def _near(a: Saying, b: Saying) -> bool:
    return _days(a, b) <= SAME_OCCASION


def _meet(one: Saying, passage: Span) -> bool:
    return any(span.start < passage.end and passage.start < span.end for span in one.statement.content)

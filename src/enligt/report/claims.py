"""Claims as a person reads them in a terminal: who says so, through whom, from how many independent origins."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from enligt.records import Claim, EchoKind, Member, Merge, Origin, Page, Statement, Traced
from enligt.report.parts import address
from enligt.report.passages import passage
from enligt.report.terminal import facts, paragraph

if TYPE_CHECKING:
    from rich.console import Console

#: Things of a kind (pages of an origin, origins of a claim in brief, merges, copies) that are shown; the others are
#: counted.
SHOWN = 12
#: Columns by which an origin's pages stand under it.
INDENT = 4

#: Columns for the word that says who is for and who against, in brief.
_STANCE_ROOM = 12
_DAY = len("2026-03-05")
_COPIES: dict[EchoKind, str] = {
    "verbatim": "is a copy of",
    "edited": "is an edited copy of",
    "shortened": "is a shortened copy of",
    "translated": "is a translation of",
}
_NAMELESS = {"author": "the page itself", "unstated": "nobody named"}

Thing = TypeVar("Thing")
#: Looks up a traced page by its id; ``None`` where it is not at hand.
TracedOf = Callable[[str], Traced | None]


def show_claim(console: Console, claim: Claim, page_of: TracedOf) -> None:
    """Print a claim with each of its origins, the sentence on every page that proves it, and who copies whom."""
    sheet = _Sheet(console, claim, page_of)
    sheet.head()
    for number, origin in enumerate(claim.origins, start=1):
        sheet.origin(number, origin)
    sheet.copies()
    sheet.doubts()
    console.print()


def show_in_brief(console: Console, claim: Claim, page_of: TracedOf) -> None:
    """Print a claim with a line for each of its origins."""
    sheet = _Sheet(console, claim, page_of)
    sheet.head()
    for origin in sheet.some(claim.origins, "origin"):
        sheet.chain(origin, sheet.stance(origin))
    console.print()


def count_of_origins(claim: Claim) -> str:
    """How many independent origins there are, for and against, as a range where that is not certain.

    >>> from enligt.records import Member
    >>> one = Origin(id="o", speaker=None, voice="author", first_page="p")
    >>> said = (Member("p", "s", "asserts", "o"),)
    >>> count_of_origins(Claim(id="c", gloss="", lang=None, members=said, origins=(one,)))
    '1 origin'
    """
    sides = []
    for stance, side in (("asserts", "for"), ("denies", "against")):
        ids = {member.origin for member in claim.members if member.stance == stance}
        if found := [origin for origin in claim.origins if origin.id in ids]:
            most, fewest = len(found), max(1, sum(origin.maybe is None for origin in found))
            number = f"{fewest}–{most}" if fewest < most else f"{most}"
            sides.append(f"{number} origin{'' if number == '1' else 's'}{f' {side}' if claim.contradicted else ''}")
    return ", ".join(sides)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One claim on its way to the terminal."""

    console: Console
    claim: Claim
    page_of: TracedOf

    def head(self) -> None:
        """The claim in its own words, and its numbers."""
        claim = self.claim
        langs = {traced.page.lang for one in claim.pages if (traced := self.page_of(one)) and traced.page.lang}
        known = (
            claim.id,
            _count(len(claim.pages), "page") + (f" in {', '.join(sorted(langs))}" if langs else ""),
            count_of_origins(claim),
            f"first seen {claim.first_seen[:_DAY]}" if claim.first_seen else "",
        )
        cut = "… " if claim.gloss[:1].islower() else ""  # a content is often a part of its sentence
        paragraph(self.console, (cut + claim.gloss, "bold"))
        paragraph(self.console, (" · ".join(filter(None, known)), "dim"))

    def origin(self, number: int, origin: Origin) -> None:
        """Who speaks, through whom; then page by page where it says so."""
        self.console.print()
        self.chain(origin, str(number))
        same = next((at for at, one in enumerate(self.claim.origins, start=1) if one.id == origin.maybe), None)
        known = (self.stance(origin), f"perhaps the same as origin {same}" if same else "")
        paragraph(self.console, (" · ".join(filter(None, known)), "dim"), indent=INDENT)
        first = {member.page: member for member in reversed(self.members(origin))}
        for member in self.some([first[page] for page in reversed(first)], "page"):
            for page, statement in self.told(member):
                self.proof(page, statement)
        self.merges(origin.merges, "the same origin")

    def chain(self, origin: Origin, label: str) -> None:
        """Speaker → those between → the first page's outlet → how many relay it, in one paragraph."""
        speaker = self.speaker(origin)
        steps = [link.name for link in origin.chain] + [self.outlet(origin.first_page)]
        others = len({member.page for member in self.members(origin)}) - 1
        paragraph(
            self.console,
            (speaker, "bold cyan"),
            ("" if origin.voice in _NAMELESS else f" [{origin.voice}]", "dim"),
            ("".join(f" → {step}" for step in dict.fromkeys(steps) if step != speaker), ""),
            (f" → {_count(others, 'more page')}" if others else "", "bold"),
            indent=INDENT if label.isdigit() else _STANCE_ROOM,
            label=label,
        )

    def speaker(self, origin: Origin) -> str:
        """Whom the first page means; where that is undecided, its words for them."""
        if origin.speaker or origin.voice in _NAMELESS:
            return origin.speaker.name if origin.speaker else _NAMELESS[origin.voice]
        words = (page.words(*one.source) for member in self.members(origin) for page, one in self.told(member))
        return next(filter(None, words), "somebody")

    def told(self, member: Member) -> list[tuple[Page, Statement]]:
        """A member's page and statement, if they are at hand."""
        traced = self.page_of(member.page)
        found = (*traced.statements, *traced.assertions) if traced else ()
        return [(traced.page, one) for one in found if traced and one.id == member.statement]

    def proof(self, page: Page, statement: Statement) -> None:
        """A page and the sentence on it that holds the statement, its source marked."""
        via = " → ".join(link.name for link in statement.via)
        known = facts(page) or [address(page.url) or page.id]
        more = (f" · via {via}" if via else "") + f" · statement {statement.id}"
        paragraph(self.console, (" · ".join(known), "italic"), (more, "dim"), indent=INDENT)
        mark, style = ("", "bold yellow") if self.console.color_system else ("*", "")
        runs = [
            (f"{mark}{piece.words}{mark}", style) if piece.marked else (piece.words, "")
            for piece in passage(page, statement)
        ]
        paragraph(self.console, *runs, indent=INDENT + 2, label="|")

    def copies(self) -> None:
        """Which pages are another's text."""
        if self.claim.echoes:
            self.console.print()
        for echo in self.some(self.claim.echoes, "echo"):
            credit = ("credited", "dim") if echo.credited else ("not credited", "bold")
            words = f"{self.outlet(echo.page)} {_COPIES[echo.kind]} {self.outlet(echo.of)} ({echo.share:.0%} of it), "
            paragraph(self.console, (words, ""), credit, indent=INDENT, label="=")

    def doubts(self) -> None:
        """Statements that perhaps make another claim."""
        unsure = [merge for merge in self.claim.merges if not merge.sure]
        if unsure:
            self.console.print()
        self.merges(unsure, "the same claim")

    def merges(self, merges: Iterable[Merge], what: str) -> None:
        """Why statements were put together, those that a reader should look at as questions."""
        page_of = {member.statement: member.page for member in self.claim.members}
        for merge in self.some(sorted(merges, key=lambda one: one.sure), "reason"):
            first, second = (self.outlet(page_of.get(one, "")) for one in merge.statements)
            doubt = "" if merge.sure else f" Is it {what}?"
            words = f"{first} and {second}: {merge.reason}." if first != second else f"{first}: {merge.reason}."
            paragraph(self.console, (words, "dim"), (doubt, "yellow"), indent=INDENT, label="+" if merge.sure else "?")

    def some(self, things: Sequence[Thing], name: str) -> Iterator[Thing]:
        """The first ``SHOWN`` of some things, and after them a line that counts the others."""
        yield from things[:SHOWN]
        if len(things) > SHOWN:
            left = len(things) - SHOWN
            paragraph(self.console, (f"… and {_count(left, f'more {name}')}", "dim"), indent=INDENT)

    def members(self, origin: Origin) -> list[Member]:
        """The statements that go back to an origin."""
        return [member for member in self.claim.members if member.origin == origin.id]

    def stance(self, origin: Origin) -> str:
        """Whether those who say it from this origin are for or against the claim."""
        found = {member.stance for member in self.members(origin)}
        return "for/against" if len(found) > 1 else "against" if "denies" in found else "for"

    def outlet(self, page_id: str) -> str:
        """Who publishes a page, in as few words as there are."""
        traced = self.page_of(page_id)
        return (traced and (traced.page.outlet or address(traced.page.url))) or page_id


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"

"""A claim with the pages that hold it: who says it on each, through whom, in which sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from enligt.desk.reader import Said, said
from enligt.records import Claim, Evidence, Member, Merge, Origin, Page, Statement
from enligt.report.passages import Piece, passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One statement of a claim: its page, its words, and its sentence with the source marked."""

    member: Member
    page: Page
    said: Said
    passage: tuple[Piece, ...]

    @property
    def denies(self) -> bool:
        """Whether it denies what others of the claim assert."""
        return self.member.stance == "denies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Words of a page that prove something."""

    page: Page
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why two statements were put together."""

    reason: str
    sure: bool
    pages: tuple[Page, ...]
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A claim ready to be shown: its statements in order of time, by origin, and for and against."""

    claim: Claim
    held: tuple[Held, ...]
    by_origin: tuple[tuple[Origin, tuple[Held, ...]], ...]
    reasons: tuple[Reason, ...]
    left_out: int

    @property
    def assertions(self) -> tuple[Held, ...]:
        """The statements for it."""
        return tuple(one for one in self.held if not one.denies)

    @property
    def denials(self) -> tuple[Held, ...]:
        """The statements against it."""
        return tuple(one for one in self.held if one.denies)


def shown_claim(claim: Claim, told: Mapping[str, tuple[Page, Statement]]) -> Shown:
    """A claim with those of its statements that were looked up: ``told`` has them by id, with their pages."""
    held = []
    for member in claim.members:
        if member.statement in told:
            page, statement = told[member.statement]
            words = tuple(passage(page, statement))
            held.append(Held(member=member, page=page, said=said(page, statement, {}), passage=words))
    held.sort(key=lambda one: (one.page.published or "~", one.page.id))
    by_origin = [(origin, tuple(one for one in held if one.member.origin == origin.id)) for origin in claim.origins]
    return Shown(
        claim=claim,
        held=tuple(held),
        by_origin=tuple((origin, ones) for origin, ones in by_origin if ones),
        reasons=tuple(_reasons(claim, held)),
        left_out=len(claim.members) - len(held),
    )


def telling(origin: Origin, held: Sequence[Held]) -> Held:
    """Which of some statements tells best whose words an origin is: the first that names its speaker."""
    return next((one for one in held if one.said.statement.speaker == origin.speaker), held[0])


def _reasons(claim: Claim, held: Sequence[Held]) -> list[Reason]:
    """Why the statements that are shown were put together; what is left out has reasons without end."""
    page_of = {one.member.statement: one.page for one in held}
    pages = {one.page.id: one.page for one in held}
    merges: list[Merge] = [*claim.merges, *(merge for origin in claim.origins for merge in origin.merges)]
    return [
        Reason(
            reason=merge.reason,
            sure=merge.sure,
            pages=tuple(page_of[one] for one in merge.statements),
            proofs=tuple(_proofs(merge.evidence, pages)),
        )
        for merge in merges
        if all(one in page_of for one in merge.statements)
    ]


def _proofs(evidence: Sequence[Evidence], pages: Mapping[str, Page]) -> list[Proof]:
    return [Proof(page=pages[page], words=pages[page].words(span)) for page, span in evidence if page in pages]

"""The frozen records that every stage of enligt passes on; this module imports nothing of ours.

Offsets are Unicode code points into ``Page.text``, half-open: ``text[span.start:span.end]``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, NamedTuple

BlockKind = Literal["heading", "paragraph", "list", "quote", "dateline", "byline", "credit", "boilerplate"]
CreditKind = Literal["wire", "byline", "source", "hat-tip", "metadata"]
Form = Literal["direct", "indirect", "mixed"]
Voice = Literal["named", "institution", "outlet", "document", "group", "anonymous", "unstated", "author"]
Stance = Literal["asserts", "denies"]
NameKind = Literal["PER", "ORG", "LOC"]
WarningKind = Literal["spelling", "office"]
ModelName = Literal["full", "small", "baseline"]
#: What is logged: what is wrong, as text; or everything, as text or JSON.
LogForm = Literal["warnings", "text", "json"]
EchoKind = Literal["verbatim", "edited", "shortened", "translated"]
EntryKind = Literal["contact", "treaty", "pledge", "position"]
EntryStatus = Literal["happened", "planned", "proposed", "denied", "conditional"]
Side = Literal["for", "against"]

#: What a page may say of itself: the fields of ``Page.head``.
HEAD = ("url", "outlet", "title", "lang", "published")
#: Kinds of block in which the page tells its story; the others yield no statement.
STORY_BLOCKS: frozenset[str] = frozenset({"heading", "paragraph", "list", "quote"})


class Span(NamedTuple):
    """A half-open range ``[start, end)`` of code points in a page's text."""

    start: int
    end: int


class Block(NamedTuple):
    """A run of the page's text with one part to play: a paragraph, a heading, a credit line, boilerplate…"""

    kind: BlockKind
    span: Span


class Credit(NamedTuple):
    """Somebody whom the page itself credits: a wire, a byline, a source line, a hat tip, or its metadata.

    ``evidence`` is where the page's text says so; ``None`` where only its metadata does.
    """

    name: str
    kind: CreditKind
    evidence: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One published text with its outlet, language and date.

    ``published`` is an ISO 8601 date or date-time, ``lang`` an ISO 639-1 code. ``url`` is the canonical address where
    one is known, else the ``file:`` address it was read from, else ``None``.

    >>> page = Page(text="Hej.", blocks=(Block("paragraph", Span(0, 4)),))
    >>> page.words(Span(0, 3))
    'Hej'
    """

    text: str
    blocks: tuple[Block, ...] = ()
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    lang: str | None = None
    published: str | None = None
    credits: tuple[Credit, ...] = ()

    @property
    def id(self) -> str:
        """A stable name for the page, 16 hexadecimal digits: the same web address and text always give the same."""
        address = self.url if self.url and self.url.startswith(("http://", "https://")) else ""
        return digest(address, self.text, length=16)

    @property
    def story(self) -> tuple[Block, ...]:
        """The blocks that may hold statements, in order of the text."""
        return tuple(block for block in self.blocks if block.kind in STORY_BLOCKS)

    def head(self) -> dict[str, str | None]:
        """What is known of the page beside its text."""
        return {name: getattr(self, name) for name in HEAD}

    def words(self, *spans: Span) -> str:
        """The text of the spans, joined by ``" … "`` where there is more than one."""
        return " … ".join(self.text[start:end] for start, end in spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What an attributer finds, before form, voice and speaker are known: who-says-what as bare spans.

    ``content`` is never empty; ``cue`` and ``source`` may be. Each is sorted and without overlaps.
    ``confidence`` is the probability, 0 to 1, that source and content are right.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """The actor that a source resolves to: a stable id and a name to show."""

    id: str
    name: str

    def as_json(self) -> dict[str, str]:
        """The speaker as the contract's JSON object."""
        return {"id": self.id, "name": self.name}


class Link(NamedTuple):
    """One step of a chain: an outlet or intermediary, and the words that prove it (``None`` where inferred)."""

    name: str
    evidence: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """An attribution relation on a page: content, cue and source, with what is known of who speaks and through whom.

    ``via`` runs from the speaker outwards; ``parent`` is the id of the statement whose content holds this one.
    ``others`` are the actors beside ``speaker`` whom the source names too: those who spoke together with them, or the
    members of the group that ``speaker`` is. Where it is undecided who is meant, ``speaker`` is ``None`` and
    ``candidates`` are those whom it may be, the likeliest first.
    """

    id: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    form: Form
    voice: Voice
    speaker: Speaker | None = None
    via: tuple[Link, ...] = ()
    parent: str | None = None
    stance: Stance = "asserts"
    said_on: str | None = None
    confidence: float = 1.0
    others: tuple[Speaker, ...] = ()
    candidates: tuple[Speaker, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The statement as the contract's JSON object (lists for spans)."""
        return {
            "id": self.id,
            "content": [list(span) for span in self.content],
            "cue": [list(span) for span in self.cue],
            "source": [list(span) for span in self.source],
            "form": self.form,
            "voice": self.voice,
            "speaker": self.speaker.as_json() if self.speaker else None,
            "others": [speaker.as_json() for speaker in self.others],
            "candidates": [speaker.as_json() for speaker in self.candidates],
            "via": [
                {"name": link.name, "evidence": list(link.evidence) if link.evidence else None} for link in self.via
            ],
            "parent": self.parent,
            "stance": self.stance,
            "said_on": self.said_on,
            "confidence": round(self.confidence, 3),
        }


class Name(NamedTuple):
    """A name on the page, as it stands there."""

    kind: NameKind
    span: Span


class NameWarning(NamedTuple):
    """A name on the page that does not fit, why, and whom the page may have meant (``None`` where nobody offers)."""

    kind: WarningKind
    span: Span
    message: str
    meant: str | None


class Found(NamedTuple):
    """What an attributer finds on one page."""

    relations: tuple[Relation, ...]
    names: tuple[Name, ...] = ()


class Evidence(NamedTuple):
    """Words that prove something: a span of the text of the page with this id."""

    page: str
    span: Span


class Party(NamedTuple):
    """Somebody in an entry: an actor's id and name; ``role`` tells who does it from with, to or for whom it is done."""

    id: str
    name: str
    role: Literal["actor", "other"]


class Told(NamedTuple):
    """A statement that an entry rests on, by its page and id."""

    page: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that a register keeps: a contact, a treaty's term, a pledge, a position; and what it rests on.

    ``event`` says more closely what it is (visit, limit, target…) and ``what`` tells it in the words of a page, in
    language ``lang``. ``date`` is the day (ISO 8601, or a month, a year, an interval) on which it happened or is due,
    ``until`` the last day of what has an end. ``unit`` is that of ``amount``: ISO 4217 for money, else words;
    ``bound`` how exactly it is meant. ``about`` names the treaty or fund. ``condition`` are the words that make it
    depend on something. ``evidence`` are the sentences that prove it, ``statements`` those that tell it, one or more
    ``origins`` behind them; none where the pages themselves tell it. ``disagreements`` says where sources differ.
    ``members`` are the ids of the pages' entries that it was put together from, ``first_seen`` when the first of these
    pages was published; ``corrected`` are the fields that a reader has put right.
    """

    id: str
    kind: EntryKind
    event: str
    what: str
    status: EntryStatus
    who: tuple[Party, ...] = ()
    where: str | None = None
    date: str | None = None
    until: str | None = None
    amount: Decimal | None = None
    unit: str | None = None
    bound: str = "exact"
    about: str | None = None
    side: Side | None = None
    condition: str | None = None
    lang: str | None = None
    evidence: tuple[Evidence, ...] = ()
    statements: tuple[Told, ...] = ()
    origins: int = 1
    disagreements: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    first_seen: str | None = None
    corrected: tuple[str, ...] = ()

    @property
    def actors(self) -> tuple[Party, ...]:
        """Those who do it."""
        return tuple(party for party in self.who if party.role == "actor")

    def as_json(self) -> dict[str, Any]:
        """The entry as the contract's JSON object, with what else is known of it."""
        amount = self.amount
        return {
            "id": self.id,
            "kind": self.kind,
            "event": self.event,
            "who": list(dict.fromkeys(party.name for party in self.who)),
            "parties": [party._asdict() for party in self.who],
            "what": self.what,
            "lang": self.lang,
            "where": self.where,
            "date": self.date,
            "until": self.until,
            "amount": None
            if amount is None
            else int(amount)
            if amount == amount.to_integral_value()
            else float(amount),
            "unit": self.unit,
            "bound": self.bound,
            "status": self.status,
            "about": self.about,
            "side": self.side,
            "condition": self.condition,
            "evidence": [{"page": one.page, "span": list(one.span)} for one in self.evidence],
            "statements": [{"page": told.page, "id": told.statement} for told in self.statements],
            "origins": self.origins,
            "disagreements": list(self.disagreements),
            "first_seen": self.first_seen,
            "corrected": list(self.corrected),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A page with everything that enligt found on it.

    ``statements`` are attributions only; what the page itself asserts (voice ``author``, without cue and source) is in
    ``assertions``, so that whoever counts who says what does not count it as said by somebody.
    """

    page: Page
    statements: tuple[Statement, ...]
    names: tuple[Name, ...] = ()
    warnings: tuple[NameWarning, ...] = ()
    assertions: tuple[Statement, ...] = ()
    entries: tuple[Entry, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The contract's JSON object for one page."""
        page = self.page
        return {
            **page.head(),
            "text": page.text,
            "credits": [
                {"name": c.name, "kind": c.kind, "evidence": list(c.evidence) if c.evidence else None}
                for c in page.credits
            ],
            "statements": [statement.as_json() for statement in self.statements],
            "assertions": [statement.as_json() for statement in self.assertions],
            "names": [{"kind": n.kind, "span": list(n.span), "text": page.words(n.span)} for n in self.names],
            "warnings": [
                {
                    "kind": warning.kind,
                    "span": list(warning.span),
                    "text": page.words(warning.span),
                    "message": warning.message,
                    "meant": warning.meant,
                }
                for warning in self.warnings
            ],
            "entries": [entry.as_json() for entry in self.entries],
        }


class Merge(NamedTuple):
    """Why two statements were put together, by their ids; ``sure`` is false where a reader should look."""

    statements: tuple[str, str]
    reason: str
    sure: bool
    evidence: tuple[Evidence, ...] = ()


class Member(NamedTuple):
    """A statement's place in a claim: its page and id, whether it asserts or denies the claim, and its origin's id."""

    page: str
    statement: str
    stance: Stance
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One original utterance behind a claim: a speaker on an occasion, however many pages relay it.

    ``chain`` are the outlets between the speaker and the first page, nearest the speaker first; ``evidence`` the words
    of each page that tell who said it. ``merges`` says why statements of several pages share it. ``maybe`` names
    another origin of the claim that this may be the same as; then the claim's count is a range.
    """

    id: str
    speaker: Speaker | None
    voice: Voice
    first_page: str
    chain: tuple[Link, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    merges: tuple[Merge, ...] = ()
    maybe: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A page whose text is another's; both by id.

    ``share`` is how much of the page is the other's, 0 to 1; ``credited`` whether it says so; ``pairs`` are passages
    of the page and those of the other that they repeat.
    """

    page: str
    of: str
    kind: EchoKind
    credited: bool
    share: float
    pairs: tuple[tuple[Span, Span], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One proposition, however worded, in whatever language, with everybody who asserts or denies it.

    ``gloss`` is the wording of one of its statements, in language ``lang``; never words of our own. ``merges`` says of
    each further statement why it is here. ``fewest`` and ``most`` bound the number of independent origins.
    """

    id: str
    gloss: str
    lang: str | None
    members: tuple[Member, ...]
    origins: tuple[Origin, ...]
    echoes: tuple[Echo, ...] = ()
    merges: tuple[Merge, ...] = ()
    first_seen: str | None = None
    last_seen: str | None = None

    @property
    def pages(self) -> tuple[str, ...]:
        """The ids of the pages that hold it, each once, in the members' order."""
        return tuple(dict.fromkeys(member.page for member in self.members))

    @property
    def most(self) -> int:
        """How many independent origins it has at most."""
        return len(self.origins)

    @property
    def fewest(self) -> int:
        """How many independent origins it has at least, if all that may be the same are."""
        return max(1, sum(origin.maybe is None for origin in self.origins))

    @property
    def contradicted(self) -> bool:
        """Whether some assert and some deny it."""
        return len({member.stance for member in self.members}) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a caller may choose, made once by the command line, the desk, the batch or a Python caller.

    ``lang`` and ``published`` override what the page says of itself. ``threads`` 0 means all cores. ``actors`` are
    files that add to the known actors and outlets, the later ones over the earlier.
    """

    lang: str | None = None
    published: str | None = None
    model: ModelName = "small"
    threads: int = 0
    actors: tuple[Path, ...] = ()
    fetch: Fetch = field(default_factory=lambda: Fetch())


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """Limits on what is fetched or read: every page is hostile."""

    max_bytes: int = 20_000_000
    max_seconds: float = 30.0
    max_redirects: int = 5
    allow_private: bool = False


def digest(*parts: str, length: int = 12) -> str:
    """A stable short name for some strings: the first ``length`` hexadecimal digits of their BLAKE2b.

    >>> digest("a", "b") == digest("a", "b") != digest("ab", "")
    True
    """
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=16).hexdigest()[:length]

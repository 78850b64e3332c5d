"""A brief → its layout in Swedish or English: all words of ours are here; all others are pages' own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from enligt.brief.layout import Block, Entry, Heading, Listing, Paragraph, Part, Quotation, Run, Runs, Sheet, Sides
from enligt.brief.parts import Brief, Item, Quote, Section, Side
from enligt.brief.sentences import shortened
from enligt.brief.speaking import pronoun
from enligt.ledger.comments import Comment
from enligt.ledger.listing import PageHead
from enligt.records import Page
from enligt.report.parts import address, web_address
from enligt.tongue import Tongue

#: Code points of a name, title or title of a feed's entry: longer ones are cut at a word.
LINE = 160
_HOLE = re.compile(r"%\((\w+)\)s")


def framed(brief: Brief, claims_at: str = "") -> Sheet:
    """The brief laid out in its reader's language; each claim leads to ``claims_at`` with its id, if that is given."""
    return _Frame(brief, claims_at).sheet()


class _Frame:
    def __init__(self, brief: Brief, claims_at: str) -> None:
        self.brief = brief
        self.claims_at = claims_at
        self.tongue = Tongue(brief.asked.lang, "enligt.brief")
        self.number = {page.id: at for at, page in enumerate(brief.sources, start=1)}

    def sheet(self) -> Sheet:
        brief = self.brief
        parts = tuple(self.part(section) for section in brief.sections)
        closing: list[Block] = [Paragraph(self.plain(self.left_out()), quiet=True)] if brief.left_out else []
        if brief.sources:
            closing += [Heading(self.plain(self._("Sources"))), self.sources(brief.sources)]
            closing += [Paragraph(self.remark(one)) for one in brief.remarks]
            closing.append(Paragraph(self.plain(self.how_to_read()), quiet=True))
        return Sheet(
            lang=brief.asked.lang,
            name=" · ".join(filter(None, (self._("Brief"), self.about(), self.when()))),
            title=self.title(),
            opening=(Paragraph(self.plain(self.summary())),),
            parts=parts,
            closing=tuple(closing),
        )

    # What stands over it

    def title(self) -> Runs:
        headline = self.brief.headline
        if headline is None:
            return self.plain(self._("According to whom?"))
        quote = Run(self.quoted(headline.words), lang=self.foreign(headline.lang))
        return self.filled(self._("Disputed: %(quote)s"), quote=quote) if headline.disputed else (quote,)

    def summary(self) -> str:
        brief = self.brief
        if not brief.items:
            return " ".join(
                filter(None, (self.about_and_when(), self._("Nothing in the ledger is claimed about this.")))
            )
        pages = self.ngettext("%(count)s page", "%(count)s pages", len(brief.sources))
        langs = sorted({self.tongue.language_name(page.lang) for page in brief.sources if page.lang})
        claims = self.ngettext("%(count)s claim", "%(count)s claims", len(brief.items))
        said = self._("%(claims)s on %(pages)s (%(languages)s).") if langs else self._("%(claims)s on %(pages)s.")
        disputed = sum(item.contradicted for item in brief.items)
        more = self.ngettext("%(count)s is contradicted.", "%(count)s are contradicted.", disputed) if disputed else ""
        told = said % {"claims": claims, "pages": pages, "languages": ", ".join(langs)}
        return " ".join(filter(None, (self.about_and_when(), told, more)))

    def about_and_when(self) -> str:
        known = " · ".join(filter(None, (self.about(), self.when())))
        return f"{known}." if known else ""

    def about(self) -> str:
        asked = self.brief.asked
        return _line(", ".join(filter(None, (asked.topic.strip(), *asked.actors))))

    def when(self) -> str:
        asked, days = self.brief.asked, sorted(filter(None, (page.published for page in self.brief.sources)))
        first, last = asked.since or next(iter(days), ""), asked.until or next(reversed(days), "")
        try:
            return self.tongue.span(first, last) if first and last else ""
        except ValueError:  # a page may say anything of its date
            return ""

    # What is in it

    def part(self, section: Section) -> Part:
        entries = tuple(self.entry(item) for item in section.items)
        if section.names or section.words:
            title = ", ".join(map(_line, section.names)) or self.quoted(section.words)
        elif all(item.contradicted for item in section.items):
            title = self._("Contradicted")
        else:
            title = self._("Also") if len(self.brief.sections) > 1 else ""
        return Part(Heading(self.plain(title)) if title else None, entries)

    def entry(self, item: Item) -> Entry:
        return Entry(
            id=item.claim.id,
            title=_line(item.quotes[0].words),
            published=item.claim.first_seen,
            updated=item.claim.last_seen,
            blocks=tuple(self.blocks(item)),
            sources=self.sources(page for page in self.brief.sources if page.id in item.claim.pages),
        )

    def blocks(self, item: Item) -> Iterator[Block]:
        one, *other = item.sides
        if other:
            rows = tuple(zip_longest(self.quotations(one), self.quotations(other[0])))
            yield Sides((self.head(one), self.head(other[0])), rows)
        else:
            *before, last = self.quotations(one)
            yield from before
            if before:
                yield last
                yield Paragraph((*self.counts(one), Run(".")), quiet=True)
            else:  # what is told of the only quote and of the claim is read in one go
                yield replace(last, attribution=(*last.attribution, Run(" "), *self.counts(one), Run(".")))
        for side in item.sides:
            if side.others:
                yield Paragraph(self.others(side), quiet=True)
        for comment in item.comments:
            yield Paragraph(self.remark(comment))
        if self.claims_at:
            yield Paragraph((Run(self._("Evidence"), f"{self.claims_at}{item.claim.id}"),), quiet=True)

    def quotations(self, side: Side) -> list[Quotation]:
        return [self.quotation(quote, first) for quote, first in zip(side.quotes, side.first, strict=True)]

    def head(self, side: Side) -> Runs:
        word = self._("Denied") if side.stance == "denies" else self._("Asserted")
        return (Run(word, strong=True), Run(": "), *self.counts(side))

    def counts(self, side: Side) -> Runs:
        """How many pages, with their numbers, and how many independent origins."""
        origins = (
            self.ngettext("%(count)s independent origin", "%(count)s independent origins", side.most)
            if side.fewest == side.most
            else self._("%(fewest)s to %(most)s independent origins")
            % {"fewest": self.tongue.number(side.fewest), "most": self.tongue.number(side.most)}
        )
        pages = self.ngettext("%(count)s page", "%(count)s pages", len(side.pages))
        numbers = sorted(self.number[page] for page in side.pages if page in self.number)
        cited = f" [{_ranges(numbers)}]" if len(numbers) > 1 else ""
        return self.plain(f"{pages}{cited}, {origins}")

    def quotation(self, quote: Quote, first: PageHead) -> Quotation:
        words = Run(quote.words, lang=self.foreign(quote.page.lang))
        return Quotation(words, web_address(quote.page.url), self.attribution(quote, first))

    def attribution(self, quote: Quote, first: PageHead) -> Runs:
        """According to whom, via whom, where and when; in what language, and where first."""
        page, statement = quote.page, quote.statement
        outlet = self.page_link(page)
        when = self.tongue.day(page.published)
        if statement.voice == "author":
            source: Runs = self.filled(self._("The page’s own words: %(page)s"), page=outlet)
        else:
            source = (
                *self.source_of(quote),
                *self.via(quote),
                Run(", "),
                *self.filled(self._("in %(page)s"), page=outlet),
            )
        facts = [f"[{self.number[page.id]}]", *([f", {when}"] if when else [])]
        if self.foreign(page.lang):
            facts.append(self._(" (in %(language)s)") % {"language": self.tongue.language_name(page.lang)})
        said = (*source, Run(f" {''.join(facts)}."))
        if first.id == page.id:
            return said
        at = self.filled(self._("First in %(page)s"), page=self.page_link(first))
        number = f" [{self.number[first.id]}]" if first.id in self.number else ""
        on = f", {self.tongue.day(first.published)}" if first.published else ""
        return (*said, Run(" "), *at, Run(f"{number}{on}."))

    def source_of(self, quote: Quote) -> Runs:
        page, statement = quote.page, quote.statement
        name = _line(quote.who)
        if not name:
            return self.plain(self._("According to nobody named"))
        lang = self.foreign(page.lang)
        known = {"anonymous": self._("unnamed"), "document": self._("document")}.get(statement.voice, "")
        word = pronoun(page, statement)
        notes = [Run(known)] if known else []
        notes += [Run(self.quoted(_line(word)), lang=lang)] if word not in ("", name) else []
        shown = (Run(" ("), *_between(notes, ", "), Run(")")) if notes else ()
        return (*self.filled(self._("According to %(who)s"), who=Run(name, strong=True, lang=lang)), *shown)

    def via(self, quote: Quote) -> Runs:
        page, statement = quote.page, quote.statement
        steps = dict.fromkeys(_line(link.name) for link in statement.via if link.name not in (page.outlet, quote.who))
        if not steps:
            return ()
        return (Run(", "), *self.filled(self._("via %(steps)s"), steps=Run(self._(" and ").join(steps))))

    def others(self, side: Side) -> Runs:
        """The origins that are not quoted, by whoever is behind them; of very many the rest as a number."""
        frame = (
            self._("Also denied by: %(others)s.")
            if side.stance == "denies"
            else self._("Also according to: %(others)s.")
        )
        entries = [self.behind(other) for other in side.others]
        if more := side.most - len(side.quotes) - len(side.others):
            entries.append(self.plain(self.ngettext("%(count)s more", "%(count)s more", more)))
        runs = [run for at, entry in enumerate(entries) for run in ((Run("; "),) if at else ()) + entry]
        before, _, after = frame.partition("%(others)s")
        return (Run(before), *runs, Run(after))

    def behind(self, other: Quote) -> Runs:
        page = other.page
        lang = self.foreign(page.lang)
        if other.statement.voice == "author":
            return (self.page_link(page), Run(f" [{self.number[page.id]}]"))
        name = Run(_line(other.who) or self._("nobody named"), lang=lang)
        unnamed = ", " + self._("unnamed") if other.statement.voice == "anonymous" else ""
        return (name, Run(" ("), self.page_link(page), Run(f" [{self.number[page.id]}]{unnamed})"))

    def remark(self, comment: Comment) -> Runs:
        now = comment.now
        about = self.number.get(comment.about)
        on = f" [{about}]" if about else ""
        told = self._("Comment by %(name)s, %(day)s") % {"name": _line(now.by), "day": self.tongue.day(now.written)}
        return (Run(told + on, strong=True), Run(f": {' '.join(now.words.split())}"))

    # What stands under it

    def sources(self, pages: Iterable[PageHead]) -> Listing:
        return Listing(tuple((self.number[page.id], self.source(page)) for page in pages))

    def source(self, page: PageHead) -> Runs:
        title = Run(_line(page.title or "") or _address(page), web_address(page.url), lang=self.foreign(page.lang))
        outlet = _line(page.outlet or "")
        facts = [
            self.tongue.day(page.published),
            self.tongue.language_name(page.lang) if self.foreign(page.lang) else "",
        ]
        return (
            *((Run(outlet, strong=True), Run(": ")) if outlet else ()),
            title,
            Run("".join(f", {fact}" for fact in facts if fact)),
        )

    def left_out(self) -> str:
        return self.ngettext(
            "%(count)s more claim of less weight is left out.",
            "%(count)s more claims of less weight are left out.",
            self.brief.left_out,
        )

    def how_to_read(self) -> str:
        return self._(
            "Quotes are whole sentences of the pages, as they stand there. An independent origin is one original "
            "utterance, however many pages repeat it; a range means that two of them may be one. What a page reports "
            "is not for that reason so."
        )

    # Words

    def _(self, words: str) -> str:
        return str(self.tongue.translations.ugettext(words))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return str(self.tongue.translations.ungettext(one, many, count)) % {"count": self.tongue.number(count)}

    def plain(self, words: str) -> Runs:
        return (Run(words),)

    def filled(self, frame: str, **runs: Run) -> Runs:
        """A frame's words with runs in its holes."""
        pieces = _HOLE.split(frame)
        return tuple(
            run
            for at, piece in enumerate(pieces)
            for run in ([runs[piece]] if at % 2 else [Run(piece)] if piece else [])
        )

    def quoted(self, words: str) -> str:
        """Words in the language's quotation marks."""
        return self._("“%(words)s”") % {"words": words}

    def page_link(self, page: Page | PageHead) -> Run:
        name = _line(page.outlet or "") or _line(page.title or "") or _address(page)
        return Run(name, web_address(page.url))

    def foreign(self, lang: str | None) -> str | None:
        """The language of some words, where it is not the reader's."""
        return lang if lang and lang != self.brief.asked.lang else None


def _between(runs: Sequence[Run], words: str) -> Iterator[Run]:
    for at, run in enumerate(runs):
        if at:
            yield Run(words)
        yield run


def _ranges(numbers: Sequence[int]) -> str:
    """Numbers as they are cited.

    >>> _ranges([1, 2, 3, 5])
    '1–3, 5'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spelt = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(spelt)


def _line(words: str) -> str:
    return shortened(" ".join(words.split()), LINE)


def _address(page: Page | PageHead) -> str:
    """What to call a page that has no title: its address, else its id."""
    return _line(address(page.url) or page.id)

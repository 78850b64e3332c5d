"""An HTML page to a page: trafilatura finds the article, its paragraphs become blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from enligt.addresses import host_of
from enligt.errors import ReadError
from enligt.reading.blocks import published_in, with_parts
from enligt.reading.credits import credits_in
from enligt.reading.distinct import distinct
from enligt.reading.language import language_of
from enligt.reading.metadata import metadata_of
from enligt.reading.spaces import collapsed
from enligt.records import Block, BlockKind, Page, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Elements of one page: a parser's time and memory grow with them, faster than they do, and no article has as many.
#: As many paragraphs take ten seconds.
_MAX_ELEMENTS = 50_000

#: Letters below which what was found is no article: shorter than any headline with one sentence.
_ARTICLE_LETTERS = 20

#: Class names of the lines around a story that trafilatura drops as clutter and that we read for credits and dates.
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:byline|dateline|author|writer|published|pubdate|timestamp)", re.I)
_CREDIT_CLASS = re.compile(r"(?:^|[\s_-])(?:credits?|sources?|agency|wire|attribution|tagline)(?:$|[\s_-])", re.I)

#: Characters up to which such an element is one line and not a whole part of the page.
_AROUND_CHARACTERS = 250


#: Stand-ins, from the private use area, for the spaces that trafilatura would make plain.
_SHIELD = {"\u00a0": "\ue0a0", "\u202f": "\ue0af"}
#: What no XML tree takes as text, though character references can put it into an HTML tree.
_FORBIDDEN = [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]
_SHIELDED = str.maketrans(_SHIELD) | dict.fromkeys(_FORBIDDEN, "\ufffd")
_UNSHIELDED = str.maketrans({stand_in: space for space, stand_in in _SHIELD.items()})


def page_from_html(html: str, *, what: str, url: str | None = None, lang: str | None = None) -> Page:
    """The article in an HTML page: text and blocks, and what its metadata say.

    ``url`` is where it was read from; ``lang`` overrides the page's language; ``what`` names the page in errors.

    Raises ``ReadError`` for a page without an article, or in a language that enligt doesn't read.
    """
    tree = _parsed(html, what)
    fetched_from = url if url and url.startswith(("http://", "https://")) else None
    said = metadata_of(tree, fetched_from)
    text, lines = _laid_out(list(_article(tree, said.title)))
    if sum(map(str.isalpha, text)) < _ARTICLE_LETTERS:
        raise ReadError(
            what,
            "no article text was found in it",
            "open the article's own page, or save its text as .txt and read that",
        )
    lang = lang or language_of(text, declared=said.lang, what=what)
    blocks = with_parts(text, lines, lang)
    outlet = said.outlet or (host_of(said.url) if said.url else None)
    return Page(
        text=text,
        blocks=blocks,
        url=said.url or url,
        outlet=outlet,
        title=said.title,
        lang=lang,
        published=said.published or published_in(text, blocks, lang),
        credits=distinct([*credits_in(text, blocks), *said.credits], outlet=outlet),
    )


def _parsed(html: str, what: str) -> HtmlElement:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    # Without these characters a declaration in the text can't contradict that it is already decoded.
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", html.replace("\x00", ""))
    try:
        tree = document_fromstring(text, parser=HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise ReadError(what, "no article text was found in it", "check that the page was saved whole") from None
    if sum(1 for _ in tree.iter()) > _MAX_ELEMENTS:
        raise ReadError(what, "it has far more elements than any article", "save the article alone")
    return tree


def _article(tree: HtmlElement, title: str | None) -> Iterator[tuple[BlockKind, str]]:
    """The article's blocks as kind and text, its headline first."""
    from trafilatura import bare_extraction

    around = _keep_lines_around(tree)
    headline = _headline(tree, title)
    _shield_spaces(tree)
    document: Any = bare_extraction(tree, include_comments=False, include_tables=True, include_formatting=False)
    parts = list(_parts(document.body)) if document is not None and document.body is not None else []
    if headline and all(part != headline for _, part in parts[:3]):
        yield "heading", headline
    for kind, part in parts:
        yield ("heading" if part == headline else around.get(part, kind)), part


def _keep_lines_around(tree: HtmlElement) -> dict[str, BlockKind]:
    """Bylines and credit lines of the article, by text; their classes are taken off so that they are extracted too."""
    lines: dict[str, BlockKind] = {}
    for element in tree.xpath("//article//*[@class] | //main//*[@class]"):
        name = element.get("class")
        kind: BlockKind | None = (
            "byline" if _BYLINE_CLASS.search(name) else "credit" if _CREDIT_CLASS.search(name) else None
        )
        line = _collapsed(element.text_content()) if kind else ""
        if not kind or not 0 < len(line) <= _AROUND_CHARACTERS or element.tag in ("a", "img", "figure", "figcaption"):
            continue
        del element.attrib["class"]
        element.attrib.pop("id", None)
        if element.tag in ("div", "span", "address", "small", "footer") and not _in_paragraph(element):
            element.tag = "p"
        if _in_paragraph(element) or element.tag == "p":
            lines[line] = kind
    return lines


def _shield_spaces(tree: HtmlElement) -> None:
    for element in tree.iter():
        element.text = element.text and element.text.translate(_SHIELDED)
        element.tail = element.tail and element.tail.translate(_SHIELDED)


def _in_paragraph(element: HtmlElement) -> bool:
    return any(ancestor.tag in ("p", "h1", "h2", "h3", "li", "figure") for ancestor in element.iterancestors())


def _headline(tree: HtmlElement, title: str | None) -> str | None:
    """The article's headline: its h1, told from a site's own by the title where there are several."""
    headings = [text for h1 in tree.iter("h1") if (text := _collapsed(h1.text_content()))]
    if len(headings) > 1 and title:
        alike = [heading for heading in headings if heading in title or title in heading]
        return alike[0] if alike else headings[0]
    return headings[0] if headings else title


def _parts(body: Any) -> Iterator[tuple[BlockKind, str]]:
    """The blocks in trafilatura's own tree (head, p, list/item, quote, table/row/cell), in order."""
    for element in body:
        if element.tag == "list":
            for item in element.iter("item"):
                yield from _texts(item, "list")
        elif element.tag == "table":
            for row in element.iter("row"):
                cells = [_collapsed("".join(cell.itertext())) for cell in row.iter("cell")]
                yield from (("list", line) for line in ["; ".join(filter(None, cells))] if line)
        elif element.tag == "quote":
            paragraphs = element.findall("p") or [element]
            for paragraph in paragraphs:
                yield from _texts(paragraph, "quote")
        elif element.tag in ("head", "p", "ab", "code", "div"):
            yield from _texts(element, "heading" if element.tag == "head" else "paragraph")
        tail = _collapsed(element.tail or "")
        if tail:
            yield "paragraph", tail


def _texts(element: Any, kind: BlockKind) -> Iterator[tuple[BlockKind, str]]:
    """An element's text, cut where it breaks the line."""
    for line in "".join(_pieces(element)).split("\v"):
        if text := _collapsed(line):
            yield kind, text


def _pieces(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield "\v"
        elif child.tag != "graphic":
            yield from _pieces(child)
        yield child.tail or ""


def _collapsed(text: str) -> str:
    return collapsed(text.translate(_UNSHIELDED))


def _laid_out(parts: list[tuple[BlockKind, str]]) -> tuple[str, list[Block]]:
    """The parts as one text, items of a list a line each and all else with a blank line between."""
    text, blocks = "", []
    before: BlockKind | None = None
    for kind, part in parts:
        if text:
            text += "\n" if kind == before == "list" else "\n\n"
        blocks.append(Block(kind, Span(len(text), len(text) + len(part))))
        text += part
        before = kind
    return text, blocks

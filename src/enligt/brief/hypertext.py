"""A brief's layout as HTML: plain elements that any blog takes as they are; no script, no class, nothing from afar.

All text passes ``escape``; there are no attributes with page's words but addresses, which are web addresses.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from enligt.brief.layout import Block, Entry, Heading, Listing, Paragraph, Part, Quotation, Run, Runs, Sheet, Sides
from enligt.report.shown import shown

#: How the page looks by itself; where its article is pasted, the blog's own style holds.
STYLE = """
:root { color-scheme: light dark }
body { max-width: 44rem; margin: 2rem auto 4rem; padding: 0 1.2rem; font: 1.06rem/1.55 Charter, Georgia, serif }
h1 { font-size: 1.7rem; line-height: 1.25; text-wrap: balance }
h2 { margin: 2.6rem 0 1rem; padding-top: .7rem; border-top: 1px solid; font-size: 1.15rem }
blockquote { margin: 1.4rem 0 .4rem; padding-left: .9rem; border-left: 3px solid #8889; font-size: 1.1rem }
blockquote p { margin: 0 }
blockquote + p, small, ol { font: .88rem/1.5 system-ui, sans-serif }
p { margin: .35rem 0 }
table { width: 100%; border-collapse: collapse; table-layout: fixed; margin: 1.4rem 0 .4rem }
th, td { padding: .5rem .8rem; border: 1px solid #8886; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { font: .88rem/1.5 system-ui, sans-serif }
td blockquote { margin: .2rem 0 .5rem; padding: 0; border: 0 }
li { margin: .2rem 0 }
"""


def page(sheet: Sheet) -> str:
    """The sheet as a page that stands by itself."""
    trusted = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    title = escape("".join(run.words for run in sheet.title))
    return shown(
        f'<!DOCTYPE html>\n<html lang="{sheet.lang}">\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{trusted}'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{article(sheet)}</body>\n</html>\n"
    )


def article(sheet: Sheet) -> str:
    """The sheet as an ``article``, to be put into another page."""
    lines = [f'<article lang="{sheet.lang}">', f"<h1>{_text(sheet.title)}</h1>", *_blocks(sheet.opening)]
    lines += [line for part in sheet.parts for line in _part(part)]
    return shown("\n".join([*lines, *_blocks(sheet.closing), "</article>"]) + "\n")


def entry(one: Entry) -> str:
    """One entry of a feed, with its sources."""
    return shown("\n".join(_blocks((*one.blocks, one.sources))))


def _part(part: Part) -> Iterator[str]:
    yield "<section>"
    yield from _blocks((part.heading,)) if part.heading else ()
    for one in part.entries:
        yield from _blocks(one.blocks)
    yield "</section>"


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(runs):
                yield f"<h2>{_text(runs)}</h2>"
            case Paragraph(runs, quiet):
                yield f"<p><small>{_text(runs)}</small></p>" if quiet else f"<p>{_text(runs)}</p>"
            case Quotation():
                yield from _quotation(block)
            case Sides(heads, rows):
                yield "<table>"
                yield "<tr>" + "".join(f'<th scope="col">{_text(head)}</th>' for head in heads) + "</tr>"
                for row in rows:
                    cells = ("\n".join(_quotation(cell)) if cell else "" for cell in row)
                    yield "<tr>" + "\n".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
                yield "</table>"
            case Listing(entries):
                yield "<ol>"
                yield from (f'<li value="{number}">{_text(runs)}</li>' for number, runs in entries)
                yield "</ol>"


def _quotation(one: Quotation) -> Iterator[str]:
    cite = f' cite="{escape(one.page)}"' if one.page else ""
    yield f"<blockquote{cite}><p{_lang(one.quote)}>{escape(one.quote.words)}</p></blockquote>"
    yield f"<p>{_text(one.attribution)}</p>"


def _text(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    words = escape(run.words)
    if run.lang:
        words = f"<span{_lang(run)}>{words}</span>"
    if run.strong:
        words = f"<strong>{words}</strong>"
    return f'<a href="{escape(run.link)}">{words}</a>' if run.link else words


def _lang(run: Run) -> str:
    return f' lang="{escape(run.lang)}" dir="auto"' if run.lang else ""

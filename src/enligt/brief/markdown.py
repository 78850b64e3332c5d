"""A brief's layout as Markdown: CommonMark with a table where two sides contradict each other.

Pages' words are text and stay text: whatever Markdown could take for a mark has a backslash before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from enligt.brief.layout import Block, Heading, Listing, Paragraph, Quotation, Run, Runs, Sheet, Sides
from enligt.report.shown import shown

#: What means something to Markdown, or to what blogs put before it ({{ }}, $ $), wherever it stands.
_MARKS = re.compile(r"[\\`*_{}\[\]<>|~&$^#]|:(?=//)|(?<=www)\.|@")
#: What means something where a line begins: lists, rules, underlined headings.
_OPENING = re.compile(r"^(?:[-+=]|\d{1,9}(?=[.)]))")
#: What may stand in an address between < and >.
_ADDRESS = "!#$%&'()*+,/:;=?@[]~"


def markdown(sheet: Sheet) -> str:
    """The sheet as Markdown."""
    blocks = [f"# {_text(sheet.title)}", *_blocks(sheet.opening)]
    for part in sheet.parts:
        blocks += _blocks((part.heading,)) if part.heading else []
        blocks += [block for entry in part.entries for block in _blocks(entry.blocks)]
    return shown("\n\n".join([*blocks, *_blocks(sheet.closing)]) + "\n")


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading(runs):
                yield f"## {_text(runs)}"
            case Paragraph(runs):
                yield _begun(_text(runs))
            case Quotation(quoted, _, attribution):
                yield f"> {_begun(_text((quoted,)))}"
                yield _begun(_text(attribution))
            case Sides(heads, rows):
                yield "\n".join(_table(heads, rows))
            case Listing(entries):
                yield "\n".join(f"{number}. {_begun(_text(runs))}" for number, runs in entries)


def _table(heads: tuple[Runs, Runs], rows: tuple[tuple[Quotation | None, Quotation | None], ...]) -> Iterator[str]:
    """Two columns: a row of quotes, below it a row that says whose they are."""
    yield _row(*map(_text, heads))
    yield "| --- | --- |"
    for row in rows:
        yield _row(*(f"*{_text((one.quote,))}*" if one else "" for one in row))
        yield _row(*(_text(one.attribution) if one else "" for one in row))


def _row(one: str, other: str) -> str:
    return f"| {one} | {other} |"


def _text(runs: Runs) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    words = _escaped(run.words)
    if run.strong:
        words = f"**{words}**"
    return f"[{words}](<{quote(run.link, safe=_ADDRESS)}>)" if run.link else words


def _escaped(words: str) -> str:
    """Words of which nothing is a mark; line breaks become blanks.

    >>> print(_escaped("*No* <b>1</b> [x](y)"))
    \\*No\\* \\<b\\>1\\</b\\> \\[x\\](y)
    """
    blanks = "".join(char if not char.isspace() else " " for char in words)
    return _MARKS.sub(lambda found: f"\\{found[0]}", blanks)


def _begun(line: str) -> str:
    """A line that begins with no mark; of a number it is what comes after that makes a list."""
    line = line.lstrip()
    return _OPENING.sub(lambda found: f"\\{found[0]}" if not found[0].isdigit() else f"{found[0]}\\", line)

"""A digest of a ledger that shows its sources: a ledger and a question come in, a text that can be published goes out.

``compose`` picks the claims of a span, topic or actors, quotes each in the reader's language in whole sentences of its
pages, and puts them into sections; ``written`` lays that out as Markdown, HTML, Atom or JSON. Nothing is reworded: all
that is not a quote is a number, a name, a date or a word of the frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from enligt.brief.asked import Asked, Format

if TYPE_CHECKING:
    from enligt.brief.parts import Brief
    from enligt.ledger import Ledger

__all__ = ["Asked", "Format", "compose", "written"]


def compose(ledger: Ledger, asked: Asked) -> Brief:
    """The brief that a ledger gives on what is asked: always the same while the ledger stays the same.

    Raises ``LedgerError`` when the file fails, ``ModelError`` if a topic is asked for and the model is not there.
    """
    from enligt.brief.composing import composed

    return composed(ledger, asked)


def written(brief: Brief, form: Format) -> str:
    """The brief in a format, in its reader's language.

    >>> import enligt, tempfile
    >>> with tempfile.TemporaryDirectory() as folder, enligt.open_ledger(f"{folder}/my.ledger") as ledger:
    ...     print(written(compose(ledger, Asked()), "markdown"))
    # According to whom?
    <BLANKLINE>
    Nothing in the ledger is claimed about this.
    <BLANKLINE>
    """
    from enligt.brief import as_json, feed, hypertext
    from enligt.brief.framing import framed
    from enligt.brief.markdown import markdown

    match form:
        case "markdown":
            return markdown(framed(brief))
        case "html":
            return hypertext.page(framed(brief))
        case "atom":
            return feed.atom(framed(brief))
        case "json":
            return as_json.written(brief)

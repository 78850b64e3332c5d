"""Who makes a statement, in words for a reader: by name as the page spells it, else in the page's own words."""

from __future__ import annotations

from babel import Locale

from enligt.naming.lookup import find_actor
from enligt.records import Page, Speaker, Statement, Traced
from enligt.tongue import Language

#: Whoever says "I" or "we" outside a quotation is the page's author, not the person whom the text named last.
_FIRST_PERSON = frozenset(
    {
        "jag", "vi", "i", "we", "ich", "wir", "je", "j’", "nous", "я", "мы", "ja", "my", "jeg", "minä", "me", "io",
        "noi", "yo", "nosotros", "ik", "wij", "ma", "mes", "es", "aš", "ми",
    }
)  # fmt: skip
#: Letters by which a word and its cases begin alike.
_SAME_START = 4
#: Begins the id of a country as an actor.
_COUNTRY = "country-"


def who(traced: Traced, statement: Statement, lang: Language) -> str:
    """Who speaks, to a reader of ``lang``; nothing where the page does not tell."""
    page = traced.page
    words = source_words(page, statement)
    several = bool(statement.others) or statement.voice in ("document", "group")
    if by_author(page, statement) or statement.speaker is None:
        return " / ".join(one.name for one in statement.candidates) or words
    if several and " " in words and " … " not in words:  # the page's words tell it better than a row of names
        return words
    return ", ".join(_name(traced, statement, one, lang) for one in (statement.speaker, *statement.others))


def source_words(page: Page, statement: Statement) -> str:
    """The source as it stands on the page."""
    return " ".join(page.words(*statement.source).split())


def pronoun(page: Page, statement: Statement) -> str:
    """The page's word for the speaker where that is no part of the name: "she", "the ministry"; else nothing."""
    words = source_words(page, statement)
    name = statement.speaker.name if statement.speaker else ""
    known = {word.casefold()[:_SAME_START] for word in name.split()}
    alike = any(word.casefold()[:_SAME_START] in known for word in words.split())
    return "" if alike or not name or " " in words else words


def by_author(page: Page, statement: Statement) -> bool:
    """Whether the page's author speaks of themselves."""
    return statement.form == "indirect" and source_words(page, statement).casefold() in _FIRST_PERSON


def _name(traced: Traced, statement: Statement, speaker: Speaker, lang: Language) -> str:
    """A speaker's name: a country's in the reader's language, another one's as the page spells it in full."""
    if speaker.id.startswith(_COUNTRY):
        code = speaker.id.removeprefix(_COUNTRY).upper()
        return str(Locale.parse(lang).territories.get(code, speaker.name))
    page = traced.page
    spelt = [
        " ".join(page.words(name.span).split())
        for name in traced.names
        if any(span.start <= name.span.start and name.span.end <= span.end for span in statement.source)
    ]
    full = [one for one in spelt if " " in one and (known := find_actor(one)) and known.id == speaker.id]
    return full[0] if full and page.lang == lang else speaker.name

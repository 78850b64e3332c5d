"""Whom a page's own text credits: wires, bylines, source lines, hat tips; each with the words that say so.

Only the places count where pages give credit: the head of the story, its foot, and lines of their own. "She told
Reuters" in running text is an attribution, not a credit of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from enligt.reading.agencies import AMBIGUOUS, agency, agency_words
from enligt.records import Block, Credit, CreditKind, Span

Place = Literal["head", "body", "foot"]

#: Characters up to which a line of its own may be a byline, a credit or a list of sources.
SHORT_LINE = 160

#: Story blocks at the head and at the foot of a page in which credits may stand inside a paragraph.
_HEAD_BLOCKS, _FOOT_BLOCKS = 5, 5

#: Characters at the end of a paragraph in which it may be credited: Reuters' signature takes up to 400.
_TAIL_CHARACTERS = 600

#: Words that a source's name may have; longer ones are sentences.
_NAME_WORDS = 7

_A = agency_words()
_AND = r"(?:\s*[-–—/,;&+|]\s*|\s+(?:och|and|und|et|и|та|і|og|ja|y|e|i|en|un|ir|with|avec|mit|med)\s+(?:the\s+)?)"
_AGENCIES = rf"{_A}(?:{_AND}{_A})*"
_OPEN, _CLOSE = r"[(\[]\s?(?:©\s?|Copyright\s)?", r"\s?\.?[)\]]"

#: A line of agencies alone: "(TT-Reuters)", "/dpa/", "dpa/AFP", "ТАСС", "- Reuters."
_AGENCY_LINE = re.compile(rf"[(\[/–—-]*\s?(?:©\s?)?(?:\d{{4}}\s)?(?:THE\s|The\s)?({_AGENCIES})\s?[)\]/]?[.]?[)\]]?")
#: A name alone in brackets, as small agencies sign: "(Aurora Wire)".
_BRACKETED_LINE = re.compile(r"\(([^()\d]{2,50})\)\.?")
#: The head of a wire story: "DALLAS (AP) —", "NEW YORK, Nov. 19 (UPI) —", "МОСКВА, 5 марта. /ТАСС/."
_DATELINE = re.compile(
    rf"([^()\[\]\n]{{0,80}}?)\s?(?:{_OPEN}({_AGENCIES}){_CLOSE}|/({_AGENCIES})/)\s?(?:\.?\s?[-–—:.,|]|\n|$)"
)
#: The same with a name that no list knows, which then needs a day before it: "VIENNA, April 14 (Aurora Wire)".
_DATELINE_OTHER = re.compile(
    r"([^()\n]{0,80}?(?:\([^()\n]{2,30}\))?[^()\n]{0,40}?)\s?\(([^()\d\n]{2,40})\)\s?(?:[-–—:]|$)"
)
#: The Russian head: "МОСКВА, 5 мар — РИА Новости.", "Москва. 5 марта. INTERFAX.RU - ", "ВЕНА, 18 марта — «Меридиан»".
_DASH_HEAD = re.compile(rf"([^\n]{{3,60}}?)(?:\s?[-–—]\s?|\.\s)[«\"]?({_AGENCIES})[»\"]?\s?(?:[.,:]|[-–—]|$)")
_DASH_HEAD_OTHER = re.compile(r"([^\n«»]{3,60}?)\s?[-–—]\s?[«“„]([^«»“”\n]{2,40})[»”“]\.?$")
#: The foot of a wire story: "… he said. (AFP/dpa)", "… /TT", "… - Reuters."
_TAIL = re.compile(rf"(?:\s?\(\s?(?:©\s?)?({_AGENCIES})\s?\.?\)|\s(?:[-–—]\s?|/)({_AGENCIES})/?)\.?$")
#: The same with the initials of who wrote it, after the last sentence: "… he said. ak/PAP", "… he said. (ČTK, rm)".
#: Four letters before the full stop, so that "Mrs. Reuter." isn't one.
_SIGNED = re.compile(
    rf"(?:(?<=\w{{4}}[.!?…])|(?<=[”»“\"]))\s\(?(?:\w{{2,4}}\s?[,/]\s?){{0,3}}?({_AGENCIES})"
    r"(?:\s?[,/]\s?[\w ]{2,25}){0,3}\)?\.?$"
)
#: How Reuters signs: "(Reporting by A; Editing by B)".
_REUTERS_SIGNS = re.compile(
    r"\((?:Additional\s)?(?:Reporting|Writing|Compiled)\sby\s[^()]{2,300}?[Ee]diting\sby\s[^()]{2,120}\)"
)
_CONTRIBUTED = re.compile(
    rf"({_AGENCIES})(?:['’]s?)?(?:\s[^.!?\n]{{0,120}}?)?\s(?:also\s)?(?:contributed|bidrog|bidrar|bidro)\b"
)
_OTHER_CONTRIBUTED = re.compile(
    r"(?:(?:The|the)\s)?([^.!?\n]{2,60}?)\s(?:also\s)?contributed(?:\s(?:reporting|research))?"
    r"(?:\s(?:to|for)\sthis\s(?:report|story|article|post))?[.]?"
)
_THIS_WIRE_STORY = re.compile(rf"\b[Tt]his\s({_A})\s(?:article|report|story|dispatch|piece)\b")
_WITH_MATERIAL = re.compile(
    rf"(?i:\b(?:with\s(?:files|reporting|information|material)\s(?:from|by)|mit\s(?:material|angaben|informationen)(?:\s(?:von|der))?"
    rf"|mit\sagenturmaterial(?:\svon)?|avec|med\smaterial\sfr(?:ån|a)|med\sstof\sfra|med\sstoff\sfra|med\suppgifter\sfrån"
    rf"|по\s(?:материалам|сообщениям|данным)|за\s(?:матеріалами|даними)|con\sinformación\sde|según\sinformación\sde|lähteenä)"
    rf"\s?:?\s?(?:the\s)?)\(?({_AGENCIES})\)?\.?$"
)
_COPYRIGHT = re.compile(
    rf"(?:©|\([cC]\)|\b[Cc]opyright\b)[\s,]*(?:©\s?)?(?:\d{{4}}\s?)?(?:by\s)?(?:[Tt]he\s)?({_AGENCIES})"
)
_HAT_TIP = re.compile(
    r"(?:^|(?<=[\s(]))\(?(?:h/t/?|H/T|HT|hat[ -]?tip|Hat [Tt]ip)(?:\s(?:to\s)?|\s?:\s?(?:to\s)?)"
    r"([^()\n]{2,60}?)\s?\)?[.]?\s?\)?$"
)
_VIA = re.compile(r"\(?[Vv]ia\s?(?::\s?|(?<=\([Vv]ia)\s)([^()\n]{2,60}?)\)?[.]?$")
_SOURCE_LABEL = re.compile(
    r"(?i:källa|källor|sources?|quellen?|источник|источники|kilde|kilder|lähde|lähteet|allikas|allikad|avots|avoti|šaltinis|šaltiniai"
    r"|джерело|джерела|źródło|źródła|zdroje?|bron|bronnen|fuentes?|fontes?|fonti|vir|viri|πηγή|πηγές|izvor|izvori|sursa|surse|forrás)"
    r"\s?:\s?(\S.{0,240})"
)
_BYLINE = re.compile(
    r"(?:By|BY|Av|AV|Von|VON|Par|PAR|Af|Tekst|Text|TEXT|Texte|Teksti|Autor|Autorin|Author|Автор|Авторы|Текст|Por|Door|Di|Napsal|Αποστολή"
    r"|Foto och text|Text och foto)(?:\s?:\s?|\s)(\S.{0,110})"
)
_SPLIT = re.compile(r"\s*[,;/|·•]\s*|\s+(?:och|and|und|et|и|та|og|ja|y|with|avec|mit|med|for|AND|–|—|-)\s+")
_PERSON = re.compile(
    r"(?:(?:[A-ZÀ-ÖØ-ÞĀ-ſΑ-ΩА-ЯІЇЄҐ][\w.'’-]*|de|van|von|der|den|af|av|la|le|du|da|dos|el|al|zu|zur|ten|bin)(?:\s+|$)){2,6}"
)
#: Words in the names of agencies that no list knows.
_AGENCY_LIKE = re.compile(
    r"\b(?:wire|press|news|newswire|agency|agence|agentur|service|bureau|\w*byrån|агентство)\b", re.I
)
_STAFF = re.compile(
    r"\b(?:our|staff|desk|editors?|redaktion\w*|unserer|vår\w*|redaktør\w*|редакц\w*|rédaction|toimitus|correspondents?|agencies|wires?)\b",
    re.I,
)
_DOMAIN = r"(?:https?://)?(?:www\.)?((?:[\w-]{1,63}\.){1,4}[a-zа-я]{2,12})(?:/\S{0,200})?"
_DOMAIN_LINE = re.compile(
    rf"\(?{_DOMAIN}(?:(?:\s*[,;|/]\s*|\s+(?:och|and|und|et|и|og|ja)\s+|\s+){_DOMAIN}){{0,15}}\)?\.?"
)
_ONE_DOMAIN = re.compile(_DOMAIN)
_PICTURE = re.compile(r"\b(?:photos?|foto|fotos?|bild|image|picture|crédit|фото|kuva|video|handout|getty)\b", re.I)
_LOWER_WORD = re.compile(r"(?<![\w.])[a-zà-öø-ÿа-яіїє]\w+")
_SHOUTED = re.compile(r"[A-ZÀ-ÖØ-ÞА-ЯІЇЄҐ]{3,}")


class Found(NamedTuple):
    """A credit in a line: name, kind, and where in the line its name stands."""

    name: str
    kind: CreditKind
    start: int
    end: int


def credits_in(text: str, blocks: Iterable[Block]) -> Iterator[Credit]:
    """The credits that a page's text gives, in its order, with evidence."""
    parts = [block for block in blocks if block.kind != "boilerplate"]
    story = [i for i, block in enumerate(parts) if block.kind in ("paragraph", "quote", "list")]
    first = story[min(_HEAD_BLOCKS, len(story)) - 1] if story else len(parts)
    last = story[-min(_FOOT_BLOCKS, len(story))] if story else 0
    for i, block in enumerate(parts):
        line = text[block.span.start : block.span.end]
        if block.kind in ("byline", "credit", "dateline"):
            found = byline_credits(line) or [*own_line_credits(line, at_edge=True), *_dateline_credits(line)]
        elif block.kind == "heading":
            found = list(_dateline_credits(line))
        else:
            found = list(_story_credits(line, at_head=i <= first, at_foot=i >= last))
        for name, kind, start, end in found:
            yield Credit(name, kind, Span(block.span.start + start, block.span.start + end))


def own_line_credits(line: str, *, at_edge: bool) -> list[Found]:
    """The credits in a line that does nothing but give credit; empty for any other line.

    ``at_edge`` says that the line stands at the head or the foot of the page: only there are a bare "Reuters" or an
    unknown name in brackets credits of the page, and not of a picture or an aside.

    >>> [found.name for found in own_line_credits("(TT-Reuters)", at_edge=False)]
    ['TT', 'Reuters']
    """
    if len(line) > SHORT_LINE:
        return []
    if (match := _AGENCY_LINE.fullmatch(line)) and (at_edge or line[0] in "(/"):
        return list(_agencies(match, 1, alone=True))
    if match := _SOURCE_LABEL.fullmatch(line.strip("() ")):
        return _sources(match[1], line.index(match[1]))
    if _DOMAIN_LINE.fullmatch(line):
        return _sources(line, 0)
    for pattern in (_HAT_TIP, _VIA):
        if match := pattern.match(line):
            return [_named(match, 1, "hat-tip")]
    if match := _BRACKETED_LINE.fullmatch(line):
        # Transcripts set their stage directions so: "(END VIDEO CLIP)".
        directs = match[1].isupper() and len(match[1].split()) > 2
        return [_named(match, 1, "wire")] if at_edge and _is_title(match[1]) and not directs else []
    if match := _COPYRIGHT.search(line):
        return list(_agencies(match, 1))
    if match := _WITH_MATERIAL.search(line):
        return list(_agencies(match, 1))
    if match := _CONTRIBUTED.search(line):
        return list(_agencies(match, 1))
    if (match := _OTHER_CONTRIBUTED.fullmatch(line)) and _is_title(match[1]):
        return [_named(match, 1, "wire" if _AGENCY_LIKE.search(match[1]) else "byline")]
    return []


def byline_credits(line: str) -> list[Found] | None:
    """The names in a byline; ``None`` for a line that is no byline. One by the staff alone names nobody.

    >>> [(found.name, found.kind) for found in byline_credits("By Jane Doe, Reuters")]
    [('Jane Doe', 'byline'), ('Reuters', 'wire')]
    """
    line_end = line.rstrip()
    if len(line) > SHORT_LINE or line_end.endswith(("!", "?", ":")):
        return None
    labelled = _BYLINE.fullmatch(line_end)
    # A bare "Bo Ek / Reuters." is the caption of a picture: a sentence, where a byline has no full stop.
    if not labelled and line_end.endswith("."):
        return None
    names, offset = (labelled[1], labelled.start(1)) if labelled else (line_end, 0)
    found: list[Found] = []
    for start, end in _parts(names):
        part = names[start:end]
        wire = agency(part)
        if wire and wire not in AMBIGUOUS:
            found.append(Found(wire, "wire", offset + start, offset + end))
        elif labelled and _PERSON.fullmatch(part.strip(".")):
            found.append(Found(part.strip("."), "byline", offset + start, offset + end))
        elif not (_STAFF.search(part) or _dated(part) if labelled else _PERSON.fullmatch(part) and not found):
            return None
    return found if labelled or found else None


def _story_credits(line: str, *, at_head: bool, at_foot: bool) -> Iterator[Found]:
    if at_head:
        yield from _dateline_credits(line)
    tail = max(0, len(line) - _TAIL_CHARACTERS)
    if match := _REUTERS_SIGNS.search(line, tail):
        yield Found("Reuters", "wire", match.start(), match.end())
    if not at_foot or _PICTURE.search(line[-60:]):
        return
    if match := _TAIL.search(line, tail):
        yield from _agencies(match, 1 if match[1] else 2)
    elif match := _SIGNED.search(line, tail):
        yield from _agencies(match, 1)
    for pattern in (_CONTRIBUTED, _THIS_WIRE_STORY, _WITH_MATERIAL):
        if match := pattern.search(line, tail):
            yield from _agencies(match, 1)
    if (match := _HAT_TIP.search(line, tail)) and _is_title(match[1]):
        yield _named(match, 1, "hat-tip")


def _dateline_credits(line: str) -> Iterator[Found]:
    """The agency in the head of a wire story: place, day, agency, dash."""
    if (match := _DATELINE.match(line)) and _is_place(match[1]):
        yield from _agencies(match, 2 if match[2] else 3)
    elif (match := _DASH_HEAD.match(line)) and _is_place(match[1]) and (_dated(match[1]) or _SHOUTED.match(match[1])):
        yield from _agencies(match, 2)
    else:
        for pattern in (_DATELINE_OTHER, _DASH_HEAD_OTHER):
            match = pattern.match(line)
            if match and _is_place(match[1]) and _dated(match[1]) and _SHOUTED.match(match[1]) and _is_title(match[2]):
                yield _named(match, 2, "wire")
                return


def _agencies(match: re.Match[str], group: int, *, alone: bool = False) -> Iterator[Found]:
    """Each agency that a group of agencies names, with its own span; a lone ambiguous word counts for none."""
    names = list(re.finditer(_A, match[group]))
    for name in names:
        if name[0] in AMBIGUOUS and (len(names) == 1 and alone and match[0][0] not in "([/"):
            continue
        start = match.start(group) + name.start()
        yield Found(agency(name[0]) or name[0], "wire", start, start + len(name[0]))


def _named(match: re.Match[str], group: int, kind: CreditKind) -> Found:
    name = match[group].strip(" .,:")
    start = match.start(group) + match[group].index(name)
    return Found(agency(name) or name, kind, start, start + len(name))


def _sources(names: str, offset: int) -> list[Found]:
    """The names in a list of sources, or nothing if it reads like a sentence."""
    found = []
    for start, end in _parts(names, keep_slash=True):
        name = names[start:end].strip("()")
        start = names.index(name, start)
        domain = _ONE_DOMAIN.fullmatch(name)
        if len(name.split()) > _NAME_WORDS:
            return []
        if domain or _is_title(name) or agency(name):
            found.append(
                Found(
                    domain[1] if domain else agency(name) or name, "source", offset + start, offset + start + len(name)
                )
            )
    return found


def _parts(names: str, *, keep_slash: bool = False) -> Iterator[tuple[int, int]]:
    """The stretches between commas, slashes and conjunctions, without the white space and full stops around them."""
    start = 0
    for mark in [*_SPLIT.finditer(names), None]:
        if mark and keep_slash and "/" in mark[0]:
            continue
        end = mark.start() if mark else len(names)
        stretch = names[start:end]
        left, right = len(stretch) - len(stretch.lstrip()), len(stretch.rstrip(" ."))
        if right > left:
            yield start + left, start + right
        start = mark.end() if mark else end


def _is_title(name: str) -> bool:
    """Whether a stretch can be the name of an outlet: few words, the first with a capital or a figure."""
    words = name.split()
    return 0 < len(words) <= _NAME_WORDS and (name[0].isupper() or name[0].isdigit() or name[0] == "@")


def _is_place(head: str) -> bool:
    """Whether the words before an agency are a place and a day, and not the start of a sentence."""
    return not head or ((head[0].isupper() or head[0].isdigit()) and len(_LOWER_WORD.findall(head)) <= 2)


def _dated(head: str) -> bool:
    return any(character.isdigit() for character in head)

"""Words → amounts: numbers with a unit, a scale, a currency or percent, and how exactly the page means them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, getcontext

from enligt.attributing.lexicon import lexicon as verb_lexicon
from enligt.dating.dates import date_ranges
from enligt.dating.found import Amount, Bound
from enligt.dating.lexicon import Lexicon, lexicon
from enligt.dating.scanning import Line, Token, scan_all
from enligt.records import Span

#: Longest number in figures that is read, in code points with its separators: hundreds of trillions.
_LONGEST_NUMBER = 20
#: Words that may qualify the thing counted ("deployed strategic warheads").
_QUALIFIERS = 2
#: A bare number in this range is taken for a year, unless it is a round hundred or has a scale, currency or percent.
_LIKELY_YEARS = range(1900, 2100)

#: Tokens between "56 of" and the number whose unit it shares ("56 av OSSE:s 57 medlemsländer").
_SHARED_REACH = 6

#: In codes: a currency sign, a number or a range of two, and its scale ("60 Swedish million", "mille milliards"); an
#: article counts only before a scale.
_NUMBER = r"[knq]H(?:&?k)?|[kn]&?h|k{1,2}|[ny#]|[qh](?=[Ee])"
_AMOUNT = re.compile(
    rf"(?P<sign>\$)?(?P<low>{_NUMBER})(?:[-r](?P<high>{_NUMBER}))?(?:x?-?(?P<scale>(?:E|e(?:\.(?=[$%x]))?){{1,2}}))?"
)
_APPROXIMATE = ("about", "nearly")


def amounts(text: str, spans: Iterable[Span], lang: str | None) -> list[Amount]:
    """Every amount inside the spans, in order; numbers that belong to dates are none.

    >>> (amount,) = amounts("nästan 5 miljarder euro", [Span(0, 23)], "sv")
    >>> f"{amount.bound} {amount.low} {amount.unit}"
    'nearly 5000000000 EUR'
    """
    words = lexicon(lang)
    return [amount for line in scan_all(text, spans, words) for amount in _amounts_of(text, line, words)]


def _amounts_of(text: str, line: Line, words: Lexicon) -> Iterator[Amount]:
    found = [
        (match, amount)
        for match in _AMOUNT.finditer(line.codes)
        if (amount := _amount(text, line, match, words)) is not None
    ]
    if not found:
        return
    dated = {at for start, end in date_ranges(line, words) for at in range(start, end)}
    yield from (amount for match, amount in found if dated.isdisjoint(range(*match.span())))


def _amount(text: str, line: Line, match: re.Match[str], words: Lexicon) -> Amount | None:
    start, end, tokens = match.start(), match.end(), line.tokens
    low = _value(tokens[match.start("low") : match.end("low")], words.decimal_mark)
    high = _value(tokens[match.start("high") : match.end("high")], words.decimal_mark) if match["high"] else low
    if low is None or high is None or high < low or _joined(line, start, end, words):
        return None
    scale = Decimal(1)
    if match["scale"]:
        for token in tokens[match.start("scale") : match.end("scale")]:
            scale *= Decimal(10) ** token.entry.number  # a full stop's is 0
    money, end = _measure(line, match, words)
    if money:
        unit = money
    elif found := _thing(text, line, end, match, words):
        unit, end = found
    elif match["scale"]:
        unit = ""
    else:
        return None
    bound: Bound = "exact"
    if before := line.before(start, words.bounds):
        start, bound = before[0], _BOUNDS[before[1]]
    return Amount(
        span=Span(tokens[start].start, tokens[end - 1].end),
        low=_plain(low * scale),
        high=_plain(high * scale),
        unit=unit,
        currency=money if money != "%" else None,
        approximate=bound in _APPROXIMATE,
        bound=bound,
    )


#: Letters before "$" that make it another country's.
_DOLLARS = {
    "c": "CAD",
    "ca": "CAD",
    "a": "AUD",
    "au": "AUD",
    "nz": "NZD",
    "hk": "HKD",
    "s": "SGD",
    "nt": "TWD",
    "r": "BRL",
}

_BOUNDS: dict[str, Bound] = {
    "about": "about",
    "nearly": "nearly",
    "at most": "at most",
    "at least": "at least",
    "more than": "more than",
    "less than": "less than",
}


def _plain(value: Decimal) -> Decimal:
    """Without the noughts that multiplying leaves behind the mark."""
    fits = value.adjusted() < getcontext().prec  # what a page writes may have any number of digits
    return value.quantize(Decimal(1)) if fits and value == value.to_integral_value() else value


def _value(tokens: Sequence[Token], decimal_mark: str) -> Decimal | None:
    """The value of number words or a figure, by the language's marks; ``None`` if it is no single number.

    >>> from enligt.dating.lexicon import Entry
    >>> [str(_value([Token(0, 1, figure, Entry("#"))], ",")) for figure in ("1 550", "12,4", "1.550.000", "1.5")]
    ['1550', '12.4', '1550000', '1.5']
    """
    first, *rest = tokens
    if first.entry.code == "h":
        return Decimal(first.entry.number) / 10
    if first.entry.code in "kqn":
        value = first.entry.number
        if rest and rest[-1].entry.code == "h":
            return value + Decimal(rest[-1].entry.number) / 10
        for token in rest:
            if token.entry.code == "k" and token.entry.number > value:
                return None
            value = value * 100 if token.entry.code == "H" else value + token.entry.number
        return Decimal(value)
    figure = "".join(first.text.split())
    if len(figure) > _LONGEST_NUMBER or (figure[0] == "0" and figure[1:2].isdigit()):
        return None
    group = re.escape("," if decimal_mark == "." else ".")
    mark = re.escape(decimal_mark)
    if re.fullmatch(rf"\d{{1,3}}(?:{group}\d{{3}})+(?:{mark}\d+)?|\d+(?:{mark}\d+)?", figure):
        return Decimal(re.sub(group, "", figure).replace(decimal_mark, "."))
    if decimal_mark == "," and re.fullmatch(r"\d+\.\d{1,2}", figure):  # written the English way
        return Decimal(figure)
    return None


def _joined(line: Line, start: int, end: int, words: Lexicon) -> bool:
    """Whether the number is joined to others or to letters: a phone number, a score, a ratio, a code."""
    before, after = line.codes[max(0, start - 2) : start], line.codes[end : end + 2]
    near_before = start > 0 and line.tokens[start - 1].end == line.tokens[start].start
    near_after = end < len(line.tokens) and line.tokens[end].start == line.tokens[end - 1].end
    if before[-1:] in ("n", "y", "#") or after[:1] in ("n", "y", "#"):
        return True
    if line.tokens[start - 1].text in words.sets["ratio"] and before[:1] in ("n", "k", "#"):
        return True  # "six in ten"
    if near_before and before[-1:] in ("-", "/", "+", ":", "."):
        return True
    if near_before and before[-1:] == "x" and line.codes[start] != "$":
        return True
    return near_after and (after[:1] in ("x", "O", "/", ":") or after in ("-n", "-y", "-#"))


def _measure(line: Line, match: re.Match[str], words: Lexicon) -> tuple[str | None, int]:
    """The currency or percent of a number, and where the amount ends with it."""
    end = match.end()
    after = end + (end < len(line.tokens) and line.tokens[end].text in words.sets.get("partitive", ()))
    if line.codes[after : after + 1] in ("$", "%"):
        return line.tokens[after].entry.unit, after + 1
    if not match["sign"]:
        return None, end
    first, before = line.tokens[match.start()], line.tokens[match.start() - 1] if match.start() else None
    if before and before.end == first.start and first.text == "$":
        return _DOLLARS.get(before.text, first.entry.unit), end
    return first.entry.unit, end


def _thing(text: str, line: Line, at: int, match: re.Match[str], words: Lexicon) -> tuple[str, int] | None:
    """What is counted: the words after the number up to the noun, as far as their endings tell; and where it ends."""
    low, tokens = line.tokens[match.start("low")], line.tokens
    if not match["scale"]:
        number = low.entry.number
        if match["low"] == "y" and number in _LIKELY_YEARS and number % 100:
            return None
        if match.start() and _is_label(text, line, match.start() - 1, words):
            return None
    if at < len(tokens) and tokens[at].text in words.sets["partitive"]:
        at += 1
    before = tokens[match.start() - 1].text if match.start() else ""
    if at < len(tokens) and tokens[at].text in words.sets["clock_units"] and before in words.sets["clock_before"]:
        return None
    if line.codes[at : at + 1] in ("U", "J"):
        return tokens[at].text, at + 1
    if match["low"] == "k" and low.entry.number == 1 and not match["scale"]:
        return None
    if at < len(tokens) and tokens[at].text in words.sets["of"]:
        at = _after_next_number(line, at)
    end = _noun(text, line, at, words)
    return (" ".join(text[tokens[at].start : tokens[end - 1].end].split()), end) if end else None


def _after_next_number(line: Line, at: int) -> int:
    """Where the unit begins that "56 of" shares with the number after it; ``at`` where there is none."""
    near = line.codes[at : at + _SHARED_REACH]
    return next((at + place + 1 for place, code in enumerate(near) if code in "nk#"), at)


def _is_label(text: str, line: Line, at: int, words: Lexicon) -> bool:
    """Whether the word before a number makes a name with it: "Article 5", "Boeing 737"."""
    token = line.tokens[at]
    if token.text in words.sets["labels"]:
        return True
    if line.codes[at] != "x" or words.nouns_capital or not text[token.start].isupper():
        return False
    opens = at == 0 or line.codes[at - 1] in ".|"
    return not opens and line.before(at + 1, words.bounds) is None


def _noun(text: str, line: Line, at: int, words: Lexicon) -> int | None:
    """The end of the noun phrase that begins at a token, or ``None`` where none does."""
    last, place = None, at
    for _ in range(_QUALIFIERS + 1):
        if line.codes[place : place + 1] == "&" and place > at:
            place += 1
        if line.codes[place : place + 1] != "x" or _ends_phrase(line.tokens[place].text, words):
            break
        first, place = line.tokens[place], _end_of_compound(line, place)
        word = line.tokens[place - 1].text
        capital = text[first.start].isupper()
        modifier = word.endswith(words.endings["modifier_endings"]) or word in words.sets["preposed"]
        if words.nouns_capital:
            noun, fits = capital, modifier
        elif words.endings["plural_endings"]:
            noun = word.endswith(words.endings["plural_endings"]) or word in words.sets["plurals"]
            noun, fits = noun and not modifier, modifier or not words.sets["preposed"]
        else:
            noun, fits = not modifier, True
            if noun and capital and not text[first.start : first.end].isupper():
                break
            last = place
        if noun:
            return place
        if not fits:
            break
    return last


def _ends_phrase(word: str, words: Lexicon) -> bool:
    """Whether a word is too small, or a verb, to be part of what is counted."""
    verbs = verb_lexicon(words.lang)
    return word in words.sets["units_stop"] or word in verbs.finite or word in verbs.verbs


def _end_of_compound(line: Line, at: int) -> int:
    """The end of a word with what a hyphen or colon joins to it: "OSZE-Staaten", "ICBM:er"."""
    tokens, end = line.tokens, at + 1
    while (
        line.codes[end : end + 1] in ("-", ":")
        and line.codes[end + 1 : end + 2] in ("x", "O", "T")
        and tokens[end - 1].end == tokens[end].start
        and tokens[end].end == tokens[end + 1].start
    ):
        end += 2
    return end

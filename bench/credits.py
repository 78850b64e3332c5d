"""Credit recognition against PolNeAR's ``wire`` and ``credit`` fields: precision and recall.

What the fields hold. ``wire`` names the agency that an article came from (AP, UPI, AFP, Reuters), ``credit`` the line
"h/t: NAME" that one publisher sets under its articles. Both are the corpus makers' metadata of the page.

What a reader can see. Only ``text`` is given to enligt, as plain text; author, outlet and the fields are kept from it.
The corpus makers moved most "h/t" lines out of the text and into the field, so nobody could find them there, and a few
wire stories lost their dateline. An article's field counts as *shown* if its text holds the words that give the credit:
for a wire its name in brackets, Reuters' closing "(Reporting by …; Editing by …)", "… contributed", "this Reuters
article"; for a hat tip the mark "h/t". So recall is printed over all articles with a field, and over those shown.

What the fields lack. In some articles the makers missed the line, so that the text shows a credit of which the fields
know nothing ("(h/t The Hill.)", "- Reuters." under the story). Those that were found and then read by a person stand in
``SHOWN_WITHOUT_FIELD``. Precision is printed against the fields alone, and with these counted as true.

The last row puts the ``credit`` line back under the text, as the page's readers saw it: it measures hat tips, which
the text alone hardly holds. It is easier than a real page, whose foot holds other lines too.

    python bench/credits.py [--shared DIR] [--verbose]
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from enligt.reading import read
from enligt.reading.agencies import agency
from enligt.records import Credit, Page

KINDS = ("wire", "hat-tip", "source")

#: Credits that a person read in the text of articles whose fields lack them: the start of the id, and the name.
SHOWN_WITHOUT_FIELD = {
    "breitbart_2015-12-11_trump-cruz-has": "Mediaite",
    "breitbart_2016-01-18_trump-i-m-the-worst": "RCP Video",
    "breitbart_2016-07-05_ryan-anti-semitic": "The Hill",
    "wash-post_2016-07-03_trump-tweet-that": "Reuters",
    "west-journal_2016-03-11_breaking-bernie": "The Hill",
    "west-journal_2016-03-19_revealed-here": "Breitbart",
    "west-journal_2016-06-11_private-meeting": "TheBlaze",
    "west-journal_2016-06-27_nfl-legend-pays": "Independent Journal",
    "wash-post_2016-09-18_e-u-leaders-weigh": "NATO",  # "Source: NATO" under a table
}


class Article(NamedTuple):
    """One article: its id, text, and the names that its fields credit."""

    id: str
    text: str
    wire: str | None
    hat_tip: str | None
    credit_line: str | None


class Counts(NamedTuple):
    """Articles whose credit was found, missed, and found without a field that says so."""

    right: int
    missed: int
    wrong: int

    def __str__(self) -> str:
        """Precision and recall in per cent, with the counts they rest on."""
        found, true = self.right + self.wrong, self.right + self.missed
        precision = f"{100 * self.right / found:5.1f}" if found else "    -"
        recall = f"{100 * self.right / true:5.1f}" if true else "    -"
        return f"precision {precision} ({self.right}/{found})   recall {recall} ({self.right}/{true})"


def main() -> None:
    """Print the tables for train and dev."""
    parser = argparse.ArgumentParser(description="Credit recognition against PolNeAR's fields")
    beside = Path(__file__).resolve().parents[1].parent / "shared"
    parser.add_argument("--shared", type=Path, default=beside, help="folder that holds corpora/polnear")
    parser.add_argument("--verbose", action="store_true", help="list every miss and every find without a field")
    arguments = parser.parse_args()
    for part in ("train", "dev"):
        articles = list(_articles(arguments.shared / "corpora" / "polnear" / f"{part}.jsonl"))
        _report(part, articles, verbose=arguments.verbose)


def _report(part: str, articles: list[Article], *, verbose: bool) -> None:
    pages = [read(article.text.encode(), lang="en") for article in articles]
    shown = [article for article in articles if _names(article) & _shown(article)]
    print(
        f"{part}: {len(articles)} articles, {sum(bool(_names(a)) for a in articles)} with a field, {len(shown)} shown"
    )
    pairs = list(zip(articles, pages, strict=True))
    print("  text alone, all fields               ", _count(pairs, _names))
    print("  text alone, those the text shows     ", _count(pairs, lambda article: _names(article) & _shown(article)))
    print("  the same, and those the fields lack  ", _count(pairs, _all_shown))
    rebuilt = [
        (article, read(f"{article.text}\n\n{article.credit_line}".encode(), lang="en") if article.credit_line else page)
        for article, page in pairs
    ]
    print(
        "  fields, with the credit line put back",
        _count(rebuilt, lambda article: _names(article) | _all_shown(article)),
    )
    for article, page in pairs if verbose else ():
        for name in _all_shown(article) - {_folded(c.name) for c in _credits(page)}:
            print(f"    missed   {article.id}: {name}")
        for credit in _credits(page):
            if _folded(credit.name) not in _names(article):
                judged = "shown" if _folded(credit.name) in _all_shown(article) else "wrong"
                print(f"    no field {article.id}: {credit.kind} {credit.name}, {judged}: {_around(page, credit)!r}")


def _articles(path: Path) -> Iterator[Article]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            credit = row["credit"]
            hat_tip = credit.partition(":")[2] if credit else None
            yield Article(row["id"], row["text"], row["wire"], hat_tip, credit)


def _count(pairs: list[tuple[Article, Page]], true_names: Callable[[Article], set[str]]) -> Counts:
    """Count names: one in a field is right if found, one of ``true_names`` not found is missed, any other is wrong."""
    right = missed = wrong = 0
    for article, page in pairs:
        true, found = true_names(article), {_folded(credit.name) for credit in _credits(page)}
        # A field's name is right wherever it is found, also where the plain patterns saw nothing.
        right += len((true | _names(article)) & found)
        missed += len(true - found)
        wrong += len(found - true - _names(article))
    return Counts(right, missed, wrong)


def _credits(page: Page) -> list[Credit]:
    return [credit for credit in page.credits if credit.kind in KINDS]


def _names(article: Article) -> set[str]:
    return {_folded(name) for name in (article.wire, article.hat_tip) if name}


def _all_shown(article: Article) -> set[str]:
    lacking = {_folded(name) for start, name in SHOWN_WITHOUT_FIELD.items() if article.id.startswith(start)}
    return (_names(article) & _shown(article)) | lacking


def _shown(article: Article) -> set[str]:
    """The names of an article's fields that its text shows as a credit, by plain patterns of this file's own."""
    shown = set()
    if article.wire:
        name = re.escape(article.wire)
        full = "Associated Press" if article.wire == "AP" else name
        if re.search(
            rf"(?i:\({name}\))|\(?Reporting by .*Editing by|{full}[^.\n]* contributed|this {full} article", article.text
        ):
            shown.add(_folded(article.wire))
    if article.hat_tip and re.search(r"\bh/?t\b/?:?\s", article.text[-200:], re.I):
        shown.add(_folded(article.hat_tip))
    return shown


def _folded(name: str) -> str:
    """A name for comparison: agencies by their canonical name, all without "The", case and white space."""
    name = name.strip(" .")
    return re.sub(r"^the |\W", "", (agency(name) or agency(name.capitalize()) or name).casefold().removeprefix("the "))


def _around(page: Page, credit: Credit) -> str:
    start, end = credit.evidence or (0, 0)
    return page.text[max(0, start - 40) : end + 40]


if __name__ == "__main__":
    main()

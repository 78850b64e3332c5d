"""Whatever pages say, each format shows it as text: no markup, no script, no link but to web addresses."""

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import feedparser
import pytest
from lxml import html
from markdown_it import MarkdownIt

from enligt.brief import written
from enligt.brief.asked import Asked
from enligt.brief.framing import framed
from enligt.brief.hypertext import article
from enligt.brief.items import Editor
from enligt.brief.markdown import markdown
from enligt.brief.parts import Brief, Headline, Section
from enligt.ledger.comments import Comment, Version
from enligt.records import Link, Speaker

from .conftest import claim, finder, head, page, said, traced

#: What breaks out of HTML, Markdown, a table of it, a template or a terminal, in one line.
HOSTILE = (
    "# 1. x </p><script>alert(1)</script> <img src=x onerror=alert(2)> [a](javascript:alert(3)) ![b](http://b.example) "
    "**b** _i_ `c` | d | ~~e~~ <http://f.example> https://g.example {{ 7*7 }} $x$ &lt;h&gt; \x1b[31mred\u202e \\"
)
TEXTS = [
    HOSTILE,
    "- list",
    "+ list",
    "1. list",
    "12) list",
    "=== rule",
    "--- rule",
    "> quote",
    "#hash",
    "```",
    "    code",
]


def hostile() -> Brief:
    where = page(
        f"{HOSTILE} said he.",
        outlet=HOSTILE,
        title=HOSTILE,
        url="javascript:alert(4)",
        lang='"><b>',
    )
    where = replace(where, lang="xx-\"'><b>")
    other = page(
        f"No, {HOSTILE} said she.",
        outlet="](http://evil.example)",
        title="x\n\n# y",
        url="https://o.example/a)b>c \"d'",
    )
    eve = Speaker(id="e", name=HOSTILE)
    first = traced(where, said(where, HOSTILE, "he", eve, via=(Link(HOSTILE, None),)))
    second = traced(other, said(other, HOSTILE, "she", replace(eve, id="f")))
    found = claim((first, 0, "a"), (second, 0, "b"), denied=("b",))
    item = Editor(Asked(), finder(first, second)).item(found)
    assert item
    comment = Comment(1, "claim", "s", (Version(HOSTILE, "2026-03-05T10:00:00+00:00", f"- {HOSTILE}"),))
    item = replace(item, comments=(comment,))
    alone = replace(item, sides=item.sides[:1], claim=replace(found, id="d"))
    sections = (
        Section(items=(item,), names=(HOSTILE,)),
        Section(items=(alone,), words=HOSTILE),
    )
    return Brief(
        asked=Asked(topic=HOSTILE, actors=(HOSTILE,)),
        headline=Headline(HOSTILE, "en", True),
        sections=sections,
        sources=(head(where), head(other)),
        remarks=(comment,),
        left_out=2,
    )


def rendered(text: str) -> html.HtmlElement:
    """Markdown as a lenient blog shows it: tables, strikethrough, HTML let through."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return html.fromstring(f"<div>{reader.render(text)}</div>")


#: What the brief itself is made of.
OURS = {
    "div",
    "h1",
    "h2",
    "p",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "em",
    "strong",
    "a",
    "ol",
    "li",
}


def test_markdown_shows_hostile_words_as_words() -> None:
    text = written(hostile(), "markdown")
    tree = rendered(text)
    assert {one.tag for one in tree.iter()} <= OURS
    assert {one.get("href") for one in tree.iter("a")} == {"https://o.example/a)b%3Ec%20%22d'"}
    shown = " ".join(tree.text_content().split())
    assert " ".join(HOSTILE.replace("\x1b", "\ufffd").replace("\u202e", "\ufffd").split())[:120] in shown
    assert "{{" not in text
    assert len(tree.findall(".//h1")) == 1
    assert [one.text_content().split()[0] for one in tree.iter("h2")][-1] == "Sources"
    assert len(tree.findall(".//ol/li")) == 2
    assert not set("\x1b\u202e") & set(text)


@pytest.mark.parametrize("words", TEXTS)
def test_markdown_takes_no_line_for_a_mark(words: str) -> None:
    where = page(f"{words} and so on and so on.")
    one = traced(where, said(where, f"{words} and so on", ""))
    item = Editor(Asked(), finder(one)).item(claim((one, 0, "a")))
    assert item
    brief = Brief(asked=Asked(), headline=None, sections=(Section(items=(item,)),), sources=(head(where),))
    (quoted,) = rendered(written(brief, "markdown")).iter("blockquote")
    assert [child.tag for child in quoted] == ["p"]
    assert not list(quoted[0])
    seen = words.strip().replace("\x1b", "\ufffd").replace("\u202e", "\ufffd")
    assert quoted.text_content().strip() == f"{seen} and so on and so on."


def test_html_has_only_our_elements_no_script_and_web_links() -> None:
    text = written(hostile(), "html")
    tree = html.fromstring(text)
    assert {one.tag for one in tree.iter()} <= OURS | {
        "html", "head", "meta", "title", "style", "body", "article", "section", "small", "span",
    }  # fmt: skip
    assert {name for one in tree.iter() for name in one.attrib} <= {
        "lang", "dir", "href", "cite", "scope", "value", "charset", "http-equiv", "content", "name",
    }  # fmt: skip
    assert {one.get("href") for one in tree.iter("a")} == {"https://o.example/a)b>c \"d'"}
    assert HOSTILE.partition("\x1b")[0] in tree.text_content()
    assert "default-src 'none'" in text
    assert not set("\x1b\u202e") & set(text)
    assert article(framed(hostile())) in text


def test_atom_is_well_formed_and_its_entries_are_the_same_html() -> None:
    text = written(hostile(), "atom")
    ElementTree.fromstring(text)
    feed = feedparser.parse(text, sanitize_html=False)
    assert not feed.bozo
    assert [one.id for one in feed.entries] == ["urn:enligt:claim:c", "urn:enligt:claim:d"]
    assert feed.entries[0].updated == "2026-03-05T00:00:00+00:00"
    content = html.fromstring(f"<div>{feed.entries[0].content[0].value}</div>")
    assert {one.tag for one in content.iter()} <= OURS | {"small", "span"}
    assert [one.get("value") for one in content.iter("li")] == ["1", "2"]  # numbers in it lead to sources in it
    assert len(content.findall(".//table")) == 1


def test_contradictions_stand_side_by_side_with_their_counts() -> None:
    for tree in (rendered(written(hostile(), "markdown")), html.fromstring(written(hostile(), "html"))):
        heads = [one.text_content() for one in tree.iter("th")]
        assert heads == ["Asserted: 1 page, 1 independent origin", "Denied: 1 page, 1 independent origin"]


def test_the_frame_is_in_the_readers_language_and_marks_others() -> None:
    where = page("Färjan slutar gå den 1 maj, sade Ann Lee.", lang="sv", published="2026-03-05T08:00:00+01:00")
    one = traced(where, said(where, "Färjan slutar gå den 1 maj", "Ann Lee"))
    sheets = {}
    for lang in ("sv", "en"):
        asked = Asked(lang=lang, since="2026-03-04", until="2026-03-06")  # type: ignore[arg-type]
        item = Editor(asked, finder(one)).item(claim((one, 0, "a")))
        assert item
        sheets[lang] = markdown(
            framed(Brief(asked=asked, headline=None, sections=(Section(items=(item,)),), sources=(head(where),)))
        )
    assert "4–6 mars 2026. 1 påstående på 1 sida (svenska)." in sheets["sv"]
    assert "Enligt **Ann Lee**, i Sound Post \\[1\\], 5 mars 2026. 1 sida, 1 oberoende ursprung." in sheets["sv"]
    assert "According to **Ann Lee**, in Sound Post \\[1\\], 5 Mar 2026 (in Swedish)." in sheets["en"]
    assert "## Källor\n\n1. **Sound Post**: News, 5 mars 2026\n" in sheets["sv"]


def test_voices_via_and_first_pages_are_told() -> None:
    first = page("A ferry will stop in May, wrote the Daily.", published="2026-03-01", outlet="Daily")
    where = page("“The ferry stops in May,” an official told the Radio.")
    origin = traced(first, said(first, "A ferry will stop in May", "", voice="author"))
    told = traced(
        where,
        said(where, "“The ferry stops in May,”", "an official", voice="anonymous", via=(Link("Radio", None),)),
    )
    both = claim((origin, 0, "a"), (told, 0, "a"))
    item = Editor(Asked(), finder(origin, told)).item(both)
    assert item
    brief = Brief(asked=Asked(), headline=None, sections=(Section(items=(item,)),), sources=(head(first), head(where)))
    text = markdown(framed(brief))
    assert (
        "According to **an official** (unnamed), via Radio, in Sound Post \\[2\\], 5 Mar 2026. "
        "First in Daily \\[1\\], 1 Mar 2026. 2 pages \\[1, 2\\], 1 independent origin."
    ) in text


def test_an_empty_brief_says_so() -> None:
    nothing = Brief(asked=Asked(topic="ferries", lang="sv"), headline=None, sections=(), sources=())
    assert written(nothing, "markdown") == "# Enligt vem?\n\nferries. Inget i liggaren påstås om detta.\n"
    assert not feedparser.parse(written(nothing, "atom")).entries

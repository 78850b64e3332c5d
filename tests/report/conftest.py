import pytest

from enligt.records import Block, Credit, Link, Page, Span, Speaker, Statement, Traced

PARAGRAPHS = (
    "No ship sails",
    "The minister said that the envoy had told him that, as the draft put it, “no ship sails” before June.",
    "<script>alert(1)</script> \x1b[31mred\x9b0m \u202eturned, said Bob &amp; Co.",
    "First item",
    "Second item",
)
KINDS = ("heading", "paragraph", "paragraph", "list", "list")


@pytest.fixture
def hostile() -> Traced:
    """A page with statements three deep, whose text and metadata try to break out of whatever shows them."""
    text = "\n\n".join(PARAGRAPHS)

    def at(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words))

    blocks, start = [], 0
    for kind, paragraph in zip(KINDS, PARAGRAPHS, strict=True):
        blocks.append(Block(kind, Span(start, start + len(paragraph))))  # type: ignore[arg-type]
        start += len(paragraph) + 2
    page = Page(
        text=text,
        blocks=tuple(blocks),
        url="javascript:alert(1)",
        outlet="</title><script>alert(2)</script>\x1b]0;owned\x07",
        title='"><img src=x onerror=alert(3)>',
        lang='x" onclick="alert(4)',
        credits=(Credit("<b>TT\x1b[2J</b>", "wire", None),),
    )
    statements = (
        Statement(
            id="a",
            content=(at("that the envoy had told him that, as the draft put it, “no ship sails” before June"),),
            cue=(at("said"),),
            source=(at("The minister"),),
            form="mixed",
            voice="named",
            speaker=Speaker(id="q1", name="Ann\x1b[5m Lee"),
            via=(Link("Kustbladet", None), Link("Azimut", None)),
        ),
        Statement(
            id="b",
            content=(at("that, as the draft put it, “no ship sails” before June"),),
            cue=(at("had told"),),
            source=(at("the envoy"),),
            form="mixed",
            voice="named",
            parent="a",
            stance="denies",
            confidence=0.42,
        ),
        Statement(
            id="c",
            content=(at("“no ship sails” before June"),),
            cue=(at("as"), at("put it")),
            source=(at("the draft"),),
            form="direct",
            voice="document",
            parent="b",
            said_on="2026-03-04",
        ),
        Statement(
            id="d",
            content=(at("<script>alert(1)</script> \x1b[31mred\x9b0m \u202eturned"),),
            cue=(at("said"),),
            source=(at("Bob &amp; Co"),),
            form="indirect",
            voice="group",
        ),
    )
    return Traced(page=page, statements=statements)

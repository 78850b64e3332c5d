import pytest

from enligt.errors import ReadError
from enligt.reading import read

PARAGRAPHS = [
    "Hamnstyrelsen i Grenholm meddelade i måndags att den nya piren öppnas för fartyg redan till våren.",
    "– Vi är stolta, säger ordförande Ada Lindqvist. ”Bygget blev billigare än vi trodde”, lägger hon till.",
    "Bron över sundet dröjer däremot, skriver tidningen, eftersom länderna inte är överens om priset.",
]


def html(body: str, head: str = "", lang: str = "sv") -> str:
    return f'<!doctype html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


ARTICLE = "<article><h1>Piren öppnar</h1>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article>"
AROUND = (
    '<div class="cookie">Vi använder kakor för allt.</div><nav><ul><li><a href="/">Hem</a></li></ul></nav>{}'
    '<aside class="related"><h3>Läs också</h3><ul><li><a href="/1">Så väljer du däck</a></li></ul></aside>'
    "<section id=comments><h3>Kommentera</h3><form><label>Namn <input></label></form></section>"
)


def test_article_without_what_surrounds_it() -> None:
    page = read(html(AROUND.format(ARTICLE)))
    assert page.text == "\n\n".join(["Piren öppnar", *PARAGRAPHS])
    assert [block.kind for block in page.blocks] == ["heading", "paragraph", "paragraph", "paragraph"]
    assert [page.words(block.span) for block in page.blocks] == page.text.split("\n\n")


def test_lists_quotes_and_headings_are_told_apart() -> None:
    body = ARTICLE.replace(
        "</article>",
        "<h2>Bakgrund</h2><ul><li>Piren är 300 meter lång.</li><li>Bron är inte börjad.</li></ul>"
        "<blockquote><p>Vi väntar gärna på bron, så länge piren blir färdig.</p></blockquote></article>",
    )
    page = read(html(body))
    assert [block.kind for block in page.blocks][-4:] == ["heading", "list", "list", "quote"]
    assert "Piren är 300 meter lång.\nBron är inte börjad.\n\nVi väntar" in page.text


def test_spaces_collapse_but_french_ones_stay() -> None:
    french = "«&nbsp;Nous sommes fiers&nbsp;», a dit la présidente\n   du port,   qui ouvrira la jetée au printemps."
    page = read(html(f"<article><h1>La jetée ouvre</h1><p>{french}</p><p>{french}</p></article>", lang="fr"))
    assert "«\u00a0Nous sommes fiers\u00a0», a dit la présidente du port, qui" in page.text


def test_authors_of_one_line_are_credited_one_by_one() -> None:
    page = read(html(ARTICLE, '<meta name="author" content="Ada Berg, Bo Ek">'))
    assert [(credit.name, credit.kind) for credit in page.credits] == [("Ada Berg", "byline"), ("Bo Ek", "byline")]


def test_metadata() -> None:
    head = """
      <title>Piren öppnar | Grenholms Posten</title><meta property="og:site_name" content="Grenholms Posten">
      <meta property="og:title" content="Piren öppnar"><link rel="canonical" href="/a/1">
      <meta property="og:url" content="https://posten.example/a/1?utm=x">
      <meta property="article:published_time" content="2026-03-04T12:10:00+02:00">"""
    page = read(html(ARTICLE, head))
    assert page.url == "https://posten.example/a/1"
    assert (page.outlet, page.title) == ("Grenholms Posten", "Piren öppnar")
    assert (page.published, page.lang) == ("2026-03-04T12:10:00+02:00", "sv")
    assert page.credits == ()


def test_credits_in_json_ld_and_canonical_address() -> None:
    head = """
      <link rel="canonical" href="https://norrvik.example/pir"><meta property="og:url" content="https://posten.example/a">
      <script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "author": [{"name": "Ada Berg"}],
        "isBasedOn": {"@id": "https://www.kallan.example/x"}, "creditText": "TT", "datePublished": "2026-03-04",
        "publisher": {"name": "Grenholms Posten"}}]}</script>
      <script type="application/ld+json">{broken</script>"""
    page = read(html(ARTICLE, head))
    assert {(credit.name, credit.kind, credit.evidence) for credit in page.credits} == {
        ("norrvik.example", "source", None),
        ("kallan.example", "metadata", None),
        ("TT", "wire", None),
        ("Ada Berg", "byline", None),
    }
    assert (page.outlet, page.published) == ("Grenholms Posten", "2026-03-04")


@pytest.mark.parametrize("address", ["https://[a](b.example/", "//[a](b.example/", "[a](b.example/"])
def test_what_looks_like_an_address_and_is_none(address: str) -> None:
    head = f"""
      <link rel="canonical" href="{address}"><meta property="og:site_name" content="Posten">
      <script type="application/ld+json">{{"@type": "NewsArticle", "isBasedOn": "{address}", "creditText": "{address}"}}
      </script>"""
    page = read(html(ARTICLE, head))
    assert (page.outlet, page.url) == ("Posten", None)
    assert {credit.name for credit in page.credits} == {address}


def test_byline_and_credit_lines_are_kept_as_such() -> None:
    body = ARTICLE.replace("</h1>", '</h1><div class="byline">Av Ada Berg, TT</div>').replace(
        "</article>", '<p class="credits"><em>(Norrviks Nyhetsbyrå)</em></p></article>'
    )
    page = read(html(body))
    assert [block.kind for block in page.blocks] == ["heading", "byline", *["paragraph"] * 3, "credit"]
    assert [(c.name, page.words(c.evidence)) for c in page.credits if c.evidence] == [
        ("Ada Berg", "Ada Berg"),
        ("TT", "TT"),
        ("Norrviks Nyhetsbyrå", "Norrviks Nyhetsbyrå"),
    ]


def test_an_agency_does_not_credit_itself() -> None:
    head = '<meta property="og:site_name" content="Reuters">'
    body = ARTICLE.replace("<p>Hamn", "<p>GRENHOLM (Reuters) - Hamn", 1)
    assert read(html(body, head)).credits == ()
    assert [credit.name for credit in read(html(body)).credits] == ["Reuters"]


@pytest.mark.parametrize("body", ["", "<nav><a href=/>Hem</a></nav>", "<div id=app></div><script>start()</script>"])
def test_page_without_article(body: str) -> None:
    with pytest.raises(ReadError, match="no article text"):
        read(html(body))


def test_deep_nesting_neither_crashes_nor_hangs() -> None:
    with pytest.raises(ReadError):
        read("<div>" * 50_000 + "x")

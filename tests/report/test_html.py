import base64
import hashlib
import re
from dataclasses import replace
from importlib.resources import files
from itertools import product

import pytest
from lxml import html as lxml_html

from enligt.records import NameWarning, Page, Span, Speaker, Statement, Traced
from enligt.report import report_html

from .conftest import KINDS, PARAGRAPHS


def parsed(*pages: Traced) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(report_html(pages))


def words(element: lxml_html.HtmlElement) -> str:
    """The element's text without what the report adds: numbers and edges of contents."""
    for added in element.xpath(".//a[@class='no'] | .//*[@class='edge']"):
        added.drop_tree()
    return str(element.text_content())


def test_nothing_on_the_page_becomes_markup(hostile: Traced) -> None:
    document = parsed(hostile)
    assert len(document.xpath("//script")) == 1
    assert not document.xpath("//img | //iframe | //link | //object | //*[@style]")
    assert not [name for element in document.iter() for name in element.attrib if name.startswith("on")]
    links = document.xpath("//*/@href | //*/@src")
    assert links
    assert all(link.startswith("#") for link in links)


def test_the_policy_allows_the_own_style_and_script_and_nothing_else(hostile: Traced) -> None:
    document = parsed(hostile)
    (policy,) = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    for kind in ("style", "script"):
        (element,) = document.xpath(f"//{kind}")
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_the_page_text_is_all_there_in_its_form(hostile: Traced) -> None:
    (text,) = parsed(hostile).xpath("//div[@class='text']")
    assert [(element.tag, words(element)) for element in text.iter("h3", "p", "li")] == [
        ({"heading": "h3", "paragraph": "p", "list": "li"}[kind], re.sub("[\x1b\x9b\u202e]", "\ufffd", paragraph))
        for kind, paragraph in zip(KINDS, PARAGRAPHS, strict=True)
    ]
    assert len(text.xpath(".//ul")) == 1


def test_every_statement_has_a_number_in_the_text_and_a_row(hostile: Traced) -> None:
    document = parsed(hostile, replace(hostile, page=replace(hostile.page, text=hostile.page.text + " ")))
    ids = document.xpath("//*/@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in document.xpath("//a/@href")} <= set(ids)
    assert len(document.xpath("//a[@class='no']")) == len(document.xpath("//tbody/tr")) == 8
    row = document.get_element_by_id("p1-s2")
    assert [" ".join(cell.text_content().split()) for cell in row.iter("td")] == [
        "2",
        "the envoy",
        "had told",
        "that, as the draft put it, “no ship sails” before June",
        "named mixed denies unsure: 42% within 1",
    ]


def test_nested_segments_know_their_statements_innermost_first(hostile: Traced) -> None:
    (segment,) = parsed(hostile).xpath("//div[@class='text']//span[contains(., 'no ship sails')]")
    assert segment.get("data-n").split() == ["p1-s3", "p1-s2", "p1-s1"]
    assert segment.get("class") == "content in d3"
    assert segment.text_content() == "⌜“no ship sails” before June⌟⌟⌟"


def test_a_title_that_opens_the_text_is_not_said_twice(hostile: Traced) -> None:
    document = parsed(replace(hostile, page=replace(hostile.page, title="No ship sails")))
    assert [words(heading) for heading in document.xpath("//article//h2")] == ["No ship sails"]
    assert "No ship sails" not in [heading.text_content() for heading in document.xpath("//div[@class='text']//h3")]


def test_web_addresses_are_links_and_local_paths_stay_private() -> None:
    web = parsed(Traced(page=Page(text="Hej.", url="https://kust.example/a?b=1&c=2"), statements=()))
    assert "https://kust.example/a?b=1&c=2" in web.xpath("//a/@href")
    local = report_html([Traced(page=Page(text="Hej.", url="file:///home/ann/secret/sida.html"), statements=())])
    assert "sida.html" in local
    assert "secret" not in local


def test_the_text_is_marked_with_its_language() -> None:
    document = parsed(Traced(page=Page(text="Hej.", title="Hej", lang="sv"), statements=()))
    assert document.get("lang") == "en"
    assert document.xpath("//div[@class='text']/@lang") == ["sv"]
    assert document.xpath("//h2/@lang") == ["sv"]


def _luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1])
def test_contrast_is_at_least_four_and_a_half_in_light_and_dark(scheme: int) -> None:
    css = files("enligt.report").joinpath("report.css").read_text(encoding="utf-8")
    block = re.findall(r":root \{(.*?)\}", css, re.S)[scheme]
    colours = {
        name: value if len(value) == 7 else "#" + "".join(c * 2 for c in value[1:])
        for name, value in re.findall(r"--(\w+): (#\w+);", block)
    }
    pairs = [*product(["ink", "source", "cue"], ["paper", "card", "wash1", "wash2", "wash3", "on"])]
    pairs += [("quiet", "paper"), ("quiet", "card")]
    for front, back in pairs:
        light, dark = sorted([_luminance(colours[front]), _luminance(colours[back])], reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (front, back)


def test_names_that_do_not_fit_are_listed_with_the_reason(hostile: Traced) -> None:
    assert not parsed(hostile).xpath("//ul[@class='warnings']")
    start = hostile.page.text.index("<script>")
    warning = NameWarning("spelling", Span(start, start + 8), "“<script>” is nearly <b>Ann</b>", None)
    document = parsed(replace(hostile, warnings=(warning,)))
    (item,) = document.xpath("//section[@aria-labelledby='p1-w']/ul/li")
    assert item.text_content() == "<script>: “<script>” is nearly <b>Ann</b>"
    assert document.xpath("string(//h3[@id='p1-w'])") == "1 name to check"


def test_whom_a_source_means_stands_beside_it(hostile: Traced) -> None:
    ann, bo = Speaker(id="a", name="Ann <i>Lee"), Speaker(id="b", name="Bo Ek")
    first, second, *_ = hostile.statements
    statements = (replace(first, speaker=ann, others=(bo,)), replace(second, candidates=(ann, bo)))
    sources = parsed(replace(hostile, statements=statements)).xpath("//td[contains(@class, 'who')]")
    assert sources[0].text_content().startswith("The minister = Ann <i>Lee, Bo Ek")
    assert sources[1].text_content().startswith("the envoy: Ann <i>Lee or Bo Ek?")


def test_what_the_page_itself_asserts_has_its_own_place(hostile: Traced) -> None:
    assert not parsed(hostile).xpath("//ul[@class='assertions']")
    start = hostile.page.text.index("<script>")
    own = Statement(id="o", content=(Span(start, start + 25),), cue=(), source=(), form="indirect", voice="author")
    document = parsed(replace(hostile, assertions=(own,)))
    (item,) = document.xpath("//ul[@class='assertions']/li")
    assert item.text_content() == "<script>alert(1)</script>"
    assert len(document.xpath("//tbody/tr")) == len(hostile.statements)

"""The pages that the project keeps beside the checkout: what must be read from them."""

import json
from pathlib import Path

import pytest

from enligt.reading import read

SHARED = Path(__file__).parents[2].parent / "shared"
RELAY = sorted((SHARED / "relay").glob("story*/p*.html"))

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared folder is not beside this checkout")


@pytest.mark.parametrize("file", RELAY, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_relay_pages(file: Path) -> None:
    truth = json.loads((file.parent / "truth.json").read_text(encoding="utf-8"))["pages"][file.stem]
    page = read(file)
    assert (page.url, page.outlet, page.lang) == (truth["url"], truth["outlet"], truth["lang"])
    assert page.published == truth["published"]
    story = [page.words(block.span) for block in page.story]
    for statement in truth["statements"]:
        for content in statement["content"]:
            assert any(content in words for words in story)
    html = file.read_text(encoding="utf-8")
    around = html[: html.index("<article>")] + html[html.index("</article>") :]
    assert not [words for words in story if f">{words}<" in around and words != page.title]


def test_seed_page() -> None:
    (file,) = (SHARED / "seed").glob("*.txt")
    page = read(file)
    assert page.text == file.read_text(encoding="utf-8")
    assert (page.published, page.lang) == ("2026-02-06", "sv")
    assert [(credit.kind, page.words(credit.evidence)) for credit in page.credits if credit.evidence] == [
        ("source", "vzgljad.ru"),
        ("source", "warandpeace.ru"),
    ]
    gold = [json.loads(line) for line in (file.parent / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    assert gold
    assert [block.kind for block in page.blocks[-3:]] == ["boilerplate"] * 3

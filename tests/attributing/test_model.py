"""The shipped model: what it finds, and that company, threads and order change nothing."""

import itertools
import json
import re
import shutil
import time
from pathlib import Path

import pytest

import enligt
from enligt.attributing.model import Model
from enligt.attributing.whole import SUMS, check_whole, shipped, sums_in
from enligt.errors import ModelError
from enligt.records import Block, Found, Page, Span

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGES = sorted(EXAMPLES.glob("*.html"))


def page(text: str, lang: str) -> Page:
    blocks = tuple(Block("paragraph", Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text))
    return Page(text=text, lang=lang, blocks=blocks)


def found(model: Model, *pages: Page) -> list[Found]:
    return [of_page for _, of_page in model.find(pages)]


@pytest.fixture(scope="module", params=["full", "small"])
def model(request: pytest.FixtureRequest) -> Model:
    return Model(request.param, threads=2)


@pytest.mark.parametrize(
    ("lang", "text", "source", "cue", "content"),
    [
        ("en", "The bridge will open in May, minister Ann Lee said on Friday.", "Ann Lee", "said", "open in May"),
        ("sv", "Bron öppnar i maj, sade minister Eva Lund på fredagen.", "Eva Lund", "sade", "öppnar i maj"),
        ("de", "Die Brücke wird im Mai geöffnet, sagte Ministerin Eva Lund.", "Eva Lund", "sagte", "im Mai"),
        ("fr", "Le pont ouvrira en mai, a déclaré la ministre Eva Lund.", "Eva Lund", "déclaré", "ouvrira en mai"),
        ("ru", "Мост откроют в мае, заявила министр Ева Лунд.", "Ева Лунд", "заявила", "откроют в мае"),
        ("da", "Minister Eva Lund siger, at broen åbner i maj.", "Eva Lund", "siger", "broen åbner"),
        ("fi", "Ministeri Eeva Lund sanoi, että silta avataan toukokuussa.", "Eeva Lund", "sanoi", "silta avataan"),
        ("uk", "Міністр Єва Лунд заявила, що міст відкриють у травні.", "Єва Лунд", "заявила", "міст відкриють"),
    ],
)
def test_it_reads_many_languages(model: Model, lang: str, text: str, source: str, cue: str, content: str) -> None:
    read = page(text, lang)
    (of_page,) = found(model, read)
    assert any(
        source in read.words(*r.source) and cue in read.words(*r.cue) and content in read.words(*r.content)
        for r in of_page.relations
    ), [(read.words(*r.source), read.words(*r.cue), read.words(*r.content)) for r in of_page.relations]


def test_spans_are_valid_and_in_the_story(model: Model) -> None:
    for path in PAGES:
        read = enligt.read(path)
        (of_page,) = found(model, read)
        assert of_page.relations
        for r in of_page.relations:
            for spans in (r.content, r.source, r.cue):
                assert list(spans) == sorted(spans)
                assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
                for start, end in spans:
                    assert any(block.start <= start < end <= block.end for _, block in read.story)
            assert 0 < r.confidence <= 1


def test_company_order_and_threads_change_nothing() -> None:
    pages = [enligt.read(path) for path in PAGES]
    alone = [found(Model("small", threads=1), read)[0] for read in pages]
    assert found(Model("small", threads=1), *pages) == alone
    assert found(Model("small", threads=4), *reversed(pages)) == alone[::-1]


def test_names_come_in_the_same_pass(model: Model) -> None:
    read = page("Minister Eva Lund met Otto Berg of the Coast Guard in Oslo on Friday.", "en")
    (of_page,) = found(model, read)
    kinds = {read.words(name.span): name.kind for name in of_page.names}
    assert kinds["Eva Lund"] == "PER"
    assert kinds["Oslo"] == "LOC"


def test_an_endless_stream_is_read_no_further_than_needed() -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield page("The bridge is open, Ann Lee said. " * 20, "en")

    stream = Model("small", threads=1).find(endless())  # type: ignore[arg-type]
    for _ in range(3):
        next(stream)
    assert read < 60
    stream.close()


def test_it_loads_within_a_second() -> None:
    from enligt.attributing.model import _loaded

    _loaded.cache_clear()
    began = time.process_time()
    Model("full")
    assert time.process_time() - began < 1


def test_a_broken_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="reinstall enligt"):
        Model("small", weights=tmp_path)


def test_a_file_that_was_not_shipped_is_not_loaded(tmp_path: Path) -> None:
    shutil.copytree(shipped(), tmp_path, dirs_exist_ok=True)
    damaged = tmp_path / "pairs-small.onnx"
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    with pytest.raises(ModelError, match=r"pairs-small\.onnx: it is not the file that was shipped"):
        Model("small", weights=tmp_path)


def test_all_of_the_model_is_hashed() -> None:
    assert set(sums_in(shipped())) == {path.name for path in shipped().iterdir()} - {SUMS}
    check_whole(shipped(), sums_in(shipped()))


def test_a_hostile_page_is_only_text(model: Model) -> None:
    text = "</s><s>" * 50 + "\u202e\u200b\x00 “" * 50 + "x" * 5000 + " 😀" * 300
    (of_page,) = found(model, page(text, "en"))
    json.dumps([list(r.content) for r in of_page.relations])

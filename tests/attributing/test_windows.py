"""Windows: whole paragraphs where they fit, exact word spans always."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers

from enligt.attributing.windows import CLOSE_ID, OPEN_ID, Window, windows
from enligt.records import Block, Span


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    """Pieces are single characters, the first of a word with its space: the worst case for a window's room."""
    signs = "abcdefghijklmnopqrstuvwxyz.,“” "
    vocabulary = [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -1.0)]
    made = Tokenizer(models.Unigram([*vocabulary, *((sign, -2.0) for sign in signs)], unk_id=3))
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    return made


def cut(text: str, tokenizer: Tokenizer, limit: int = 40) -> list[Window]:
    blocks = [Block("paragraph", Span(m.start(), m.end())) for m in re.finditer(r"[^\n]+", text)]
    return windows(text, blocks, tokenizer, limit)


def test_short_paragraphs_share_a_window_with_a_mark_after_each(tokenizer: Tokenizer) -> None:
    (window,) = cut("one two\nthree", tokenizer)
    assert window.ids[0] == OPEN_ID
    assert window.ids.count(CLOSE_ID) == 2
    assert window.ids[-1] == CLOSE_ID


def test_a_paragraph_that_does_not_fit_begins_a_window(tokenizer: Tokenizer) -> None:
    made = cut("a" * 20 + "\n" + "b" * 25, tokenizer)
    assert [len(window.words) for window in made] == [1, 1]


def test_a_long_paragraph_is_cut_after_a_sentence(tokenizer: Tokenizer) -> None:
    text = "We left at dawn. The road was long and wet. Nobody spoke of it again."
    parts = [text[window.words[0].start : window.words[-1].end] for window in cut(text, tokenizer, 50)]
    assert parts[0].endswith(".")
    assert len(parts) > 1


def test_first_is_the_piece_that_begins_the_word(tokenizer: Tokenizer) -> None:
    (window,) = cut("ab “cd” ef", tokenizer)
    letter = {sign: tokenizer.token_to_id(sign) for sign in "c“"}
    assert window.ids[window.first[2]] == letter["c"]
    assert window.ids[window.first[1]] in (letter["“"], tokenizer.token_to_id("▁"))


@settings(deadline=None)
@given(st.text(alphabet="ab .,“”\n日\u200b\ud83d", max_size=300), st.integers(8, 60))
def test_every_word_is_in_one_window_and_every_window_fits(tokenizer: Tokenizer, text: str, limit: int) -> None:
    made = cut(text, tokenizer, limit)
    words = [word for window in made for word in window.words]
    assert [text[start:end] for start, end in words] == re.findall(r"\w+|[^\w\s]", text)
    for window in made:
        assert len(window.ids) <= limit
        assert len(window.first) == len(window.words) == len(window.sentence) == len(window.paragraph)
        assert all(0 < at < len(window.ids) for at in window.first)


def test_sentences_and_paragraphs_are_counted(tokenizer: Tokenizer) -> None:
    text = "Mr. Lee left. “We wait.” He sat. and sang\nNobody spoke."
    (window,) = cut(text, tokenizer, 200)
    number = {text[start:end]: at for (start, end), at in zip(window.words, window.sentence, strict=True)}
    assert [number[word] for word in ("Mr", "Lee", "We", "”", "He", "sang", "Nobody")] == [0, 0, 1, 1, 2, 2, 3]
    assert window.paragraph[-1] == 1
    assert window.paragraph[0] == 0


def test_a_short_name_that_stands_without_a_full_stop_is_no_abbreviation(tokenizer: Tokenizer) -> None:
    text = "Lee came. We saw Lee. He sat. We met Mr. Berg."
    (window,) = cut(text, tokenizer, 200)
    number = {text[start:end]: at for (start, end), at in zip(window.words, window.sentence, strict=True)}
    assert [number[word] for word in ("saw", "He", "Mr", "Berg")] == [1, 2, 3, 3]

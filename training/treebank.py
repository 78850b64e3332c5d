"""Dependency trees from CoNLL-U, their words aligned with the sentence's text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

Span = tuple[int, int]  # [start, end) in code points


@dataclass(frozen=True)
class Word:
    """A syntactic word; the words of a multiword token share its code points."""

    start: int
    end: int
    form: str
    lemma: str
    upos: str
    feats: str
    head: int  # index into the tree's words, -1 for the root
    deprel: str

    @property
    def is_mark(self) -> bool:
        """True for punctuation; signs that are read as words ("%", "€") are not marks."""
        return not any(character.isalnum() or character in "%‰°€$£§" for character in self.form)

    @property
    def relation(self) -> str:
        """The dependency relation without its subtype."""
        return self.deprel.split(":")[0]


@dataclass(frozen=True)
class Tree:
    """A sentence with its dependency tree; `document` changes where a new text or paragraph begins."""

    id: str
    document: str
    text: str
    words: tuple[Word, ...]


def read_trees(path: Path) -> Iterator[Tree]:
    """The sentences of a CoNLL-U file, their words aligned with `# text`."""
    with path.open(encoding="utf-8") as file:
        yield from parse_trees(file.read())


def parse_trees(conllu: str) -> Iterator[Tree]:
    """The sentences of CoNLL-U text."""
    part = 0
    for block in conllu.split("\n\n"):
        lines = block.strip("\n").split("\n")
        comments = dict(line[1:].strip().partition(" = ")[::2] for line in lines if line.startswith("#"))
        part += any(key.startswith(("newdoc", "newpar")) for key in comments)
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if rows:
            sentence = comments["sent_id"]
            text, words = _with_printed_quotes(comments["text"], _align(comments["text"], rows))
            yield Tree(sentence, f"{_text_id(sentence)}/{part}", text, words)


def _text_id(sentence: str) -> str:
    """The part of a sentence id that its text shares: what precedes the last number."""
    return sentence.rstrip("0123456789")


def _with_printed_quotes(text: str, words: tuple[Word, ...]) -> tuple[str, tuple[Word, ...]]:
    """Text and words with the marks of print where a treebank spells quotes as TeX does."""
    printed = {"``": "„", "''": "“"}
    places = [word.start for word in words if word.form in printed]
    for word in reversed(words):
        if word.form in printed:
            text = text[: word.start] + printed[word.form] + text[word.end :]

    def moved(offset: int) -> int:
        return offset - sum(place < offset for place in places)

    return text, tuple(
        replace(word, start=moved(word.start), end=moved(word.end), form=printed.get(word.form, word.form))
        for word in words
    )


def _align(text: str, rows: list[list[str]]) -> tuple[Word, ...]:
    surface: dict[str, Span] = {}
    position = covered = 0
    for row in rows:
        if "." in row[0]:
            continue
        first, _, last = row[0].partition("-")
        if int(first) > covered:
            start = text.index(row[1], position)
            position = start + len(row[1])
            covered = int(last or first)
            surface |= {str(number): (start, position) for number in range(int(first), covered + 1)}
    words = [row for row in rows if row[0].isdigit()]
    return tuple(
        Word(*surface[r[0]], r[1], r[2], r[3], r[5], int(r[6]) - 1 if r[6].isdigit() else -1, r[7]) for r in words
    )

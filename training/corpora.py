"""Every training corpus in one form: a short text with its statements, its names, or both.

    python training/corpora.py --shared DIR [--show LANG]

prints what there is (or, with --show, the statements derived from the trees of a language, to be read).
"""

import argparse
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from treebank import Tree, read_trees
from trees import DoubtfulSentenceError, Lexicon, Relation, derive, read_lexicon

Name = tuple[int, int, str]

KINDS_OF_NAME = {
    "PER": "PER", "ORG": "ORG", "LOC": "LOC",
    "Person": "PER", "Org": "ORG", "Organization": "ORG", "Location": "LOC",
}  # fmt: skip
LONGEST_TREE_DOCUMENT = 4  # sentences
NEGATIVE_SHARE = 0.5  # tree documents without a statement, per one with
SHORTEST_SPEECH = 3  # words of a content; "das", "es" and bare nouns are no statements in the news corpora
SENTENCES_OF_SPEECH = 5  # sentences of a parliamentary speech kept together
NAME_WORDS = 90  # a document with names ends with the sentence in which it reaches so many words
NAME_WORDS_PER_LANGUAGE = 30_000  # names are a side task; with 9 languages about 250,000 words
HELD_OUT_PAGES = 5  # one in so many bsnlp pages is for reporting


@dataclass(frozen=True)
class Document:
    """A short text; `relations` or `names` is None where the corpus does not annotate them, `unknown` is where it may
    have statements that it does not tell."""

    id: str
    lang: str
    kind: str  # polnear, spkatt, tree, name, story
    text: str
    relations: tuple[Relation, ...] | None
    names: tuple[Name, ...] | None
    unknown: tuple[Sequence[int], ...] = ()


def training_documents(shared: Path) -> Iterator[Document]:
    """All that may be trained on, in a fixed order."""
    corpora = shared / "corpora"
    yield from polnear(corpora / "polnear" / "train.jsonl")
    yield from spkatt(corpora / "spkatt" / "train.jsonl")
    for path in sorted((corpora / "ud").glob("*.conllu")):
        if "pud" not in path.name:  # its sentences are those of the evaluation set
            yield from trees(path, path.name[:2])
    yield from _capped(_names_of(corpora, held_out=False))


def reporting_names(shared: Path) -> Iterator[Document]:
    """The held-out part of the names, for measuring only."""
    yield from _names_of(shared / "corpora", held_out=True)


def polnear(path: Path) -> Iterator[Document]:
    """Whole news articles; nested statements are not marked in them."""
    for row in _rows(path):
        relations = [_as_relation(a) for a in row["attributions"] if a.get("content")]
        yield Document(row["id"], row["lang"], "polnear", row["text"], tuple(relations), None)


def spkatt(path: Path) -> Iterator[Document]:
    """Pieces of parliamentary speeches whose every event has a source and a content."""
    for row in _rows(path):
        relations = [_as_relation(a) for a in row["attributions"]]
        pieces = _clean_pieces(row["text"], relations)
        for number, (start, end) in enumerate(pieces):
            moved = tuple(_moved(r, -start) for r in relations if start <= _extent(r)[0] < end)
            yield Document(f"{row['id']}/{number}", "de", "spkatt", row["text"][start:end], moved, None)


def trees(path: Path, lang: str) -> Iterator[Document]:
    """One to four neighbouring sentences with the statements derived from their trees."""
    lexicon = read_lexicon(lang)
    with_statement = without = 0
    for sentences in _clean_runs(read_trees(path), lexicon):
        text, relations = "", []
        for tree, found in sentences:
            text += " " if text else ""
            relations += [_moved(relation, len(text)) for relation in found]
            text += tree.text
        if relations:
            with_statement += 1
        elif without < NEGATIVE_SHARE * with_statement:
            without += 1
        else:
            continue
        yield Document(f"{path.stem}/{sentences[0][0].id}", lang, "tree", text, tuple(relations), None)


def names(path: Path) -> Iterator[Document]:
    """Short texts with names; the format is told from the file's name."""
    if path.suffix == ".iob2":
        lang = path.name.split("_")[1]
        sentences = _iob_sentences(path, word_column=1, tag_column=2)
        yield from _joined(sentences, {"nob": "no", "nno": "no"}.get(lang, lang), path.stem)
    elif path.suffix == ".txt":
        yield from _joined(_iob_sentences(path, word_column=0, tag_column=1), path.name[:2], path.stem)
    else:
        for row in _rows(path):
            yield from _paragraphs(row["id"], row["lang"], row["text"], _located(row))


def _names_of(corpora: Path, held_out: bool) -> Iterator[Document]:
    ner = corpora / "ner"
    for treebank in ("uner_da_ddt", "uner_nob_norne", "uner_nno_norne", "uner_sv_talbanken", "uner_en_ewt"):
        for part in ("test",) if held_out else ("train", "dev"):
            path = ner / f"{treebank}-ud-{part}.iob2"
            if path.exists():
                yield from names(path)
    if held_out:
        yield from names(ner / "ru_factrueval2016_dev.jsonl")
    else:
        yield from names(ner / "sv_webbnyheter2012_train.txt")
        yield from names(ner / "ru_factrueval2016_train.jsonl")
    for affair in ("nord_stream", "brexit"):
        for document in names(corpora / "bsnlp" / f"{affair}.jsonl"):
            page = document.id.rpartition("#")[0]
            if (zlib.crc32(page.encode()) % HELD_OUT_PAGES == 0) == held_out:
                yield document


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _as_relation(row: dict[str, Any]) -> Relation:
    return Relation(*(tuple((s, e) for s, e in row.get(role) or ()) for role in ("source", "cue", "content")))


def _moved(relation: Relation, by: int) -> Relation:
    parts = (relation.source, relation.cue, relation.content)
    return Relation(*(tuple((start + by, end + by) for start, end in part) for part in parts))


def _extent(relation: Relation) -> tuple[int, int]:
    spans = [*relation.source, *relation.cue, *relation.content]
    return min(start for start, _ in spans), max(end for _, end in spans)


def _clean_pieces(text: str, relations: list[Relation]) -> Iterator[tuple[int, int]]:
    """Runs of sentences that hold statements, and only such as have a source and a content."""
    run: list[tuple[int, int]] = []
    held = 0
    for start, end in [*_sentences(text, [_extent(relation) for relation in relations]), (len(text), len(text))]:
        inside = [relation for relation in relations if start <= _extent(relation)[0] < end]
        clean = all(_fits(relation, text) for relation in inside)
        if run and (start == end or not clean or len(run) == SENTENCES_OF_SPEECH):
            if held:
                yield run[0][0], run[-1][1]
            run, held = [], 0
        if clean:
            run.append((start, end))
            held += len(inside)


def _fits(relation: Relation, text: str) -> bool:
    """True for a speech event as the news corpora would mark it: somebody says something of substance."""
    words = sum(len(text[start:end].split()) for start, end in relation.content)
    return bool(relation.source) and words >= SHORTEST_SPEECH


def _sentences(text: str, extents: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The text cut at ends of sentences, never through a relation."""
    start = 0
    for match in re.finditer(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ–„-])", text):
        if not any(first < match.end() and match.start() < last for first, last in extents):
            yield start, match.start()
            start = match.end()
    if start < len(text):
        yield start, len(text)


def _clean_runs(sentences: Iterable[Tree], lexicon: Lexicon) -> Iterator[list[tuple[Tree, list[Relation]]]]:
    """Groups of neighbouring sentences of one text, none of them doubtful."""
    for _, together in groupby(sentences, key=lambda tree: tree.document):
        run: list[tuple[Tree, list[Relation]]] = []
        for tree in together:
            try:
                run.append((tree, derive(tree, lexicon)))
            except DoubtfulSentenceError:
                if run:
                    yield run
                run = []
            if run and len(run) > zlib.crc32(run[0][0].id.encode()) % LONGEST_TREE_DOCUMENT:
                yield run
                run = []
        if run:
            yield run


def _iob_sentences(path: Path, word_column: int, tag_column: int) -> Iterator[tuple[str, list[Name]]]:
    """Sentences of an IOB file: `# text` where it is given, else the words, spaced as in print."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.strip("\n").split("\n")
        given = [line[len("# text = ") :] for line in lines if line.startswith("# text = ")]
        rows = [line.split("\t") for line in lines if line and not line.startswith("# ")]
        rows = [row for row in rows if len(row) > tag_column]
        if not rows:
            continue
        words = [row[word_column] for row in rows]
        text = given[0] if given else _printed(words)
        found: list[Name] = []
        position, previous = 0, "O"
        for word, row in zip(words, rows, strict=True):
            start = text.index(word, position)
            position = start + len(word)
            tag = row[tag_column]
            kind = KINDS_OF_NAME.get(tag.rpartition("-")[2])
            continues = tag.startswith("I-") or (tag == previous and not tag.startswith("B-"))
            if kind and continues and found and found[-1][2] == kind and previous != "O":
                found[-1] = (found[-1][0], position, kind)
            elif kind:
                found.append((start, position, kind))
            previous = tag
        yield text, found


def _printed(words: list[str]) -> str:
    """Words joined by spaces, but not before a comma, after a bracket, or inside straight and Swedish quote marks."""
    text, opened, glued = "", False, True
    for word in words:
        quote = word in ("”", '"')
        tight = glued or word in (",", ".", "!", "?", ":", ";", ")", "…", "%") or (quote and opened)
        text += word if tight else " " + word
        opened ^= quote
        glued = word == "(" or (quote and opened)
    return text


def _joined(sentences: Iterable[tuple[str, list[Name]]], lang: str, prefix: str) -> Iterator[Document]:
    """Sentences joined into documents of about NAME_WORDS words."""
    text, found, number = "", [], 0
    for sentence, in_sentence in sentences:
        text += " " if text else ""
        found += [(start + len(text), end + len(text), kind) for start, end, kind in in_sentence]
        text += sentence
        if len(text.split()) >= NAME_WORDS:
            yield Document(f"{prefix}#{number}", lang, "name", text, None, tuple(found))
            text, found, number = "", [], number + 1
    if text:
        yield Document(f"{prefix}#{number}", lang, "name", text, None, tuple(found))


def _located(row: dict[str, Any]) -> list[Name]:
    """The page's names as spans: the longest where they overlap; a name given by its form alone, wherever it stands."""
    spans: list[Name] = []
    for name in row["names"]:
        kind = KINDS_OF_NAME.get(name["type"], "")
        if "span" in name:
            spans.append((*name["span"], kind))
        else:
            pattern = rf"(?<!\w){re.escape(name['form'])}(?!\w)"
            spans += [(match.start(), match.end(), kind) for match in re.finditer(pattern, row["text"])]
    chosen: list[Name] = []
    for start, end, kind in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= first or last <= start for first, last, _ in chosen):
            chosen.append((start, end, kind))
    return sorted(span for span in chosen if span[2])  # products and events outrank what they contain, then go


def _paragraphs(identifier: str, lang: str, text: str, found: list[Name]) -> Iterator[Document]:
    """The text cut at ends of sentences into documents of about NAME_WORDS words."""
    start = number = 0
    cuts = [match.end() for match in re.finditer(r"[.!?…]\s+|\n+", text)] + [len(text)]
    for cut in cuts:
        split = any(first < cut < last for first, last, _ in found)
        if split or (len(text[start:cut].split()) < NAME_WORDS and cut < len(text)):
            continue
        inside = tuple((first - start, last - start, kind) for first, last, kind in found if start <= first < cut)
        if text[start:cut].strip():
            yield Document(f"{identifier}#{number}", lang, "name", text[start:cut], None, inside)
        start, number = cut, number + 1


def _capped(documents: Iterable[Document]) -> Iterator[Document]:
    """An even choice of each language's documents, up to NAME_WORDS_PER_LANGUAGE words."""
    by_language: dict[str, list[Document]] = {}
    for document in documents:
        by_language.setdefault(document.lang, []).append(document)
    for group in by_language.values():
        words = 0
        for document in sorted(group, key=lambda document: zlib.crc32(document.id.encode())):
            words += len(document.text.split())
            if words > NAME_WORDS_PER_LANGUAGE:
                break
            yield document


def main() -> None:
    """Print the statistics, or the derived statements of one language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--show", metavar="LANG")
    options = parser.parse_args()
    table: dict[tuple[str, str], Counter[str]] = {}
    for document in training_documents(options.shared):
        if options.show and (document.kind, document.lang) == ("tree", options.show):
            for relation in document.relations or ():
                parts = (relation.source, relation.cue, relation.content)
                print(" | ".join(" … ".join(document.text[s:e] for s, e in part) for part in parts))
        counts = table.setdefault((document.kind, document.lang), Counter())
        counts["documents"] += 1
        counts["words"] += len(document.text.split())
        counts["relations"] += len(document.relations or ())
        counts["empty"] += document.relations == ()
        counts["names"] += len(document.names or ())
    if not options.show:
        for (kind, lang), counts in table.items():
            print(f"{kind:8} {lang:3}", "  ".join(f"{name} {number:>7,}" for name, number in counts.items()))


if __name__ == "__main__":
    main()

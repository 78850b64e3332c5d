"""The invented stories as statements to learn attribution from: what is marked in them, with a cue and a source each.

    python training/told.py [--show LANG]

prints how many of the marks became statements; with --show those of a language, to be read.

The writers marked what is said, often without the words that open it, and by whom in their own words; where the cue and
the source stand they did not mark. A statement that the shipped model finds, with a source that may be that speaker, is
taken as it is. Where it finds none, the nearest word that the lexicon knows for a cue, or that the network half
believes to be one, is it, and what the network reads beside it is taken, if it fits with the mark. Where none does
though the speaker is named or something is quoted, and where something is found that nobody marked, the sentence is not
shown to a learner; what else is marked is the author's own. ``stories/held_out`` is kept apart for measuring.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
from corpora import Document
from stories import CONTENT, MARKED, unmarked
from trees import Relation as Labels

from enligt.attributing.decoding import Cue, relations
from enligt.attributing.lexicon import Lexicon, any_of, lexicon
from enligt.attributing.model import Model
from enligt.attributing.sentences import Parsed, parsed
from enligt.attributing.spans import meets, merged
from enligt.attributing.windows import windows
from enligt.naming.phrases import stems
from enligt.naming.wording import wording
from enligt.records import Block, Page, Relation, Span

STORIES = Path(__file__).parent / "stories"
#: Letters of a word by which names are compared.
STEM = 5
#: Share of a mark that a statement must hold to be the one that was marked.
HELD = 0.6
#: Probability from which the network half believes that a word begins a cue.
HALF_BELIEVED = 0.05


class Mark(NamedTuple):
    """What a writer marked as said: where it stands, who says it ("" where nobody is named), and whether it asserts
    (``+``) or denies (``-``) a claim ("" where it is of none)."""

    spans: list[Span]
    speaker: str
    sign: str


class Told(NamedTuple):
    """A text of a story with its marks; ``complete`` if all that is said in it is marked."""

    id: str
    page: Page
    marks: list[Mark]
    complete: bool


def told(folder: Path = STORIES) -> Iterator[Told]:
    """Every page and every paragraph of a saying in a folder of stories."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            story = json.loads(line)
            name = f"{file.stem}/{story['story']}"
            for number, page in enumerate(story.get("pages", ())):
                yield _of_page(f"{name}/{number}", page)
            for at, claim in enumerate(() if "pages" in story else [*story["claims"], {"sayings": story["others"]}]):
                for number, said in enumerate(claim["sayings"]):
                    yield _of_saying(f"{name}/{at}-{number}", said)


def _of_page(identifier: str, told_in: dict[str, Any]) -> Told:
    text, blocks, marks = "", [], list[Mark]()
    for number, marked in enumerate((told_in["title"], *told_in["paragraphs"])):
        words, content = unmarked(marked, MARKED)
        for (start, end), match in content:
            span = Span(len(text) + start, len(text) + end)
            if match[1] is None:
                marks[-1].spans.append(span)
            else:
                marks.append(Mark([span], (match[3] or "").strip(), match[2]))
        blocks.append(Block("paragraph" if number else "heading", Span(len(text), len(text) + len(words))))
        text += words + "\n"
    head = {name: told_in[name] for name in ("lang", "outlet", "title")}
    page = Page(text=text, blocks=tuple(blocks), url=f"story:{identifier}", **head)
    return Told(identifier, page, marks, complete=True)


def _of_saying(identifier: str, said: dict[str, Any]) -> Told:
    text, content = unmarked(said["in"], CONTENT)
    page = Page(text=text, blocks=(Block("paragraph", Span(0, len(text))),), lang=said["lang"])
    return Told(identifier, page, [Mark([span], said.get("who", ""), "") for span, _ in content], complete=False)


def documents(folder: Path = STORIES, counts: Counter[str] | None = None) -> Iterator[Document]:
    """What is told, with the statements that could be made out; ``unknown`` is what says nothing to a learner."""
    counts = counts if counts is not None else Counter()
    model = Model("full")
    texts = list(told(folder))
    for one, (_, found) in zip(texts, model.find(text.page for text in texts), strict=True):
        reader = _Reader(one, model)
        made, unknown = reader.read([relation for relation in found.relations if relation.cue and relation.source])
        counts.update(reader.counts)
        labels = [Labels(relation.source, relation.cue, relation.content) for relation in made]
        yield Document(one.id, one.page.lang or "", "story", one.page.text, tuple(labels), None, tuple(unknown))


class _Reader:
    """Makes statements of one text's marks."""

    def __init__(self, one: Told, model: Model) -> None:
        self.page, self.marks, self.complete = one.page, one.marks, one.complete
        self.model = model
        self.story: Parsed = parsed(one.page)
        self.windows = [window for window in windows(one.page.text, one.page.story, model.tokenizer) if window.words]
        self.marked = merged(span for mark in one.marks for span in mark.spans)
        self.cues = _cue_words(lexicon(one.page.lang))
        self.speakers = [_letters(mark.speaker) for mark in one.marks]
        self.counts: Counter[str] = Counter()
        self.sentences = [
            Span(tokens[0].start, tokens[-1].end) for *_, told_in in self.story.blocks for tokens in told_in
        ]
        self.unmarked_subject = wording(one.page.lang).drops_subjects

    def read(self, found: Sequence[Relation]) -> tuple[list[Relation], list[Span]]:
        """The statements, and the sentences of which nothing is known."""
        made: dict[Span, Relation] = {}
        unknown, used = list[Span](), set[int]()
        for number, mark in enumerate(self.marks):
            here = self._around(mark)
            of_model = [at for at, one in enumerate(found) if _held(mark.spans, one.content) >= HELD]
            right = [at for at in of_model if self._may_say(number, found[at].source) and self._a_word(found[at].cue)]
            used.update(of_model)
            if right:
                one = found[right[0]]
                how = "found"
            elif mark.speaker and not of_model and (made_up := self._by_cue(number, mark, here)):
                one, how = made_up, "by its cue"
            elif not of_model and self._own(number, here):
                self.counts["without a cue"] += 1
                continue
            else:
                self.counts["unknown"] += 1
                unknown += here
                continue
            self.counts[how] += 1
            before = made.get(one.cue[0])
            whole = merged([*one.content, *mark.spans, *(before.content if before else ())])
            made[one.cue[0]] = Relation(content=tuple(whole), cue=one.cue, source=one.source)
        for at, one in enumerate(found):
            if at not in used and one.cue[0] not in made:
                self.counts["unmarked"] += 1
                unknown += [sentence for sentence in self.sentences if meets(one.cue, sentence)]
        if not self.complete:
            known = merged(sentence for mark in self.marks for sentence in self._around(mark))
            unknown += [sentence for sentence in self.sentences if not meets(known, sentence)]
        return [_apart(one) for one in made.values()], list(merged(unknown))

    def _around(self, mark: Mark) -> list[Span]:
        return [sentence for sentence in self.sentences if meets(mark.spans, sentence)]

    def _own(self, number: int, here: Sequence[Span]) -> bool:
        """Whether sentences hold no words beside what is marked, or no sign that these are another's."""
        beside = "".join(
            char if not meets(self.marked, Span(at, at + 1)) else " "
            for start, end in here
            for at, char in enumerate(self.page.text[start:end], start)
        )
        if not any(char.isalnum() for char in beside):
            return True
        quoted = any(meets(self.story.quoted, sentence) for sentence in here)
        return not quoted and ":" not in beside and not _letters(beside) & self.speakers[number]

    def _a_word(self, cue: Sequence[Span]) -> bool:
        return any(char.isalnum() for char in self.page.words(*cue))

    def _may_say(self, number: int, source: Sequence[Span]) -> bool:
        """Whether a source may be the speaker of a mark: it isn't named like any other of the page."""
        if not source:
            return not self.speakers[number] or self.unmarked_subject
        words, own = _letters(self.page.words(*source)), self.speakers[number]
        if words & own or not own:
            return True
        return not any(words & other for other in self.speakers)

    def _by_cue(self, number: int, mark: Mark, here: Sequence[Span]) -> Relation | None:
        """The statement of the nearest word that may be a cue, as the network reads it."""
        cues = [Span(*match.span()) for one in here for match in self.cues.finditer(self.page.text, *one)]
        cues += [cue for cue in self._half_believed if meets(here, cue)]
        free = (cue for cue in cues if not meets(self.marked, cue) and self._a_word([cue]))
        for cue in sorted(free, key=lambda cue: min(_gap(cue, span) for span in mark.spans))[:3]:
            one = self._read_from(cue, mark)
            if one and self._may_say(number, one.source) and (one.source or self.unmarked_subject):
                return one
        return None

    @cached_property
    def _half_believed(self) -> list[Span]:
        return [
            Span(window.words[cue.start].start, window.words[cue.end - 1].end)
            for window in self.windows
            for cue in self.model.probabilities(window, HALF_BELIEVED)[0]
        ]

    def _read_from(self, cue: Span, mark: Mark) -> Relation | None:
        """What the network reads beside a cue, whose content is the mark if it has nothing of it."""
        for window in self.windows:
            at = [number for number, word in enumerate(window.words) if word.start < cue.end and cue.start < word.end]
            if not at:
                continue
            roles = self.model.roles(window, [Cue(at[0], at[-1] + 1, 1.0)])
            # What is marked is the content: the path of roles has to go through it.
            inside = np.array([meets(mark.spans, word) for word in window.words])
            others = np.array([meets(self.marked, word) for word in window.words]) & ~inside
            roles[:, inside] = (0.01, 0.01, 0.98)
            roles[:, others] = (0.98, 0.01, 0.01)
            made = relations(self.page.text, window, [Cue(at[0], at[-1] + 1, 1.0)], roles, self.story.quoted)
            return made[0] if made and _held(mark.spans, made[0].content) >= HELD else None
        return None


def _cue_words(words: Lexicon) -> re.Pattern[str]:
    return any_of(words.verbs | words.thoughts | words.participles | words.according | words.according_after)


def _apart(one: Relation) -> Relation:
    """A statement whose content has nothing of its cue or source."""
    taken = merged([*one.cue, *one.source])
    content = []
    for start, end in one.content:
        at = start
        for inner in taken:
            if inner.start < end and at < inner.end:
                content.append(Span(at, inner.start))
                at = inner.end
        content.append(Span(at, end))
    return Relation(content=tuple(span for span in content if span.start < span.end), cue=one.cue, source=one.source)


def _letters(name: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in stems(name))


def _gap(first: Span, second: Span) -> int:
    return max(first.start - second.end, second.start - first.end)


def _held(mark: Sequence[Span], content: Sequence[Span]) -> float:
    """The share of a mark's characters in a content."""
    own = {at for span in mark for at in range(*span)}
    return len(own & {at for span in content for at in range(*span)}) / max(len(own), 1)


def main() -> None:
    """Print the counts, or what was made of a language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", metavar="LANG", default="")
    options = parser.parse_args()
    counts, of_lang = Counter[str](), Counter[str]()
    for document in documents(counts=counts):
        of_lang[document.lang] += len(document.relations or ())
        if document.lang == options.show:
            for one in document.relations or ():
                parts: list[Any] = [one.source, one.cue, one.content]
                print(" | ".join(" … ".join(document.text[s:e] for s, e in part) for part in parts))
    print(dict(counts))
    print(dict(of_lang.most_common()))


if __name__ == "__main__":
    main()

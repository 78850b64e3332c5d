"""Statements derived from dependency trees: a reporting verb, its subject and its clause become cue, source, content.

The rules favour precision. A sentence in which something is reported, but not in a form that the rules read with
confidence, is doubtful and must not be shown to a learner, neither as a statement nor as the absence of one.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from treebank import Span, Tree

OPENING = "\"“”„«»'‘‚`"
QUOTES = OPENING + "’"
DASHES = "-–—"
LONGEST_SOURCE = 30  # words; longer subjects were mostly wrongly attached clauses in the treebanks read
EXPLETIVES = frozenset(["det", "es", "das", "это", "це", "se", "see", "tas", "ça", "cela"])  # subjects that name nobody
PRO_DROP = ("ru", "uk", "fi", "et", "lv")  # the verb's ending may stand for the subject
YEARS = frozenset(["год", "рік"])  # «по оценке 2007 года» names no source either
SHORTEST_CONTENT = 2  # words; a single word is seldom a proposition
SHORTEST_SPEECH = 4  # words between quote marks; shorter ones are mostly names, titles and irony
MOST_FRAGMENTS = 3  # of a content; more come from crossing attachments


class DoubtfulSentenceError(Exception):
    """Something is reported here, but source, cue or content cannot be told with confidence."""


@dataclass(frozen=True)
class Lexicon:
    """The reporting words of a language (see reporting_verbs.toml)."""

    lang: str
    say: frozenset[str]
    think: frozenset[str]
    commit: frozenset[str]
    neutral: frozenset[str]
    adposition: frozenset[str]


@dataclass(frozen=True)
class Relation:
    """A statement: lists of [start, end) code points; a source may be empty."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


def read_lexicon(lang: str) -> Lexicon:
    """The reporting words of `lang`; KeyError for a language without any."""
    with Path(__file__).with_name("reporting_verbs.toml").open("rb") as file:
        lists = tomllib.load(file)[lang]
    return Lexicon(lang, **{name: frozenset(lemmas) for name, lemmas in lists.items()})


def derive(tree: Tree, lexicon: Lexicon) -> list[Relation]:
    """Every statement of the sentence; none if nothing is reported in it.

    Raises DoubtfulSentenceError if something may be reported that cannot be derived.
    """
    return _Derivation(tree, lexicon).relations()


class _Derivation:
    """The rules, applied to one sentence."""

    def __init__(self, tree: Tree, lexicon: Lexicon):
        self.tree = tree
        self.words = tree.words
        self.lexicon = lexicon
        self.children: list[list[int]] = [[] for _ in tree.words]
        for index, word in enumerate(tree.words):
            if word.head >= 0:
                self.children[word.head].append(index)
        self.explained: set[int] = set()  # complement clauses that a relation, or a neutral verb, accounts for

    def relations(self) -> list[Relation]:
        found, doubts = [], []
        for index, word in enumerate(self.words):
            try:
                if word.upos in ("VERB", "AUX") or (word.upos == "ADJ" and "VerbForm=Part" in word.feats):
                    found.append(self._of_verb(index))
                elif word.relation == "case":
                    found.append(self._of_adposition(index))
            except DoubtfulSentenceError as doubt:
                doubts.append((word, doubt))
        relations = [relation for relation in found if relation]
        contents = [span for relation in relations for span in relation.content]
        for word, reason in doubts:  # inside what somebody else says, the news corpora leave statements unmarked too
            if not any(start <= word.start and word.end <= end for start, end in contents):
                raise reason
        if relations and self.words[-1].form[-1].isalnum():
            raise DoubtfulSentenceError("a fragment or a line of verse")
        self._check_complements(contents)
        self._check_quotes(contents)
        return relations

    # --- reporting verbs

    def _of_verb(self, verb: int) -> Relation | None:
        lemma = self._lemma(verb)
        says, thinks = lemma in self.lexicon.say, lemma in self.lexicon.think
        commits = lemma in self.lexicon.commit
        clause = self._complement(verb, infinitive=commits)
        listed = says or thinks or commits
        if clause is None and says:
            clause = self._speech(verb)
        if clause is None and (says or (listed and self.words[verb].relation == "parataxis")):
            raise DoubtfulSentenceError(lemma)
        if clause is None:
            return None
        controls = any(self.words[child].relation == "xcomp" for child in self.children[verb])
        if not listed and (controls or not self._is_quoted(clause)):
            if lemma in self.lexicon.neutral:
                self.explained |= clause
            return None
        pleads = not (says or thinks) and "Person=1" in self._finite_feats(verb)  # «прошу поддержать» reports nothing
        if "Mood=Imp" in self.words[verb].feats or self._is_passive(verb) or pleads:
            raise DoubtfulSentenceError(lemma)
        source = self._source(verb, clause)
        self.explained |= clause
        return self._relation(source, self._cue(verb), clause - self._own_words(verb))

    def _lemma(self, verb: int) -> str:
        """The dictionary form, with its separable particle where there is one."""
        lemma = self.words[verb].lemma
        for child in self.children[verb]:
            if self.words[child].deprel == "compound:prt":
                particle = self.words[child].form.lower()
                return particle + lemma if self.lexicon.lang == "de" else f"{lemma} {particle}"
        return lemma

    def _complement(self, verb: int, infinitive: bool) -> set[int] | None:
        """The words of the complement clause."""
        wanted = ("ccomp", "xcomp") if infinitive else ("ccomp",)
        for child in self.children[verb]:
            word = self.words[child]
            if word.relation == "ccomp" or (word.relation in wanted and "VerbForm=Inf" in word.feats):
                return self._subtree(child)
            announces = word.relation in ("obj", "obl") and self._has_clause(child)
            if announces:
                return self._subtree(child)  # «настаивает на том, что …», "siitä, että …"
        return None

    def _has_clause(self, pronoun: int) -> bool:
        if self.words[pronoun].upos not in ("PRON", "DET") or len(self._fragments(self._subtree(pronoun))) > 1:
            return False
        if self.lexicon.lang in ("fi", "et") and any(self.words[c].relation == "case" for c in self.children[pronoun]):
            return False  # "siitä huolimatta, että": a circumstance
        return any(self.words[child].relation in ("ccomp", "acl") and self.words[child].deprel != "acl:relcl"
                   and child > pronoun for child in self.children[pronoun])  # fmt: skip

    def _speech(self, verb: int) -> set[int] | None:
        """The words of a reported main clause: what an inserted verb interrupts, or what follows its colon."""
        if self.words[verb].relation == "parataxis":
            head = self.words[verb].head
            if self._is_inverted(verb) and self.words[head].relation in ("root", "ccomp", "parataxis", "conj"):
                return self._subtree(head) - self._subtree(verb)
        for child in self.children[verb]:
            if self.words[child].relation == "parataxis":
                speech = self._subtree(child)
                first = min(speech)
                opened = any(
                    self.words[i].form == ":" for i in range(max(verb + 1, first - 2), min(first + 2, len(self.words)))
                )
                before = max(speech) < verb and self._is_inverted(verb)
                if opened or before or self._is_quoted(speech):
                    return speech
        return None

    def _subjects(self, verb: int) -> list[int]:
        return [child for child in self.children[verb] if self.words[child].relation == "nsubj"]

    def _is_inverted(self, verb: int) -> bool:
        """True if the subject follows the verb or its auxiliary, as in inserted "säger hon", "a-t-il dit"."""
        auxiliaries = [child for child in self.children[verb] if self.words[child].relation == "aux"]
        return bool(self._subjects(verb)) and min(verb, *auxiliaries, verb) < min(self._subjects(verb))

    def _is_passive(self, verb: int) -> bool:
        return any(self.words[child].deprel in ("nsubj:pass", "aux:pass", "expl", "expl:pass", "csubj")
                   for child in self.children[verb])  # fmt: skip

    def _source(self, verb: int, clause: set[int]) -> set[int]:
        """The subject's words, shared by co-ordinated verbs; empty where the verb's person alone names it."""
        holder = verb
        first_person = "Person=1" in self._finite_feats(verb)
        while not self._subjects(holder):
            word = self.words[holder]
            linked = word.relation == "conj" or (word.relation == "advcl" and "VerbForm=Conv" in word.feats)
            linked = linked and first_person == ("Person=1" in self._finite_feats(word.head))
            if linked and self.words[word.head].upos in ("VERB", "AUX") and not self._is_passive(word.head):
                holder = word.head
            elif holder == verb and "Person=" in self._finite_feats(verb) and self._drops_subject(verb):
                return set()
            else:
                raise DoubtfulSentenceError("no subject")
        subjects = self._subjects(holder)
        if len(subjects) > 1:
            raise DoubtfulSentenceError("two subjects")
        source = self._subtree(subjects[0])
        subject = self.words[subjects[0]]
        mismatched = first_person and subject.upos in ("NOUN", "PROPN") and self.lexicon.lang in PRO_DROP
        if source & clause or len(source) > LONGEST_SOURCE or mismatched or subject.form.lower() in EXPLETIVES:
            raise DoubtfulSentenceError("unclear subject")
        return source

    def _finite_feats(self, verb: int) -> str:
        feats = [self.words[i].feats for i in [verb, *self.children[verb]] if i == verb or self.words[i].upos == "AUX"]
        return "|".join(feats)

    def _drops_subject(self, verb: int) -> bool:
        """True where the language leaves the subject to the verb's ending and that ending is no address."""
        feats = self._finite_feats(verb)
        return self.lexicon.lang in PRO_DROP and not any(
            feature in feats for feature in ("Person=2", "Person=0", "Voice=Pass")
        )

    def _own_words(self, verb: int) -> set[int]:
        """The verb with what belongs to its cue: never part of its own source or content."""
        word = self.words[verb]
        inserted = self._subtree(verb) if word.relation == "parataxis" and self._subjects(verb) else set()
        return inserted | self._cue(verb)

    def _cue(self, verb: int) -> set[int]:
        """The verb with the auxiliaries, negations and particles next to it."""
        helpers = {verb}
        adverbs = set()
        for child in self.children[verb]:
            word = self.words[child]
            negates = "Polarity=Neg" in word.feats or word.lemma in ("inte", "ikke", "nicht", "pas", "не", "ne")
            if word.relation in ("aux", "cop") or word.deprel == "compound:prt" or (negates and len(word.form) < 7):
                helpers.add(child)
            elif word.relation == "advmod" and not self.children[child]:
                adverbs.add(child)
        cue = {verb}
        for step in (-1, 1):
            reached = [verb]
            while reached[-1] + step in helpers | adverbs:
                reached.append(reached[-1] + step)
            while reached[-1] not in helpers:
                reached.pop()
            cue |= set(reached)
        return cue

    # --- "according to"

    def _of_adposition(self, case: int) -> Relation | None:
        noun = self.words[case].head
        word = self.words[case]
        phrase = f"{word.lemma.lower()} {self.words[noun].lemma}"
        fixed = {child for child in self.children[case] if self.words[child].relation == "fixed"}
        spelled = "".join(self.words[i].form.lower() for i in sorted({case, *fixed}))
        simple = word.lemma.lower() in self.lexicon.adposition or spelled in self.lexicon.adposition
        if not simple and phrase not in self.lexicon.adposition:
            return None
        head = self.words[noun].head
        if self.words[noun].relation not in ("obl", "advmod", "parataxis") or not self._is_clause(head):
            raise DoubtfulSentenceError(phrase)
        cue = {case, *fixed}
        source = self._subtree(noun) - cue
        if not simple:
            cue.add(noun)
            owners = [child for child in self.children[noun] if self.words[child].relation in ("nmod", "det")]
            source = set().union(*(self._subtree(owner) for owner in owners))
            cue |= {c for owner in owners for c in self.children[owner] if self.words[c].relation == "case"}
            cue |= {i for i in source if i - 1 in cue and self.words[i].upos == "ADP"}
            if any(self.words[owner].lemma in YEARS for owner in owners):
                raise DoubtfulSentenceError(phrase)
        if not source or len(source) > LONGEST_SOURCE or self.words[noun].upos in ("VERB", "ADV", "NUM"):
            raise DoubtfulSentenceError(phrase)
        opening = {child for child in self.children[head] if self.words[child].relation == "cc" and child < head}
        return self._relation(source, cue, self._subtree(head) - self._subtree(noun) - opening)

    def _is_clause(self, head: int) -> bool:
        if head < 0 or self.words[head].relation not in ("root", "ccomp", "parataxis"):
            return False
        shared = any(self.words[child].relation in ("conj", "parataxis") and self._subjects(child)
                     for child in self.children[head])  # fmt: skip
        return not shared and bool(self._subjects(head) or "VerbForm=Fin" in self._finite_feats(head))

    # --- from words to spans

    def _subtree(self, top: int) -> set[int]:
        found = {top}
        waiting = [top]
        while waiting:
            below = self.children[waiting.pop()]
            found.update(below)
            waiting.extend(below)
        return found

    def _relation(self, source: set[int], cue: set[int], content: set[int]) -> Relation:
        sources = self._fragments(source - cue)
        contents = self._fragments(content - source - cue)
        long_enough = sum(not self.words[i].is_mark for i in content) >= SHORTEST_CONTENT
        if not contents or not long_enough or len(sources) > 1 or len(contents) > MOST_FRAGMENTS:
            raise DoubtfulSentenceError("scattered")
        return Relation(
            tuple(self._pronoun(self._span(self._closed(run))) for run in sources),
            tuple(self._span(run) for run in self._fragments(cue)),
            tuple(self._span(self._with_quotes(self._closed(run))) for run in contents),
        )

    def _fragments(self, chosen: set[int]) -> list[list[int]]:
        """Maximal runs of the chosen words; marks join them inside and are trimmed at their edges."""
        runs: list[list[int]] = []
        words = sorted(index for index in chosen if not self.words[index].is_mark)
        for index in words:
            if runs and all(self.words[i].is_mark for i in range(runs[-1][-1] + 1, index)):
                runs[-1].append(index)
            else:
                runs.append([index])
        return runs

    def _closed(self, run: list[int]) -> list[int]:
        """A run of words with the bracket that closes one opened inside it."""
        first, last = run[0], run[-1]
        inside = "".join(self.words[i].form for i in range(first, last + 1))
        following = self.words[last + 1].form if last + 1 < len(self.words) else ""
        odd_quote = inside.count('"') % 2 == 1 or inside.count("«") > inside.count("»")
        opened = (")" in following and inside.count("(") > inside.count(")")) or (following in ('"', "»") and odd_quote)
        return [*run, last + 1] if opened else run

    def _pronoun(self, span: Span) -> Span:
        """A source without the hyphens of French inversion ("a-t-il")."""
        start, end = span
        if self.tree.text[start:end].startswith("-"):
            start += 3 if self.tree.text[start:end].startswith("-t-") else 1
        return start, end

    def _with_quotes(self, run: list[int]) -> list[int]:
        """A run of words with the sentence mark and the quote marks that enclose it."""
        first, last = run[0], run[-1]
        if last + 1 < len(self.words) and self.words[last + 1].form[0] in "?!…" and self.words[last + 1].is_mark:
            last += 1
        after = last + 1
        while after < len(self.words) and self.words[after].form in (",", ".", "...", "…", "!", "?"):
            after += 1
        closes = after < len(self.words) and self._is_quote(after)
        opens = first > 0 and self._is_quote(first - 1)
        if opens and closes:
            return [first - 1, after]
        if opens and self._unbalanced(first, last):
            first -= 1
        elif closes and self._unbalanced(first, last):
            last = after
        return [first, last]

    def _unbalanced(self, first: int, last: int) -> bool:
        return sum(self._is_quote(index) for index in range(first, last + 1)) % 2 == 1

    def _is_quote(self, index: int) -> bool:
        form = self.words[index].form
        return self.words[index].is_mark and all(character in QUOTES for character in form)

    def _is_quoted(self, clause: set[int]) -> bool:
        words = sorted(index for index in clause if not self.words[index].is_mark)
        if len(words) < SHORTEST_SPEECH:
            return False
        first, last = self._with_quotes(words)[0], self._with_quotes(words)[-1]
        return self._is_quote(first) and self._is_quote(last)

    def _span(self, run: list[int]) -> Span:
        return self.words[run[0]].start, self.words[run[-1]].end

    # --- what is left unexplained

    def _check_complements(self, contents: list[Span]) -> None:
        for index, word in enumerate(self.words):
            unexplained = word.relation == "ccomp" and index not in self.explained
            unexplained = unexplained and not any(start <= word.start < end for start, end in contents)
            if unexplained and self.words[word.head].lemma not in self.lexicon.neutral:
                raise DoubtfulSentenceError("complement of " + self.words[word.head].lemma)

    def _check_quotes(self, contents: list[Span]) -> None:
        """A longer quotation, a half one, dash speech or a final colon that no content takes in is doubtful."""
        text = self.tree.text.strip()
        if text.endswith(":") or (text[0] in DASHES and not contents):
            raise DoubtfulSentenceError("announced or dashed speech")
        marks = [i for i in range(len(self.words)) if self._is_quote(i) and self.words[i].form not in "'’`"]
        if len(marks) % 2:
            raise DoubtfulSentenceError("half a quotation")
        for first, last in zip(marks[::2], marks[1::2], strict=True):
            inside = any(s <= self.words[first].start and self.words[last].end <= e for s, e in contents)
            if last - first > SHORTEST_SPEECH and not inside:
                raise DoubtfulSentenceError("quotation")

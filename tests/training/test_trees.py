"""Statements derived from small trees of our own making."""

import importlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
trees = importlib.import_module("trees")
treebank = importlib.import_module("treebank")


def tree(text: str, rows: str):
    """A tree from `number form lemma upos head deprel [feats]` lines."""
    lines = []
    for row in rows.strip().splitlines():
        number, form, lemma, upos, head, deprel, *feats = row.split()
        lines.append("\t".join([number, form, lemma, upos, "_", feats[0] if feats else "_", head, deprel, "_", "_"]))
    block = f"# sent_id = s-1\n# text = {text}\n" + "\n".join(lines) + "\n"
    return next(treebank.parse_trees(block))


def derived(lang: str, text: str, rows: str):
    """Each statement as the words of its source, cue and content."""
    sentence = tree(text, rows)
    parts = [(r.source, r.cue, r.content) for r in trees.derive(sentence, trees.read_lexicon(lang))]
    return [tuple([sentence.text[s:e] for s, e in part] for part in statement) for statement in parts]


def test_complement_clause_keeps_its_complementiser_and_loses_the_full_stop():
    rows = """
        1 Vera Vera PROPN 4 nsubj
        2 har ha AUX 4 aux
        3 inte inte PART 4 advmod
        4 sagt säga VERB 0 root
        5 att att SCONJ 7 mark
        6 bron bro NOUN 7 nsubj
        7 rasar rasa VERB 4 ccomp
        8 . . PUNCT 4 punct"""
    assert derived("sv", "Vera har inte sagt att bron rasar.", rows) == [
        (["Vera"], ["har inte sagt"], ["att bron rasar"])
    ]


def test_inserted_verb_reports_the_clause_around_it_with_its_quote_marks():
    rows = """
        1 " " PUNCT 3 punct
        2 Bron bro NOUN 3 nsubj
        3 rasar rasa VERB 0 root
        4 snart snart ADV 3 advmod
        5 nu nu ADV 3 advmod
        6 , , PUNCT 3 punct
        7 " " PUNCT 3 punct
        8 säger säga VERB 3 parataxis
        9 Vera Vera PROPN 8 nsubj
        10 . . PUNCT 3 punct"""
    assert derived("sv", '"Bron rasar snart nu," säger Vera.', rows) == [
        (["Vera"], ["säger"], ['"Bron rasar snart nu,"'])
    ]


def test_according_to_takes_the_rest_of_the_clause():
    rows = """
        1 По по ADP 2 case
        2 словам слово NOUN 5 obl
        3 Веры Вера PROPN 2 nmod
        4 мост мост NOUN 5 nsubj
        5 рухнул рухнуть VERB 0 root Mood=Ind|VerbForm=Fin
        6 . . PUNCT 5 punct"""
    assert derived("ru", "По словам Веры мост рухнул.", rows) == [(["Веры"], ["По словам"], ["мост рухнул"])]


def test_a_content_that_the_source_interrupts_has_two_parts():
    rows = """
        1 Bron bro NOUN 2 nsubj
        2 rasar rasa VERB 0 root
        3 enligt enligt ADP 4 case
        4 Vera Vera PROPN 2 obl
        5 i i ADP 6 case
        6 natt natt NOUN 2 obl
        7 . . PUNCT 2 punct"""
    assert derived("sv", "Bron rasar enligt Vera i natt.", rows) == [(["Vera"], ["enligt"], ["Bron rasar", "i natt"])]


def test_particle_verbs_share_subjects_and_words_of_one_token_share_its_span():
    rows = """
        1 Vera Vera PROPN 2 nsubj
        2 kommt kommen VERB 0 root
        3 und und CCONJ 4 cc
        4 kündigt kündigen VERB 2 conj
        5 an an ADP 4 compound:prt
        6 , , PUNCT 9 punct
        7 dass dass SCONJ 9 mark
        8 sie sie PRON 9 nsubj
        9 geht gehen VERB 4 ccomp
        10 . . PUNCT 2 punct"""
    assert derived("de", "Vera kommt und kündigt an, dass sie geht.", rows) == [
        (["Vera"], ["kündigt an"], ["dass sie geht"])
    ]


IMPERATIVE = """
    1 Säg säga VERB 0 root Mood=Imp
    2 att att SCONJ 4 mark
    3 bron bro NOUN 4 nsubj
    4 rasar rasa VERB 1 ccomp
    5 . . PUNCT 1 punct"""
NO_PROPOSITION = """
    1 Vera Vera PROPN 2 nsubj
    2 säger säga VERB 0 root
    3 nej nej INTJ 2 obj
    4 . . PUNCT 2 punct"""
NO_SPEAKER = """
    1 ” ” PUNCT 3 punct
    2 Nu nu ADV 3 advmod
    3 rasar rasa VERB 0 root
    4 den den DET 6 det
    5 stora stor ADJ 6 amod
    6 bron bro NOUN 3 nsubj
    7 ” ” PUNCT 3 punct
    8 . . PUNCT 3 punct"""


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Säg att bron rasar.", IMPERATIVE),
        ("Vera säger nej.", NO_PROPOSITION),
        ("”Nu rasar den stora bron”.", NO_SPEAKER),
    ],
    ids=["imperative", "no proposition", "quotation without a speaker"],
)
def test_what_is_reported_but_not_clear_is_doubtful(text, rows):
    with pytest.raises(trees.DoubtfulSentenceError):
        derived("sv", text, rows)


def test_a_plain_sentence_holds_no_statement():
    assert derived("sv", "Bron rasar.", "1 Bron bro NOUN 2 nsubj\n2 rasar rasa VERB 0 root\n3 . . PUNCT 2 punct") == []


def test_multiword_tokens_and_tex_quotes_are_aligned_with_the_printed_text():
    block = (
        "# sent_id = s-1\n# text = ``Il'' va au bal.\n"
        "1\t``\t``\tPUNCT\t_\t_\t2\tpunct\t_\t_\n2\tIl\til\tPRON\t_\t_\t4\tnsubj\t_\t_\n"
        "3\t''\t''\tPUNCT\t_\t_\t2\tpunct\t_\t_\n4\tva\taller\tVERB\t_\t_\t0\troot\t_\t_\n"
        "5-6\tau\t_\t_\t_\t_\t_\t_\t_\t_\n5\tà\tà\tADP\t_\t_\t7\tcase\t_\t_\n6\tle\tle\tDET\t_\t_\t7\tdet\t_\t_\n"
        "7\tbal\tbal\tNOUN\t_\t_\t4\tobl\t_\t_\n8\t.\t.\tPUNCT\t_\t_\t4\tpunct\t_\t_\n"
    )
    sentence = next(treebank.parse_trees(block))
    assert sentence.text == "„Il“ va au bal."
    printed = [sentence.text[word.start : word.end] for word in sentence.words]
    assert printed == ["„", "Il", "“", "va", "au", "au", "bal", "."]

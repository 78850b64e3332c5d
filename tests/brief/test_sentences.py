"""What is quoted is whole sentences, whatever the statement's spans."""

from enligt.brief.sentences import LONG, LONGEST, complete, told_in, whole

from .conftest import page, said


def test_a_torn_content_is_quoted_with_its_whole_sentence() -> None:
    where = page("Snow fell. Ann Lee said that the ferry\nstops on 1 May. Nobody answered.".replace("\n", " "))
    assert told_in(where, said(where, "the ferry stops", "Ann Lee")) == "Ann Lee said that the ferry stops on 1 May."


def test_a_quotation_of_several_sentences_is_not_torn() -> None:
    where = page("Before. “We wait. We pay. We leave,” said Ann Lee. After.")
    assert told_in(where, said(where, "We pay", "Ann Lee")) == "“We wait. We pay. We leave,” said Ann Lee."


def test_content_and_cue_of_two_sentences_are_quoted_from_the_first_to_the_last() -> None:
    where = page("“We wait,” said Ann Lee. “It is long.” After.")
    assert told_in(where, said(where, "“It is long.”", "Ann Lee")) == "“We wait,” said Ann Lee. “It is long.”"


def test_a_dateline_is_no_part_of_the_sentence() -> None:
    for opening in ("OSLO — ", "OSLO, Norway — ", "Oslo (Agency) – "):
        where = page(f"{opening}The ferry stops, said Ann Lee.")
        assert told_in(where, said(where, "The ferry stops", "Ann Lee")) == "The ferry stops, said Ann Lee."
    where = page("The ferry — a white one — stops, said Ann Lee.")
    assert told_in(where, said(where, "stops", "Ann Lee")) == where.text


def test_of_a_long_stretch_the_sentence_that_names_the_source_is_taken() -> None:
    where = page(f"Ann Lee spoke. {'It rained and rained. ' * 30}The ferry stops.")
    assert len(where.text) > LONG
    assert told_in(where, said(where, "The ferry stops", "Ann Lee")) == "Ann Lee spoke."


def test_a_sentence_without_end_is_cut_after_a_word_and_says_so() -> None:
    where = page("boat " * 100_000)
    words = told_in(where, said(where, "boat boat"))
    assert len(words) < LONGEST + 10
    assert words.endswith("boat […]")


def test_a_heading_is_not_complete() -> None:
    where = page("Ferry to stop, says Lee\n“It stops,” said Ann Lee.")
    heading, sentence = said(where, "Ferry to stop", "Lee"), said(where, "“It stops,”", "Ann Lee")
    assert not complete(where, whole(where, heading))
    assert complete(where, whole(where, sentence))

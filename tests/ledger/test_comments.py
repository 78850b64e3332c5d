"""Comments are signed, dated, and never lose what they said."""

from datetime import UTC, datetime

import pytest

from enligt.errors import LedgerError
from enligt.ledger import open_ledger
from enligt.ledger.comments import MAX_WORDS, add_comment, comments_by_subject, comments_on, edit_comment


def test_a_comment_survives_closing_with_all_it_ever_said(ledger_path: str) -> None:
    with open_ledger(ledger_path) as ledger:
        assert comments_on(ledger, "page", ["p1"]) == []
        first = add_comment(ledger, "page", "p1", by="  Ann\n Lee ", words="Who\r\nsays so?")
        add_comment(ledger, "page", "p2", by="Bo", words="Elsewhere.")
        edit_comment(ledger, first, by="Bo Ek", words="Ann asked who says so.")
        edit_comment(ledger, first, by="Ann Lee", words="")
    with open_ledger(ledger_path) as ledger:
        (comment,) = comments_on(ledger, "page", ["p1", "p9"])
        assert [(one.by, one.words) for one in comment.versions] == [
            ("Ann Lee", "Who\nsays so?"),
            ("Bo Ek", "Ann asked who says so."),
            ("Ann Lee", ""),
        ]
        written = datetime.fromisoformat(comment.now.written)
        assert abs((datetime.now(UTC) - written).total_seconds()) < 60
        assert comments_on(ledger, "claim", ["p1"]) == []
        assert comments_by_subject(ledger, "page", ["p1", "p2"]).keys() == {"p1", "p2"}


def test_saying_the_same_again_makes_no_version(ledger_path: str) -> None:
    with open_ledger(ledger_path) as ledger:
        number = add_comment(ledger, "claim", "s1", by="Ann", words="So.")
        assert len(edit_comment(ledger, number, by="Ann", words="So. ").versions) == 1


@pytest.mark.parametrize(
    ("by", "words"), [("", "So."), (" ", "So."), ("Ann", " "), ("Ann", "x" * (MAX_WORDS + 1)), ("A" * 101, "So.")]
)
def test_what_is_unsigned_empty_or_too_long_is_refused(ledger_path: str, by: str, words: str) -> None:
    with open_ledger(ledger_path) as ledger:
        with pytest.raises(LedgerError):
            add_comment(ledger, "page", "p1", by=by, words=words)
        assert comments_on(ledger, "page", ["p1"]) == []


def test_only_a_comment_that_exists_is_edited(ledger_path: str) -> None:
    with open_ledger(ledger_path) as ledger, pytest.raises(LedgerError, match="none with this number"):
        edit_comment(ledger, 7, by="Ann", words="So.")

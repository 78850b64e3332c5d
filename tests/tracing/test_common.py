"""Whether two pages tell of one affair, and what that does to what they have in common."""

import numpy as np
import pytest

from enligt.records import Echo, Page, Span, Statement
from enligt.tracing import common
from enligt.tracing.claims import SAME
from enligt.tracing.common import COPY, OTHER_AFFAIR, compared_with, of_one_affair
from enligt.tracing.echoes import Side
from enligt.tracing.saying import Saying


def near(*rows):
    return np.array(rows, np.float32)


@pytest.mark.parametrize(
    ("table", "one"),
    [
        (near([0.7, 0.1, 0.2], [0.1, 0.6, 0.2], [0.0, 0.1, 0.55]), True),
        (near([0.7, 0.1, 0.2], [0.6, 0.1, 0.2], [0.55, 0.1, 0.2]), False),  # one counterpart for all
        (near([0.7, 0.1, 0.2], [0.1, 0.3, 0.2], [0.0, 0.1, 0.3]), False),
        (near([0.68]), False),
        (near([0.75]), True),
        (near([0.7, 0.1], [0.2, 0.65]), True),
        (np.zeros((0, 3), np.float32), False),
    ],
)
def test_pages_tell_of_one_affair_if_several_sayings_have_counterparts(table, one):
    assert of_one_affair(table) == one
    assert of_one_affair(table.T) == one


def side(name, count):
    page = Page(text=f"{name}.", url=f"https://{name}.example")
    sayings = [
        Saying(
            page=page.id,
            statement=Statement(
                id=f"{name}{at}", content=(Span(0, 1),), cue=(), source=(), form="direct", voice="author"
            ),
            text=name,
            sense=None,
        )
        for at in range(count)
    ]
    return Side(page, sayings)


def test_what_pages_of_two_affairs_say_must_be_nearer(monkeypatch):
    for value, ties in ((SAME + 0.1, 0), (SAME + OTHER_AFFAIR + 0.01, 1)):
        table = near([value, 0.1, 0.1], [0.1, 0.1, 0.1], [0.1, 0.1, 0.1])
        monkeypatch.setattr(common, "nearness", lambda *_, table=table: table)
        (found,) = compared_with(side("quay", 3), [side("dock", 3)])
        assert [(a, b) for a, b, _ in found.ties] == [(0, 0)] * ties
        assert all(tie == pytest.approx(value - OTHER_AFFAIR) for *_, tie in found.ties)


def test_sayings_of_a_copied_passage_that_are_not_alike_are_not_one(monkeypatch):
    passage = (Span(0, 2), Span(0, 2))
    for value, copies in ((COPY - 0.05, ()), (COPY + 0.05, ((0, 0),))):
        quay, dock = side("quay", 1), side("dock", 1)
        echo = Echo(page=dock.id, of=quay.id, kind="edited", credited=False, share=0.9, pairs=(passage,))
        monkeypatch.setattr(common, "nearness", lambda *_, value=value: near([value]))
        monkeypatch.setattr(common, "echo_of", lambda *_, echo=echo, **_more: echo)
        (found,) = compared_with(quay, [dock])
        assert found.copies == copies

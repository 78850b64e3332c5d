from enligt.attributing import statements_of
from enligt.records import Block, Page, Relation, Span

TEXT = "Enligt Lund sade Berg att bron är stängd. Ek förnekar att den är det."
PAGE = Page(text=TEXT, lang="sv", blocks=(Block("paragraph", Span(0, len(TEXT))),))


def spans(words: str) -> tuple[Span, ...]:
    start = TEXT.index(words)
    return (Span(start, start + len(words)),)


OUTER = Relation(content=spans("sade Berg att bron är stängd"), cue=spans("Enligt"), source=spans("Lund"))
INNER = Relation(content=spans("att bron är stängd"), cue=spans("sade"), source=spans("Berg"))
DENIAL = Relation(content=spans("att den är det"), cue=spans("förnekar"), source=spans("Ek"))


def test_statements_come_in_the_order_of_the_text_with_stable_ids() -> None:
    one = statements_of(PAGE, [DENIAL, INNER, OUTER])
    other = statements_of(PAGE, [OUTER, DENIAL, INNER])
    assert one == other
    assert [s.content for s in one] == [OUTER.content, INNER.content, DENIAL.content]
    assert len({s.id for s in one}) == 3


def test_ids_differ_between_pages() -> None:
    longer = Page(text=TEXT + " Slut.", lang="sv", blocks=PAGE.blocks)
    assert statements_of(PAGE, [INNER])[0].id != statements_of(longer, [INNER])[0].id


def test_of_two_equal_relations_the_surer_stays() -> None:
    weak = Relation(content=INNER.content, cue=INNER.cue, source=INNER.source, confidence=0.2)
    assert [s.confidence for s in statements_of(PAGE, [weak, INNER, weak])] == [1.0]


def test_parent_is_the_smallest_statement_that_holds_all_of_it() -> None:
    whole = Relation(content=spans(TEXT), source=())
    first, second, third, fourth = statements_of(PAGE, [OUTER, INNER, DENIAL, whole])
    assert (first.parent, second.parent, third.parent, fourth.parent) == (None, first.id, second.id, first.id)


def test_a_denying_cue_makes_a_denial() -> None:
    assert [s.stance for s in statements_of(PAGE, [INNER, DENIAL])] == ["asserts", "denies"]

import pytest

from enligt.reading.robots import may_fetch, rules_for_us

RULES = """\
User-agent: other
Disallow: /

User-agent: *
Disallow: /private   # a comment
Allow: /private/open
Disallow: /*.pdf$
Disallow: /*?print
Disallow:
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/news", True),
        ("/private/a", False),
        ("/private/open/a", True),
        ("/a.pdf", False),
        ("/a.pdf.html", True),
        ("/a?print=1", False),
        ("/%70rivate/a", False),
    ],
)
def test_longest_matching_rule_decides(path: str, allowed: bool) -> None:
    assert may_fetch(path, rules_for_us(RULES)) is allowed


def test_own_group_comes_before_that_for_everyone() -> None:
    rules = rules_for_us("User-agent: *\nDisallow: /\n\nUser-agent: bot\nUser-agent: Enligt\nDisallow: /x\n")
    assert may_fetch("/news", rules)
    assert not may_fetch("/x", rules)


def test_patterns_made_to_be_slow_are_not() -> None:
    assert may_fetch("/" + "a" * 5000, [("/" + "*a" * 2000 + "b", False)])

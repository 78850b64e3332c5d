import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

ARTICLE = (
    '<!doctype html><html lang="en"><body><article><h1>{title}</h1><p>The harbour commission of Grenholm said on '
    "Monday that the new pier will open to ships in the spring of next year.</p><p>Its chairwoman, Ada Lindqvist, told "
    "reporters that the work had cost less than the council feared at the outset.</p></article></body></html>"
)


@pytest.fixture
def article() -> str:
    """An HTML page with ``{title}`` to fill in."""
    return ARTICLE

"""The desk says everything in each of its languages."""

from importlib.resources import files

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from enligt.tongue import DEFAULT_LANGUAGE, LANGUAGES

DESK = files("enligt.desk")
TEMPLATES = {"extensions": "jinja2.ext.i18n", "silent": "false", "newstyle_gettext": "true"}


@pytest.fixture(scope="module")
def messages() -> Catalog:
    """All words that the templates and the code mark for translation."""
    found = Catalog()
    methods = [("**.j2", "jinja2.ext:babel_extract"), ("**.py", "python")]
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "ugettext": None}
    for _, _, message, _, _ in extract_from_dir(
        str(DESK), methods, options_map={"**.j2": TEMPLATES}, keywords=keywords
    ):
        found.add(message)
    return found


@pytest.mark.parametrize("code", sorted(LANGUAGES.keys() - {DEFAULT_LANGUAGE}))
def test_the_catalogue_has_every_word_and_no_other(code: str, messages: Catalog) -> None:
    with (DESK / "catalogues" / f"{code}.po").open("rb") as file:
        catalogue = read_po(file)
    said = {message.id: message for message in catalogue if message.id}
    assert {one.id for one in messages if one.id} == said.keys()
    for message in said.values():
        assert message.string, message.id
        assert all(message.string) or isinstance(message.string, str), message.id
        assert not message.fuzzy
        assert not message.check(catalogue), message.id

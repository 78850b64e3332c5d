"""Everything that is said in the source is said in each of our languages."""

from importlib.resources import files

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from enligt.tongue import DEFAULT_LANGUAGE, LANGUAGES

PACKAGES = ("enligt.desk", "enligt.brief")
TEMPLATES = {"extensions": "jinja2.ext.i18n", "silent": "false", "newstyle_gettext": "true"}


def messages(package: str) -> Catalog:
    """All words that the package's templates and code mark for translation."""
    found = Catalog()
    methods = [("**.j2", "jinja2.ext:babel_extract"), ("**.py", "python")]
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "ugettext": None}
    for _, _, message, _, _ in extract_from_dir(
        str(files(package)), methods, options_map={"**.j2": TEMPLATES}, keywords=keywords
    ):
        found.add(message)
    return found


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize("code", sorted(LANGUAGES.keys() - {DEFAULT_LANGUAGE}))
def test_the_catalogue_has_every_word_and_no_other(code: str, package: str) -> None:
    with (files(package) / "catalogues" / f"{code}.po").open("rb") as file:
        catalogue = read_po(file)
    said = {message.id: message for message in catalogue if message.id}
    assert {one.id for one in messages(package) if one.id} == said.keys()
    for message in said.values():
        assert message.string, message.id
        assert all(message.string) or isinstance(message.string, str), message.id
        assert not message.fuzzy
        assert not message.check(catalogue), message.id

"""The documents say what the program does: no verb, option, exit code or variable without its line."""

import re
from pathlib import Path

import pytest
import typer

from enligt import calling
from enligt.cli import app

ROOT = Path(__file__).parents[1]
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
PARAMETERS = {
    verb: [p for one in (command, *getattr(command, "commands", {}).values()) for p in one.params]
    for verb, command in COMMANDS.items()
}


def section(heading: str) -> str:
    found = re.search(rf"^## {heading}.*?(?=^## |\Z)", CLI, re.S | re.M)
    assert found, f"docs/cli.md has no section {heading}"
    return found[0]


@pytest.mark.parametrize("verb", sorted(COMMANDS))
def test_every_verb_and_option_is_documented(verb: str) -> None:
    text = section(f"`enligt {verb} ")
    for command in getattr(COMMANDS[verb], "commands", ()):
        assert f"`enligt {verb} {command} " in text
    for parameter in PARAMETERS[verb]:
        for name in parameter.opts:
            assert not name.startswith("--") or re.search(rf"`{name}\b", text), f"{verb} {name}"


def test_no_option_is_documented_that_does_not_exist() -> None:
    options = {name for verb in PARAMETERS.values() for p in verb for name in p.opts} | {"--version", "--help"}
    assert set(re.findall(r"--[a-z][a-z-]+", CLI)) <= options


def test_every_exit_code_is_documented() -> None:
    codes = {calling.ALL_DONE, calling.SOME_FAILED, calling.NOTHING_DONE, calling.INTERRUPTED, calling.READER_GONE, 2}
    assert set(map(int, re.findall(r"^\| (\d+) \|", section("Exit codes"), re.M))) == codes


def test_every_environment_variable_is_documented() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    for variable in set(re.findall(r"\bENLIGT_[A-Z_]+\b", sources)):
        assert f"`{variable}`" in section("Environment")


def test_every_folder_of_the_house_is_in_the_architecture() -> None:
    architecture = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = [path.parent.name for path in (ROOT / "src" / "enligt").glob("*/__init__.py")]
    assert folders
    assert [folder for folder in folders if f"`{folder}/`" not in architecture] == []


@pytest.mark.parametrize("document", ["README.md", "docs/cli.md", "docs/architecture.md", "examples/README.md"])
def test_links_to_files_lead_somewhere(document: str) -> None:
    path = ROOT / document
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target

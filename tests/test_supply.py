"""What is installed is locked, with hashes, from nowhere in particular, and under licences that go with ours."""

import re
import runpy
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(lock: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text("utf-8"), re.M):
        found.setdefault(canonicalize_name(name), []).append(version)
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_package_is_locked_with_hashes_and_without_a_host(lock: Path) -> None:
    text = lock.read_text("utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", re.sub(r"^ *#.*\n", "", text, flags=re.M), flags=re.M | re.I)
    packages = [block for block in blocks if block.strip()]
    assert len(packages) > 50
    assert [block.splitlines()[0] for block in packages if "--hash=sha256:" not in block] == []
    assert "://" not in text


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run", PROJECT["project"]["dependencies"]),
        ("test", PROJECT["project"]["dependencies"] + PROJECT["project"]["optional-dependencies"]["test"]),
        ("upkeep", PROJECT["dependency-groups"]["upkeep"]),
        ("run", PROJECT["dependency-groups"]["build"] + PROJECT["build-system"]["requires"]),
    ],
)
def test_the_lock_holds_what_the_project_asks_for(lock: str, wanted: list[str]) -> None:
    """Where this fails: `make lock`."""
    locked = pins(ROOT / "requirements" / f"{lock}.txt")
    for one in map(Requirement, wanted):
        if one.name != "enligt":
            versions = locked.get(canonicalize_name(one.name), [])
            assert versions, f"{one.name} is not locked; run `make lock`"
            assert all(map(one.specifier.contains, versions)), f"{one}: {versions} is locked; run `make lock`"


def test_the_locks_agree() -> None:
    run, test = (pins(ROOT / "requirements" / f"{name}.txt") for name in ("run", "test"))
    assert {name: versions for name, versions in run.items() if test.get(name) != versions} == {}


def test_licences_are_compatible_and_listed() -> None:
    """Where this fails: `make licences`, which says which package it doesn't know."""
    licences = runpy.run_path(str(ROOT / "upkeep" / "licences.py"))
    listed = dict(re.findall(r"^\| ([\w.-]+) \| (.+) \|$", (ROOT / "docs" / "licences.md").read_text("utf-8"), re.M))
    assert set(licences["locked"]()) == set(listed) - {"package"}
    for name, licence in listed.items():
        if name != "package":
            assert licences["is_compatible"](licence), f"{name}: {licence}"


@pytest.mark.parametrize(
    ("expression", "fits"),
    [("MIT AND (Apache-2.0 OR GPL-3.0-only)", True), ("GPL-3.0-only", False), ("", False), ("MIT AND Secret", False)],
)
def test_licences_are_understood(expression: str, fits: bool) -> None:
    assert runpy.run_path(str(ROOT / "upkeep" / "licences.py"))["is_compatible"](expression) is fits

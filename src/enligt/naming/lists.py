"""The actors and outlets that enligt knows: ``data/actors.yaml`` and ``data/outlets.yaml``, which users may extend.

The header of each file tells its form. Everything is read as strings, so that the language "no" stays Norwegian.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, cast

from enligt.errors import ListError
from enligt.reading.agencies import canonical_names

ActorKind = Literal["person", "institution"]
Ownership = Literal["state", "public service", "private"]

#: Bytes up to which a user's list is read; ours have 60,000.
_MAX_LIST_BYTES = 10_000_000

_ACTOR_FIELDS = frozenset({"name", "id", "country", "as_of", "roles", "aliases"})
_OUTLET_FIELDS = frozenset({"name", "id", "domain", "country", "language", "kind", "ownership", "as_of", "aliases"})
_OWNERSHIPS = frozenset({"state", "public service", "private", ""})
_ROLE = re.compile(
    r"(?P<title>[\w-]+)(?: of (?P<of>[\w-]+))?(?: to (?P<to>[\w-]+))?"
    r"(?: from (?P<since>\d{4}(?:-\d\d){0,2}))?(?: until (?P<until>\d{4}(?:-\d\d){0,2}))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office: a key of titles.yaml, whose it is, to whom it is sent, and the ISO dates between which it was held."""

    title: str
    of: str | None = None
    to: str | None = None
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person or institution that enligt knows; ``as_of`` is the ISO date on which the entry is known to hold."""

    id: str
    name: str
    kind: ActorKind
    aliases: tuple[str, ...] = ()
    country: str | None = None
    roles: tuple[Role, ...] = ()
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet or agency that enligt knows."""

    id: str
    name: str
    kind: str | None = None
    domain: str | None = None
    country: str | None = None
    language: str | None = None
    ownership: Ownership | None = None
    aliases: tuple[str, ...] = ()
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known, by id."""

    actors: Mapping[str, Actor]
    outlets: Mapping[str, Outlet]


@cache
def shipped() -> Known:
    """The lists that come with enligt.

    >>> shipped().actors["dmitry-peskov"].roles[0].of, shipped().outlets["vzglyad"].domain
    ('kremlin', 'vz.ru')
    """
    folder = files(__package__) / "data"
    actors, outlets = (
        _known((folder / f"{name}.yaml").read_text("utf-8"), f"{name}.yaml") for name in ("actors", "outlets")
    )
    return Known(actors=actors.actors, outlets=outlets.outlets)


def extended(*paths: Path) -> Known:
    """The shipped lists with users' lists merged in: an entry replaces the one of its id, a later list's an earlier's.

    Raises ``ListError`` if a file can't be read or isn't of the form that actors.yaml and outlets.yaml describe.
    """
    known = shipped()
    for path in paths:
        own = _known(_text(path), str(path))
        known = Known(actors={**known.actors, **own.actors}, outlets={**known.outlets, **own.outlets})
    return known


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_LIST_BYTES:
            raise ListError(str(path), f"it is larger than {_MAX_LIST_BYTES // 1_000_000} MB", "give a list of names")
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise ListError(str(path), error.strerror or "it can't be read", "check the path given to --actors") from None
    except UnicodeDecodeError:
        raise ListError(str(path), "it isn't UTF-8 text", "save it as UTF-8") from None


@cache
def titles() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Each office's words by language, and under ``seat`` what its only holder holds it for.

    >>> titles()["chief-of-staff"]["sv"], titles()["chief-of-staff"]["seat"]
    (('stabschef',), ('body',))
    """
    table = parsed((files(__package__) / "data" / "titles.yaml").read_text("utf-8"), "titles.yaml")["titles"]
    return {title: {lang: _several(words) for lang, words in row.items()} for title, row in table.items()}


@cache
def titles_in(lang: str | None) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """A pattern for any office in a language, endings allowed, the longest first; and each wording's key.

    Of offices that share a wording ("président"), the wording means the one that titles.yaml has first.
    """
    rows = reversed(list(titles().items()))
    key_of = {word: key for key, row in rows for word in row.get(lang or "", ()) if lang != "seat"}
    words = sorted(key_of, key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, words))})\w{{0,3}}\b" if words else r"(?!)"), key_of


def parsed(text: str, source: str) -> dict[str, Any]:
    """A YAML file's mapping, all scalars as strings; raises ``ListError`` naming ``source`` and the line."""
    import yaml

    try:
        content = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506, builds strings only
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise ListError(source, f"it isn't valid YAML ({reason})", "mend the line and try again") from None
    if not isinstance(content, dict):
        raise ListError(source, "it isn't a mapping", "begin it like actors.yaml: 'persons:' and entries under it")
    return cast(dict[str, Any], content)


def _known(text: str, source: str) -> Known:
    content = parsed(text, source)
    unknown = content.keys() - {"as_of", "persons", "institutions", "outlets"}
    if unknown:
        raise ListError(source, f"unknown section {min(unknown)!r}", "use persons, institutions and outlets")
    as_of = content.get("as_of")
    persons = (_actor(row, "person", as_of) for row in _rows(content, "persons", _ACTOR_FIELDS, source))
    bodies = (_actor(row, "institution", as_of) for row in _rows(content, "institutions", _ACTOR_FIELDS, source))
    outlets = (_outlet(row, as_of) for row in _rows(content, "outlets", _OUTLET_FIELDS, source))
    return Known(
        actors={actor.id: actor for actors in (persons, bodies) for actor in actors},
        outlets={outlet.id: outlet for outlet in outlets},
    )


def _rows(content: dict[str, Any], section: str, fields: frozenset[str], source: str) -> Iterable[dict[str, str]]:
    rows = content.get(section) or []
    if not isinstance(rows, list):
        raise ListError(source, f"the section {section} isn't a list", "begin each entry with '- name:'")
    for row in rows:
        if not isinstance(row, dict) or not row.get("name"):
            raise ListError(source, f"an entry in {section} has no name: {row!r:.80}", "give it a name")
        wrong = [field for field, value in row.items() if field not in fields or not isinstance(value, str)]
        if wrong:
            raise ListError(source, f"{row['name']}: can't read the field {wrong[0]!r}", "see the header of the lists")
        if row.get("ownership", "") not in _OWNERSHIPS:
            raise ListError(
                source, f"{row['name']}: ownership {row['ownership']!r}", "use state, public service, private"
            )
        bad = [role for role in _several(row.get("roles")) if not _ROLE.fullmatch(role)]
        if bad:
            raise ListError(source, f"{row['name']}: can't read the role {bad[0]!r}", "write: TITLE of WHOM from DATE")
        yield row


def _actor(row: dict[str, str], kind: ActorKind, as_of: str | None) -> Actor:
    matches = (_ROLE.fullmatch(role) for role in _several(row.get("roles")))
    return Actor(
        id=row.get("id") or slug(row["name"]),
        name=row["name"],
        kind=kind,
        aliases=_several(row.get("aliases")),
        country=row.get("country"),
        roles=tuple(Role(**match.groupdict()) for match in matches if match),
        as_of=row.get("as_of", as_of),
    )


def _outlet(row: dict[str, str], as_of: str | None) -> Outlet:
    spellings = _credit_spellings().get(row["name"], ()) if row.get("kind") == "agency" else ()
    return Outlet(
        id=row.get("id") or slug(row["name"]),
        name=row["name"],
        kind=row.get("kind"),
        domain=row.get("domain"),
        country=row.get("country"),
        language=row.get("language"),
        ownership=cast(Ownership | None, row.get("ownership")),
        aliases=(*_several(row.get("aliases")), *spellings),
        as_of=row.get("as_of", as_of),
    )


@cache
def _credit_spellings() -> dict[str, tuple[str, ...]]:
    """How each agency is written in credits, by the name that credits carry."""
    spellings: dict[str, tuple[str, ...]] = {}
    for spelling, name in canonical_names().items():
        spellings[name] = (*spellings.get(name, ()), spelling)
    return spellings


def slug(name: str) -> str:
    """An id made of a name: its words in small Latin letters.

    >>> slug("Élysée"), slug("RIA Novosti"), slug("Сергей Лавров")
    ('elysee', 'ria-novosti', 'sergey-lavrov')
    """
    from anyascii import anyascii

    return re.sub(r"[^a-z0-9]+", "-", anyascii(name).casefold()).strip("-")


def _several(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split(";") if part.strip())

"""All else than the input on which a part's result depends: a rerun with other settings does everything anew."""

from __future__ import annotations

import json
from pathlib import Path

from enligt import __version__
from enligt.attributing.whole import shipped, sums_in
from enligt.batch.shelf import PARQUET
from enligt.records import Options, digest

Settings = dict[str, str]


def settings_of(options: Options) -> Settings:
    """The settings of a run, in words that can be shown. Raises ``ModelError`` if the model's files are missing."""
    weights = digest(*(f"{name} {hashed}" for name, hashed in sorted(sums_in(shipped()).items())))
    return {
        "enligt": __version__,
        "form of the parts": digest(*(f"{name} {schema}" for name, schema in PARQUET.items())),
        "model": options.model,
        "weights": weights,
        "language": options.lang or "as pages say",
        "date": options.published or "as pages say",
        "actors": digest(*(file.read_text(encoding="utf-8") for file in options.actors)) if options.actors else "none",
    }


def name_of(settings: Settings) -> str:
    """What the ids of parts with these settings begin with."""
    return digest(json.dumps(settings, sort_keys=True), length=8)


def changes(file: Path, settings: Settings) -> str:
    """In words, what is other than in the run that left ``file``; empty if nothing is. Then keeps these settings there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [changes(Path(folder) / "settings.json", {"model": model}) for model in ("small", "small", "full")]
    ['', '', 'model small → full']
    """
    try:
        before: Settings = dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        before = {}
    if before != settings:
        file.write_text(json.dumps(settings, indent=1), encoding="utf-8")
    names = [name for name, now in settings.items() if before and before.get(name) != now]
    return ", ".join(f"{name} {before.get(name, 'unknown')} → {settings[name]}" for name in names)

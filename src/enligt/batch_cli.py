"""The verb ``batch``: archives in, Parquet out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enligt.calling import DEFAULTS, Actors, Call, Lang, Model, Published, number_of
from enligt.errors import BatchError
from enligt.records import Options


def add_verb(app: typer.Typer) -> None:
    """Give the command line its verb ``batch``."""
    app.command()(batch)


def batch(
    inputs: Annotated[
        list[Path], typer.Argument(metavar="IN…", help="WARC archives, Parquet files, or folders of them.")
    ],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder for the Parquet that comes out.")],
    ray: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Run on the Ray cluster there; `local` starts one on this machine."),
    ] = None,
    workers: Annotated[
        int, typer.Option(min=0, metavar="N", help="How many processes trace and compare; 0 means one a core.")
    ] = 0,
    lang: Lang = None,
    published: Published = None,
    model: Model = DEFAULTS.model,
    actors: Actors = None,
) -> None:
    """Trace archives of any size into Parquet: pages, statements, names, claims, origins, echoes.

    Run it again to go on where it was stopped, or with more archives to add them.
    """
    with Call() as call:
        need_daft()
        from enligt.batch import engine
        from enligt.batch.job import Job, run

        options = Options(lang=lang, published=published, model=model, threads=1, actors=tuple(actors or ()))
        done = run(
            Job(
                inputs=tuple(inputs),
                out=out.resolve(),
                workers=engine.start(ray, workers),
                options=options,
                note=call.note,
            )
        )
        call.done = done.rows["pages"]
        call.failed = done.errors
        call.stop_if_nothing_done()
        typer.echo(f"{out}: {', '.join(f'{count} {name}' for name, count in done.rows.items())}")
        if done.errors:
            call.note(f"{number_of(done.errors, 'input')} could not be read; {out / 'errors'} says which and why")


def need_daft() -> None:
    """Raise ``BatchError`` if what batches run on is not installed."""
    from importlib.util import find_spec

    if not all(map(find_spec, ("daft", "pyarrow"))):
        raise BatchError("batch", "Daft, on which it runs, is not installed", "pip install 'enligt[batch]'")

"""`flask analytics …`: take a dataset in, and say which serve."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from app.analytics import current_store
from app.analytics.dataset.importing import OULAD_ATTRIBUTION, OULAD_SOURCE, ImportResult, import_dataset
from app.core import clock
from app.core.db import db
from app.networks.services import ensure_module, meet_presentation
from app.web.commands import CommandGroup

commands = CommandGroup("analytics", help="Datasets of the analytics panel.")


@commands.command("import")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--set", "set_name", default="oulad", show_default=True, help="Name under which it is kept and renewed.")
@click.option("--source", default=OULAD_SOURCE, show_default=True, help="Where it comes from, as pages say it.")
@click.option("--attribution", default=OULAD_ATTRIBUTION, help="Whom to name wherever its figures are shown.")
def import_path(path: Path, set_name: str, source: str, attribution: str) -> None:
    """Take in the seven tables of PATH (folder or zip, CSV or Parquet) and let them serve.

    A fault stops the import with file, row and reason; the previous dataset goes on serving.
    """
    result = take_in(path, set_name=set_name, source=source, attribution=attribution)
    if result.unchanged:
        click.echo(f"These files serve already, as {result.set_name} {result.version}. Nothing was done.")
    else:
        rows = sum(result.rows.values())
        click.echo(
            f"{result.set_name} {result.version} serves now: {rows:,} rows, {len(result.presentations)} presentations."
        )


@commands.command("datasets")
def datasets() -> None:
    """List the datasets that serve, with their modules."""
    store = current_store.store()
    for info in store.datasets():
        modules = [
            code for code in store.modules() if (found := store.dataset_for(code)) and found.set_name == info.set_name
        ]
        click.echo(f"{info.set_name} {info.version}\t{info.imported_at}\t{', '.join(modules)}\t{info.source}")


def take_in(path: Path, *, set_name: str, source: str, attribution: str, quiet: bool = False) -> ImportResult:
    """Import with a progress bar, then make the modules and presentations that the site does not know. Commits."""
    home = current_app.extensions["settings"].analytics_home
    with Progress(
        TextColumn("{task.description:<22}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), disable=quiet
    ) as bars:
        tasks: dict[str, TaskID] = {}

        def show(table: str, done: int, total: int) -> None:
            if table not in tasks:
                tasks[table] = bars.add_task(table, total=None)
            bars.update(tasks[table], completed=done, total=total)

        result = import_dataset(
            path,
            home,
            set_name=set_name,
            source_label=source,
            attribution=attribution,
            imported_at=clock.now(),
            pseudonym_key=current_store.pseudonym_key(home),
            progress=show,
        )
    make_known(result)
    return result


def make_known(result: ImportResult) -> None:
    """Modules and presentations that the dataset names get a row, so that a network can be opened for them."""
    for code, presentation in result.presentations:
        module = ensure_module(code, code)
        days = current_store.store().presentation_length(code, presentation) or 7
        meet_presentation(module, presentation, (days - 1) // 7 + 1)
    db.session.commit()

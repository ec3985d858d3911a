"""`flask analytics …`: take a dataset in, and say which serve."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from app.analytics import current_store
from app.analytics.dataset.importing import OULAD_ATTRIBUTION, OULAD_SOURCE, ImportResult, import_dataset
from app.analytics.keeping.services import make_known, serve_dataset_again, withdraw_dataset
from app.core import clock
from app.core.actor import OPERATOR
from app.core.db import db
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


@commands.command("withdraw")
@click.argument("set_name")
def withdraw(set_name: str) -> None:
    """Let the dataset SET_NAME serve no more; its files stay."""
    withdraw_dataset(OPERATOR, set_name)
    click.echo(f"{set_name} is withdrawn: its figures are shown nowhere. `analytics serve {set_name}` takes that back.")


@commands.command("serve")
@click.argument("set_name")
def serve(set_name: str) -> None:
    """Let the dataset SET_NAME serve again, which was withdrawn."""
    serve_dataset_again(OPERATOR, set_name)
    click.echo(f"{set_name} serves again.")


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
    store = current_store.store()
    make_known((code, name, store.presentation_length(code, name) or 7) for code, name in result.presentations)
    db.session.commit()
    return result

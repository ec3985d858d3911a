"""Commands: `flask search …`."""

from __future__ import annotations

import click

from app.search import jobs, upkeep
from app.web.commands import CommandGroup

commands = CommandGroup("search", help="The search index.")


@commands.command("rebuild")
def rebuild() -> None:
    """Write the whole index anew from the database, beside people who search and write."""
    click.echo(f"{jobs.rebuild()} entries written")


@commands.command("check")
def check() -> None:
    """Compare the index with the database; fails if they differ."""
    missing, left_over = upkeep.drift()
    for key in sorted(missing)[:20]:
        click.echo(f"missing: {key.kind} {key.id}")
    for key in sorted(left_over)[:20]:
        click.echo(f"left over: {key.kind} {key.id}")
    click.echo(f"{len(missing)} missing, {len(left_over)} left over")
    if missing or left_over:
        raise click.ClickException("The index has drifted. `flask --app wsgi search rebuild` mends it.")

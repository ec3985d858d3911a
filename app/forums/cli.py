"""Commands of the forums."""

from __future__ import annotations

import click

from app.web.commands import CommandGroup

commands = CommandGroup("forums", help="Forums: stored HTML and counts.")


@commands.command("render")
def render() -> None:
    """Bring stored HTML up to the present renderer, in batches; safe to stop and repeat."""
    from app.forums.jobs import render_stale

    click.echo(f"{render_stale()} posts rendered")


@commands.command("check")
def check() -> None:
    """Compare stored counts with the posts they count; fails if one is off."""
    from app.forums.jobs import counts_that_are_off

    off = counts_that_are_off()
    for line in off:
        click.echo(line)
    click.echo(f"{len(off)} counts are off")
    if off:
        raise SystemExit(1)

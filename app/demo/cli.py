"""`flask seed …`: the demo, the network on real data, and a large site for the benchmark."""

from __future__ import annotations

import click
from flask import current_app

from app.demo.load import LoadSize, seed_load
from app.demo.oulad import seed_oulad
from app.demo.seeding import seed_demo
from app.web.commands import CommandGroup

commands = CommandGroup("seed", help="Rows to begin with. Each can be run twice.")


@commands.command("demo")
def demo() -> None:
    """Three invented networks: S215 finished, MST124 in mid-cycle, H800 dormant."""
    settings = current_app.extensions["settings"]
    new = seed_demo()
    click.echo("The demo is loaded." if new else "The demo is there already.")
    click.echo(
        f"Sign in as chair.s215@example.org, al03.s215@example.org or moderator1@example.org: {settings.demo_password}"
    )


@commands.command("oulad")
def oulad() -> None:
    """A network for the module FFF of OULAD with mapped topics. Import OULAD first."""
    new = seed_oulad()
    click.echo("The network FFF is open: /networks/fff" if new else "The network FFF is there already.")


@commands.command("load")
@click.option("--networks", default=50, show_default=True)
@click.option("--members", default=200, show_default=True, help="In each network.")
@click.option("--discussions", default=200, show_default=True, help="In each network.")
@click.option("--posts", default=10, show_default=True, help="In each discussion.")
@click.option("--topics", default=40, show_default=True, help="In each network, each with votes.")
def load(networks: int, members: int, discussions: int, posts: int, topics: int) -> None:
    """A large site for the benchmark, written straight into the tables."""
    seed_load(LoadSize(networks, members, discussions, posts, topics))
    click.echo("The large site is loaded.")

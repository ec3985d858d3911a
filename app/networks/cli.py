"""`flask networks …`: opening networks, for whoever runs the site."""

from __future__ import annotations

import click

from app.web.commands import CommandGroup

commands = CommandGroup("networks", help="Learning networks.")


@commands.command("open")
@click.argument("code")
@click.option("--title", required=True, help="The module's title.")
@click.option("--chair", required=True, help="The chair's e-mail address; a new person is invited by mail.")
@click.option("--chair-name", default="", help="The chair's name, if the person is new here.")
def open_(code: str, title: str, chair: str, chair_name: str) -> None:
    """Create the learning network of the module CODE and invite its chair."""
    from app.core.db import db
    from app.networks.services import open_network_for

    network = open_network_for(None, code, title=title, chair_email=chair, chair_name=chair_name)
    db.session.commit()
    click.echo(f"/networks/{network.slug} is there, in draft. {chair} is told by mail and sets it up.")

"""`flask networks …`: opening networks, for whoever runs the site."""

from __future__ import annotations

import click
from flask.cli import AppGroup

commands = AppGroup("networks", help="Learning networks.")


@commands.command("open")
@click.argument("code")
@click.option("--title", required=True, help="The module's title.")
@click.option("--chair", required=True, help="The chair's e-mail address; a new person is invited by mail.")
@click.option("--chair-name", default="", help="The chair's name, if the person is new here.")
def open_(code: str, title: str, chair: str, chair_name: str) -> None:
    """Create the learning network of the module CODE and invite its chair."""
    from app.core.db import db
    from app.core.errors import DomainError, Invalid
    from app.networks.services import open_network_for

    try:
        network = open_network_for(None, code, title=title, chair_email=chair, chair_name=chair_name)
    except DomainError as error:
        faults = [each for found in error.fields.values() for each in found] if isinstance(error, Invalid) else []
        raise click.ClickException(" ".join([error.message, *faults])) from error
    db.session.commit()
    click.echo(f"/networks/{network.slug} is there, in draft. {chair} is told by mail and sets it up.")

"""flask notifications …"""

from __future__ import annotations

import click

from app.core.db import db
from app.core.text.words import plural
from app.notifications.jobs import owe_digests
from app.web.commands import CommandGroup

commands = CommandGroup("notifications", help="The inbox and its mail.")


@commands.command("digest")
def digest() -> None:
    """Owe the digests that are due now; the worker writes and sends them. Safe to call twice."""
    due = owe_digests()
    db.session.commit()
    click.echo(f"{plural(due, 'digest')} due")

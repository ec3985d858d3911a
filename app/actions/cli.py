"""Commands for the action register."""

from __future__ import annotations

import click

from app.core.db import db
from app.web.commands import CommandGroup

commands = CommandGroup("actions", help="The action register.")


@commands.command("remind")
def remind() -> None:
    """Remind owners of what is due within a week or overdue; the worker does this each morning."""
    from app.actions.reminding import remind_owners

    count = remind_owners()
    db.session.commit()
    click.echo(f"{count} reminders")

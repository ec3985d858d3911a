"""Commands about people's own data, for whoever runs the site."""

from __future__ import annotations

import click
from flask import current_app


@click.command("erase")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(email: str, yes: bool) -> None:
    """Erase the person with this EMAIL, at their request: for good, and what they wrote stays under “former member”."""
    from app.accounts.lookup import person_by_email
    from app.core.actor import OPERATOR
    from app.core.db import db
    from app.privacy.services.erasing import erase as erase_person
    from app.privacy.services.erasing import would_happen

    person = person_by_email(email)
    if person is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    found = would_happen(OPERATOR, person)
    for title, lines in (("Deleted", found.deleted), ("Stays under “former member”", found.stays)):
        click.echo(f"{title}: " + ("; ".join(f"{each.what} ({each.many:,})" for each in lines) or "nothing") + ".")
    if not yes:
        click.confirm(f"Erase {person.email} for good?", abort=True)
    erase_person(OPERATOR, person)
    db.session.commit()
    click.echo("The account is erased, and the address is free.")


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def retention(dry_run: bool) -> None:
    """Delete what has been kept for as long as the settings say, as the worker does each night."""
    from app.core.db import db
    from app.privacy.periods import delete_what_is_old, what_is_old

    settings = current_app.extensions["settings"]
    found = what_is_old(settings) if dry_run else delete_what_is_old(settings)
    db.session.commit()
    for each in found:
        kept = f"kept for {each.days:,} days" if each.days else "kept without an end"
        verb = "would go" if dry_run else "deleted"
        click.echo(
            f"{each.period.value[0].upper()}{each.period.value[1:]}: {each.many:,} {verb} ({kept}, {each.setting})."
        )

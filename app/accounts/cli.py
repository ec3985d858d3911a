"""`flask accounts …`: people and tokens, for whoever runs the site."""

from __future__ import annotations

import click

from app.accounts.models import Person, TokenScope
from app.web.commands import CommandGroup

commands = CommandGroup("accounts", help="People, invitations and API tokens.")


@commands.command("token")
@click.argument("email")
@click.option("--label", default="command line", show_default=True, help="What the token is for.")
@click.option(
    "--scope",
    type=click.Choice([each.value for each in TokenScope]),
    default=TokenScope.MEASURES.value,
    show_default=True,
    help="What it opens: the figures of topics, or also any measures.",
)
@click.option("--days", default=90, show_default=True, help="For how long it works.")
def token(email: str, label: str, scope: str, days: int) -> None:
    """Print a new API token of the person with this EMAIL, and nothing else."""
    from app.accounts.services import make_token
    from app.core.actor import OPERATOR
    from app.core.db import db

    secret = make_token(OPERATOR, _person(email), label, scope=TokenScope(scope), days=days)
    db.session.commit()
    click.echo(secret)


@commands.command("sign-out")
@click.argument("email", required=False)
@click.option("--everybody", is_flag=True, help="Every person of the site, after a theft of cookies or of a backup.")
def sign_out(email: str | None, everybody: bool) -> None:
    """End all sessions of the person with this EMAIL. They sign in again with their password."""
    from app.accounts.services.sessions import end_all_sessions, end_everybodys_sessions
    from app.core.db import db

    if everybody == bool(email):
        raise click.UsageError("Say one EMAIL, or --everybody.")
    if email:
        end_all_sessions(_person(email))
    else:
        end_everybodys_sessions()
    db.session.commit()
    click.echo("Every session is over." if everybody else f"{email} is signed out everywhere.")


@commands.command("invite")
@click.argument("email")
@click.argument("name")
def invite(email: str, name: str) -> None:
    """Make an account for EMAIL and NAME, and send the invitation by mail."""
    from app.accounts.services import person_with, send_invitation
    from app.core.db import db

    person = person_with(email, name)
    if person.password_hash is not None:
        raise click.ClickException(f"{person.email} has an account already.")
    send_invitation(person, by="The administrator of this site")
    db.session.commit()
    click.echo(f"The worker sends {person.email} a link that works for 14 days.")


@commands.command("address")
@click.argument("email")
@click.argument("new")
def address(email: str, new: str) -> None:
    """Give the person with this EMAIL the NEW address. For whoever can read the old one no more and has no chair to ask.

    Both addresses are told, and every browser is signed out.
    """
    from app.accounts.services import set_address
    from app.core.actor import OPERATOR
    from app.core.db import db

    person = _person(email)
    set_address(OPERATOR, person, new)
    db.session.commit()
    click.echo(f"{person.name} is {person.email} now. Both addresses are told.")


@commands.command("admin")
@click.argument("email")
@click.option("--name", default="Administrator", show_default=True, help="The name, if the account is new.")
def admin(email: str, name: str) -> None:
    """Make the person with this EMAIL an administrator; a new person is invited by mail."""
    from app.accounts.services import make_administrator, person_with, send_invitation
    from app.core.actor import OPERATOR
    from app.core.db import db

    person = person_with(email, name)
    make_administrator(OPERATOR, person)
    if person.password_hash is None:
        send_invitation(person, by="The administrator of this site")
    db.session.commit()
    click.echo(
        f"{person.email} is an administrator." + ("" if person.password_hash else " An invitation is on its way.")
    )


def _person(email: str) -> Person:
    from app.accounts.lookup import person_by_email

    person = person_by_email(email)
    if person is None or not person.active:
        raise click.ClickException(f"Nobody here has the address {email}.")
    return person

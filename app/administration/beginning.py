"""Setting an empty site up without a browser."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from sqlalchemy import inspect

from app.accounts.lookup import nobody_yet
from app.accounts.services import make_administrator, person_with, send_invitation
from app.administration.site_settings.rules import FIELDS, set_by_environment
from app.administration.site_settings.services import change_settings
from app.core.actor import OPERATOR
from app.core.db import db
from app.core.errors import Refused
from config import Settings

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def begin_site(settings: Settings, secret: str, admin: str, admin_name: str, said: Mapping[str, str]) -> list[str]:
    """Migrate, make the first administrator, store what was said; what was done, in lines.

    Refused, with nothing changed, for a site that has people; Invalid if a name, an address or a setting cannot be used:
    the database is migrated then, and nothing else.
    """
    if inspect(db.engine).has_table("person") and not nobody_yet():
        raise Refused("This site has people already.", "What it is called stands in Administration, Settings.")
    db.session.rollback()  # the migrations have a connection of their own
    import_module("flask_migrate").upgrade(directory=str(MIGRATIONS))
    person = person_with(admin, admin_name)
    make_administrator(OPERATOR, person)
    given = {name: text for name, text in said.items() if text}
    change_settings(OPERATOR, given, environment=settings, secret=secret)
    send_invitation(person, by="The administrator of this site")
    lines = [f"The site is set up in {settings.data_dir}. {person.email} is its administrator."]
    lines.append(
        "The worker sends them a link to choose a password; without a mail server it is a file in the folder mail."
    )
    fixed = set_by_environment(settings)
    lines += [
        f"{fixed[name]} in the environment wins over {FIELDS[name]} that you gave." for name in given if name in fixed
    ]
    return lines

"""What `make run` and `make site` do before the server starts: check the port, migrate, say how one gets in. `make run` loads
the demo; `make site` prints the address at which the first account is made.

In one process, because assembling the site is what costs the time. The same steps by hand are
`flask --app wsgi db upgrade` and `flask --app wsgi seed demo`.
"""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import flask_migrate
from flask import Flask
from sqlalchemy import select

from app import add_migrations, create_app
from app.accounts.lookup import nobody_yet
from app.accounts.models import Person
from app.accounts.set_up_key import set_up_key, use_up
from app.administration.backup import upgrading
from app.core.db import db
from app.core.errors import DomainError
from app.core.site.in_force import read_anew
from app.demo.seeding import seed_demo
from app.web.commands import database_fault, typed
from config import BadSetting, Settings

#: For each journey through the demo one account, in the order in which the loop meets them; then those of the tutorial.
SHOWN = {
    "al01.s215@example.org": "a tutor of S215 who comes back after a while",
    "mt2.s215@example.org": "a member of its module team, with work that is late",
    "chair.s215@example.org": "its chair, who decides and replies",
    "moderator1@example.org": "the moderator, with a desk over three networks",
    "stafftutor.sci@example.org": "a staff tutor, whose answer is overdue",
    "wrangler@example.org": "the analyst",
    "researcher@example.org": "a researcher",
    "sponsor.stem@example.org": "the sponsor",
    "al05.mst124@example.org": "the tutor of the tutorial, on MST124",
    "al26.mst124@example.org": "another, who missed its workshop",
    "mt2.mst124@example.org": "a member of its module team",
    "chair.mst124@example.org": "its chair, who facilitates the open workshop with the moderator",
    "admin@example.org": "the administrator, who reads no network",
}


def taken(port: int) -> bool:
    """Whether somebody listens on this machine's own address at this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as knock:
        return knock.connect_ex(("127.0.0.1", port)) == 0


def refuse_unfit() -> None:
    """Stop, in a sentence, before a database that does not answer or is of a newer version."""
    if fault := database_fault(older_will_do=True, empty_will_do=True):
        sys.exit(fault)


def migrate(settings: Settings) -> Path | None:
    """Bring the database to this version; one that was used with another is backed up first: where that is."""
    refuse_unfit()
    if not database_fault() or database_fault(older_will_do=True):
        flask_migrate.upgrade()
        return None
    try:
        done = upgrading.upgrade(settings, settings.backups_home)
    except DomainError as fault:
        without = typed(settings, "db upgrade")
        sys.exit(f"{fault.message} {fault.help_text} To bring the database to this version without a backup: {without}")
    if not done.migrated:
        sys.exit(" ".join([*done.faults, upgrading.way_back(settings, done.backup)]))
    return done.backup


def prepare_site(app: Flask, settings: Settings) -> str:
    """Migrate; what to print of a site of one's own: where it is, how one gets in, how its commands are given."""
    with app.app_context():
        backup = migrate(settings)
        new, mail_server = nobody_yet(), read_anew().mail_server
    here = f"http://127.0.0.1:{settings.port}"
    lines = ["", f"  The site is at {here} (Ctrl-C stops it). Its data are in {settings.data_dir}."]
    if backup:
        lines += ["", f"  Its database was brought to this version; as it was it is in {backup}."]
    if not new:
        use_up(settings.data_dir)  # of a site whose first account a command made
    else:
        key = set_up_key(settings.data_dir)
        lines += [
            "",
            "  Nobody has an account yet. Make the first, the administrator's, at this address, which works once:",
        ]
        lines += ["", f"    {here}/set-up?key={key}"]
    if mail_server is None:
        lines += [
            "",
            f"  Letters are kept as files in {settings.data_dir / 'mail'} until the settings name a mail server.",
        ]
    lines += ["", f"  Commands: {typed(settings, '--help')}"]
    return "\n".join([*lines, ""])


def prepare(app: Flask) -> list[str]:
    """Migrate and load the demo; the addresses of its accounts to show. A site with people of its own gets no demo,
    and is served as it is.
    """
    with app.app_context():
        refuse_unfit()
        flask_migrate.upgrade()
        try:
            seed_demo()
        except DomainError as reason:
            db.session.rollback()
            print(reason.message)
        there = set(db.session.scalars(select(Person.email).where(Person.email.in_(SHOWN), Person.is_demo)))
        return [each for each in SHOWN if each in there]


def welcome(settings: Settings, accounts: list[str]) -> str:
    lines = ["", f"  The site is at http://127.0.0.1:{settings.port} (Ctrl-C stops it)."]
    if accounts:
        lines += ["", f"  Sign in to the demo with the password {settings.demo_password} as one of:"]
        lines += [f"    {each:<28} {SHOWN[each]}" for each in accounts]
    return "\n".join([*lines, ""])


def main(kind: str = "demo") -> None:
    try:
        settings = Settings.from_environment()
        app = create_app(settings)
        add_migrations(app)
    except BadSetting as fault:
        sys.exit(str(fault))
    for port in (settings.port, settings.stream_port or settings.port + 1):
        if taken(port):
            other = settings.port + 2
            command = "make site" if kind == "site" else "make run"
            sys.exit(f"Port {port} is in use, perhaps by another `{command}`. Choose another: {command} PORT={other}")
    print(prepare_site(app, settings) if kind == "site" else welcome(settings, prepare(app)))


if __name__ == "__main__":
    main(*sys.argv[1:])

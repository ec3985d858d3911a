"""Say where the site is and who may sign in; `make run` shows it before the server starts to talk."""

from __future__ import annotations

from sqlalchemy import select

from app import create_app
from app.accounts.models import Person
from app.core.db import db, reading_only
from config import Settings

#: One of each part that people play, in the order in which the loop meets them.
SHOWN = (
    "al01.s215@example.org",
    "mt2.s215@example.org",
    "chair.s215@example.org",
    "moderator1@example.org",
    "stafftutor.sci@example.org",
    "wrangler@example.org",
    "researcher@example.org",
    "sponsor.stem@example.org",
    "admin@example.org",
)


def demo_people(settings: Settings) -> dict[str, str]:
    """The demo accounts to show, address to name; none when this database holds no demo."""
    app = create_app(settings)
    with app.app_context(), reading_only():
        wanted = select(Person.email, Person.name).where(Person.email.in_(SHOWN), Person.is_demo)
        return {row.email: row.name for row in db.session.execute(wanted)}


def welcome(settings: Settings) -> str:
    people = demo_people(settings)
    lines = ["", f"  The site is at http://127.0.0.1:{settings.port} (Ctrl-C stops it)."]
    if people:
        lines += ["", f"  Sign in to the demo with the password {settings.demo_password} as one of:"]
        lines += [f"    {email:<28} {people[email]}" for email in SHOWN if email in people]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(welcome(Settings.from_environment()))

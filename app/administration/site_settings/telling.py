"""The letter to the other administrators about a change of where letters go."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.administration.site_settings.rules import FIELDS
from app.core import mail, outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.site.in_force import SiteInForce
from app.core.site.mail_server import MailServer
from app.core.site.models import MailSecurity

#: Outbox kind: a whole letter, and the server that letters went by before the change.
KIND = "administration.settings_letter"


def owe_letters(actor: Actor, changed: Iterable[str], before: SiteInForce, *, by_former_server: bool) -> None:
    """Owe each other administrator a letter that says which fields were changed, and by whom."""
    others = select(Person).where(Person.is_admin, Person.active, Person.id != actor.person_id).order_by(Person.id)
    server = _as_payload(before.mail_server) if by_former_server and before.mail_server else None
    for person in db.session.scalars(others):
        letter = _letter(person, actor.name, changed, before)
        outbox.enqueue(KIND, asdict(letter) | {"server": server, "sender": before.mail_from}, once=letter.key)


def deliver(payload: dict[str, Any], secret: str) -> None:
    """Outbox handler: by the server as it was, so that whoever names one of their own keeps no letter from anybody; by the
    present one if that takes it no more, or if there was none.
    """
    letter = mail.Letter(**{each.name: payload[each.name] for each in fields(mail.Letter) if each.name in payload})
    if payload["server"] is not None:
        server = MailServer(**payload["server"] | {"security": MailSecurity(payload["server"]["security"])})
        try:
            mail.SmtpMailer(server, payload["sender"], secret).send(letter)
        except OSError:  # a server that is not used any more may well be gone
            pass
        else:
            return
    mail.current().send(letter)


def _as_payload(server: MailServer) -> dict[str, Any]:
    """Of a server that the page named, so the password in it is sealed."""
    return asdict(server) | {"security": server.security.value}


def _letter(person: Person, by: str, changed: Iterable[str], before: SiteInForce) -> mail.Letter:
    names = "\n".join(f"- {FIELDS[name]}" for name in changed)
    text = f"""\
Dear {person.name},

{by}, who administers {before.name}, changed:

{names}

By these it is decided where links to new passwords lead, and who could read them on their way. See whether it is as
it should be:

{before.url}/admin/settings

If you do not know why this was done, ask {by}, and whoever runs the machine.

You get this because you administer {before.url}.
"""
    return mail.Letter(
        f"settings-{secrets.token_hex(8)}", person.email, f"{before.name}: where letters go was changed", text
    )

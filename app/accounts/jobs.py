"""Work of the worker: writing the letters that services owe, and forgetting what they carried."""

from __future__ import annotations

import secrets
from typing import Any

from flask import current_app, render_template

from app.accounts.lookup import person_by_email
from app.accounts.models import LinkPurpose, Person
from app.accounts.services.letters import LETTER
from app.accounts.services.links import new_link
from app.core import mail, outbox
from app.core.limits import CountersInDatabase
from app.core.site.in_force import in_force
from app.web.extensions import limiter

_PATHS = {LinkPurpose.INVITATION: "/invitation/", LinkPurpose.RESET: "/reset/"}
MAIL_KEY = "mail."


def write_letter(payload: dict[str, Any]) -> None:
    """Outbox handler: render the template for the person with this address and owe the mail.

    The link's fingerprint, the mail and "done" are committed together, so a link that is mailed works.
    Nobody with this address, or a closed account: nothing is sent.
    """
    person = person_by_email(payload["email"])
    if person is None or not person.active:
        return
    site = in_force().url
    words = {**payload["words"], "site": site, "name": person.name}
    mark = secrets.token_hex(32) if payload["link"] else ""
    words["link"] = site + (_address(person, payload["link"], mark) if mark else words.get("path", "/"))
    # A template's first line is the subject.
    subject, _, text = render_template(payload["template"], **words).lstrip().partition("\n")
    key = payload["key"]
    letter = mail.Letter(key, person.email, subject.strip(), text.strip() + "\n", secret_mark=mark)
    mail.owe(letter, once=MAIL_KEY + LETTER + key)


def _address(person: Person, purpose: str, mark: str) -> str:
    """With the mark in place of the secret, which no row holds: it is made of both once more when the mail leaves."""
    kind = LinkPurpose(purpose)
    new_link(person, kind, mail.secret_for(mark, current_app.config["SECRET_KEY"]))
    return _PATHS[kind] + mark


def forget_letters() -> None:
    """Empty the letters that have been sent: what they said stays nowhere but in their mail."""
    outbox.erase(MAIL_KEY + LETTER)


def forget_tries() -> None:
    """Counters whose time is over; Redis forgets its own."""
    counters = limiter.storage
    if isinstance(counters, CountersInDatabase):
        counters.forget()

"""Work of the worker: writing the letters that services owe, and forgetting what they carried."""

from __future__ import annotations

import secrets
from typing import Any

from flask import current_app, render_template

from app.accounts.lookup import change_by_handle, person_by_email
from app.accounts.models import LinkPurpose, Person
from app.accounts.services.address_changes import forget_old_changes
from app.accounts.services.letters import LETTER
from app.accounts.services.links import new_link
from app.core import mail, outbox
from app.core.concurrency.counters import CountersInDatabase
from app.core.site.in_force import in_force
from app.web.extensions import limiter

_PATHS = {
    LinkPurpose.INVITATION: "/invitation/",
    LinkPurpose.RESET: "/reset/",
    LinkPurpose.NEW_ADDRESS: "/address/new/",
    LinkPurpose.OLD_ADDRESS: "/address/old/",
}
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
    _owe(payload["key"], person.email, payload["template"], words, mark)


def write_address_letter(payload: dict[str, Any]) -> None:
    """Outbox handler: a letter about a change of address, to the new address or to the old one. If the new one is that of
    somebody's account, they are told so, with no link. Nothing is sent of a change that was stopped meanwhile.
    """
    if "to" in payload:
        _owe(payload["key"], payload["to"], f"accounts/emails/address_{payload['what']}.txt", payload)
        return
    change, purpose = change_by_handle(payload["change"]), LinkPurpose(payload["purpose"])
    if change is None:
        return
    words = {"name": change.person.name, "old": change.person.email, "new": change.new_email}
    if purpose is LinkPurpose.OLD_ADDRESS:
        mark = secrets.token_hex(32)
        words["link"] = in_force().url + _address(change.person, purpose, mark)
        _owe(payload["key"], change.person.email, "accounts/emails/address_old.txt", words, mark)
    elif (holder := person_by_email(change.new_email)) is not None:
        words["name"] = holder.name
        _owe(payload["key"], holder.email, "accounts/emails/address_in_use.txt", words)
    else:
        mark = secrets.token_hex(32)
        words["link"] = in_force().url + _address(change.person, purpose, mark)
        _owe(payload["key"], change.new_email, "accounts/emails/address_new.txt", words, mark)


def _owe(key: str, to: str, template: str, words: dict[str, Any], mark: str = "") -> None:
    # A template's first line is the subject.
    subject, _, text = render_template(template, **{"site": in_force().url, **words}).lstrip().partition("\n")
    letter = mail.Letter(key, to, subject.strip(), text.strip() + "\n", secret_mark=mark)
    mail.owe(letter, once=MAIL_KEY + LETTER + key)


def _address(person: Person, purpose: str, mark: str) -> str:
    """With the mark in place of the secret, which no row holds: it is made of both once more when the mail leaves."""
    kind = LinkPurpose(purpose)
    new_link(person, kind, mail.secret_for(mark, current_app.config["SECRET_KEY"]))
    return _PATHS[kind] + mark


def forget_letters() -> None:
    """Empty the letters that have been sent: what they said stays nowhere but in their mail."""
    outbox.erase(MAIL_KEY + LETTER)


def forget_address_changes() -> None:
    forget_old_changes()


def forget_tries() -> None:
    """Counters whose time is over; Redis forgets its own."""
    counters = limiter.storage
    if isinstance(counters, CountersInDatabase):
        counters.forget()

"""Opening and closing accounts. A closed account keeps what its owner wrote; nobody signs in with it."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.policy import Permission
from app.accounts.services.tokens import revoke_all
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db, insert_once
from app.core.errors import Invalid, Refused
from app.core.permissions import require


def person_with(email: str, name: str, *, is_demo: bool = False, password_hash: str | None = None) -> Person:
    """The person with this address, made if there is none. No permission is asked: the verb that needs them has.

    A name given for a person who is there already changes nothing: it is theirs.
    """
    address = email.strip().lower()
    found = db.session.scalar(select(Person).where(Person.email == address))
    if found is not None:
        return found
    _require_address(address)
    if not name.strip():
        raise Invalid("The name is missing.", {"name": ["Please write the person's name."]})
    values = {"email": address, "name": name.strip(), "is_demo": is_demo, "password_hash": password_hash}
    insert_once(Person, values | {"created_at": clock.now()})  # a colleague may invite them at this moment
    return db.session.scalars(select(Person).where(Person.email == address)).one()


def _require_address(address: str) -> None:
    before, at, domain = address.partition("@")
    if not (before and at and "." in domain and not any(each.isspace() or each in "<>,;" for each in address)):
        fault = "This does not look like an e-mail address, such as name@example.ac.uk."
        raise Invalid("The address cannot be used.", {"email": [fault]})


def close_account(actor: Actor, person: Person) -> None:
    """Nobody signs in or calls the API with it any more; its sessions and tokens are over at once, and for good."""
    require(actor, Permission.ADMINISTER, person)
    if actor.person_id == person.id:
        raise Refused("You cannot close your own account.", "Ask another administrator.")
    person.active = False
    person.session_number += 1
    revoke_all(actor, person)
    audit.record(actor, "close the account", person)


def reopen_account(actor: Actor, person: Person) -> None:
    require(actor, Permission.ADMINISTER, person)
    person.active = True
    audit.record(actor, "reopen the account", person)


def set_site_analyst(actor: Actor, person: Person, *, is_analyst: bool) -> None:
    """A site-wide analyst may ask for the measures of every module."""
    require(actor, Permission.ADMINISTER, person)
    if is_analyst and actor.person_id == person.id:
        raise Refused("Nobody names themselves site-wide analyst.", "Ask another administrator.")
    person.is_analyst = is_analyst
    audit.record(actor, "name as site-wide analyst" if is_analyst else "end as site-wide analyst", person)


def make_administrator(actor: Actor, person: Person) -> None:
    require(actor, Permission.ADMINISTER, person)
    person.is_admin = True
    audit.record(actor, "name as administrator", person)

"""Opening and closing accounts. A closed account keeps what its owner wrote; nobody signs in with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.accounts.events import AccountClosed, AccountReopened, AdministratorNamed
from app.accounts.lookup import people_by_email
from app.accounts.models import AskedMail, DigestFrequency, Person
from app.accounts.policy import Permission
from app.accounts.services.sessions import end_all_sessions
from app.accounts.services.tokens import revoke_all
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db, insert_all_once
from app.core.errors import Invalid, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text import addresses
from app.core.text.signs import stated


def person_with(email: str, name: str, *, is_demo: bool = False, password_hash: str | None = None) -> Person:
    """The person with this address, made if there is none. No permission is asked: the verb that needs them has.

    A name given for a person who is there already changes nothing: it is theirs. Invalid if a new person's name is
    missing, or their address cannot be used.
    """
    [found] = people_with([(email, name)], is_demo=is_demo, password_hash=password_hash)
    return found


def people_with(
    wanted: Sequence[tuple[str, str]], *, is_demo: bool = False, password_hash: str | None = None
) -> list[Person]:
    """The same for many, by address and name, in their order, in as many statements as for one. Invalid as for one."""
    known = people_by_email([email for email, _ in wanted])
    made: dict[str, dict[str, Any]] = {}
    for email, name in wanted:
        if email in known:
            known[email].email = addresses.for_envelope(known[email].email)
            continue
        address = _require_address(email)
        if not stated(name):
            raise Invalid(gettext("The name is missing."), {"name": [gettext("Please write the person's name.")]})
        values = {"email": address, "name": stated(name), "is_demo": is_demo, "password_hash": password_hash}
        made.setdefault(address, values | {"created_at": clock.now()})
    if made:
        insert_all_once(Person, list(made.values()))  # a colleague may invite them at this moment
        known |= people_by_email([email for email, _ in wanted if email not in known])
    return [known[email] for email, _ in wanted]


def _require_address(typed: str) -> str:
    try:
        return addresses.usable(typed)
    except addresses.Unusable as fault:
        raise Invalid(gettext("The address cannot be used."), {"email": [str(fault)]}) from fault


def close_account(actor: Actor, person: Person) -> None:
    """Nobody signs in or calls the API with it any more; its sessions and tokens are over at once, and for good.

    Refused for one's own account, and if that was closed at this moment.
    """
    require(actor, Permission.ADMINISTER, person)
    if actor.person_id == person.id:
        raise Refused(gettext("You cannot close your own account."), gettext("Ask another administrator."))
    require_still_administers(actor)
    person.active, person.closed_at = False, clock.now()
    end_all_sessions(person)
    revoke_all(actor, person)
    audit.record(actor, "close the account", person)
    announce(AccountClosed(network_id=None, actor_id=actor.person_id, person_id=person.id))


def require_still_administers(actor: Actor) -> None:
    """Of two administrators who close each other's accounts at once the second is closed and closes none. Refused for them."""
    administrators = select(Person.id, Person.active).where(Person.is_admin).order_by(Person.id)
    active = dict(iter(db.session.execute(administrators.with_for_update(key_share=True))))
    if actor.person_id is not None and not active.get(actor.person_id, False):
        raise Refused(gettext("You were closed out at this moment: you administer the site no more."))


def reopen_account(actor: Actor, person: Person) -> None:
    """Its owner may sign in again. The sessions and tokens that were ended stay so. Refused for one that was erased."""
    require(actor, Permission.ADMINISTER, person)
    if person.erased_at is not None:
        raise Refused(
            gettext("This account was erased: nobody's name and address are left in it."),
            gettext("Invite the person anew."),
        )
    require_still_administers(actor)
    was_closed = not person.active
    person.active, person.closed_at = True, None
    audit.record(actor, "reopen the account", person)
    if was_closed:
        announce(AccountReopened(network_id=None, actor_id=actor.person_id, person_id=person.id))


def set_site_analyst(actor: Actor, person: Person, *, is_analyst: bool) -> None:
    """A site-wide analyst may ask for the measures of every module. Refused for whoever names themselves."""
    require(actor, Permission.ADMINISTER, person)
    if is_analyst and actor.person_id == person.id:
        raise Refused(gettext("Nobody names themselves site-wide analyst."), gettext("Ask another administrator."))
    require_still_administers(actor)
    person.is_analyst = is_analyst
    audit.record(actor, "name as site-wide analyst" if is_analyst else "end as site-wide analyst", person)


def make_administrator(actor: Actor, person: Person) -> None:
    """An administrator manages accounts and creates networks, and reads none by it."""
    require(actor, Permission.ADMINISTER, person)
    if not person.is_admin:
        announce(AdministratorNamed(network_id=None, actor_id=actor.person_id, person_id=person.id))
    person.is_admin = True
    audit.record(actor, "name as administrator", person)


def empty_account(person: Person, called: str) -> None:
    """The account is nobody's from now on: `called` stands for the name, and the address is free for a new account.

    Its rows elsewhere are forgotten by whoever calls this, who has asked. Refused for the only administrator.
    """
    db.session.execute(_ADMINISTRATORS.with_for_update(key_share=True))  # of two who go at once the second stays
    if is_only_administrator(person):
        raise Refused(gettext("The site needs its administrator."), gettext("Make somebody else administrator first."))
    person.name, person.email, person.password_hash = called, f"erased-{person.id}@erased.invalid", None
    person.active, person.is_admin, person.is_analyst = False, False, False
    person.mail_pace, person.asked_mail = DigestFrequency.OFF, AskedMail.OFF
    person.closed_at, person.erased_at = person.closed_at or clock.now(), clock.now()


def is_only_administrator(person: Person) -> bool:
    """Whether nobody else could administer the site."""
    return list(db.session.scalars(_ADMINISTRATORS)) == [person.id]


_ADMINISTRATORS = select(Person.id).where(Person.is_admin, Person.active).order_by(Person.id)

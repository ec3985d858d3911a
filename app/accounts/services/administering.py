"""Who gets an account from an administrator, and who administers the site."""

from __future__ import annotations

from sqlalchemy import or_, select

from app.accounts.events import AdministratorEnded
from app.accounts.models import Person
from app.accounts.passwords import require_present
from app.accounts.policy import Permission
from app.accounts.services.letters import owe_letter
from app.accounts.services.links import send_invitation
from app.accounts.services.people import make_administrator, person_with, require_still_administers
from app.core import audit
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require


def invite_person(actor: Actor, email: str, name: str) -> Person:
    """A new account with a letter to its owner. Conflict for somebody who is here; Invalid for a name or an address that
    cannot be used.
    """
    require(actor, Permission.ADMINISTER, Person(id=0))
    require_still_administers(actor)
    person = person_with(email, name)
    if person.password_hash is not None or not person.active:
        raise Conflict(gettext("%(name)s has an account already: %(email)s.", name=person.name, email=person.email))
    send_invitation(person, by=actor.name)
    audit.record(actor, "invite", person)
    return person


def invite_again(actor: Actor, person: Person) -> None:
    """One more letter with a link, for who has not begun. Refused for who has, and for a closed account."""
    require(actor, Permission.ADMINISTER, person)
    if person.password_hash is not None or not person.active:
        raise Refused(gettext("Only who is invited and has not begun is invited again."))
    send_invitation(person, by=actor.name)
    audit.record(actor, "invite again", person)


def name_administrator(actor: Actor, person: Person, *, password: str) -> None:
    """As `make_administrator`, by another one at a page, with their password. All administrators are told by letter, and
    whom it concerns. Invalid for a wrong password; Refused for a closed account.
    """
    require(actor, Permission.ADMINISTER, person)
    _require_own(actor, password)
    if not person.active:
        raise Refused(gettext("This account is closed."), gettext("Reopen it first."))
    require_still_administers(actor)
    if not person.is_admin:
        make_administrator(actor, person)
        _tell(actor, person, "made")


def end_administrator(actor: Actor, person: Person, *, password: str) -> None:
    """The person administers the site no more, and keeps the account. It is asked and told as naming one is.

    Refused for oneself, so that one is always left.
    """
    require(actor, Permission.ADMINISTER, person)
    _require_own(actor, password)
    if actor.person_id == person.id:
        raise Refused(gettext("You cannot end your own part as administrator."), gettext("Ask another administrator."))
    require_still_administers(actor)
    if person.is_admin:
        announce(AdministratorEnded(network_id=None, actor_id=actor.person_id, person_id=person.id))
        person.is_admin = False
        audit.record(actor, "end as administrator", person)
        _tell(actor, person, "ended")


def _require_own(actor: Actor, password: str) -> None:
    require_present(db.session.get_one(Person, actor.person_id).password_hash, password)


def _tell(actor: Actor, person: Person, what: str) -> None:
    """Whoever acts is told as well: it may have been somebody else at their browser."""
    db.session.flush()  # who administers was changed at this moment
    told = select(Person.email).where(or_(Person.is_admin & Person.active, Person.id == person.id)).order_by(Person.id)
    template, path = "accounts/emails/administrator.txt", "/admin/people"
    for email in db.session.scalars(told).all():
        owe_letter(email, template, by=actor.name, who=person.name, address=person.email, what=what, path=path)

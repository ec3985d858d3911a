"""Naming a deputy, and ending what has a last day."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, clock
from app.core.actor import NOBODY, Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.models import LearningNetwork, Membership, Role
from app.networks.policy import Permission
from app.networks.services.inviting import invite
from app.networks.services.members import memberships_of, require_may_give, tell_if_gone

#: Whoever is away for longer makes somebody else chair.
LONGEST = timedelta(days=366)


def name_deputy(actor: Actor, network: LearningNetwork, person_id: int, until_on: date) -> Membership:
    """Let a member chair the network until the end of that day; they are told by mail. Naming a deputy again moves the day.

    Refused unless a chair asks who is nobody's deputy, and for whoever chairs for good; Invalid if the day is past or more
    than a year away, or the person is no member.
    """
    require(actor, Permission.NAME_DEPUTY, network)
    lock_row(network)
    require_may_give(actor, network, Role.CHAIR)
    if not clock.today() <= until_on <= clock.today() + LONGEST:
        raise Invalid(
            gettext("Nobody was named."), {"until_on": [gettext("Please choose a day within the next year.")]}
        )
    person = _member(network, person_id)
    membership = memberships_of(network, [(person, Role.CHAIR)]).get((person.id, Role.CHAIR))
    if membership is None or membership.left_at is not None:
        invite(actor, network, email=person.email, name=person.name, role=Role.CHAIR, locked=True)
        membership = memberships_of(network, [(person, Role.CHAIR)])[person.id, Role.CHAIR]
    membership.until_on = until_on
    audit.record(actor, "name as deputy", membership, after=until_on.isoformat())
    return membership


def end_deputies() -> int:
    """End every membership whose last day is over; how many. For the worker, each hour; safe to repeat."""
    over = select(Membership).where(Membership.until_on < clock.today(), Membership.left_at.is_(None))
    ended = db.session.scalars(over.order_by(Membership.id)).all()
    for membership in ended:
        membership.left_at = clock.now()
        audit.record(NOBODY, "end the deputy’s time", membership, before=membership.role.value)
        tell_if_gone(NOBODY, membership.network_id, membership.person_id)
    return len(ended)


def _member(network: LearningNetwork, person_id: int) -> Person:
    held = db.session.execute(
        select(Person, Membership.role, Membership.until_on)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.network_id == network.id, Membership.left_at.is_(None), Person.id == person_id)
    ).all()
    if not held:
        raise Invalid(gettext("Nobody was named."), {"person_id": [gettext("Please choose a member of this network.")]})
    if any(role is Role.CHAIR and until_on is None for _, role, until_on in held):
        raise Refused(
            gettext("%(held)s chairs this network already.", held=held[0][0].name), gettext("Choose somebody else.")
        )
    return held[0][0]

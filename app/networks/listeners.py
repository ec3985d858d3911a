"""What a network's chairs hear of that an administrator did elsewhere."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.events import AccountClosed, AccountReopened
from app.accounts.models import Person
from app.accounts.services import owe_letter
from app.core.db import db
from app.networks.models import LearningNetwork, Membership, Role


def on_account_closed(event: AccountClosed) -> None:
    _tell_chairs(event.person_id, event.actor_id, "closed")


def on_account_reopened(event: AccountReopened) -> None:
    _tell_chairs(event.person_id, event.actor_id, "opened again")


def _tell_chairs(person_id: int, actor_id: int | None, what: str) -> None:
    """A letter to each chair of a network in which the person has a role: a member cannot take part any more, or can."""
    person = db.session.get_one(Person, person_id)
    by = db.session.get(Person, actor_id) if actor_id else None
    theirs = select(Membership.network_id).where(Membership.person_id == person_id, Membership.left_at.is_(None))
    chairs = (
        select(Membership)
        .join(Membership.person)
        .join(LearningNetwork, LearningNetwork.id == Membership.network_id)
        .options(joinedload(Membership.person))
        .where(
            Membership.network_id.in_(theirs),
            Membership.role == Role.CHAIR,
            Membership.left_at.is_(None),
            Membership.person_id.not_in([person_id, actor_id or 0]),
            Person.active,
        )
        .order_by(Membership.id)
    )
    named = _named(person_id)
    for chair in db.session.scalars(chairs):
        slug, network = named[chair.network_id]
        owe_letter(
            chair.person.email,
            "networks/emails/account.txt",
            by=by.name if by else "An administrator",
            who=person.name,
            what=what,
            network=network,
            path=f"/networks/{slug}/members",
        )


def _named(person_id: int) -> dict[int, tuple[str, str]]:
    """The address and the name of each network in which the person has a role."""
    networks = (
        select(LearningNetwork)
        .join(Membership, Membership.network_id == LearningNetwork.id)
        .options(joinedload(LearningNetwork.module))
        .where(Membership.person_id == person_id, Membership.left_at.is_(None))
    )
    return {each.id: (each.slug, each.module.named) for each in db.session.scalars(networks)}

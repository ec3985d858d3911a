"""Leaving every network at once, for good: when a person is erased."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db
from app.core.errors import Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.networks.events import MemberLeft
from app.networks.lifecycle import OVER
from app.networks.models import ROLE_WORDS, Consent, LearningNetwork, Membership, Module, Role


class Departed(NamedTuple):
    #: What stands for the name from then on: "AL, former member".
    called: str
    networks: tuple[int, ...]


def leave_everywhere(actor: Actor, person: Person) -> Departed:
    """End every membership of this person, withhold their name in all networks, and take back their research consent.

    Refused for the only chair of a network. Whoever calls this has asked.
    """
    mine = list(db.session.scalars(select(Membership).where(Membership.person_id == person.id).order_by(Membership.id)))
    present = sorted({each.network_id for each in mine if each.left_at is None})
    for network_id in present:  # in order, so that two who go at once do not wait for each other
        lock_row(db.session.get_one(LearningNetwork, network_id))
    if alone := only_chair_of(person.id):
        raise Refused(
            gettext("The learning network of %(alone)s needs its chair.", alone=" and of ".join(alone)),
            gettext("Make somebody else chair first."),
        )
    for membership in mine:
        membership.left_at = membership.left_at or clock.now()
        membership.name_withheld, membership.research_consent = True, Consent.NONE
    db.session.flush()  # whoever hears that they left looks at the memberships
    for network_id in present:
        announce(MemberLeft(network_id=network_id, actor_id=actor.person_id, person_id=person.id))
    return Departed(_called({each.role for each in mine}), tuple(present))


def only_chair_of(person_id: int) -> list[str]:
    """The codes of the modules whose networks would be left without a chair."""
    chairs = select(Membership.network_id, Membership.person_id).where(
        Membership.role == Role.CHAIR, Membership.left_at.is_(None), Membership.until_on.is_(None)
    )
    by_network: dict[int, set[int]] = {}
    for network_id, chair_id in db.session.execute(chairs):
        by_network.setdefault(network_id, set()).add(chair_id)
    alone = [network_id for network_id, people in by_network.items() if people == {person_id}]
    codes = (
        select(Module.code)
        .join(LearningNetwork, LearningNetwork.module_id == Module.id)
        .where(LearningNetwork.id.in_(alone), LearningNetwork.state.not_in(OVER))
    )
    return list(db.session.scalars(codes.order_by(Module.code)))


def _called(roles: set[Role]) -> str:
    if len(roles) != 1:
        return "Former member"
    words = ROLE_WORDS[roles.pop()]
    return f"{words[:1].upper()}{words[1:]}, former member"

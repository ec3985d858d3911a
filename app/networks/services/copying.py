"""A network for another module with the same people and the same way of talking, and without a word that was said."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import audit
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.networks.models import LearningNetwork, Membership, Role
from app.networks.policy import Permission
from app.networks.services.inviting import welcome_many
from app.networks.services.members import add_members
from app.networks.services.opening import create_network
from app.networks.services.setting_up import RESPONSIBLE


def copy_network(actor: Actor, source: LearningNetwork, *, code: str, title: str) -> LearningNetwork:
    """Create the network of another module, in draft, with the members of this one in their roles, its code of conduct, its
    sponsor and its responsible people. Each member is told by mail, but for whoever copies. Consents are not copied: they
    were given for the words of one network. A researcher declares anew.

    The administrator does it, as they open networks: who has a module's network reads its figures, so nobody takes one.

    Conflict for a module that has its network; Invalid as in opening one.
    """
    require(actor, Permission.ADMINISTER, None)
    network, module = create_network(actor, code, title)
    network.code_of_conduct_md, network.code_of_conduct_html = source.code_of_conduct_md, source.code_of_conduct_html
    for field in RESPONSIBLE:
        setattr(network, field, getattr(source, field))
    present = [(membership.person, membership.role) for membership in _present(source)]
    add_members(network, [each for each in present if each[0].id == actor.person_id])
    welcome_many(actor, network, module, [each for each in present if each[0].id != actor.person_id])
    audit.record(actor, "copy the network", network, before=source.slug, after=network.slug)
    return network


def _present(source: LearningNetwork) -> list[Membership]:
    """Today's members whose accounts are open, chairs first: whoever comes later finds one."""
    query = select(Membership).where(Membership.network_id == source.id, Membership.left_at.is_(None))
    found = db.session.scalars(query.options(joinedload(Membership.person)).order_by(Membership.id))
    return sorted((each for each in found if each.person.active), key=lambda each: each.role is not Role.CHAIR)

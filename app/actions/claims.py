"""Whether a second pair of eyes exists: the one question of the policy that needs the database."""

from __future__ import annotations

from sqlalchemy import exists, select

from app.accounts.models import Person
from app.actions.models import Action
from app.actions.policy import Claim
from app.core.db import db
from app.networks.models import Membership
from app.networks.policy import GRANTS, Capability


def claim_of(action: Action) -> Claim:
    """The action as the rule for verifying sees it."""
    others = exists().where(
        Membership.network_id == action.network_id,
        Membership.role.in_(GRANTS[Capability.VERIFY]),
        Membership.left_at.is_(None),
        Membership.person_id != action.owner_id,
        Person.id == Membership.person_id,
        Person.active,
    )
    return Claim(
        network_id=action.network_id,
        state=action.state,
        owner_id=action.owner_id,
        others_may_verify=bool(db.session.scalar(select(others))),
    )

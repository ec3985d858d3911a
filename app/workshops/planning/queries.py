"""The templates that a network saved."""

from __future__ import annotations

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.networks.models import LearningNetwork
from app.workshops.models import SavedTemplate
from app.workshops.policy import Permission


def saved_templates(network: LearningNetwork, *, seen_by: Actor) -> list[SavedTemplate]:
    """By name."""
    require(seen_by, Permission.READ, network)
    mine = select(SavedTemplate).where(SavedTemplate.network_id == network.id)
    return list(db.session.scalars(mine.order_by(SavedTemplate.title, SavedTemplate.id)))

"""What was reported of cards, for those who run the workshop."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.workshops.models import CardReport, Contribution, Workshop
from app.workshops.policy import Permission, Seat


class Report(NamedTuple):
    """What somebody said of a card, and its random key."""

    key: str
    reason: str


def reports_of(workshop: Workshop, seat: Seat, seen_by: Actor) -> dict[str, list[Report]]:
    """Card to what was said of it, of cards that stand; nothing for others than those who may hide one."""
    if not allowed(seen_by, Permission.HIDE, seat):
        return {}
    found: dict[str, list[Report]] = defaultdict(list)
    said = (
        select(CardReport.card_id, CardReport.id, CardReport.reason)
        .join(Contribution, Contribution.id == CardReport.card_id)
        .where(Contribution.workshop_id == workshop.id, Contribution.hidden_reason.is_(None))
        .order_by(CardReport.id)
    )
    for card_id, key, reason in db.session.execute(said):
        found[card_id].append(Report(key, reason))
    return dict(found)

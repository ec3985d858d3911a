"""The proposer hears of each move; whoever raised what it is for, of the decision, of going live, of the outcome."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, union

from app.core.db import db
from app.interventions.events import (
    InterventionDecided,
    InterventionMoved,
    InterventionWentLive,
    OutcomeRecorded,
)
from app.interventions.models import Intervention, InterventionTarget
from app.notifications.listeners._words import address, only
from app.notifications.notify import Notification, notify
from app.topics.models import AdditionalIssue, TrickyTopic

#: Moves that only the proposer hears of. The others have an event that says what they mean.
ON_THE_WAY = frozenset({"supported", "designing", "in_production", "ready"})


def intervention_moved(event: InterventionMoved) -> None:
    if event.after in ON_THE_WAY:
        intervention = db.session.get_one(Intervention, event.intervention_id)
        news = _news(intervention, "moved", state=event.after)
        notify(news, only(intervention.proposed_by_id), but_not=event.actor_id)


def intervention_decided(event: InterventionDecided) -> None:
    """Accepted, declined, deferred; adopted, adapted, abandoned: with the reason."""
    intervention = db.session.get_one(Intervention, event.intervention_id)
    notify(_news(intervention, "decided", decision=event.decision), _concerned(intervention), but_not=event.actor_id)


def intervention_went_live(event: InterventionWentLive) -> None:
    intervention = db.session.get_one(Intervention, event.intervention_id)
    notify(_news(intervention, "live"), _concerned(intervention), but_not=event.actor_id)


def outcome_recorded(event: OutcomeRecorded) -> None:
    intervention = db.session.get_one(Intervention, event.intervention_id)
    notify(_news(intervention, "outcome"), _concerned(intervention), but_not=event.actor_id)


def _concerned(intervention: Intervention) -> Any:
    """The proposer, and whoever raised a topic or an issue that it is for."""
    mine = InterventionTarget.intervention_id == intervention.id
    return union(
        only(intervention.proposed_by_id),
        select(TrickyTopic.raised_by_id)
        .join(InterventionTarget, InterventionTarget.topic_id == TrickyTopic.id)
        .where(mine),
        select(AdditionalIssue.raised_by_id)
        .join(InterventionTarget, InterventionTarget.issue_id == AdditionalIssue.id)
        .where(mine),
    )


def _news(intervention: Intervention, what: str, **facts: int | str) -> Notification:
    return Notification(
        network_id=intervention.network_id,
        about=f"intervention:{intervention.id}",
        kind="intervention",
        what=what,
        subject_id=intervention.id,
        facts=facts,
        url=address(intervention.network_id, f"interventions/{intervention.number}"),
    )

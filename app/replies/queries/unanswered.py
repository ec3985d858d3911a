"""What has ended and has not been answered yet: silence after participation is what the loop exists to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import joinedload

from app.actions.models import Action
from app.core.actor import Actor
from app.core.db import db
from app.networks.models import Cycle, LearningNetwork
from app.networks.policy import Capability, in_networks_where
from app.replies.models import LoopReply
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import visible_issues, visible_topics

#: Ended in their own name. What was merged or moved is answered by the reply to what it went into.
ENDED_TOPIC = (
    "parked",
    "declined",
    "closed_improved",
    "closed_worse",
    "closed_no_clear_change",
    "closed_not_enough_data",
)
ENDED_ISSUE = ("responded", "closed")


@dataclass(frozen=True)
class Unanswered:
    """A topic (`kind` "topic") or an issue (`kind` "issue") that has ended without a published reply."""

    kind: str
    number: int
    title: str
    state: str
    since: datetime
    network: LearningNetwork


def unanswered(seen_by: Actor, *, network: LearningNetwork | None = None, most: int = 20) -> list[Unanswered]:
    """What waits for a reply, longest first: in one network, or wherever the reader publishes replies."""
    found = [
        *_ended(TrickyTopic, visible_topics(seen_by), LoopReply.topic_id, ENDED_TOPIC, seen_by, network, most),
        *_ended(AdditionalIssue, visible_issues(seen_by), LoopReply.issue_id, ENDED_ISSUE, seen_by, network, most),
    ]
    return sorted(found, key=lambda each: each.since)[:most]


def _ended(
    model: type[TrickyTopic | AdditionalIssue],
    visible: ColumnElement[bool],
    tie: Any,
    states: tuple[str, ...],
    seen_by: Actor,
    network: LearningNetwork | None,
    most: int,
) -> list[Unanswered]:
    if network is not None:
        where = model.network_id == network.id
    else:
        where = in_networks_where(model.network_id, seen_by, Capability.PUBLISH_REPLY)
    # A draft on its way counts as an answer here: it waits for somebody already, and is listed there.
    query = (
        select(model, LearningNetwork)
        .join(LearningNetwork, LearningNetwork.id == model.network_id)
        .options(joinedload(LearningNetwork.module))
        .where(visible, where, model.state.in_(states), ~exists().where(tie == model.id))
        .order_by(model.state_since, model.id)
        .limit(most)
    )
    kind = "topic" if model is TrickyTopic else "issue"
    rows: Any = db.session.execute(query)
    return [Unanswered(kind, row.number, row.title, row.state, row.state_since, home) for row, home in rows]


def hindrances(cycle: Cycle, seen_by: Actor) -> list[str]:
    """Why the cycle may not close: what was prioritised, or bound to a critical action, and got no published reply."""
    topics = _without_reply(
        TrickyTopic,
        visible_topics(seen_by),
        LoopReply.topic_id,
        cycle,
        or_(TrickyTopic.prioritised_at.is_not(None), _critical(Action.topic_id, TrickyTopic.id)),
    ).where(TrickyTopic.state.not_in(["merged", "moved_to_issue"]))
    issues = _without_reply(
        AdditionalIssue,
        visible_issues(seen_by),
        LoopReply.issue_id,
        cycle,
        _critical(Action.issue_id, AdditionalIssue.id),
    )
    named = [f"Topic {number} “{title}” has no published reply." for number, title in db.session.execute(topics)]
    return named + [f"Issue {number} “{title}” has no published reply." for number, title in db.session.execute(issues)]


def _critical(tie: Any, row_id: Any) -> ColumnElement[bool]:
    return exists().where(tie == row_id, Action.critical_reason.is_not(None))


def _without_reply(model: Any, visible: ColumnElement[bool], tie: Any, cycle: Cycle, which: ColumnElement[bool]) -> Any:
    answered = exists().where(tie == model.id, LoopReply.state == "published")
    query = select(model.number, model.title).where(visible, model.network_id == cycle.network_id)
    return query.where(model.cycle_id == cycle.id, which, ~answered).order_by(model.number)

"""What has not been answered yet: silence after participation is what the loop exists to end."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, or_, select

from app.actions.models import Action
from app.core.actor import Actor
from app.core.db import db
from app.core.language.spoken import gettext
from app.networks.models import Cycle
from app.replies.models import LoopReply
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import visible_issues, visible_topics


class Unanswered(NamedTuple):
    """A topic (`kind` "topic") or an issue (`kind` "issue") that has ended and waits for its reply (slot replies.unanswered,
    called with `network`; the longest waiting first).
    """

    kind: str
    number: int
    title: str
    since: datetime


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
    named = [
        gettext("Topic %(number)s “%(title)s” has no published reply.", number=number, title=title)
        for number, title in db.session.execute(topics)
    ]
    return named + [
        gettext("Issue %(number)s “%(title)s” has no published reply.", number=number, title=title)
        for number, title in db.session.execute(issues)
    ]


def _critical(tie: Any, row_id: Any) -> ColumnElement[bool]:
    return exists().where(tie == row_id, Action.critical_reason.is_not(None))


def _without_reply(model: Any, visible: ColumnElement[bool], tie: Any, cycle: Cycle, which: ColumnElement[bool]) -> Any:
    answered = exists().where(tie == model.id, LoopReply.state == "published")
    query = select(model.number, model.title).where(visible, model.network_id == cycle.network_id)
    return query.where(model.cycle_id == cycle.id, which, ~answered).order_by(model.number)

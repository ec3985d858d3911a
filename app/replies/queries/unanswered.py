"""What has ended and has not been answered yet: silence after participation is what the loop exists to end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, exists, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.actions.models import Action
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.networks.models import Cycle, LearningNetwork, Module
from app.networks.policy import Capability, networks_where
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


class Unanswered(NamedTuple):
    """A topic (`kind` "topic") or an issue (`kind` "issue") that has ended without a published reply."""

    kind: str
    number: int
    title: str
    since: datetime
    slug: str
    code: str


def unanswered(seen_by: Actor, *, network: LearningNetwork | None = None, most: int = 20) -> list[Unanswered]:
    """What waits for a reply, longest first: in one network, or wherever the reader publishes replies."""
    read = networks_where(seen_by, Capability.READ)
    where = networks_where(seen_by, Capability.PUBLISH_REPLY) if network is None else {network.id}
    ids = sorted(read & where)
    rows = rows_of(_UNANSWERED, {"networks": ids, "most": most}) if ids else ()
    return [Unanswered(*row) for row in rows]


def _ended(
    kind: str, model: type[TrickyTopic | AdditionalIssue], tie: InstrumentedAttribute[int | None], states: Sequence[str]
) -> Select[*tuple[Any, ...]]:
    # A draft on its way counts as an answer here: it waits for somebody already, and is listed there.
    return select(
        literal(kind).label("kind"), model.number, model.title, model.state_since, model.network_id, model.id
    ).where(
        model.network_id.in_(bindparam("networks", expanding=True)),
        model.state.in_(states),
        ~exists().where(tie == model.id),
    )


_both = union_all(
    _ended("topic", TrickyTopic, LoopReply.topic_id, ENDED_TOPIC),
    _ended("issue", AdditionalIssue, LoopReply.issue_id, ENDED_ISSUE),
).subquery()
_UNANSWERED = (
    select(_both.c.kind, _both.c.number, _both.c.title, _both.c.state_since, LearningNetwork.slug, Module.code)
    .join(LearningNetwork, LearningNetwork.id == _both.c.network_id)
    .join(Module, Module.id == LearningNetwork.module_id)
    .order_by(_both.c.state_since, _both.c.kind.desc(), _both.c.id)
    .limit(bindparam("most"))
)


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

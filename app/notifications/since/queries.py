"""What a person was told and has not looked at, with the titles of today: one statement, whatever it is about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select

from app.core import clock
from app.core.actor import Actor
from app.core.db import rows_of
from app.interventions.models import Intervention
from app.networks.models import LearningNetwork, Module
from app.networks.policy import WHOEVER_READS, Capability, networks_of
from app.notifications.models import Notice
from app.notifications.policy import visible_notices
from app.notifications.since.models import CaughtUp
from app.replies.models import LoopReply, ReplyStatus
from app.topics.models import AdditionalIssue, TrickyTopic

#: So long one press takes back that everything was declared read.
TAKEN_BACK_FOR = timedelta(hours=1)
#: Repeats fold, so that more than this is rare; the rest stands in the inbox.
MOST = 100


class Told(NamedTuple):
    """A notice about a thing of the loop, or about a discussion (then its title is None: the forums' own list names it)."""

    id: int
    kind: str
    what: str
    facts: dict[str, Any]
    #: How many events were folded into it. With its id, that says what exactly was shown.
    events: int
    at: datetime
    url: str
    code: str
    title: str | None
    #: The discussion under the thing, or that it is about.
    discussion_id: int | None
    #: The reader raised or proposed it.
    mine: bool | None
    #: Of a reply: what was done.
    status: ReplyStatus | None


def told(seen_by: Actor) -> list[Told]:
    """What the reader has not looked at, the newest first."""
    values = {"me": seen_by.person_id, **networks_of(seen_by, Capability.READ)}
    return [Told(*row) for row in rows_of(_TOLD, values)]


def can_be_taken_back(seen_by: Actor) -> datetime | None:
    """Until when the reader may take back that they have read everything; None if there is nothing to take back."""
    at = rows_of(_LATEST, {"me": seen_by.person_id}).scalar_one_or_none()
    return at + TAKEN_BACK_FOR if at is not None and clock.now() < at + TAKEN_BACK_FOR else None


_LATEST = select(CaughtUp.at).where(CaughtUp.person_id == bindparam("me"))
_IS = {kind: Notice.kind == kind for kind in ("topic", "issue", "intervention", "reply", "discussion", "mention")}
#: Of mentions that is whose text it is; of those in posts the subject is the discussion.
_NAMED_IN = {
    kind: and_(_IS["mention"], Notice.what == kind) for kind in ("topic", "issue", "intervention", "reply", "named")
}


def _is(kind: str) -> ColumnElement[bool]:
    return or_(_IS[kind], _NAMED_IN[kind])


def _told() -> Select[*tuple[Any, ...]]:
    topic = case((_is("topic"), Notice.subject_id), (_is("reply"), LoopReply.topic_id))
    issue = case((_is("issue"), Notice.subject_id), (_is("reply"), LoopReply.issue_id))
    about = func.coalesce(TrickyTopic.discussion_id, AdditionalIssue.discussion_id)
    whose = func.coalesce(TrickyTopic.raised_by_id, AdditionalIssue.raised_by_id, Intervention.proposed_by_id)
    return (
        select(
            *(getattr(Notice, name) for name in ("id", "kind", "what", "facts", "events", "created_at", "url")),
            Module.code,
            func.coalesce(TrickyTopic.title, AdditionalIssue.title, Intervention.title),
            case((or_(_IS["discussion"], _NAMED_IN["named"]), Notice.subject_id), else_=about),
            whose == bindparam("me"),
            LoopReply.status,
        )
        .join(LearningNetwork, LearningNetwork.id == Notice.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
        .outerjoin(LoopReply, and_(_is("reply"), LoopReply.id == Notice.subject_id))
        .outerjoin(TrickyTopic, TrickyTopic.id == topic)
        .outerjoin(AdditionalIssue, AdditionalIssue.id == issue)
        .outerjoin(Intervention, and_(_is("intervention"), Intervention.id == Notice.subject_id))
        .where(visible_notices(WHOEVER_READS), Notice.read_at.is_(None), or_(*_IS.values()))
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(MOST)
    )


_TOLD = _told()

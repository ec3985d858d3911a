"""One reply, lists of replies, and what a person has to do about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Select, bindparam, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from app.actions.models import Action
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.errors import NotFound
from app.core.paging import Page, newest_first
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.replies.models import Acknowledgement, LoopReply, ReplyStatus
from app.replies.policy import visible_replies
from app.topics.models import AdditionalIssue, TrickyTopic

PAGE = 20


def reply(network: LearningNetwork, number: int, seen_by: Actor) -> LoopReply:
    """The reply with its subject, its action and its people; NotFound if the reader may not see it."""
    query = _loaded().where(LoopReply.network_id == network.id, LoopReply.number == number, visible_replies(seen_by))
    people = (joinedload(LoopReply.drafted_by), joinedload(LoopReply.approved_by), joinedload(LoopReply.published_by))
    found = db.session.scalar(query.options(*people))
    if found is None:
        raise NotFound
    return found


def replies(
    network: LearningNetwork, seen_by: Actor, *, status: ReplyStatus | None = None, after: str | None = None
) -> Page[LoopReply]:
    """Published replies, newest first. One that has been corrected is left to its correction."""
    query = _current(network.id).where(visible_replies(seen_by))
    if status is not None:
        query = query.where(LoopReply.status == status)
    return newest_first(query, LoopReply.published_at, LoopReply.id, after, PAGE)


def in_preparation(network: LearningNetwork, seen_by: Actor) -> Sequence[LoopReply]:
    """Drafts and approved replies, the longest waiting first; none for those who may not draft."""
    query = _loaded().where(
        LoopReply.network_id == network.id, LoopReply.state != "published", visible_replies(seen_by)
    )
    return db.session.scalars(query.order_by(LoopReply.state_since, LoopReply.id)).all()


class Promised(NamedTuple):
    """The action that a reply names."""

    number: int
    title: str
    due_on: date


class ReplyLine(NamedTuple):
    """A reply as the page of what it answers shows it."""

    number: int
    state: str
    status: ReplyStatus
    you_said_html: str
    we_did_html: str
    published_at: datetime | None
    corrects_id: int | None
    action_named: str | None
    action: Promised | None


def of_subject(subject: TrickyTopic | AdditionalIssue, seen_by: Actor) -> tuple[ReplyLine, ...]:
    """The replies to a topic or an issue that the reader may see, newest first."""
    if not holds(seen_by, Capability.READ, subject.network_id):
        return ()
    statement = _TO_TOPIC if isinstance(subject, TrickyTopic) else _TO_ISSUE
    wanted = {"subject": subject.id, "drafts": holds(seen_by, Capability.DRAFT_REPLY, subject.network_id)}
    rows = rows_of(statement, wanted)
    return tuple(ReplyLine._make((*row[:8], Promised(*row[8:]) if row[8] is not None else None)) for row in rows)


def _to(column: InstrumentedAttribute[int | None]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            LoopReply.number,
            LoopReply.state,
            LoopReply.status,
            LoopReply.you_said_html,
            LoopReply.we_did_html,
            LoopReply.published_at,
            LoopReply.corrects_id,
            LoopReply.action_named,
            Action.number,
            Action.title,
            Action.due_on,
        )
        .outerjoin(Action, Action.id == LoopReply.action_id)
        # What visible_replies says, for one network.
        .where(column == bindparam("subject"), or_(LoopReply.state == "published", bindparam("drafts", type_=Boolean)))
        .order_by(LoopReply.id.desc())
    )


_TO_TOPIC, _TO_ISSUE = _to(LoopReply.topic_id), _to(LoopReply.issue_id)


def corrected_by(of: LoopReply, seen_by: Actor) -> LoopReply | None:
    """The published reply that puts this one right, if there is one."""
    query = select(LoopReply).where(
        LoopReply.corrects_id == of.id, LoopReply.state == "published", visible_replies(seen_by)
    )
    return db.session.scalars(query.limit(1)).first()


def corrects(of: LoopReply, seen_by: Actor) -> LoopReply | None:
    """The published reply that this one puts right, if it does."""
    query = select(LoopReply).where(LoopReply.id == of.corrects_id, visible_replies(seen_by))
    return db.session.scalars(query).first() if of.corrects_id is not None else None


def acknowledged(of: LoopReply, seen_by: Actor) -> bool:
    """Whether the reader said "Thank you, seen"; there is no such question about anybody else."""
    query = select(Acknowledgement.id).where(
        Acknowledgement.reply_id == of.id, Acknowledgement.person_id == seen_by.person_id
    )
    return db.session.execute(query).scalar() is not None


def _loaded() -> Select[LoopReply]:
    """With what it answers and the action that it promises."""
    with_owner = joinedload(LoopReply.action)
    return select(LoopReply).options(joinedload(LoopReply.topic), joinedload(LoopReply.issue), with_owner)


def _current(network_id: int) -> Select[LoopReply]:
    corrections = select(LoopReply.corrects_id).where(
        LoopReply.corrects_id.is_not(None), LoopReply.state == "published"
    )
    query = _loaded().where(LoopReply.network_id == network_id, LoopReply.state == "published")
    return query.where(LoopReply.id.not_in(corrections))

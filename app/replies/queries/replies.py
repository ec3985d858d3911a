"""One reply, lists of replies, and what a person has to do about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, newest_first
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, in_networks_where
from app.replies.contributions import spoken_on
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


def latest(network: LearningNetwork, seen_by: Actor, most: int = 3) -> Sequence[LoopReply]:
    query = (
        _current(network.id)
        .where(visible_replies(seen_by))
        .order_by(LoopReply.published_at.desc(), LoopReply.id.desc())
    )
    return db.session.scalars(query.limit(most)).all()


def in_preparation(network: LearningNetwork, seen_by: Actor) -> Sequence[LoopReply]:
    """Drafts and approved replies, the longest waiting first; none for those who may not draft."""
    query = _loaded().where(
        LoopReply.network_id == network.id, LoopReply.state != "published", visible_replies(seen_by)
    )
    return db.session.scalars(query.order_by(LoopReply.state_since, LoopReply.id)).all()


def of_subject(subject: TrickyTopic | AdditionalIssue, seen_by: Actor) -> Sequence[LoopReply]:
    """The replies to a topic or an issue that the reader may see, newest first."""
    column = LoopReply.topic_id if isinstance(subject, TrickyTopic) else LoopReply.issue_id
    query = _loaded().where(column == subject.id, visible_replies(seen_by))
    return db.session.scalars(query.order_by(LoopReply.id.desc())).all()


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


def waiting_for_me(seen_by: Actor, most: int = 20) -> Sequence[tuple[LoopReply, LearningNetwork]]:
    """Drafts for the chair, approved replies for those who publish, and one's own that were sent back."""
    sent_back = LoopReply.sent_back_reason.is_not(None)
    drafts = and_(LoopReply.state == "draft", ~sent_back, _where(seen_by, Capability.APPROVE_REPLY))
    approved = and_(LoopReply.state == "approved", _where(seen_by, Capability.PUBLISH_REPLY))
    mine = and_(sent_back, LoopReply.drafted_by_id == seen_by.person_id, _where(seen_by, Capability.DRAFT_REPLY))
    query = _with_network().where(or_(drafts, approved, mine), visible_replies(seen_by))
    return _pairs(query.order_by(LoopReply.state_since, LoopReply.id).limit(most))


def replies_to_my_voice(seen_by: Actor, most: int = 10) -> Sequence[tuple[LoopReply, LearningNetwork]]:
    """Published replies to what the reader raised, posted or voted on, newest first. Only ever the reader's own."""
    if seen_by.person_id is None:
        return []
    topics, issues = spoken_on(seen_by.person_id)
    mine = or_(LoopReply.topic_id.in_(topics), LoopReply.issue_id.in_(issues))
    query = _with_network().where(mine, LoopReply.state == "published", visible_replies(seen_by))
    return _pairs(query.order_by(LoopReply.published_at.desc(), LoopReply.id.desc()).limit(most))


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


def _with_network() -> Select[*tuple[Any, ...]]:
    query = select(LoopReply, LearningNetwork).join(LearningNetwork, LearningNetwork.id == LoopReply.network_id)
    loads = (joinedload(LoopReply.topic), joinedload(LoopReply.issue), joinedload(LearningNetwork.module))
    return query.options(*loads)


def _pairs(query: Select[*tuple[Any, ...]]) -> list[tuple[LoopReply, LearningNetwork]]:
    return [(found, network) for found, network in db.session.execute(query)]


def _where(seen_by: Actor, capability: Capability) -> ColumnElement[bool]:
    return in_networks_where(LoopReply.network_id, seen_by, capability)

"""Replies as lines of home and of a network's front page: what those pages show, and not the whole rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.db import rows_of
from app.networks.models import LearningNetwork, Module
from app.networks.policy import Capability, holds, networks_where
from app.replies.contributions import spoken_on
from app.replies.models import LoopReply, ReplyStatus
from app.topics.models import AdditionalIssue, TrickyTopic


class Latest(NamedTuple):
    number: int
    title: str
    we_did_html: str
    status: ReplyStatus
    published_at: datetime


class ReplyToMe(NamedTuple):
    """A published reply to something the reader spoke on."""

    number: int
    title: str
    status: ReplyStatus
    at: datetime
    slug: str
    code: str


def latest(network: LearningNetwork, seen_by: Actor, most: int = 3) -> list[Latest]:
    """What the network was told last, newest first. A reply that has been corrected is left to its correction."""
    if not holds(seen_by, Capability.READ, network.id):
        return []
    return [Latest(*row) for row in rows_of(_LATEST, {"network": network.id, "most": most})]


def replies_to_my_voice(seen_by: Actor, most: int = 10) -> list[ReplyToMe]:
    """Published replies to what the reader raised, posted or voted on, newest first. Only ever the reader's own."""
    networks = networks_where(seen_by, Capability.READ)
    values = {"me": seen_by.person_id, "networks": sorted(networks), "most": most}
    return [ReplyToMe(*row) for row in rows_of(_TO_MY_VOICE, values)] if networks else []


_TITLE = func.coalesce(TrickyTopic.title, AdditionalIssue.title)


def _with_subject(*columns: Any) -> Select[*tuple[Any, ...]]:
    query = select(*columns).outerjoin(TrickyTopic, TrickyTopic.id == LoopReply.topic_id)
    return query.outerjoin(AdditionalIssue, AdditionalIssue.id == LoopReply.issue_id).limit(bindparam("most"))


def _with_network(*columns: Any) -> Select[*tuple[Any, ...]]:
    query = _with_subject(*columns, LearningNetwork.slug, Module.code)
    query = query.join(LearningNetwork, LearningNetwork.id == LoopReply.network_id)
    return query.join(Module, Module.id == LearningNetwork.module_id)


_correction = aliased(LoopReply)
_LATEST = (
    _with_subject(LoopReply.number, _TITLE, LoopReply.we_did_html, LoopReply.status, LoopReply.published_at)
    .where(
        LoopReply.network_id == bindparam("network"),
        LoopReply.state == "published",
        ~select(_correction.id)
        .where(_correction.corrects_id == LoopReply.id, _correction.state == "published")
        .exists(),
    )
    .order_by(LoopReply.published_at.desc(), LoopReply.id.desc())
)

_topics, _issues = spoken_on(bindparam("me"))
_TO_MY_VOICE = (
    _with_network(
        LoopReply.number, _TITLE, LoopReply.status, func.coalesce(LoopReply.published_at, LoopReply.state_since)
    )
    .where(
        or_(LoopReply.topic_id.in_(_topics), LoopReply.issue_id.in_(_issues)),
        LoopReply.state == "published",
        LoopReply.network_id.in_(bindparam("networks", expanding=True)),
    )
    .order_by(LoopReply.published_at.desc(), LoopReply.id.desc())
)

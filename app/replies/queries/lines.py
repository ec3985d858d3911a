"""Replies as lines of home and of a network's front page: what those pages show, and not the whole rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.db import rows_of
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.replies.models import LoopReply, ReplyStatus
from app.topics.models import AdditionalIssue, TrickyTopic


class Latest(NamedTuple):
    number: int
    title: str
    we_did_html: str
    status: ReplyStatus
    published_at: datetime


def latest(network: LearningNetwork, seen_by: Actor, most: int = 3) -> list[Latest]:
    """What the network was told last, newest first. A reply that has been corrected is left to its correction."""
    if not holds(seen_by, Capability.READ, network.id):
        return []
    return [Latest(*row) for row in rows_of(_LATEST, {"network": network.id, "most": most})]


_TITLE = func.coalesce(TrickyTopic.title, AdditionalIssue.title)


def _with_subject(*columns: Any) -> Select[*tuple[Any, ...]]:
    query = select(*columns).outerjoin(TrickyTopic, TrickyTopic.id == LoopReply.topic_id)
    return query.outerjoin(AdditionalIssue, AdditionalIssue.id == LoopReply.issue_id).limit(bindparam("most"))


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

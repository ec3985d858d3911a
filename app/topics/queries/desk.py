"""What waits for somebody, and what changed in what somebody raised: for the home page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.networks.models import LearningNetwork, Module
from app.networks.policy import Capability, networks_where
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import visible_issues, visible_topics

#: The verbs of the record that are steps between states; the others are about words and parts.
STEPS = sorted({move.verb for move in (*TOPIC.moves, *ISSUE.moves)})

#: How far back "what changed" looks.
LOOK_BACK = timedelta(days=60)


@dataclass(frozen=True)
class Card:
    """A topic or issue in one of the reader's networks, with what a line on the home page needs."""

    kind: str
    number: int
    title: str
    state: str
    since: datetime
    slug: str
    module: str


def suggested_topics(*, seen_by: Actor, most: int = 20) -> list[Card]:
    """Topics that wait for a moderator, in the networks that the reader moderates; oldest first."""
    return _topics("suggested", Capability.MODERATE, seen_by, most)


def shortlisted_topics(*, seen_by: Actor, most: int = 20) -> list[Card]:
    """Topics that wait for the chair's decision, in the networks that the reader chairs; oldest first."""
    return _topics("shortlisted", Capability.DECIDE, seen_by, most)


def unacknowledged_issues(*, seen_by: Actor, most: int = 20) -> list[Card]:
    """Issues nobody has acknowledged, in the networks that the reader moderates; oldest first."""
    ids = networks_where(seen_by, Capability.MODERATE)
    if not ids:
        return []
    wanted = _cards("issue", AdditionalIssue, AdditionalIssue.created_at).where(
        AdditionalIssue.network_id.in_(sorted(ids)), AdditionalIssue.state == "raised", visible_issues(seen_by)
    )
    return _read(wanted.order_by(AdditionalIssue.created_at).limit(most))


def owned_issues(*, seen_by: Actor, most: int = 20) -> list[Card]:
    """Issues that were routed to the reader and have no response yet; oldest first."""
    wanted = _cards("issue", AdditionalIssue, AdditionalIssue.state_since).where(
        AdditionalIssue.owner_id == seen_by.person_id, AdditionalIssue.state == "routed", visible_issues(seen_by)
    )
    return _read(wanted.order_by(AdditionalIssue.state_since).limit(most))


@dataclass(frozen=True)
class Moved:
    """A step that somebody else took with what the reader raised."""

    kind: str
    number: int
    title: str
    state: str
    at: datetime
    slug: str
    module: str


def moved_of_mine(*, seen_by: Actor, most: int = 10) -> list[Moved]:
    """Steps of the last weeks in topics and issues that the reader raised, taken by others; newest first."""
    if not seen_by.roles:
        return []
    topic_steps = _steps("topic", TrickyTopic).where(
        visible_topics(seen_by), TrickyTopic.raised_by_id == seen_by.person_id
    )
    issue_steps = _steps("issue", AdditionalIssue).where(
        visible_issues(seen_by), AdditionalIssue.raised_by_id == seen_by.person_id
    )
    both = union_all(
        *(steps.where(AuditEntry.actor_id.is_distinct_from(seen_by.person_id)) for steps in (topic_steps, issue_steps))
    ).subquery()
    rows = db.session.execute(select(both).order_by(both.c.at.desc()).limit(most))
    return [Moved(*row) for row in rows]


def _topics(state: str, capability: Capability, seen_by: Actor, most: int) -> list[Card]:
    ids = networks_where(seen_by, capability)
    if not ids:
        return []
    wanted = _cards("topic", TrickyTopic, TrickyTopic.state_since).where(
        TrickyTopic.network_id.in_(sorted(ids)), TrickyTopic.state == state, visible_topics(seen_by)
    )
    return _read(wanted.order_by(TrickyTopic.state_since).limit(most))


def _cards(
    kind: str, model: type[TrickyTopic | AdditionalIssue], since: InstrumentedAttribute[datetime]
) -> Select[str, int, str, str, datetime, str, str]:
    return (
        select(literal(kind), model.number, model.title, model.state, since, LearningNetwork.slug, Module.code)
        .join(LearningNetwork, LearningNetwork.id == model.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
    )


def _read(wanted: Select[str, int, str, str, datetime, str, str]) -> list[Card]:
    return [Card(*row) for row in db.session.execute(wanted)]


def _steps(
    kind: str, model: type[TrickyTopic | AdditionalIssue]
) -> Select[str, int, str, str | None, datetime, str, str]:
    """Entries of the record in which the state changed, with the present title."""
    return (
        select(
            literal(kind).label("kind"),
            model.number,
            model.title,
            AuditEntry.after,
            AuditEntry.at,
            LearningNetwork.slug,
            Module.code,
        )
        .join(AuditEntry, (AuditEntry.subject_id == model.id) & (AuditEntry.subject_kind == model.__tablename__))
        .join(LearningNetwork, LearningNetwork.id == model.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
        .where(
            AuditEntry.verb.in_(STEPS),
            AuditEntry.at > clock.now() - LOOK_BACK,
        )
    )

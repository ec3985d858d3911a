"""What waits for somebody, and what changed in what somebody raised: for the home page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select, union
from sqlalchemy.orm import InstrumentedAttribute

from app.core import clock
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import rows_of
from app.networks.models import LearningNetwork, Module
from app.networks.policy import Capability, networks_where
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic

#: The verbs of the record that are steps between states; the others are about words and parts.
STEPS = sorted({move.verb for move in (*TOPIC.moves, *ISSUE.moves)})

#: How far back "what changed" looks.
LOOK_BACK = timedelta(days=60)

#: How many of each kind home names, the oldest first; and of what moved, the newest first.
MOST = 20
MOST_MOVED = 10

Cards = Select[str, int, str, str, datetime, str, str]


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


def suggested_topics(*, seen_by: Actor) -> list[Card]:
    """Topics that wait for a moderator, in the networks that the reader moderates; oldest first."""
    return _cards(_TOPICS, seen_by, Capability.MODERATE, state="suggested")


def shortlisted_topics(*, seen_by: Actor) -> list[Card]:
    """Topics that wait for the chair's decision, in the networks that the reader chairs; oldest first."""
    return _cards(_TOPICS, seen_by, Capability.DECIDE, state="shortlisted")


def unacknowledged_issues(*, seen_by: Actor) -> list[Card]:
    """Issues nobody has acknowledged, in the networks that the reader moderates; oldest first."""
    return _cards(_UNACKNOWLEDGED, seen_by, Capability.MODERATE)


def owned_issues(*, seen_by: Actor) -> list[Card]:
    """Issues that were routed to the reader and have no response yet; oldest first."""
    return _cards(_OWNED, seen_by, Capability.READ, me=seen_by.person_id)


@dataclass(frozen=True)
class Moved:
    """The newest step that somebody else took with one thing that the reader raised, and of how many."""

    kind: str
    number: int
    title: str
    state: str
    at: datetime
    slug: str
    module: str
    times: int


def moved_of_mine(*, seen_by: Actor) -> list[Moved]:
    """The topics and issues of the reader's that others took a step with in the last weeks; the newest step first."""
    ids = networks_where(seen_by, Capability.READ)
    if not ids:
        return []
    values = {"networks": sorted(ids), "me": seen_by.person_id, "since": clock.now() - LOOK_BACK}
    return [Moved(*row) for row in rows_of(_MOVED, values)]


def _cards(query: Cards, seen_by: Actor, capability: Capability, **values: Any) -> list[Card]:
    """What the query finds where the reader has the capability; nobody is asked when that is nowhere."""
    ids = networks_where(seen_by, Capability.READ) & networks_where(seen_by, capability)
    rows = rows_of(query, {"networks": sorted(ids), **values}) if ids else ()
    return [Card(*row) for row in rows]


def _of(kind: str, model: type[TrickyTopic | AdditionalIssue], since: InstrumentedAttribute[datetime]) -> Cards:
    return (
        select(literal(kind), model.number, model.title, model.state, since, LearningNetwork.slug, Module.code)
        .join(LearningNetwork, LearningNetwork.id == model.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
        .where(model.network_id.in_(bindparam("networks", expanding=True)))
        .order_by(since)
        .limit(MOST)
    )


_TOPICS = _of("topic", TrickyTopic, TrickyTopic.state_since).where(TrickyTopic.state == bindparam("state"))
_UNACKNOWLEDGED = _of("issue", AdditionalIssue, AdditionalIssue.created_at).where(AdditionalIssue.state == "raised")
_OWNED = _of("issue", AdditionalIssue, AdditionalIssue.state_since).where(
    AdditionalIssue.owner_id == bindparam("me"), AdditionalIssue.state == "routed"
)


def _raised(kind: str, model: type[TrickyTopic | AdditionalIssue]) -> Select[*tuple[Any, ...]]:
    table = literal(model.__tablename__).label("subject_kind")
    return select(literal(kind).label("kind"), table, model.id, model.number, model.title, model.network_id).where(
        model.raised_by_id == bindparam("me"), model.network_id.in_(bindparam("networks", expanding=True))
    )


# A union of unlike rows, so that SQLite gathers these few first: else it walks through the whole record of the site.
_mine = union(_raised("topic", TrickyTopic), _raised("issue", AdditionalIssue)).subquery()

_each = (_mine.c.kind, _mine.c.number, _mine.c.network_id)

#: Entries of the record in which the state changed, the newest of each thing first, with the present title.
_steps = (
    select(
        _mine.c.kind,
        _mine.c.number,
        _mine.c.title,
        AuditEntry.after,
        AuditEntry.at,
        LearningNetwork.slug,
        Module.code,
        func.count().over(partition_by=_each).label("times"),
        func.row_number()
        .over(order_by=(AuditEntry.at.desc(), AuditEntry.id.desc()), partition_by=_each)
        .label("place"),
    )
    .join(_mine, (AuditEntry.subject_id == _mine.c.id) & (AuditEntry.subject_kind == _mine.c.subject_kind))
    .join(LearningNetwork, LearningNetwork.id == _mine.c.network_id)
    .join(Module, Module.id == LearningNetwork.module_id)
    .where(
        AuditEntry.verb.in_(STEPS),
        AuditEntry.at > bindparam("since"),
        AuditEntry.actor_id.is_distinct_from(bindparam("me")),
    )
    .subquery()
)

_MOVED = (
    select(*[column for column in _steps.c if column.name != "place"])
    .where(_steps.c.place == 1)
    .order_by(_steps.c.at.desc())
    .limit(MOST_MOVED)
)

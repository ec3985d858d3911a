"""What changed in what somebody raised: for the home page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select, union

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

#: How many of what moved home names, the newest first.
MOST_MOVED = 10


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

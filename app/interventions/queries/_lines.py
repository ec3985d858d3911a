"""Interventions as lines of a list: what a list shows, and not the whole rows with their long texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from app.core.db import rows_of
from app.interventions.models import Intervention, InterventionKind, InterventionTarget, Verdict
from app.networks.models import Presentation
from app.topics.models import AdditionalIssue, TrickyTopic


class InterventionLine(NamedTuple):
    id: int
    number: int
    title: str
    kind: InterventionKind
    state: str
    state_since: datetime
    support_count: int
    #: The presentation that it is live in, by its code.
    live_in: str | None
    live_on: date | None
    verdict: Verdict | None
    #: The first day of that presentation.
    begins_on: date | None
    #: The titles of the topics and issues that it is for; "" on the page of one of them.
    purpose: str = ""


LINES = select(
    Intervention.id,
    Intervention.number,
    Intervention.title,
    Intervention.kind,
    Intervention.state,
    Intervention.state_since,
    Intervention.support_count,
    Presentation.code,
    Intervention.live_on,
    Intervention.verdict,
    Presentation.starts_on,
).outerjoin(Presentation, Presentation.id == Intervention.live_in_id)

_PURPOSES = (
    select(InterventionTarget.intervention_id, TrickyTopic.title, AdditionalIssue.title)
    .outerjoin(TrickyTopic, TrickyTopic.id == InterventionTarget.topic_id)
    .outerjoin(AdditionalIssue, AdditionalIssue.id == InterventionTarget.issue_id)
    .where(InterventionTarget.intervention_id.in_(bindparam("ids", expanding=True)))
    .order_by(InterventionTarget.id)
)
_BY_ID = LINES.where(Intervention.id.in_(bindparam("ids", expanding=True)))


def read(query: Select[*tuple[Any, ...]], values: dict[str, Any]) -> list[InterventionLine]:
    """The lines of a statement that began as LINES, in two queries however many there are.

    The statement itself says who sees what.
    """
    return with_purposes(rows_of(query, values).all())


def in_order(ids: Sequence[int]) -> list[InterventionLine]:
    """The lines of these, which the caller has asked for as far as the reader sees them."""
    found = {each.id: each for each in read(_BY_ID, {"ids": ids})} if ids else {}
    return [found[each] for each in ids]


def with_purposes(rows: Sequence[Any]) -> list[InterventionLine]:
    """Rows of LINES, each with what it is for: topics before issues, each named once."""
    topics: dict[int, dict[str, None]] = defaultdict(dict)
    issues: dict[int, dict[str, None]] = defaultdict(dict)
    named = rows_of(_PURPOSES, {"ids": [row[0] for row in rows]}) if rows else ()
    for intervention_id, topic, issue in named:
        (topics if topic is not None else issues)[intervention_id][topic if topic is not None else issue] = None
    return [InterventionLine._make((*row, "; ".join([*topics[row[0]], *issues[row[0]]]))) for row in rows]

"""The two lists, sorted by the number of distinct people, and the counts by state."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.db import db
from app.core.numbers import names_a_row
from app.core.paging import Page
from app.networks.models import LearningNetwork
from app.topics.models import AdditionalIssue, TopicMapping, TrickyTopic
from app.topics.policy import visible_issues, visible_topics

PAGE = 25

#: What the lists leave out unless asked: these live on in another row.
ELSEWHERE = ("merged", "moved_to_issue")


def topics(
    network: LearningNetwork, *, seen_by: Actor, state: str = "", after: str | None = None, size: int = PAGE
) -> Page[TrickyTopic]:
    """Topics by the number of people who voted, most first; `state` "" leaves out merged and moved, "all" nothing.

    Loads raiser and mapping (with assessments not loaded).
    """
    wanted = select(TrickyTopic).where(TrickyTopic.network_id == network.id, visible_topics(seen_by))
    if state and state != "all":
        wanted = wanted.where(TrickyTopic.state == state)
    elif not state:
        wanted = wanted.where(TrickyTopic.state.not_in(ELSEWHERE))
    return _most_people_first(wanted.options(joinedload(TrickyTopic.mapping)), TrickyTopic, after, size)


def issues(
    network: LearningNetwork,
    *,
    seen_by: Actor,
    state: str = "",
    category: str = "",
    after: str | None = None,
    size: int = PAGE,
) -> Page[AdditionalIssue]:
    """Issues by the number of people who voted, most first; `state` "" and "all" are every state. Loads the owner."""
    wanted = select(AdditionalIssue).where(AdditionalIssue.network_id == network.id, visible_issues(seen_by))
    if state and state != "all":
        wanted = wanted.where(AdditionalIssue.state == state)
    if category:
        wanted = wanted.where(AdditionalIssue.category == category)
    return _most_people_first(wanted.options(joinedload(AdditionalIssue.owner)), AdditionalIssue, after, size)


def topic_states(network: LearningNetwork, *, seen_by: Actor) -> dict[str, int]:
    """How many topics are in each state."""
    return _states(TrickyTopic, TrickyTopic.network_id == network.id, visible_topics(seen_by))


def issue_states(network: LearningNetwork, *, seen_by: Actor) -> dict[str, int]:
    """How many issues are in each state."""
    return _states(AdditionalIssue, AdditionalIssue.network_id == network.id, visible_issues(seen_by))


def mapped_topics(network: LearningNetwork, *, seen_by: Actor) -> list[TrickyTopic]:
    """Every topic of the network that is mapped and not merged or moved, with mapping and assessments."""
    wanted = (
        select(TrickyTopic)
        .join(TopicMapping, TopicMapping.topic_id == TrickyTopic.id)
        .where(TrickyTopic.network_id == network.id, TrickyTopic.state.not_in(ELSEWHERE), visible_topics(seen_by))
        .options(joinedload(TrickyTopic.mapping).joinedload(TopicMapping.assessments))
        .order_by(TrickyTopic.number)
    )
    return list(db.session.scalars(wanted).unique())


def _states(model: type[TrickyTopic | AdditionalIssue], *where: Any) -> dict[str, int]:
    rows = db.session.execute(select(model.state, func.count(model.id)).where(*where).group_by(model.state))
    return dict(rows.all())


def _most_people_first(wanted: Select[Any], model: Any, after: str | None, size: int) -> Page[Any]:
    """One page by descending votes; `after` is the id of the last row of the page before."""
    if after and names_a_row(after):
        pivot = db.session.execute(select(model.vote_count, model.number).where(model.id == int(after))).first()
        if pivot is not None:
            wanted = wanted.where(
                or_(model.vote_count < pivot[0], and_(model.vote_count == pivot[0], model.number > pivot[1]))
            )
    rows = db.session.scalars(wanted.order_by(model.vote_count.desc(), model.number).limit(size + 1)).unique().all()
    return Page(rows=rows[:size], next_after=str(rows[size - 1].id) if len(rows) > size else None)

"""The two lists, sorted by the number of distinct people, and the counts by state."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, exists, func, or_, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.numbers import names_a_row
from app.core.paging import Page, page_of
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, IssueCategory, IssueResponse, TopicMapping, TrickyTopic, Vote

PAGE = 25

#: What the lists leave out unless asked: these live on in another row.
ELSEWHERE = ("merged", "moved_to_issue")

_HERE = [state for state in TOPIC.states if state not in ELSEWHERE]
_MOST = 2**31 - 1


class TopicRow(NamedTuple):
    """A topic as a list shows it, with the weeks it is mapped to and whether the reader voted for it."""

    id: int
    discussion_id: int
    number: int
    title: str
    statement_html: str
    state: str
    vote_count: int
    week_from: int | None
    week_to: int | None
    mine: bool


class IssueRow(NamedTuple):
    """An issue as a list shows it, with its owner's name and whether the reader voted for it."""

    id: int
    discussion_id: int
    number: int
    title: str
    statement_html: str
    state: str
    vote_count: int
    category: IssueCategory
    response: IssueResponse | None
    response_html: str | None
    routed_to: str | None
    owner: str | None
    created_at: datetime
    mine: bool


def topics(
    network: LearningNetwork, *, seen_by: Actor, state: str = "", after: str | None = None, size: int = PAGE
) -> Page[TopicRow]:
    """Topics by the number of people who voted, most first; `state` "" leaves out merged and moved, "all" nothing."""
    if not holds(seen_by, Capability.READ, network.id):
        return Page(rows=[], next_after=None)
    states = {"": _HERE, "all": list(TOPIC.states)}.get(state, [state])
    wanted = {"network": network.id, "states": states, "me": seen_by.person_id}
    return _page(_TOPICS, TopicRow, wanted | _after(TrickyTopic, after), size)


def issues(
    network: LearningNetwork,
    *,
    seen_by: Actor,
    state: str = "",
    category: str = "",
    after: str | None = None,
    size: int = PAGE,
) -> Page[IssueRow]:
    """Issues by the number of people who voted, most first; `state` "" and "all" are every state."""
    if not holds(seen_by, Capability.READ, network.id):
        return Page(rows=[], next_after=None)
    states = list(ISSUE.states) if state in ("", "all") else [state]
    categories = [category] if category else list(IssueCategory)
    wanted = {"network": network.id, "states": states, "categories": categories, "me": seen_by.person_id}
    return _page(_ISSUES, IssueRow, wanted | _after(AdditionalIssue, after), size)


def topic_states(network: LearningNetwork, *, seen_by: Actor) -> dict[str, int]:
    """How many topics are in each state."""
    return _states(_TOPIC_STATES, network, seen_by)


def issue_states(network: LearningNetwork, *, seen_by: Actor) -> dict[str, int]:
    """How many issues are in each state."""
    return _states(_ISSUE_STATES, network, seen_by)


def _states(counts: Select[str, int], network: LearningNetwork, seen_by: Actor) -> dict[str, int]:
    if not holds(seen_by, Capability.READ, network.id):
        return {}
    return dict(rows_of(counts, {"network": network.id}).all())


def _after(model: type[TrickyTopic | AdditionalIssue], after: str | None) -> dict[str, int]:
    """Where the page begins; `after` is the id of the last row of the page before."""
    last = None
    if after and names_a_row(after):
        last = db.session.execute(select(model.vote_count, model.number).where(model.id == int(after))).first()
    votes, number = last or (_MOST, 0)
    return {"votes": votes, "number": number}


def _page(statement: Select[Any], shape: type[Any], wanted: dict[str, Any], size: int) -> Page[Any]:
    rows = [shape(*row) for row in rows_of(statement, wanted | {"most": size + 1})]
    return page_of(rows, size)


def _many(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def _most_people_first(model: Any, *shown: Any) -> Select[Any]:
    fewer = or_(
        model.vote_count < bindparam("votes"),
        and_(model.vote_count == bindparam("votes"), model.number > bindparam("number")),
    )
    vote = Vote.topic_id if model is TrickyTopic else Vote.issue_id
    return (
        select(
            model.id,
            model.discussion_id,
            model.number,
            model.title,
            model.statement_html,
            model.state,
            model.vote_count,
            *shown,
            exists().where(vote == model.id, Vote.person_id == bindparam("me")),
        )
        .where(model.network_id == bindparam("network"), model.state.in_(_many("states")), fewer)
        .order_by(model.vote_count.desc(), model.number)
        .limit(bindparam("most"))
    )


def _count_states(model: type[TrickyTopic | AdditionalIssue]) -> Select[str, int]:
    return select(model.state, func.count()).where(model.network_id == bindparam("network")).group_by(model.state)


_TOPICS = _most_people_first(TrickyTopic, TopicMapping.week_from, TopicMapping.week_to).outerjoin(
    TopicMapping, TopicMapping.topic_id == TrickyTopic.id
)
_ISSUES = (
    _most_people_first(
        AdditionalIssue,
        AdditionalIssue.category,
        AdditionalIssue.response,
        AdditionalIssue.response_html,
        AdditionalIssue.routed_to,
        Person.name,
        AdditionalIssue.created_at,
    )
    .outerjoin(Person, Person.id == AdditionalIssue.owner_id)
    .where(AdditionalIssue.category.in_(_many("categories")))
)
_TOPIC_STATES, _ISSUE_STATES = _count_states(TrickyTopic), _count_states(AdditionalIssue)

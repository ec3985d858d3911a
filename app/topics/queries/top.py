"""The head of the two lists, for a network's front page."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Select, bindparam, case, literal, select, union_all

from app.core.actor import Actor
from app.core.db import rows_of
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.topics.lifecycle import VOTABLE_ISSUE, VOTABLE_TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.queries.lists import ELSEWHERE
from app.topics.queries.votes import ELECTORATE


class TopRow(NamedTuple):
    kind: str
    id: int
    number: int
    title: str
    state: str
    vote_count: int
    #: How many can vote in the network today.
    electorate: int


def top(network: LearningNetwork, most: int, *, seen_by: Actor) -> tuple[TopRow, ...]:
    """The first topics and then the first issues, in one query: those that can be voted on first, then most people first."""
    if not holds(seen_by, Capability.READ, network.id):
        return ()
    rows = rows_of(_TOP, {"network": network.id, "most": most})
    return tuple([TopRow(*row) for row in rows])


def _first(
    kind: str, model: type[TrickyTopic | AdditionalIssue], votable: frozenset[str]
) -> Select[str, int, int, str, str, int, int]:
    settled = case((model.state.in_(sorted(votable)), 0), else_=1).label("settled")
    found = (
        select(literal(kind).label("kind"), model.id, model.number, model.title, model.state, model.vote_count, settled)
        .where(model.network_id == bindparam("network"), model.state.not_in(ELSEWHERE))
        .order_by(settled, model.vote_count.desc(), model.number)
        .limit(bindparam("most"))
        .subquery()
    )
    return select(found)


_both = union_all(
    _first("topic", TrickyTopic, VOTABLE_TOPIC), _first("issue", AdditionalIssue, VOTABLE_ISSUE)
).subquery()
_TOP = select(*[each for each in _both.c if each.key != "settled"], ELECTORATE.scalar_subquery()).order_by(
    _both.c.kind.desc(), _both.c.settled, _both.c.vote_count.desc(), _both.c.number
)

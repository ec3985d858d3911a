"""Counts with their denominator, and a reader's own vote. Nothing here says who else voted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, bindparam, distinct, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.networks.models import Membership
from app.networks.policy import GRANTS, Capability, holds
from app.topics.models import AdditionalIssue, TrickyTopic, Vote


@dataclass(frozen=True)
class VoteCount:
    """A count of people, out of how many who can vote today, and whether the reader is one of them."""

    count: int
    electorate: int
    mine: bool = False

    @property
    def in_words(self) -> str:
        """12 of 28 who can vote. Votes of members who left still count, so the count can be the greater one."""
        if self.count > self.electorate:
            return f"{self.count} people voted; {self.electorate} can vote today"
        return f"{self.count} of {self.electorate} who can vote"


def electorate(network_id: int, *, seen_by: Actor) -> int:
    """How many active members have a role that votes. 0 for someone who may not read the network."""
    if not holds(seen_by, Capability.READ, network_id):
        return 0
    return db.session.scalar(ELECTORATE, {"network": network_id}) or 0


def ballot(subject: TrickyTopic | AdditionalIssue, *, seen_by: Actor) -> VoteCount:
    """One subject's count beside the reader's own vote, in one query."""
    statement = _TOPIC_BALLOT if isinstance(subject, TrickyTopic) else _ISSUE_BALLOT
    asked = {"network": subject.network_id, "subject": subject.id, "me": seen_by.person_id}
    electorate, mine = rows_of(statement, asked).one()
    return VoteCount(count=subject.vote_count, electorate=electorate, mine=bool(mine))


ELECTORATE = (
    select(func.count(distinct(Membership.person_id)))
    .join(Person, Person.id == Membership.person_id)
    .where(
        Membership.network_id == bindparam("network"),
        Membership.left_at.is_(None),
        Membership.role.in_(sorted(GRANTS[Capability.VOTE])),
        Person.active.is_(True),
    )
)


def _ballot(column: InstrumentedAttribute[int | None]) -> Select[int, bool]:
    mine = exists().where(column == bindparam("subject"), Vote.person_id == bindparam("me"))
    return select(ELECTORATE.scalar_subquery(), mine)


_TOPIC_BALLOT, _ISSUE_BALLOT = _ballot(Vote.topic_id), _ballot(Vote.issue_id)

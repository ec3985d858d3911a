"""Counts with their denominator, and a reader's own vote. Nothing here says who else voted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, distinct, func, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db
from app.networks.models import Membership
from app.networks.policy import GRANTS, Capability
from app.topics.models import AdditionalIssue, TrickyTopic, Vote
from app.topics.policy import visible_issues, visible_topics


@dataclass(frozen=True)
class Ballot:
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
    if not seen_by.roles_in(network_id):
        return 0
    return db.session.scalar(select(_electorate(network_id))) or 0


def ballot(subject: TrickyTopic | AdditionalIssue, *, seen_by: Actor) -> Ballot:
    """One subject's count beside the reader's own vote, in one query."""
    column = Vote.topic_id if isinstance(subject, TrickyTopic) else Vote.issue_id
    mine = select(func.count(Vote.id)).where(column == subject.id, Vote.person_id == seen_by.person_id)
    row = db.session.execute(select(_electorate(subject.network_id), mine.scalar_subquery())).one()
    return Ballot(count=subject.vote_count, electorate=row[0], mine=bool(row[1]))


def my_topic_votes(ids: Collection[int], *, seen_by: Actor) -> frozenset[int]:
    """Which of these topics the reader voted for."""
    wanted = (
        select(Vote.topic_id)
        .join(TrickyTopic, TrickyTopic.id == Vote.topic_id)
        .where(Vote.person_id == seen_by.person_id, Vote.topic_id.in_(list(ids)), visible_topics(seen_by))
    )
    return frozenset(found for found in db.session.scalars(wanted) if found is not None)


def my_issue_votes(ids: Collection[int], *, seen_by: Actor) -> frozenset[int]:
    """Which of these issues the reader voted for."""
    wanted = (
        select(Vote.issue_id)
        .join(AdditionalIssue, AdditionalIssue.id == Vote.issue_id)
        .where(Vote.person_id == seen_by.person_id, Vote.issue_id.in_(list(ids)), visible_issues(seen_by))
    )
    return frozenset(found for found in db.session.scalars(wanted) if found is not None)


def _electorate(network_id: int) -> ScalarSelect[int]:
    voters = (
        select(func.count(distinct(Membership.person_id)))
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.network_id == network_id,
            Membership.left_at.is_(None),
            Membership.role.in_(sorted(GRANTS[Capability.VOTE])),
            Person.active.is_(True),
        )
    )
    return voters.scalar_subquery()

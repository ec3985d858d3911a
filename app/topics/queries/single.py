"""One topic or issue with all that its page shows, its parts, and its history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import NotFound
from app.networks.models import LearningNetwork
from app.topics.models import AdditionalIssue, ProblemExample, StumblingBlock, TopicMapping, TrickyTopic
from app.topics.policy import visible_issues, visible_topics

_WHOLE = (
    joinedload(TrickyTopic.raised_by),
    joinedload(TrickyTopic.discussion),
    joinedload(TrickyTopic.mapping).joinedload(TopicMapping.assessments),
    selectinload(TrickyTopic.blocks),
    selectinload(TrickyTopic.examples).options(selectinload(ProblemExample.blocks), joinedload(ProblemExample.tags)),
)


def topic(network: LearningNetwork, number: int, *, seen_by: Actor, whole: bool = True) -> TrickyTopic:
    """The topic with raiser, discussion, mapping, blocks and examples; NotFound if the reader may not see it.

    Not `whole`: the row and its mapping only, for a step or a vote.
    """
    options: tuple[ORMOption, ...] = _WHOLE if whole else ()
    wanted = select(TrickyTopic).where(
        TrickyTopic.network_id == network.id, TrickyTopic.number == number, visible_topics(seen_by)
    )
    found = db.session.scalars(wanted.options(*options)).unique().first()
    if found is None:
        raise NotFound
    return found


def issue(network: LearningNetwork, number: int, *, seen_by: Actor) -> AdditionalIssue:
    """The issue with raiser, owner and discussion; NotFound if the reader may not see it."""
    wanted = (
        select(AdditionalIssue)
        .where(AdditionalIssue.network_id == network.id, AdditionalIssue.number == number, visible_issues(seen_by))
        .options(
            joinedload(AdditionalIssue.raised_by),
            joinedload(AdditionalIssue.owner),
            joinedload(AdditionalIssue.discussion),
        )
    )
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def block(of: TrickyTopic, block_id: int, *, seen_by: Actor) -> StumblingBlock:
    """One stumbling block of the topic; NotFound if it is another's."""
    wanted = select(StumblingBlock).where(StumblingBlock.id == block_id, StumblingBlock.topic_id == of.id)
    found = db.session.scalars(wanted).first()
    if found is None or not seen_by.roles_in(found.network_id):
        raise NotFound
    return found


def example(of: TrickyTopic, example_id: int, *, seen_by: Actor) -> ProblemExample:
    """One problem example of the topic with its blocks and codes; NotFound if it is another's."""
    wanted = (
        select(ProblemExample)
        .where(ProblemExample.id == example_id, ProblemExample.topic_id == of.id)
        .options(selectinload(ProblemExample.blocks), selectinload(ProblemExample.tags))
    )
    found = db.session.scalars(wanted).first()
    if found is None or not seen_by.roles_in(found.network_id):
        raise NotFound
    return found


@dataclass(frozen=True)
class Step:
    """One line of the history. `before` and `after` are states or words, as the verb says."""

    verb: str
    before: str | None
    after: str | None
    reason: str | None
    who: str | None
    who_id: int | None
    at: datetime


def history(subject: TrickyTopic | AdditionalIssue, *, seen_by: Actor, most: int = 60) -> list[Step]:
    """Who did what to it, newest first. Votes were never recorded, so none can appear."""
    if not seen_by.roles_in(subject.network_id):
        raise NotFound
    wanted = (
        select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_kind == subject.__tablename__, AuditEntry.subject_id == subject.id)
        .order_by(AuditEntry.id.desc())
        .limit(most)
    )
    rows = db.session.execute(wanted)
    return [
        Step(entry.verb, entry.before, entry.after, entry.reason, name, entry.actor_id, entry.at)
        for entry, name in rows
    ]

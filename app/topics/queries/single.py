"""One topic or issue with all that its page shows, its parts, and its history."""

from __future__ import annotations

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import audit
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds, reads_only_for_research
from app.topics.models import AdditionalIssue, ProblemExample, StumblingBlock, TopicMapping, TrickyTopic
from app.topics.policy import example_agreed


def topic(network: LearningNetwork, number: int, *, seen_by: Actor, whole: bool = True) -> TrickyTopic:
    """The topic with raiser, discussion, mapping, blocks and examples; NotFound if the reader may not see it.

    Not `whole`: the row only, for a step or a vote.
    """
    return _topic(_WHOLE if whole else _TOPIC, network, number, seen_by)


def topic_with_mapping(network: LearningNetwork, number: int, *, seen_by: Actor) -> TrickyTopic:
    """The topic with raiser, discussion and mapping, without its parts: `anatomy` gives those as plain values."""
    return _topic(_WITH_MAPPING, network, number, seen_by)


def _topic(statement: Select[TrickyTopic], network: LearningNetwork, number: int, seen_by: Actor) -> TrickyTopic:
    if not holds(seen_by, Capability.READ, network.id):
        raise NotFound
    found = db.session.scalars(statement, {"network": network.id, "number": number}).unique().first()
    if found is None:
        raise NotFound
    return found


def issue(network: LearningNetwork, number: int, *, seen_by: Actor) -> AdditionalIssue:
    """The issue with raiser, owner and discussion; NotFound if the reader may not see it."""
    if not holds(seen_by, Capability.READ, network.id):
        raise NotFound
    found = db.session.scalars(_ISSUE, {"network": network.id, "number": number}).first()
    if found is None:
        raise NotFound
    return found


_TOPIC = select(TrickyTopic).where(
    TrickyTopic.network_id == bindparam("network"), TrickyTopic.number == bindparam("number")
)
_WITH_MAPPING = _TOPIC.options(
    joinedload(TrickyTopic.raised_by),
    joinedload(TrickyTopic.discussion),
    joinedload(TrickyTopic.mapping).joinedload(TopicMapping.assessments),
)
_WHOLE = _WITH_MAPPING.options(
    selectinload(TrickyTopic.blocks),
    selectinload(TrickyTopic.examples).options(selectinload(ProblemExample.blocks), joinedload(ProblemExample.tags)),
)
_ISSUE = (
    select(AdditionalIssue)
    .where(AdditionalIssue.network_id == bindparam("network"), AdditionalIssue.number == bindparam("number"))
    .options(
        joinedload(AdditionalIssue.raised_by),
        joinedload(AdditionalIssue.owner),
        joinedload(AdditionalIssue.discussion),
    )
)


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
    if reads_only_for_research(seen_by, of.network_id):
        wanted = wanted.where(example_agreed(seen_by.person_id))
    found = db.session.scalars(wanted).first()
    if found is None or not seen_by.roles_in(found.network_id):
        raise NotFound
    return found


#: Entries of the record whose words are those of a problem example.
OF_EXAMPLES = frozenset({"add example", "edit example", "classify example"})


def history(subject: TrickyTopic | AdditionalIssue, *, seen_by: Actor, most: int = 60) -> list[audit.HistoryLine]:
    """Who did what to it, newest first. Votes were never recorded, so none can appear.

    The record names no author of an example, so whoever only researches is told of each without its words.
    """
    if not holds(seen_by, Capability.READ, subject.network_id):
        raise NotFound
    steps = audit.history(subject, most=most)
    if not reads_only_for_research(seen_by, subject.network_id):
        return steps
    return [step._replace(before=None, after=None) if step.verb in OF_EXAMPLES else step for step in steps]

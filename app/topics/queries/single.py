"""One topic or issue with all that its page shows, its parts, and its history."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import audit
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.forums.models import ReactionKind
from app.forums.queries.reactions import how_many
from app.networks.former import role_for_name, shown_name
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds, reads_only_for_research
from app.topics.models import AdditionalIssue, ProblemExample, StumblingBlock, TopicMapping, TrickyTopic, Vote
from app.topics.policy import example_agreed
from app.topics.queries.votes import ELECTORATE, VoteCount


def topic(network: LearningNetwork, number: int, *, seen_by: Actor, whole: bool = True) -> TrickyTopic:
    """The topic with raiser, discussion, mapping, blocks and examples; NotFound if the reader may not see it.

    Not `whole`: the row only, for a step or a vote.
    """
    return _topic(_WHOLE if whole else _TOPIC, network, number, seen_by)


def topic_with_mapping(network: LearningNetwork, number: int, *, seen_by: Actor) -> TrickyTopic:
    """The topic with raiser, discussion and mapping, without its parts: `anatomy` gives those as plain values."""
    return _topic(_WITH_MAPPING, network, number, seen_by)


class TopicOnPage(NamedTuple):
    """A topic with raiser, discussion and mapping, its vote, and the raiser by the name that the reader may see."""

    topic: TrickyTopic
    ballot: VoteCount
    raiser: str
    #: How many see with their students what the post says from which it was raised.
    seen_too: int = 0


class IssueOnPage(NamedTuple):
    """An issue with owner and discussion, its vote, and the raiser by the name that the reader may see."""

    issue: AdditionalIssue
    ballot: VoteCount
    raiser: str
    #: How many see with their students what the post says from which it was raised.
    seen_too: int = 0


def topic_on_page(network: LearningNetwork, number: int, *, seen_by: Actor) -> TopicOnPage:
    """What the page of the topic is about, in one query; NotFound if the reader may not see it."""
    return TopicOnPage(*_on_page(_TOPIC_ON_PAGE, network, number, seen_by))


def issue_on_page(network: LearningNetwork, number: int, *, seen_by: Actor) -> IssueOnPage:
    """What the page of the issue is about, in one query; NotFound if the reader may not see it."""
    return IssueOnPage(*_on_page(_ISSUE_ON_PAGE, network, number, seen_by))


def _on_page(
    statement: Select[Any], network: LearningNetwork, number: int, reader: Actor
) -> tuple[Any, VoteCount, str, int]:
    if not holds(reader, Capability.READ, network.id):
        raise NotFound
    asked = {"network": network.id, "number": number, "me": reader.person_id}
    found = db.session.execute(statement, asked).unique().first()
    if found is None:
        raise NotFound
    subject, electorate, mine, role, seen_too = found
    ballot = VoteCount(count=subject.vote_count, electorate=electorate, mine=bool(mine))
    return subject, ballot, shown_name(role, subject.raised_by.name), seen_too


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


def _as_page(statement: Select[Any], subject: type[TrickyTopic | AdditionalIssue], vote: Any) -> Select[Any]:
    mine = exists().where(vote == subject.id, Vote.person_id == bindparam("me")).correlate(subject)
    role = role_for_name(subject.raised_by_id, subject.network_id)
    seen_too = how_many(ReactionKind.SEEN_TOO, subject.raised_from_post_id)
    return statement.add_columns(ELECTORATE.scalar_subquery(), mine, role, seen_too)


_TOPIC_ON_PAGE = _as_page(_WITH_MAPPING, TrickyTopic, Vote.topic_id)
_ISSUE_ON_PAGE = _as_page(_ISSUE, AdditionalIssue, Vote.issue_id)


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

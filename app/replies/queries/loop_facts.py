"""What the loop is derived from, gathered for many topics or issues at once: three queries, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.actions.lifecycle import SETTLED
from app.actions.models import Action
from app.core.audit import AuditEntry
from app.core.db import rows_of
from app.forums.models import Post, PostState
from app.interventions.lifecycle import AGREED
from app.interventions.models import Intervention, InterventionTarget
from app.replies.models import LoopReply, ReplyStatus
from app.topics.models import AdditionalIssue, IssueResponse, TrickyTopic

Subject = type[TrickyTopic] | type[AdditionalIssue]


class SubjectFacts(NamedTuple):
    """What is on record about one topic or issue, and when which of its audited steps was last taken."""

    id: int
    state: str
    state_since: datetime
    created_at: datetime
    #: When somebody else first spoke under it, and in the discussion that the post it was raised from stands in.
    heard_under: datetime | None
    heard_before: datetime | None
    reopened_at: datetime | None
    #: Who owns the next open action that is tied to the subject itself, and by when.
    owner: str | None
    owner_by: date | None
    #: The first time, which the row keeps, and the last, which the history knows: of being prioritised; or of being
    #: acknowledged and of being routed.
    first_step_at: datetime | None
    last_step_at: datetime | None
    routed_to: str | None = None
    response: IssueResponse | None = None
    responded_at: datetime | None = None

    @property
    def heard_at(self) -> datetime | None:
        # Who spoke before it was raised had spoken when it was raised: the step is never older than the topic.
        heard = earliest(self.heard_under, self.heard_before)
        return heard and max(heard, self.created_at)

    @property
    def owner_words(self) -> str | None:
        return f"{self.owner}, by {self.owner_by.day} {self.owner_by:%B}" if self.owner and self.owner_by else None


class InterventionFacts(NamedTuple):
    """One intervention on the subject, with whoever owns its next open action."""

    number: int
    state: str
    agreed_at: datetime | None
    live_at: datetime | None
    measured_at: datetime | None
    owner: str | None

    @property
    def agreed(self) -> bool:
        return self.state in AGREED

    @property
    def owner_words(self) -> str | None:
        return f"{self.owner} (for intervention {self.number})" if self.owner else None


class ReplyFacts(NamedTuple):
    """One reply to the subject, or to what the subject was merged into or moved to."""

    status: ReplyStatus
    state: str
    state_since: datetime
    sent_back: bool
    published_at: datetime | None
    named: str | None
    owner: str | None

    @property
    def promised_by(self) -> str | None:
        return self.owner or self.named


class GatheredFacts(NamedTuple):
    """All that is known about one subject. What belongs to a pass before this one is left out by the properties."""

    known: SubjectFacts
    work: tuple[InterventionFacts, ...] = ()
    #: The newest first.
    answers: tuple[ReplyFacts, ...] = ()

    def in_this_pass(self, moment: datetime | None) -> datetime | None:
        """The moment, unless it belongs to the pass before the subject was reopened."""
        cut = self.known.reopened_at
        return None if moment is None or (cut is not None and moment < cut) else moment

    def first(self, fact: str) -> datetime | None:
        """When an agreed intervention was first agreed, live or measured."""
        return earliest(*(self.in_this_pass(getattr(each, fact)) for each in self.work if each.agreed))

    @property
    def under_way(self) -> list[InterventionFacts]:
        """Agreed and not measured yet: the loop is not over while there is one."""
        return [
            each for each in self.work if each.agreed and each.measured_at is None and self.in_this_pass(each.agreed_at)
        ]

    @property
    def undecided(self) -> bool:
        return any(each.state in {"proposed", "supported"} for each in self.work)

    @property
    def published(self) -> list[ReplyFacts]:
        return [each for each in self.answers if self.in_this_pass(each.published_at)]

    @property
    def preparing(self) -> ReplyFacts | None:
        return next((each for each in self.answers if each.state != "published"), None)


def earliest(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)


def gather(subject: Subject, ids: list[int], networks: list[int]) -> list[GatheredFacts]:
    """What is known about those of the rows that belong to these networks."""
    work: dict[int, list[InterventionFacts]] = defaultdict(list)
    for row_id, *one in rows_of(_work(subject), {"ids": ids}):
        work[row_id].append(InterventionFacts(*one))
    answers: dict[int, list[ReplyFacts]] = defaultdict(list)
    for row_id, *reply in rows_of(_answers(subject), {"ids": ids}):
        answers[row_id].append(ReplyFacts(*reply))
    return [
        GatheredFacts(SubjectFacts(*row), tuple(work.get(row[0], ())), tuple(answers.get(row[0], ())))
        for row in rows_of(_known(subject), {"ids": ids, "networks": networks})
    ]


def _ids(name: str = "ids") -> BindParameter[Any]:
    return bindparam(name, expanding=True)


@cache
def _known(subject: Subject) -> Select[Any]:
    if subject is TrickyTopic:
        own: tuple[Any, ...] = (TrickyTopic.prioritised_at, _last(subject, "prioritise"))
    else:
        own = (
            AdditionalIssue.acknowledged_at,
            _last(subject, "route"),
            AdditionalIssue.routed_to,
            AdditionalIssue.response,
            AdditionalIssue.responded_at,
        )
    tied = Action.topic_id if subject is TrickyTopic else Action.issue_id
    return select(
        subject.id,
        subject.state,
        subject.state_since,
        subject.created_at,
        *_first_voices(subject),
        _last(subject, "reopen"),
        _of_next_action(Person.name, tied == subject.id, subject),
        _of_next_action(Action.due_on, tied == subject.id, subject),
        *own,
    ).where(subject.id.in_(_ids()), subject.network_id.in_(_ids("networks")))


def _first_voices(subject: Subject) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """When somebody else first spoke: under it, and where the post it was raised from stands."""
    source = aliased(Post)
    heard = select(func.min(Post.created_at)).where(
        Post.author_id != subject.raised_by_id, Post.state != PostState.REMOVED
    )
    under = heard.where(Post.discussion_id == subject.discussion_id)
    before = heard.join(source, source.discussion_id == Post.discussion_id).where(
        source.id == subject.raised_from_post_id
    )
    return under.correlate(subject).scalar_subquery(), before.correlate(subject).scalar_subquery()


def _last(subject: Subject, verb: str) -> ColumnElement[Any]:
    """When the step was last taken: the row keeps at most the first time."""
    return (
        select(func.max(AuditEntry.at))
        .where(
            AuditEntry.subject_kind == subject.__tablename__,
            AuditEntry.subject_id == subject.id,
            AuditEntry.verb == verb,
        )
        .correlate(subject)
        .scalar_subquery()
    )


def _of_next_action(column: InstrumentedAttribute[Any], tied: ColumnElement[bool], to: type[Any]) -> ColumnElement[Any]:
    """Something of the open action that is due next."""
    return (
        select(column)
        .select_from(Action)
        .join(Person, Person.id == Action.owner_id)
        .where(tied, Action.state.not_in(sorted(SETTLED)))
        .order_by(Action.due_on, Action.id)
        .limit(1)
        .correlate(to)
        .scalar_subquery()
    )


@cache
def _work(subject: Subject) -> Select[Any]:
    target = InterventionTarget.topic_id if subject is TrickyTopic else InterventionTarget.issue_id
    return (
        select(
            target,
            Intervention.number,
            Intervention.state,
            Intervention.agreed_at,
            Intervention.live_at,
            Intervention.measured_at,
            _of_next_action(Person.name, Action.intervention_id == Intervention.id, Intervention),
        )
        .join(Intervention, Intervention.id == InterventionTarget.intervention_id)
        .where(target.in_(_ids()))
        .distinct()  # a target names a stumbling block, and an intervention may have several
        .order_by(Intervention.number)
    )


@cache
def _answers(subject: Subject) -> Select[Any]:
    """A merged topic is answered by the reply to what it was merged into."""
    if subject is TrickyTopic:
        onward = (TrickyTopic.id, TrickyTopic.merged_into_id, TrickyTopic.moved_to_issue_id)
        began = select(TrickyTopic.id.label("start"), *onward).where(TrickyTopic.id.in_(_ids()))
        walk = began.cte("walk", recursive=True)
        walk = walk.union(select(walk.c.start, *onward).join(walk, TrickyTopic.id == walk.c.merged_into_id))
        chosen: Select[Any] = select(walk.c.start).join(
            LoopReply, or_(LoopReply.topic_id == walk.c.id, LoopReply.issue_id == walk.c.moved_to_issue_id)
        )
    else:
        chosen = select(LoopReply.issue_id).where(LoopReply.issue_id.in_(_ids()))
    answer: tuple[Any, ...] = (
        LoopReply.status,
        LoopReply.state,
        LoopReply.state_since,
        LoopReply.sent_back_reason.is_not(None),
        LoopReply.published_at,
        LoopReply.action_named,
        Person.name,
    )
    with_owner = chosen.add_columns(*answer).outerjoin(Action, Action.id == LoopReply.action_id)
    return with_owner.outerjoin(Person, Person.id == Action.owner_id).order_by(LoopReply.id.desc())

"""What a standing is derived from, gathered for many topics or issues at once: one query, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Exists, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.actions.lifecycle import SETTLED
from app.actions.models import Action
from app.core.audit import AuditEntry
from app.core.db import rows_of
from app.forums.models import Post, PostState
from app.interventions.models import Intervention, InterventionTarget
from app.networks.lifecycle import OVER
from app.networks.models import LearningNetwork, Membership
from app.networks.policy import GRANTS, Capability
from app.replies.models import LoopReply
from app.standing.queries._cases import among, fixed
from app.standing.rules.subjects import GatheredFacts, SubjectFacts
from app.standing.rules.work import ActionFacts, InterventionFacts, ReplyFacts
from app.topics.models import AdditionalIssue, TrickyTopic

Subject = type[TrickyTopic] | type[AdditionalIssue]


def gather(subject: Subject, ids: list[int], networks: list[int]) -> list[GatheredFacts]:
    """What is known about those of the rows that belong to these networks."""
    known: dict[int, Sequence[Any]] = {}
    work: dict[int, dict[int, Sequence[Any]]] = defaultdict(dict)
    answers: dict[int, dict[int, Sequence[Any]]] = defaultdict(dict)
    # Each intervention stands in a row with each reply: few of both, so the rows are few, too.
    for row in rows_of(_everything(subject), {"ids": ids, "networks": networks}):
        own, (of_work, *one), (of_answer, *reply) = row[:-_BOTH], row[-_BOTH:-_OF_ANSWER], row[-_OF_ANSWER:]
        known.setdefault(row[0], own)
        if of_work is not None:
            work[row[0]].setdefault(one[0], one)
        if of_answer is not None:
            answers[row[0]].setdefault(reply[0], reply)
    return [
        GatheredFacts(
            SubjectFacts(*(with_action(own) if subject is AdditionalIssue else own)),
            tuple([InterventionFacts(*with_action(one)) for one in work[row_id].values()]),
            tuple([ReplyFacts(*with_action(reply)) for reply in answers[row_id].values()]),
        )
        for row_id, own in known.items()
    ]


def with_action(row: Sequence[Any]) -> tuple[Any, ...]:
    """The row with its last columns, those of ACTION, as one value; None where there is no such action."""
    known, said = row[: -len(ACTION)], row[-len(ACTION) :]
    return (*known, ActionFacts(*said) if said[0] is not None else None)


def _ids(name: str = "ids") -> BindParameter[Any]:
    return bindparam(name, expanding=True)


def is_here(
    person_id: ColumnElement[Any] | InstrumentedAttribute[Any],
    network_id: InstrumentedAttribute[int],
    capability: Capability = Capability.READ,
) -> Exists:
    """Whether the person can still be waited for: a member of the network who may do this, with an account that is open."""
    account = aliased(Person)
    held = exists() if capability is Capability.READ else exists().where(among(Membership.role, GRANTS[capability]))
    return held.where(
        Membership.network_id == network_id, Membership.person_id == person_id, Membership.left_at.is_(None)
    ).where(account.id == Membership.person_id, account.active)


owner = aliased(Person)
_soonest = aliased(Action)
#: What InterventionFacts holds before its action.
INTERVENTION = (
    Intervention.number,
    Intervention.state,
    Intervention.state_since,
    Intervention.agreed_at,
    Intervention.live_at,
    Intervention.measured_at,
)
#: What ActionFacts holds.
ACTION = (
    Action.number,
    Action.state,
    Action.state_since,
    Action.created_at,
    Action.due_on,
    Action.owner_id,
    owner.name,
    is_here(Action.owner_id, Action.network_id).correlate(Action),
)
#: What ReplyFacts holds before its action.
REPLY = (
    LoopReply.number,
    LoopReply.status,
    LoopReply.state,
    LoopReply.state_since,
    LoopReply.sent_back_reason.is_not(None),
    LoopReply.published_at,
    LoopReply.drafted_by_id,
    Person.name,
    is_here(LoopReply.drafted_by_id, LoopReply.network_id, Capability.DRAFT_REPLY).correlate(LoopReply),
)


#: How many columns of a row tell of a reply, and of an intervention or a reply: with the subject that each belongs to.
_OF_ANSWER = 1 + len(REPLY) + len(ACTION)
_BOTH = 1 + len(INTERVENTION) + len(ACTION) + _OF_ANSWER


@cache
def _everything(subject: Subject) -> Select[*tuple[Any, ...]]:
    """A row of what is known of the subject, for each intervention and each reply: the first by number, the newest first."""
    work, answers = _work(subject).subquery("work"), _answers(subject).subquery("answers")
    of_work, number, *_ = work.c
    of_answer, reply, *_ = answers.c
    return (
        _known(subject)
        .add_columns(*work.c, *answers.c)
        .outerjoin(work, of_work == subject.id)
        .outerjoin(answers, of_answer == subject.id)
        .order_by(subject.id, number, reply.desc())
    )


@cache
def _known(subject: Subject) -> Select[*tuple[Any, ...]]:
    if subject is TrickyTopic:
        own: tuple[Any, ...] = (TrickyTopic.prioritised_at, last_step(subject, "prioritise"))
    else:
        own = (
            AdditionalIssue.acknowledged_at,
            last_step(subject, "route"),
            AdditionalIssue.routed_to,
            AdditionalIssue.response,
            AdditionalIssue.responded_at,
            AdditionalIssue.owner_id,
            select(Person.name).where(Person.id == AdditionalIssue.owner_id).scalar_subquery(),
            is_here(AdditionalIssue.owner_id, AdditionalIssue.network_id),
        )
    query = select(
        subject.id,
        subject.state,
        LearningNetwork.state.in_(OVER),
        subject.state_since,
        subject.created_at,
        *_first_voices(subject),
        last_step(subject, "reopen"),
        *own,
    ).where(subject.id.in_(_ids()), subject.network_id.in_(_ids("networks")))
    query = query.join(LearningNetwork, LearningNetwork.id == subject.network_id)
    if subject is TrickyTopic:
        return query
    query = (
        query.add_columns(*ACTION)
        .select_from(AdditionalIssue)
        .outerjoin(Action, due_next(Action.issue_id, AdditionalIssue))
    )
    return query.outerjoin(owner, owner.id == Action.owner_id)


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


def last_step(subject: Subject, verb: str) -> ColumnElement[Any]:
    """When the step was last taken: the row keeps at most the first time."""
    return (
        select(func.max(AuditEntry.at))
        .where(
            AuditEntry.subject_kind == fixed(subject.__tablename__),
            AuditEntry.subject_id == subject.id,
            AuditEntry.verb == fixed(verb),
        )
        .correlate(subject)
        .scalar_subquery()
    )


def ties(subject: Subject) -> tuple[InstrumentedAttribute[int | None], InstrumentedAttribute[int | None]]:
    """How an intervention and how an action name the subject."""
    if subject is TrickyTopic:
        return InterventionTarget.topic_id, Action.topic_id
    return InterventionTarget.issue_id, Action.issue_id


def due_next(tie: InstrumentedAttribute[int | None], of: Any) -> ColumnElement[bool]:
    """Of the open actions tied to the row, the one that is due next."""
    open_ones = select(_soonest.id).where(getattr(_soonest, tie.key) == of.id, _soonest.state.not_in(sorted(SETTLED)))
    first = open_ones.order_by(_soonest.due_on, _soonest.id).limit(1)
    return Action.id == first.correlate(of).scalar_subquery()


@cache
def _work(subject: Subject) -> Select[*tuple[Any, ...]]:
    target, _ = ties(subject)
    return (
        select(target, *INTERVENTION, *ACTION)
        .join(Intervention, Intervention.id == InterventionTarget.intervention_id)
        .outerjoin(Action, due_next(Action.intervention_id, Intervention))
        .outerjoin(owner, owner.id == Action.owner_id)
        .where(target.in_(_ids()))
        .distinct()  # a target names a stumbling block, and an intervention may have several
    )


@cache
def _answers(subject: Subject) -> Select[*tuple[Any, ...]]:
    """A merged topic is answered by the reply to what it was merged into."""
    if subject is TrickyTopic:
        onward = (TrickyTopic.id, TrickyTopic.merged_into_id, TrickyTopic.moved_to_issue_id)
        began = select(TrickyTopic.id.label("start"), *onward).where(TrickyTopic.id.in_(_ids()))
        walk = began.cte("walk", recursive=True)
        walk = walk.union(select(walk.c.start, *onward).join(walk, TrickyTopic.id == walk.c.merged_into_id))
        chosen: Select[*tuple[Any, ...]] = select(walk.c.start).join(
            LoopReply, or_(LoopReply.topic_id == walk.c.id, LoopReply.issue_id == walk.c.moved_to_issue_id)
        )
    else:
        chosen = select(LoopReply.issue_id).where(LoopReply.issue_id.in_(_ids()))
    return (
        chosen.add_columns(*REPLY, *ACTION)
        .join(Person, Person.id == LoopReply.drafted_by_id)
        .outerjoin(Action, and_(Action.id == LoopReply.action_id, Action.state.not_in(sorted(SETTLED))))
        .outerjoin(owner, owner.id == Action.owner_id)
    )

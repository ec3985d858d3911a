"""What the loop is derived from, gathered for many topics or issues at once: five queries, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.accounts.models import Person
from app.actions.lifecycle import SETTLED
from app.actions.models import Action
from app.core.audit import AuditEntry
from app.core.db import db
from app.forums.models import Post, PostState
from app.interventions.lifecycle import AGREED
from app.interventions.models import Intervention, InterventionTarget
from app.replies.models import LoopReply, ReplyStatus
from app.topics.models import AdditionalIssue, TrickyTopic

Subject = type[TrickyTopic] | type[AdditionalIssue]


@dataclass(frozen=True)
class Work:
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
        return f"{self.owner} (owner of I-{self.number})" if self.owner else None


@dataclass(frozen=True)
class Answer:
    """One reply to the subject, or to what the subject was merged into or moved to."""

    status: ReplyStatus
    state: str
    state_since: datetime
    sent_back: bool
    published_at: datetime | None
    promised_by: str | None


@dataclass(frozen=True)
class Gathered:
    """All that is known about one subject, of this pass of its loop only."""

    heard_at: datetime | None = None
    work: tuple[Work, ...] = ()
    answers: tuple[Answer, ...] = ()
    #: Who owns the next open action that is tied to the subject itself.
    owner: str | None = None
    #: When each audited step was last taken.
    steps: dict[str, datetime] = field(default_factory=dict)

    @property
    def began_again_at(self) -> datetime | None:
        return self.steps.get("reopen")

    def in_this_pass(self, moment: datetime | None) -> datetime | None:
        """The moment, unless it belongs to the pass before the subject was reopened."""
        cut = self.began_again_at
        return None if moment is None or (cut is not None and moment < cut) else moment

    def first(self, fact: str) -> datetime | None:
        """When an agreed intervention was first agreed, live or measured."""
        moments = [self.in_this_pass(getattr(each, fact)) for each in self.work if each.agreed]
        return min((each for each in moments if each is not None), default=None)

    @property
    def under_way(self) -> list[Work]:
        """Agreed and not measured yet: the loop is not over while there is one."""
        return [
            each for each in self.work if each.agreed and each.measured_at is None and self.in_this_pass(each.agreed_at)
        ]

    @property
    def undecided(self) -> bool:
        return any(each.state in {"proposed", "supported"} for each in self.work)

    @property
    def published(self) -> list[Answer]:
        return [each for each in self.answers if self.in_this_pass(each.published_at)]

    @property
    def preparing(self) -> Answer | None:
        return next((each for each in self.answers if each.state != "published"), None)


def gather(subject: Subject, ids: list[int]) -> dict[int, Gathered]:
    """What is known about each of these, whoever may see them: the caller asks that."""
    heard = _first_voices(subject, ids)
    work, owners = _work(subject, ids)
    answers = _answers(subject, ids)
    steps = _steps(subject, ids)
    return {
        row_id: Gathered(
            heard_at=heard.get(row_id),
            work=tuple(work[row_id]),
            answers=tuple(answers[row_id]),
            owner=owners.get(row_id),
            steps=steps[row_id],
        )
        for row_id in ids
    }


def _first_voices(subject: Subject, ids: list[int]) -> dict[int, datetime]:
    """When somebody else first spoke: under it, or in the discussion that the post it was raised from stands in."""
    source = aliased(Post)
    others = (Post.author_id != subject.raised_by_id, Post.state != PostState.REMOVED, subject.id.in_(ids))
    # Who spoke before it was raised had spoken when it was raised: the step is never older than the topic.
    under = select(subject.id, subject.created_at, func.min(Post.created_at).label("heard"))
    under = under.join(Post, Post.discussion_id == subject.discussion_id).where(*others)
    before = select(subject.id, subject.created_at, func.min(Post.created_at))
    before = before.join(source, source.id == subject.raised_from_post_id)
    before = before.join(Post, Post.discussion_id == source.discussion_id).where(*others)
    grouped = (each.group_by(subject.id, subject.created_at) for each in (under, before))
    found: dict[int, datetime] = {}
    for row_id, created_at, heard in db.session.execute(union_all(*grouped)):
        moment = max(created_at, heard)
        found[row_id] = min(moment, found.get(row_id, moment))
    return found


def _work(subject: Subject, ids: list[int]) -> tuple[dict[int, list[Work]], dict[int, str]]:
    target: InstrumentedAttribute[Any] = (
        InterventionTarget.topic_id if subject is TrickyTopic else InterventionTarget.issue_id
    )
    rows = db.session.execute(
        select(
            target,
            Intervention.id,
            Intervention.number,
            Intervention.state,
            Intervention.agreed_at,
            Intervention.live_at,
            Intervention.measured_at,
        )
        .join(Intervention, Intervention.id == InterventionTarget.intervention_id)
        .where(target.in_(ids))
        .distinct()
        .order_by(Intervention.number)
    ).all()
    by_intervention, by_subject = _owners(subject, ids, {row[1] for row in rows})
    work: dict[int, list[Work]] = defaultdict(list)
    for row_id, intervention_id, number, state, agreed_at, live_at, measured_at in rows:
        owner = by_intervention.get(intervention_id)
        work[row_id].append(Work(number, state, agreed_at, live_at, measured_at, owner=owner))
    return work, by_subject


def _owners(subject: Subject, ids: list[int], intervention_ids: Iterable[int]) -> tuple[dict[int, str], dict[int, str]]:
    """The owner of the open action that is due next, by intervention and by subject."""
    tied: InstrumentedAttribute[Any] = Action.topic_id if subject is TrickyTopic else Action.issue_id
    rows = db.session.execute(
        select(Action.intervention_id, tied, Person.name, Action.due_on)
        .join(Person, Person.id == Action.owner_id)
        .where(
            Action.state.not_in(sorted(SETTLED)),
            or_(Action.intervention_id.in_(sorted(intervention_ids)), tied.in_(ids)),
        )
        .order_by(Action.due_on.desc(), Action.id.desc())  # the earliest comes last and stays
    )
    by_intervention: dict[int, str] = {}
    by_subject: dict[int, str] = {}
    due: date
    for intervention_id, row_id, name, due in rows:
        words = f"{name}, by {due.day} {due:%B}"
        if intervention_id is not None:
            by_intervention[intervention_id] = name
        if row_id is not None:
            by_subject[row_id] = words
    return by_intervention, by_subject


def _answers(subject: Subject, ids: list[int]) -> dict[int, list[Answer]]:
    """Replies by subject, the newest first. A merged topic is answered by the reply to what it was merged into."""
    if subject is TrickyTopic:
        onward = (TrickyTopic.id, TrickyTopic.merged_into_id, TrickyTopic.moved_to_issue_id)
        walk = select(TrickyTopic.id.label("start"), *onward).where(TrickyTopic.id.in_(ids)).cte("walk", recursive=True)
        walk = walk.union(select(walk.c.start, *onward).join(walk, TrickyTopic.id == walk.c.merged_into_id))
        chosen = select(walk.c.start).join(
            LoopReply, or_(LoopReply.topic_id == walk.c.id, LoopReply.issue_id == walk.c.moved_to_issue_id)
        )
    else:
        chosen = select(LoopReply.issue_id).where(LoopReply.issue_id.in_(ids))
    rows = db.session.execute(
        chosen.add_columns(
            LoopReply.status,
            LoopReply.state,
            LoopReply.state_since,
            LoopReply.sent_back_reason.is_not(None),
            LoopReply.published_at,
            LoopReply.action_named,
            Person.name,
        )
        .outerjoin(Action, Action.id == LoopReply.action_id)
        .outerjoin(Person, Person.id == Action.owner_id)
        .order_by(LoopReply.id.desc())
    )
    found: dict[int, list[Answer]] = defaultdict(list)
    for row_id, status, state, since, sent_back, published_at, named, owner in rows:
        found[row_id].append(Answer(status, state, since, bool(sent_back), published_at, owner or named))
    return found


def _steps(subject: Subject, ids: list[int]) -> dict[int, dict[str, datetime]]:
    """When each was last reopened, routed, prioritised: the history knows, the row keeps at most the first time."""
    rows = db.session.execute(
        select(AuditEntry.subject_id, AuditEntry.verb, func.max(AuditEntry.at))
        .where(
            AuditEntry.subject_kind == subject.__tablename__,
            AuditEntry.subject_id.in_(ids),
            AuditEntry.verb.in_(["reopen", "route", "prioritise"]),
        )
        .group_by(AuditEntry.subject_id, AuditEntry.verb)
    )
    found: dict[int, dict[str, datetime]] = defaultdict(dict)
    for row_id, verb, at in rows:
        found[row_id][verb] = at
    return found

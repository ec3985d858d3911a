"""Topics and issues that wait, as SQL: the twin of `rules/subjects.py`, rule by rule in the same order."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.actions.lifecycle import SETTLED
from app.actions.models import Action
from app.interventions.lifecycle import AGREED
from app.interventions.models import Intervention, InterventionTarget
from app.replies.models import LoopReply, ReplyStatus
from app.standing.parties import Party
from app.standing.queries._cases import ONE, OVER, Case, among, fixed, none_of, waiting_rows
from app.standing.queries.facts import Subject, is_here, last_step, ties
from app.standing.rules.subjects import GONE_ON, ROUTES, STOPPED
from app.standing.waits import Kind
from app.topics.lifecycle import TOPIC
from app.topics.models import AdditionalIssue, IssueResponse, TrickyTopic

_ENDED = sorted(STOPPED | {state for state in TOPIC.states if state.startswith("closed_")})


class _About:
    """What the rules ask about the row of a subject."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        target, tie = ties(subject)
        self.answers = LoopReply.topic_id if subject is TrickyTopic else LoopReply.issue_id
        reopened = last_step(subject, "reopen")

        def in_this_pass(moment: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[bool]:
            return moment >= func.coalesce(reopened, moment)

        out = in_this_pass(LoopReply.published_at)
        self.is_out = and_(self.answers == subject.id, LoopReply.state == fixed("published"), out)
        work = exists().where(target == subject.id, Intervention.id == InterventionTarget.intervention_id)
        self.undecided = work.where(among(Intervention.state, ["proposed", "supported"]))
        self.under_way = work.where(
            among(Intervention.state, AGREED),
            Intervention.measured_at.is_(None),
            in_this_pass(Intervention.agreed_at),
        )
        self.acted_on = exists().where(tie == subject.id, none_of(Action.state, SETTLED))
        self.published = exists().where(self.is_out)
        self.preparing = exists().where(self.answers == subject.id, LoopReply.state != fixed("published"))
        self.status, self.published_at = self._latest(LoopReply.status), self._latest(LoopReply.published_at)
        promised = exists().where(Action.id == LoopReply.action_id, none_of(Action.state, SETTLED))
        self.keeps_promise = exists().where(LoopReply.id == self._latest(LoopReply.id), promised)
        self.settled = or_(
            self.status == fixed(ReplyStatus.WILL_NOT_DO),
            and_(self.status == fixed(ReplyStatus.DONE), not_(self.under_way)),
        )

    def _latest(self, column: Any) -> ColumnElement[Any]:
        newest = select(column).where(self.is_out).order_by(LoopReply.id.desc()).limit(ONE)
        return newest.correlate(self.subject).scalar_subquery()

    def reply_cases(self, ended: ColumnElement[bool]) -> list[Case]:
        return [
            Case(and_(ended, self.preparing), OVER),
            Case(and_(ended, not_(self.published)), "draft", Party.MODERATOR.value, self.subject.state_since),
            Case(and_(ended, self.status == fixed(ReplyStatus.IN_PROGRESS), self.keeps_promise), OVER),
            Case(
                and_(ended, self.status == fixed(ReplyStatus.IN_PROGRESS)),
                "follow up",
                Party.MODERATOR.value,
                self.published_at,
            ),
        ]


def topic_rows() -> Select[Any]:
    topic, about = TrickyTopic, _About(TrickyTopic)
    since, ended = topic.state_since, among(topic.state, _ENDED)
    return waiting_rows(
        Kind.TOPIC,
        topic,
        topic.title,
        [
            Case(among(topic.state, GONE_ON), OVER),
            *about.reply_cases(ended),
            Case(ended, OVER),
            Case(and_(about.settled, about.preparing), OVER),
            Case(about.settled, "settle", Party.MODERATOR.value, about.published_at),
            Case(topic.state == fixed("suggested"), "sort", Party.MODERATOR.value, since),
            Case(topic.state == fixed("under_discussion"), "shortlist", Party.MODERATOR.value, since),
            Case(topic.state == fixed("shortlisted"), "prioritise", Party.CHAIR.value, since),
            Case(and_(topic.state == fixed("prioritised"), or_(about.undecided, about.under_way)), OVER),
            Case(topic.state == fixed("prioritised"), "propose", Party.MODULE_TEAM.value, since),
            Case(about.under_way, OVER),
            Case(true(), "close topic", Party.MODERATOR.value, since),
        ],
    )


def issue_rows() -> Select[Any]:
    issue, about = AdditionalIssue, _About(AdditionalIssue)
    since = issue.state_since
    promised = and_(
        issue.state == fixed("responded"), among(issue.response, [IssueResponse.WILL_DO, IssueResponse.DOING])
    )
    said = among(issue.state, ["responded", "closed"])
    return waiting_rows(
        Kind.ISSUE,
        issue,
        issue.title,
        [
            Case(issue.state == fixed("raised"), "acknowledge", Party.MODERATOR.value, issue.created_at),
            Case(issue.state == fixed("acknowledged"), "route", Party.MODERATOR.value, since),
            *_of_owner(issue.state == fixed("routed"), "respond"),
            Case(and_(promised, or_(about.acted_on, about.under_way)), OVER),
            *_of_owner(promised, "finish issue"),
            *about.reply_cases(said),
            Case(issue.state == fixed("responded"), "close issue", Party.MODERATOR.value, since),
        ],
    )


def _of_owner(when: ColumnElement[bool], verb: str) -> list[Case]:
    issue = AdditionalIssue
    since, here = issue.state_since, is_here(issue.owner_id, issue.network_id)
    routes = [
        Case(and_(when, issue.routed_to == fixed(routed_to)), verb, party.value, since)
        for routed_to, party in ROUTES.items()
    ]
    return [
        Case(and_(when, here), verb, None, since, issue.owner_id),
        *routes,
        Case(when, verb, Party.MODERATOR.value, since),
    ]

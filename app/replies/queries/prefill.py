"""What a draft begins with: the statement, and what is on record about what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.actions.lifecycle import SETTLED
from app.actions.models import Action
from app.core.actor import Actor
from app.core.db import db
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text import pictures
from app.core.text.words import day
from app.interventions.lifecycle import AGREED, INTERVENTION
from app.interventions.models import Intervention, InterventionTarget
from app.networks.policy import Permission as NetworkPermission
from app.replies.models import LoopReply, ReplyStatus
from app.replies.policy import Permission
from app.topics.models import AdditionalIssue, IssueResponse, TrickyTopic

#: Nothing will come of it in this pass; the answer is "No, because…".
REFUSED = frozenset({"declined", "parked", "moved_to_issue", "merged"})


@dataclass(frozen=True)
class Prefill:
    """The first words of a draft. Everything in it can be changed before it is saved."""

    you_said: str
    we_did: str
    status: ReplyStatus
    #: Open actions that the promise could name, the soonest due first.
    actions: tuple[Action, ...]

    @property
    def action_id(self) -> int | None:
        return self.actions[0].id if self.actions and self.status is ReplyStatus.IN_PROGRESS else None


def prefill(subject: TrickyTopic | AdditionalIssue, seen_by: Actor) -> Prefill:
    """A draft's first words from what is on record: the statement, decisions, outcomes, the owner's response."""
    require(seen_by, NetworkPermission.READ, subject)
    work = _interventions(subject)
    actions = _open_actions(subject, [each.id for each in work])
    status = _status(subject, work)
    lines = [
        *_own_words(subject, status),
        *(_line(each) for each in work if each.state not in {"proposed", "supported"}),
    ]
    said, did = pictures.in_words(subject.statement_md), pictures.in_words("\n\n".join(lines))
    return Prefill(you_said=said, we_did=did, status=status, actions=tuple(actions))


def choosable_actions(of: LoopReply, seen_by: Actor) -> list[Action]:
    """Open actions on what the reply answers, and the one that it names already, whatever became of that."""
    require(seen_by, Permission.READ, of)
    found = _open_actions(of.subject, [each.id for each in _interventions(of.subject)])
    if of.action is not None and of.action not in found:
        found.append(of.action)
    return found


def _interventions(subject: TrickyTopic | AdditionalIssue) -> list[Intervention]:
    tie = InterventionTarget.topic_id if isinstance(subject, TrickyTopic) else InterventionTarget.issue_id
    targeting = select(InterventionTarget.intervention_id).where(tie == subject.id)
    loads = (joinedload(Intervention.live_in), joinedload(Intervention.deferred_to))
    query = select(Intervention).options(*loads).where(Intervention.id.in_(targeting))
    return list(db.session.scalars(query.order_by(Intervention.number)))


def _open_actions(subject: TrickyTopic | AdditionalIssue, intervention_ids: list[int]) -> list[Action]:
    tie = Action.topic_id if isinstance(subject, TrickyTopic) else Action.issue_id
    theirs = (tie == subject.id) | Action.intervention_id.in_(intervention_ids)
    query = select(Action).where(theirs, Action.state.not_in(sorted(SETTLED)))
    return list(db.session.scalars(query.order_by(Action.due_on, Action.id)))


def _status(subject: TrickyTopic | AdditionalIssue, work: list[Intervention]) -> ReplyStatus:
    if isinstance(subject, AdditionalIssue) and subject.response is not None:
        known = {IssueResponse.DONE: ReplyStatus.DONE, IssueResponse.CANNOT: ReplyStatus.WILL_NOT_DO}
        return known.get(subject.response, ReplyStatus.IN_PROGRESS)
    if subject.state in REFUSED:
        return ReplyStatus.WILL_NOT_DO
    if any(each.live_at for each in work):
        return ReplyStatus.DONE
    decided = [each for each in work if each.decided_at]
    if decided and all(each.state == "declined" for each in decided):
        return ReplyStatus.WILL_NOT_DO
    return ReplyStatus.IN_PROGRESS


def _own_words(subject: TrickyTopic | AdditionalIssue, status: ReplyStatus) -> list[str]:
    """What was said about the topic or issue itself when it was declined, parked or answered."""
    reason = subject.response_md if isinstance(subject, AdditionalIssue) else subject.state_reason
    if status is ReplyStatus.WILL_NOT_DO:
        return [f"No, because {_begin_low(reason)}" if reason else "No, because "]
    return [reason] if reason and isinstance(subject, AdditionalIssue) else []


def _line(work: Intervention) -> str:
    """One intervention in the words on record: what it is, where it stands, what it did."""
    name = f"The {work.kind.value} “{work.title}”"
    if work.state == "declined":
        return f"{name} will not be made, because {_begin_low(work.decision_reason or '')}"
    if work.state == "deferred":
        later = f" to {work.deferred_to.code}" if work.deferred_to else ""
        return f"{name} was deferred{later}: {work.decision_reason or ''}".rstrip(": ")
    if work.live_at is None:
        assert work.state in AGREED
        return gettext(
            "%(name)s was agreed on %(agreed_at)s and is now %(intervention)s.",
            name=name,
            agreed_at=day(work.agreed_at),
            intervention=INTERVENTION.label(work.state),
        )
    where = f" in {work.live_in.code}" if work.live_in else ""
    said = [
        gettext(
            "%(name)s has been live%(where)s since %(live_at)s.",
            name=name,
            where=where,
            live_at=day(work.live_on or work.live_at),
        )
    ]
    if work.verdict is not None:
        said.append(gettext("What we saw before and after: %(value)s.", value=work.verdict.value))
    if work.outcome_md:
        said.append(work.outcome_md)
    if work.state in {"adopted", "adapted", "abandoned"}:
        said.append(f"We have {work.state} it{': ' + work.conclusion_reason if work.conclusion_reason else '.'}")
    return " ".join(said)


def _begin_low(text: str) -> str:
    """A reason as the second half of a sentence; a word in capitals such as TMA04 stays as it is."""
    first = text.split(" ", 1)[0]
    return text if first[1:] != first[1:].lower() or first == "I" else text[:1].lower() + text[1:]

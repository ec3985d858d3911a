"""Whom actions, interventions and replies wait for."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from app.actions.lifecycle import SETTLED
from app.interventions.lifecycle import AGREED, MAKING
from app.replies.models import ReplyStatus
from app.standing.parties import Party
from app.standing.waits import Kind, Wait


class ActionFacts(NamedTuple):
    """An action, and whether its owner is still a member."""

    number: int
    state: str
    state_since: datetime
    created_at: datetime
    due_on: date
    owner_id: int
    owner: str
    owner_is_here: bool


class InterventionFacts(NamedTuple):
    """An intervention, with the action on it that is due next."""

    number: int
    state: str
    state_since: datetime
    agreed_at: datetime | None
    live_at: datetime | None
    measured_at: datetime | None
    action: ActionFacts | None

    @property
    def agreed(self) -> bool:
        return self.state in AGREED


class ReplyFacts(NamedTuple):
    """One reply to the subject, or to what the subject was merged into or moved to."""

    number: int
    status: ReplyStatus
    state: str
    state_since: datetime
    sent_back: bool
    published_at: datetime | None
    drafter_id: int
    drafter: str
    drafter_is_here: bool
    #: The open action by which it promises something.
    action: ActionFacts | None = None


def action_wait(action: ActionFacts) -> Wait | None:
    if action.state in SETTLED:
        return None
    if action.state == "done":
        return Wait("verify", action.state_since, Party.VERIFIERS)
    if not action.owner_is_here:
        return Wait("hand over", action.created_at, Party.MODERATOR, due_on=action.due_on)
    if action.state == "blocked":
        return Wait("free", action.state_since, Party.MODERATOR, due_on=action.due_on)
    return Wait("do", action.created_at, person_id=action.owner_id, person=action.owner, due_on=action.due_on)


def intervention_wait(intervention: InterventionFacts) -> Wait | None:
    """What is being made or is live waits through the action on it that is due next, where there is one."""
    since = intervention.state_since
    match intervention.state:
        case "proposed":
            return Wait("support", since, Party.SUPPORTERS)
        case "supported":
            return Wait("decide", since, Party.CHAIR)
        case "ready":
            return Wait("go live", since, Party.MODULE_TEAM)
        case "evaluated":
            return Wait("conclude", since, Party.CHAIR)
        case state if state in MAKING or state == "live":
            if (action := intervention.action) and (wait := action_wait(action)):
                return wait._replace(through=(Kind.ACTION, action.number))
            if state == "live":
                return Wait("measure", since, Party.ANALYST)
            produced = state == "in_production"
            return Wait("call ready", since, Party.CHAIR) if produced else Wait("make", since, Party.MODULE_TEAM)
    return None


def reply_wait(reply: ReplyFacts) -> Wait | None:
    if reply.state == "published":
        return None
    if reply.state == "approved":
        return Wait("publish", reply.state_since, Party.MODERATOR)
    if not reply.sent_back:
        return Wait("approve", reply.state_since, Party.CHAIR)
    if reply.drafter_is_here:
        return Wait("rewrite", reply.state_since, person_id=reply.drafter_id, person=reply.drafter)
    return Wait("rewrite", reply.state_since, Party.MODULE_TEAM)

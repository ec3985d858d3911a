"""Interventions, actions, replies, cycles and workshops that wait, as SQL: the twin of `rules/work.py` and `rules/meeting.py`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, String, and_, cast, exists, func, literal, not_, or_, select, true

from app.actions.lifecycle import SETTLED
from app.actions.models import Action
from app.interventions.lifecycle import MAKING
from app.interventions.models import Intervention
from app.networks.models import Cycle
from app.networks.policy import Capability
from app.replies.models import LoopReply
from app.standing.parties import Party
from app.standing.queries._cases import OVER, Case, among, fixed, none_of, waiting_rows
from app.standing.queries.facts import is_here
from app.standing.waits import Kind
from app.topics.models import AdditionalIssue, TrickyTopic
from app.workshops.models import Workshop

_CHAIR, _MODERATOR, _TEAM = Party.CHAIR.value, Party.MODERATOR.value, Party.MODULE_TEAM.value


def intervention_rows() -> Select[Any]:
    it = Intervention
    since, state = it.state_since, it.state
    acted_on = exists().where(Action.intervention_id == it.id, none_of(Action.state, SETTLED))
    made = among(state, MAKING)
    return waiting_rows(
        Kind.INTERVENTION,
        it,
        it.title,
        [
            Case(state == fixed("proposed"), "support", Party.SUPPORTERS.value, since),
            Case(state == fixed("supported"), "decide", _CHAIR, since),
            Case(state == fixed("ready"), "go live", _TEAM, since),
            Case(state == fixed("evaluated"), "conclude", _CHAIR, since),
            Case(and_(or_(made, state == fixed("live")), acted_on), OVER),
            Case(state == fixed("in_production"), "call ready", _CHAIR, since),
            Case(made, "make", _TEAM, since),
            Case(state == fixed("live"), "measure", Party.ANALYST.value, since),
        ],
    )


def action_rows() -> Select[Any]:
    it = Action
    here = is_here(it.owner_id, it.network_id)
    return waiting_rows(
        Kind.ACTION,
        it,
        it.title,
        [
            Case(among(it.state, SETTLED), OVER),
            Case(it.state == fixed("done"), "verify", Party.VERIFIERS.value, it.state_since),
            Case(not_(here), "hand over", _MODERATOR, it.created_at, due_on=it.due_on),
            Case(it.state == fixed("blocked"), "free", _MODERATOR, it.state_since, due_on=it.due_on),
            Case(true(), "do", None, it.created_at, it.owner_id, it.due_on),
        ],
    )


def reply_rows() -> Select[Any]:
    it = LoopReply
    here = is_here(it.drafted_by_id, it.network_id, Capability.DRAFT_REPLY)
    title = func.coalesce(
        select(TrickyTopic.title).where(TrickyTopic.id == it.topic_id).scalar_subquery(),
        select(AdditionalIssue.title).where(AdditionalIssue.id == it.issue_id).scalar_subquery(),
    )
    sent_back = it.sent_back_reason.is_not(None)
    return waiting_rows(
        Kind.REPLY,
        it,
        title,
        [
            Case(it.state == fixed("published"), OVER),
            Case(it.state == fixed("approved"), "publish", _MODERATOR, it.state_since),
            Case(not_(sent_back), "approve", _CHAIR, it.state_since),
            Case(here, "rewrite", None, it.state_since, it.drafted_by_id),
            Case(true(), "rewrite", _TEAM, it.state_since),
        ],
    )


def cycle_rows() -> Select[Any]:
    it = Cycle
    title = literal("Cycle ") + cast(it.number, String)
    return waiting_rows(Kind.CYCLE, it, title, [Case(it.state != fixed("closed"), "move on", _CHAIR, it.state_since)])


def workshop_rows() -> Select[Any]:
    """Those under way stand on home once for each invited person, in that person's own words."""
    it = Workshop
    here = is_here(it.facilitator_id, it.network_id)
    cases = []
    for state, verb in (("draft", "invite"), ("scheduled", "open"), ("closed", "conclude workshop")):
        cases += [
            Case(and_(it.state == fixed(state), here), verb, None, it.state_since, it.facilitator_id),
            Case(it.state == fixed(state), verb, _MODERATOR, it.state_since),
        ]
    return waiting_rows(Kind.WORKSHOP, it, it.title, cases)

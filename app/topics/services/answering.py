"""The steps of an additional issue: acknowledge, route to an owner, respond, close, reopen. Never delete."""

from __future__ import annotations

from sqlalchemy import select

from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.lifecycle import Move, take_back
from app.core.permissions import require
from app.core.text.signs import stated
from app.networks.services import is_member
from app.texts.services import keep_with, read_text, tell_named
from app.topics.events import IssueMoved
from app.topics.lifecycle import ISSUE
from app.topics.models import AdditionalIssue, IssueResponse
from app.topics.policy import ISSUE_STEPS, Permission
from app.topics.services.raising import text_of

#: To whom an issue can be routed (method: section 6).
OWNERS = ("module team", "staff tutor", "LTS/IT", "SST", "assessment board")


def move_issue(actor: Actor, issue: AdditionalIssue, verb: str, reason: str = "") -> AdditionalIssue:
    """Acknowledge, close or reopen. Routing and responding need more than a word and have verbs of their own.

    Invalid for those two; Conflict if the issue has moved meanwhile.
    """
    require(actor, ISSUE_STEPS.get(verb, Permission.READ_ISSUE), issue)
    if verb in {"route", "respond"}:
        raise Invalid(gettext("Say to whom it goes, or what the response is."))
    move = _step(issue, verb, reason)
    if verb == "acknowledge" and issue.acknowledged_at is None:
        issue.acknowledged_at = clock.now()
    return _put_in_state(actor, issue, move, reason)


def take_back_issue_step(actor: Actor, issue: AdditionalIssue, verb: str) -> None:
    """Undo a step taken in passing, if it was the actor's own a moment ago and nothing happened to the issue since.

    Conflict if it has moved on meanwhile.
    """
    require(actor, ISSUE_STEPS.get(verb, Permission.READ_ISSUE), issue)
    _expect_present(issue)
    after = issue.state
    at = take_back(actor, issue, ISSUE, verb, acknowledged_at=None)
    announce(
        IssueMoved(
            network_id=issue.network_id,
            actor_id=actor.person_id,
            issue_id=issue.id,
            before=after,
            after=issue.state,
            taken_back=at,
        )
    )


def route_issue(
    actor: Actor, issue: AdditionalIssue, *, routed_to: str, owner_id: int | None = None, reason: str = ""
) -> AdditionalIssue:
    """Hand the issue to a named owner: one of OWNERS and, where known, a member. Can be done again.

    Invalid for any other owner; Conflict if the issue has moved meanwhile.
    """
    require(actor, Permission.STEER_ISSUE, issue)
    if routed_to not in OWNERS:
        fault = gettext("An issue goes to one of these: %(owners)s.", owners=", ".join(OWNERS))
        raise Invalid(fault, {"routed_to": [fault]})
    if owner_id is not None:
        _expect_member(issue, owner_id)
    move = _step(issue, "route", reason)
    issue.routed_to = routed_to
    issue.owner_id = owner_id
    return _put_in_state(actor, issue, move, reason or f"Routed to {routed_to}.")


def respond_to_issue(
    actor: Actor, issue: AdditionalIssue, *, response: IssueResponse, response_md: str
) -> AdditionalIssue:
    """Say what happens: will do, doing, done, or cannot, because. The words are needed: they are the answer.

    Invalid without them; Conflict if the issue has moved meanwhile.
    """
    require(actor, Permission.RESPOND, issue)
    if not stated(response_md):
        fault = gettext("Please write the answer: people raised this and wait for it.")
        raise Invalid(fault, {"response_md": [fault]})
    here = text_of(issue)._replace(field="response_md")
    words = read_text(actor, here, response_md)
    move = _step(issue, "respond", words.md)
    before = issue.response_md or ""
    issue.response = response
    issue.response_md, issue.response_html = words
    keep_with(actor, here, issue.statement_md, words.md)
    tell_named(actor, here, words.md, before=before, discussion_id=issue.discussion_id)
    issue.responded_at = clock.now()
    return _put_in_state(actor, issue, move, f"{response.value}: {words.md}")


def _step(issue: AdditionalIssue, verb: str, reason: str) -> Move:
    """Lock the row, see its present state, and find the move."""
    _expect_present(issue)
    return ISSUE.move(issue.state, verb, reason)


def _expect_present(issue: AdditionalIssue) -> None:
    present = db.session.execute(
        select(AdditionalIssue.state).where(AdditionalIssue.id == issue.id).with_for_update()
    ).scalar_one()
    if present != issue.state:
        raise Conflict(
            gettext("Meanwhile this issue has become “%(issue)s”. Look again first.", issue=ISSUE.label(present))
        )


def _put_in_state(actor: Actor, issue: AdditionalIssue, move: Move, reason: str) -> AdditionalIssue:
    before = issue.state
    if before != move.target:
        issue.state_since = clock.now()
    issue.state = move.target
    audit.record(actor, move.verb, issue, before=before, after=move.target, reason=stated(reason))
    announce(
        IssueMoved(
            network_id=issue.network_id, actor_id=actor.person_id, issue_id=issue.id, before=before, after=move.target
        )
    )
    return issue


def _expect_member(issue: AdditionalIssue, person_id: int) -> None:
    if not is_member(issue.network_id, person_id):
        fault = gettext("The owner must be a member of this network. Choose another, or leave it empty.")
        raise Invalid(fault, {"owner_id": [fault]})

"""Moving an action from state to state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.actions.claims import claim_of
from app.actions.events import ActionMoved
from app.actions.lifecycle import ACTION
from app.actions.models import Action
from app.actions.policy import MOVES, Permission
from app.core import clock
from app.core.actor import Actor
from app.core.errors import Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.lifecycle import take_back, take_step
from app.core.permissions import require
from app.core.text.signs import stated


def move_action(actor: Actor, action: Action, verb: str, reason: str = "") -> None:
    """Start, block, unblock, finish, verify, send back or drop it; the lifecycle says what is open now.

    Blocking, sending back and dropping need a reason, which stands on the register until the next move. Refused without
    it, and for a step that is not open or that there is not.
    """
    permission = MOVES.get(verb)
    if permission is None:
        raise Refused(gettext("There is no such step."))
    require(actor, permission, claim_of(action) if permission is Permission.VERIFY else action)
    at = clock.now()
    also: dict[str, dict[str, Any]] = {
        "finish": {"done_at": at},
        "send_back": {"done_at": None},
        "verify": {"verified_by_id": actor.person_id, "verified_at": at},
    }
    why = stated(reason) or None
    before = take_step(actor, action, ACTION, verb, reason, state_reason=why, **also.get(verb, {}))
    announce(
        ActionMoved(
            network_id=action.network_id,
            actor_id=actor.person_id,
            action_id=action.id,
            before=before,
            after=action.state,
        )
    )


def take_back_verification(actor: Actor, action: Action) -> None:
    """Undo it, if it was the actor's own a moment ago and nothing happened to the action since."""
    require(actor, Permission.VERIFY, replace(claim_of(action), state="done"))
    after = action.state
    at = take_back(actor, action, ACTION, "verify", verified_by_id=None, verified_at=None)
    announce(
        ActionMoved(
            network_id=action.network_id,
            actor_id=actor.person_id,
            action_id=action.id,
            before=after,
            after=action.state,
            taken_back=at,
        )
    )

"""Moving an action from state to state."""

from __future__ import annotations

from app.actions.claims import claim_of
from app.actions.events import ActionMoved
from app.actions.lifecycle import ACTION
from app.actions.models import Action
from app.actions.policy import MOVES, Permission
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.events import announce
from app.core.permissions import require
from app.core.text.signs import stated


def move_action(actor: Actor, action: Action, verb: str, reason: str = "") -> None:
    """Start, block, unblock, finish, verify, send back or drop it; the lifecycle says what is open now.

    Blocking, sending back and dropping need a reason, which stands on the register until the next move.
    """
    permission = MOVES.get(verb)
    if permission is None:
        raise Refused("There is no such step.")
    require(actor, permission, claim_of(action) if permission is Permission.VERIFY else action)
    arrow = ACTION.move(action.state, verb, reason)
    at = clock.now()
    before, action.state, action.state_since = action.state, arrow.target, at
    action.state_reason = stated(reason) or None
    if verb == "finish":
        action.done_at = at
    elif verb == "send_back":
        action.done_at = None
    elif verb == "verify":
        action.verified_by_id, action.verified_at = actor.person_id, at
    db.session.flush()  # a twin of this request must lose here, before anything is told
    audit.record(actor, verb, action, before=before, after=arrow.target, reason=reason)
    announce(
        ActionMoved(
            network_id=action.network_id,
            actor_id=actor.person_id,
            action_id=action.id,
            before=before,
            after=arrow.target,
        )
    )

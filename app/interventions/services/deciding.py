"""The chair's decisions, each with a reason, and whether it agrees with the vote: a vote is advice."""

from __future__ import annotations

from app.core import clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.events import announce
from app.core.permissions import require
from app.interventions.events import InterventionDecided
from app.interventions.lifecycle import INTERVENTION
from app.interventions.models import Intervention, VoteStance
from app.interventions.policy import Permission
from app.interventions.services._moving import bring_topics_along, move, presentation_of


def accept(
    actor: Actor, intervention: Intervention, reason: str, stance: VoteStance, *, seen_version: int | None = None
) -> None:
    """Agree to it: the topics it is for become "intervention planned" where they are prioritised.

    Conflict if it was changed or decided since `seen_version`.
    """
    require(actor, Permission.DECIDE, intervention)
    _expect(intervention, seen_version)
    _decide(actor, intervention, "accept", reason, stance)
    intervention.deferred_to_id = None
    intervention.agreed_at = intervention.agreed_at or clock.now()
    bring_topics_along(actor, intervention, "plan")


def decline(
    actor: Actor, intervention: Intervention, reason: str, stance: VoteStance, *, seen_version: int | None = None
) -> None:
    """Say no, and why: a declined proposal with a reason is an answer. Conflict as in `accept`."""
    require(actor, Permission.DECIDE, intervention)
    _expect(intervention, seen_version)
    _decide(actor, intervention, "decline", reason, stance)
    intervention.deferred_to_id = None


def defer(
    actor: Actor,
    intervention: Intervention,
    presentation_id: int | None,
    reason: str,
    stance: VoteStance,
    *,
    seen_version: int | None = None,
) -> None:
    """Not now: to be looked at again for a later presentation. Conflict as in `accept`."""
    require(actor, Permission.DECIDE, intervention)
    _expect(intervention, seen_version)
    later = presentation_of(intervention.network_id, presentation_id, "deferred_to")
    _decide(actor, intervention, "defer", reason, stance)
    intervention.deferred_to_id = later.id


def conclude(actor: Actor, intervention: Intervention, verb: str, reason: str) -> None:
    """Adopt, adapt or abandon it, once its outcome is recorded. `verb` is one of those three words."""
    require(actor, Permission.CONCLUDE, intervention)
    move(actor, intervention, verb, reason)
    intervention.conclusion_reason = reason
    _tell(actor, intervention)


def _expect(intervention: Intervention, seen_version: int | None) -> None:
    # Whoever decides has read the text that stands; another's decision in the meantime is shown first.
    expect_version(intervention, seen_version, {"It is now": INTERVENTION.label(intervention.state)})


def _decide(actor: Actor, intervention: Intervention, verb: str, reason: str, stance: VoteStance) -> None:
    intervention.decided_by_id = actor.person_id
    intervention.decided_at = clock.now()
    intervention.decision_reason = reason
    intervention.vote_stance = stance
    move(actor, intervention, verb, reason)
    _tell(actor, intervention)


def _tell(actor: Actor, intervention: Intervention) -> None:
    announce(
        InterventionDecided(
            network_id=intervention.network_id,
            actor_id=actor.person_id,
            intervention_id=intervention.id,
            decision=intervention.state,
        )
    )

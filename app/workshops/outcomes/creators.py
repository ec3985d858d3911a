"""Who can make what a theme becomes: the outcome is the workshop's, the thing itself has its own feature's rules."""

from __future__ import annotations

from app.actions.policy import Agreement
from app.actions.policy import Permission as OfActions
from app.core.actor import Actor
from app.core.permissions import allowed
from app.interventions.policy import Permission as OfInterventions
from app.networks.models import LearningNetwork
from app.topics.policy import Permission as OfTopics
from app.workshops.models import OutcomeKind

_PROPOSERS = "ALs, the module team, the chair and the moderator"
#: What each kind asks for, and who has it in a network.
_ASKS = {
    OutcomeKind.TOPIC: (OfTopics.RAISE, _PROPOSERS),
    OutcomeKind.ISSUE: (OfTopics.RAISE_ISSUE, _PROPOSERS),
    OutcomeKind.INTERVENTION: (OfInterventions.PROPOSE, _PROPOSERS),
    OutcomeKind.ACTION: (OfActions.AGREE, "the module team, the chair, the moderator, staff tutors and the analyst"),
}


def created_by_others(actor: Actor, network: LearningNetwork) -> dict[OutcomeKind, str]:
    """The kinds of which this person makes none here, with who does. What stands already anybody can point to."""
    agreement = Agreement(network.id, owner_id=actor.person_id or 0, intervention_id=None)
    subjects = {OutcomeKind.ACTION: agreement}
    return {
        kind: who
        for kind, (permission, who) in _ASKS.items()
        if not allowed(actor, permission, subjects.get(kind, network))
    }

"""From the chair's yes to students: design, production, ready, live."""

from __future__ import annotations

from datetime import date

from app.core import clock
from app.core.actor import Actor
from app.core.errors import Invalid, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.interventions.events import InterventionWentLive
from app.interventions.models import Intervention
from app.interventions.policy import Permission
from app.interventions.services._moving import bring_topics_along, move, presentation_of

#: Steps that the makers take by themselves.
STEPS = frozenset({"design", "produce"})


def move_on(actor: Actor, intervention: Intervention, verb: str) -> None:
    """Start designing it ("design") or put it into production ("produce"). Refused for any other step."""
    require(actor, Permission.MAKE, intervention)
    if verb not in STEPS:
        raise Refused(gettext("That step is the chair's."))
    move(actor, intervention, verb)


def make_ready(actor: Actor, intervention: Intervention, *, not_evaluated_because: str = "") -> None:
    """The chair approves it as ready: only with a prediction, or with the reason why it will not be evaluated.

    Invalid if there is neither.
    """
    require(actor, Permission.APPROVE_READY, intervention)
    if intervention.predicted_measure is None and not stated(not_evaluated_because):
        raise Invalid(
            gettext("Nothing says yet how one will see whether it helped."),
            {
                "not_evaluated_because": [
                    gettext("Add a prediction to the proposal, or say why it will not be evaluated.")
                ]
            },
        )
    if intervention.predicted_measure is None:
        intervention.not_evaluated_reason = stated(not_evaluated_because)
    move(actor, intervention, "make_ready")


def go_live(
    actor: Actor, intervention: Intervention, *, presentation_id: int | None, live_on: date, url: str = ""
) -> None:
    """Record in which presentation it is in use, since which day, and where. The prediction is locked from here.

    Invalid for a day still to come, and for a presentation of another module.
    """
    require(actor, Permission.GO_LIVE, intervention)
    presentation = presentation_of(intervention.network_id, presentation_id, "presentation")
    if live_on > clock.today():
        raise Invalid(
            gettext("That day is still to come."),
            {"live_on": [gettext("That day is still to come. Record it on the day it goes live, or after.")]},
        )
    intervention.live_in_id = presentation.id
    intervention.live_on = live_on
    intervention.live_at = clock.now()
    intervention.url = url or None
    move(actor, intervention, "go_live")
    bring_topics_along(actor, intervention, "go_live")
    announce(
        InterventionWentLive(
            network_id=intervention.network_id, actor_id=actor.person_id, intervention_id=intervention.id
        )
    )

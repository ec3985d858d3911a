"""One arrow of the lifecycle, with its history, its event and what it means for the topics it is for."""

from __future__ import annotations

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.lifecycle import take_step
from app.interventions.events import InterventionMoved
from app.interventions.lifecycle import INTERVENTION
from app.interventions.models import Intervention, InterventionTarget
from app.networks.models import LearningNetwork, Presentation
from app.topics.services import following


def move(actor: Actor, intervention: Intervention, verb: str, reason: str = "") -> None:
    """Make the move, or refuse it if the lifecycle has none; permission has been asked by the caller."""
    before = take_step(actor, intervention, INTERVENTION, verb, reason)
    announce(
        InterventionMoved(
            network_id=intervention.network_id,
            actor_id=actor.person_id,
            intervention_id=intervention.id,
            before=before,
            after=intervention.state,
        )
    )


def bring_topics_along(actor: Actor, intervention: Intervention, verb: str) -> None:
    """Move the targeted topics on where their own lifecycle allows it; the others stay as they are."""
    named = select(InterventionTarget.topic_id).where(
        InterventionTarget.intervention_id == intervention.id, InterventionTarget.topic_id.is_not(None)
    )
    if topic_ids := {each for each in db.session.scalars(named) if each is not None}:
        following.advance(actor, topic_ids, verb)


def presentation_of(network_id: int, presentation_id: int | None, field: str) -> Presentation:
    """This presentation of the network's module; any other is refused at the named field."""
    network = db.session.get_one(LearningNetwork, network_id)
    found = db.session.get(Presentation, presentation_id) if presentation_id else None
    if found is None or found.module_id != network.module_id:
        raise Invalid(
            gettext("Please choose a presentation."), {field: [gettext("Choose one of the module's presentations.")]}
        )
    return found

"""Interventions in the state a test needs, made through the services as people would make them."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.interventions import services
from app.interventions.models import Direction, Intervention, InterventionKind, PredictedMeasure, VoteStance
from app.networks.models import LearningNetwork
from app.topics.models import TrickyTopic
from app.topics.services import raise_topic
from tests.people import World

#: The states on the way, each with the one before it.
WAY = ("proposed", "accepted", "designing", "in_production", "ready", "live")


def a_topic(world: World, title: str = "Curly arrows", slug: str = "s215", **more: Any) -> TrickyTopic:
    network: LearningNetwork = getattr(world, slug)
    raiser = world.actor("amina" if slug == "s215" else "chidi")
    return raise_topic(raiser, network, title=title, statement_md="They copy the picture.", **more)


def a_prediction(world: World, slug: str = "s215", **more: Any) -> services.Prediction:
    values: dict[str, Any] = {
        "measure": PredictedMeasure.HALF_MARKS_SHARE,
        "direction": Direction.UP,
        "size": 10.0,
        "presentation_id": world.presentation("18J", slug).id,
        "on": "TMA04 Q1",
    }
    return services.Prediction(**{**values, **more})


def a_proposal(topic: TrickyTopic | None = None, **more: Any) -> services.InterventionProposal:
    values: dict[str, Any] = {
        "title": "Video “Follow the electrons”",
        "kind": InterventionKind.VIDEO,
        "rationale_md": "They would see **where** an arrow starts.",
        "topic_ids": [topic.id] if topic else [],
    }
    return services.InterventionProposal(**{**values, **more})


def an_intervention(
    world: World,
    topic: TrickyTopic | None = None,
    *,
    state: str = "proposed",
    by: str = "amina",
    slug: str = "s215",
    predicted: bool = True,
    **more: Any,
) -> Intervention:
    """Proposed by `by` and taken along the way to `state` by chair and module team."""
    network: LearningNetwork = getattr(world, slug)
    topic = topic or a_topic(world, slug=slug)
    prediction = a_prediction(world, slug) if predicted else None
    proposal = a_proposal(topic, **{"prediction": prediction, **more})
    one = services.propose_intervention(world.actor(by), network, proposal)
    chair = world.actor("dilys" if slug == "s215" else "maud")
    for step in WAY[1 : WAY.index(state) + 1]:
        _step(world, one, step, chair, slug)
    return one


def _step(world: World, one: Intervention, step: str, chair: Any, slug: str) -> None:
    if step == "accepted":
        services.accept(chair, one, "It answers the vote.", VoteStance.AGREES)
    elif step in {"designing", "in_production"}:
        services.move_on(chair, one, "design" if step == "designing" else "produce")
    elif step == "ready":
        because = "" if one.predicted_measure else "It is too small to see."
        services.make_ready(chair, one, not_evaluated_because=because)
    elif step == "live":
        presentation_id = world.presentation("18J", slug).id
        services.go_live(chair, one, presentation_id=presentation_id, live_on=clock.today())

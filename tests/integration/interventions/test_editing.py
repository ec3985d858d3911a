"""Editing: who may when, and what happens to the slower of two."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.interventions import services
from app.interventions.models import Intervention
from tests.factories.interventions import a_proposal, a_topic, an_intervention
from tests.people import World


def url(one: Intervention, step: str = "") -> str:
    return f"/networks/s215/interventions/{one.number}{step}"


def values(one: Intervention, topic_id: int, **more: Any) -> dict[str, Any]:
    return {
        "title": "A better name",
        "kind": "quiz",
        "targets": [f"topic:{topic_id}"],
        "rationale": "Other words.",
        "version": str(one.version),
    } | more


def test_the_proposer_edits_until_the_decision(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, predicted=False)
    amina = as_("amina")
    shown = amina.get(url(one, "/edit"))
    assert shown.values()["title"] == one.title
    page = amina.follow(amina.post(url(one, "/edit"), values(one, topic.id)))
    assert "A better name" in page.text
    assert "Other words." in page.text


def test_after_the_decision_it_is_the_module_teams(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, state="accepted", predicted=False)
    assert as_("amina").get(url(one, "/edit"), strict=False).status == 403
    tomos = as_("tomos")
    assert tomos.post(url(one, "/edit"), values(one, topic.id)).status == 303


def test_colleagues_and_strangers_do_not(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic)
    assert as_("ben").post(url(one, "/edit"), values(one, topic.id)).status == 403
    assert as_("chidi").post(url(one, "/edit"), values(one, topic.id)).status == 404


def test_the_slower_of_two_is_shown_what_changed_and_loses_nothing(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, predicted=False)
    mine = values(one, topic.id, rationale="What I wrote for an hour")
    services.edit_intervention(world.actor("tomos"), one, a_proposal(topic, title="Quicker", rationale_md="Theirs"))
    db.session.commit()
    amina = as_("amina")
    page = amina.post(url(one, "/edit"), mine)
    assert page.status == 409
    assert "What I wrote for an hour" in page.text
    assert "Theirs" in page.text
    again = amina.post(url(one, "/edit"), mine | {"version": page.values()["version"]})
    assert again.status == 303
    assert db.session.get_one(Intervention, one.id).rationale_md == "What I wrote for an hour"


def test_a_change_of_targets_alone_is_a_new_version(world: World) -> None:
    topics = [a_topic(world), a_topic(world, "Point groups")]
    one = an_intervention(world, topics[0], predicted=False)
    seen = one.version
    services.edit_intervention(world.actor("amina"), one, a_proposal(topics[1]), seen_version=seen)
    with pytest.raises(Conflict):
        services.edit_intervention(world.actor("amina"), one, a_proposal(topics[0]), seen_version=seen)


def test_an_agreed_prediction_can_be_changed_but_not_taken_away(world: World) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, state="accepted")
    with pytest.raises(Invalid, match="agreed to this prediction"):
        services.edit_intervention(world.actor("tomos"), one, a_proposal(topic))


def test_a_concluded_one_is_left_alone(world: World, as_: Any) -> None:
    one = an_intervention(world)
    one.state = "adopted"
    db.session.flush()
    assert as_("dilys").get(url(one, "/edit"), strict=False).status == 403

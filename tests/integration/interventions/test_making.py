"""From the chair's yes to students: design, production, ready, live."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Refused
from app.interventions import services
from app.interventions.models import Intervention
from app.topics.models import TrickyTopic
from tests.factories.interventions import a_topic, an_intervention
from tests.people import World


def url(one: Intervention, step: str = "") -> str:
    return f"/networks/s215/interventions/{one.number}{step}"


def test_the_proposer_and_the_module_team_move_it_on(world: World, as_: Any) -> None:
    one = an_intervention(world, state="accepted")
    amina, tomos = as_("amina"), as_("tomos")
    assert "Being designed" in amina.follow(amina.post(url(one, "/design"))).text
    assert "In production" in tomos.follow(tomos.post(url(one, "/produce"))).text


def test_other_members_do_not(world: World, as_: Any) -> None:
    one = an_intervention(world, state="accepted")
    for name in ("ben", "saoirse", "wanda"):
        assert as_(name).post(url(one, "/design")).status == 403
    assert as_("chidi").post(url(one, "/design")).status == 404
    assert one.state == "accepted"


def test_the_steps_have_an_order(world: World, as_: Any) -> None:
    one = an_intervention(world, state="accepted")
    page = as_("tomos").post(url(one, "/produce"))
    assert page.status == 403
    assert "not open now" in page.text


def test_the_chair_approves_it_as_ready(world: World, as_: Any) -> None:
    one = an_intervention(world, state="in_production")
    assert as_("tomos").post(url(one, "/ready")).status == 403
    dilys = as_("dilys")
    assert "Ready." in dilys.follow(dilys.post(url(one, "/ready"))).text


def test_nothing_is_ready_without_a_prediction_or_a_reason(world: World, as_: Any) -> None:
    one = an_intervention(world, state="in_production", predicted=False)
    dilys = as_("dilys")
    page = dilys.post(url(one, "/ready"), {"not_evaluated_because": " "})
    assert page.status == 422
    assert "why it will not be evaluated" in page.text
    page = dilys.follow(dilys.post(url(one, "/ready"), {"not_evaluated_because": "Nobody can count this."}))
    assert "It will not be evaluated, because: Nobody can count this." in page.text


def test_live_names_presentation_day_and_address_and_the_topic_follows(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, state="ready")
    topic.state = "intervention_planned"
    db.session.flush()
    values = {
        "presentation": str(world.presentation("17J").id),
        "live_on": "2018-01-29",
        "url": "https://learn.example.org/video",
    }
    tomos = as_("tomos")
    page = tomos.follow(tomos.post(url(one, "/live"), values))
    assert "Live in 17J since 29 January 2018" in page.text
    assert page.find_all("a", href="https://learn.example.org/video")
    assert db.session.get_one(TrickyTopic, topic.id).state == "intervention_live"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("live_on", "2018-08-01", "still to come"),
        ("live_on", "soon", "Not a valid date"),
        ("url", "javascript:alert(1)", "whole address"),
        ("url", "ftp://example.org/x", "whole address"),
        ("presentation", "999999", "Not a valid choice"),
    ],
)
def test_a_slip_is_told_and_changes_nothing(world: World, as_: Any, field: str, value: str, words: str) -> None:
    one = an_intervention(world, state="ready")
    values = {"presentation": str(world.presentation("17J").id), "live_on": "2018-01-29", "url": ""} | {field: value}
    page = as_("tomos").post(url(one, "/live"), values)
    assert page.status == 422
    assert words in page.text
    assert db.session.get_one(Intervention, one.id).state == "ready"


def test_what_is_ready_waits_on_the_module_teams_home(world: World, as_: Any) -> None:
    an_intervention(world, state="ready", title="Reading an MO diagram")
    assert "Record as live: Reading an MO diagram" in as_("tomos").get("/home").text
    assert "Record as live" not in as_("ben").get("/home").text


def test_only_the_makers_steps_go_by_that_door(world: World) -> None:
    one = an_intervention(world, state="accepted")
    with pytest.raises(Refused, match="chair"):
        services.move_on(world.actor("tomos"), one, "make_ready")

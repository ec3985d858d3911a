"""Agreeing an action: who may, for whom, what is kept, what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.actions import services
from app.actions.models import Action
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from tests.factories.actions import a_draft
from tests.factories.interventions import a_topic, an_intervention
from tests.people import World

NEW = "/networks/s215/actions/new"


def form(world: World, owner: str = "tomos", **more: Any) -> dict[str, Any]:
    return {
        "title": "Record the video",
        "owner": str(getattr(world, owner).id),
        "due_on": (clock.today() + timedelta(days=14)).isoformat(),
        "success_indicator": "Live by week 15",
        "source": "",
    } | more


@pytest.mark.parametrize("name", ["tomos", "dilys", "marek", "saoirse", "wanda"])
def test_those_who_keep_the_register_agree_actions_for_anybody(world: World, as_: Any, name: str) -> None:
    keeper = as_(name)
    page = keeper.follow(keeper.post(NEW, form(world, "ben")))
    assert "Record the video" in page.text
    assert "Ben" in page.text
    assert "3 August 2018" in page.text
    assert "Live by week 15" in page.text


def test_an_al_takes_on_their_own_offer(world: World, as_: Any) -> None:
    one = an_intervention(world)
    amina = as_("amina")
    shown = amina.get(f"{NEW}?intervention={one.number}")
    assert "take actions on yourself" in shown.text
    source = {"source": f"intervention:{one.id}"}
    page = amina.follow(amina.post(NEW, form(world, "amina") | source))
    assert "Video “Follow the electrons”" in page.text


@pytest.mark.parametrize(("owner", "on_intervention"), [("ben", True), ("amina", False)])
def test_an_al_takes_on_nothing_else(world: World, as_: Any, owner: str, on_intervention: bool) -> None:
    one = an_intervention(world)
    source = {"source": f"intervention:{one.id}" if on_intervention else ""}
    assert as_("amina").post(NEW, form(world, owner) | source).status in {403, 422}
    with pytest.raises(Refused, match="own themselves"):
        draft = a_draft(world, owner, intervention_id=one.id if on_intervention else None)
        services.agree_action(world.actor("amina"), world.s215, draft)
    assert db.session.query(Action).count() == 0


def test_an_al_is_offered_only_what_they_may_take_on(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic)
    amina = as_("amina")
    offered = [e.get("value") for e in amina.get(NEW).find_all("option")]
    assert offered == [str(world.amina.id), "", f"intervention:{one.id}"]
    assert "Agree an action" in amina.get(f"/networks/s215/interventions/{one.number}").text
    assert "Agree an action" not in amina.get(f"/networks/s215/topics/{topic.number}").text
    assert "Agree an action" in as_("tomos").get(f"/networks/s215/topics/{topic.number}").text


def test_readers_add_nothing(world: World, as_: Any) -> None:
    for name in ("ravi", "spencer"):
        assert as_(name).get(NEW, strict=False).status == 403
        assert as_(name).post(NEW, form(world)).status == 403


def test_a_stranger_finds_nothing(world: World, as_: Any) -> None:
    assert as_("chidi").get(NEW).status == 404
    assert as_("chidi").post(NEW, form(world)).status == 404


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "fill this in"),
        ({"due_on": "2018-07-01"}, "from today on"),
        ({"due_on": "next week"}, "Not a valid date"),
        ({"success_indicator": " "}, "write something"),
        ({"owner": "999999"}, "Not a valid choice"),
        ({"source": "topic:999999"}, "Not a valid choice"),
    ],
)
def test_a_slip_is_told_and_the_rest_is_kept(world: World, as_: Any, change: dict[str, str], words: str) -> None:
    kept = {"title": "Record the long video", "success_indicator": "Seen by many"}
    page = as_("marek").post(NEW, form(world, **kept) | change)
    assert page.status == 422
    assert words in page.text
    assert "Record the long video" in page.html or "Seen by many" in page.text
    assert db.session.query(Action).count() == 0


def test_an_owner_from_elsewhere_is_refused(world: World, as_: Any) -> None:
    assert as_("marek").post(NEW, form(world, "chidi")).status == 422


def test_a_source_of_another_network_is_refused(world: World, as_: Any) -> None:
    foreign = a_topic(world, "Integration", slug="mst124")
    assert as_("marek").post(NEW, form(world, source=f"topic:{foreign.id}")).status == 422
    assert as_("marek").get(f"{NEW}?topic={foreign.number + 40}").status == 404


def test_a_replayed_form_agrees_once(world: World, as_: Any) -> None:
    marek = as_("marek")
    values = form(world, form_key="the-same")
    assert marek.post(NEW, values).location == marek.post(NEW, values).location
    assert db.session.query(Action).count() == 1


def test_a_form_without_its_token_changes_nothing(world: World, as_: Any) -> None:
    assert as_("marek").post(NEW, form(world), csrf=False).status == 400
    assert db.session.query(Action).count() == 0

"""Working on an action: progress, blocked, done, verified, dropped, critical."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.actions import services
from app.actions.models import Action, ProgressNote
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.networks.models import Membership
from tests.factories.actions import a_draft, an_action
from tests.factories.interventions import an_intervention
from tests.people import World


def url(action: Action, step: str = "") -> str:
    return f"/networks/s215/actions/{action.number}{step}"


def test_the_owner_starts_notes_progress_and_claims_it_done(world: World, as_: Any) -> None:
    action = an_action(world)
    tomos = as_("tomos")
    assert "In progress" in tomos.follow(tomos.post(url(action, "/start"))).text
    assert "Script is written." in tomos.follow(tomos.post(url(action, "/notes"), {"note": "Script is written."})).text
    page = tomos.follow(tomos.post(url(action, "/finish")))
    assert "Done, not yet verified" in page.text
    assert "Waits for the moderator or the chair, to verify it." in page.text


def test_every_form_on_the_page_leads_to_an_address_of_the_page(world: World, as_: Any) -> None:
    action = an_action(world)
    page = as_("marek").get(url(action))
    steps = {e.get("action") for e in page.find_all("form")} - {"/sign-out", "/networks/s215/search"}
    assert steps == {url(action, f"/{step}") for step in ("start", "block", "drop", "notes", "critical")}


def test_a_second_pair_of_eyes_verifies(world: World, as_: Any) -> None:
    action = an_action(world, state="done")
    assert as_("tomos").post(url(action, "/verify")).status == 403
    assert as_("saoirse").post(url(action, "/verify")).status == 403
    marek = as_("marek")
    page = marek.follow(marek.post(url(action, "/verify")))
    assert "Marek" in [e.text for e in page.find_all("dd")]
    assert db.session.get_one(Action, action.id).verified_by_id == world.marek.id


def test_a_moderator_does_not_verify_their_own_claim(world: World, as_: Any) -> None:
    action = an_action(world, owner="marek", state="done")
    page = as_("marek").post(url(action, "/verify"))
    assert page.status == 403
    assert "not what they did themselves" in page.text
    assert as_("dilys").post(url(action, "/verify")).status == 303


def test_unless_the_network_has_no_other(world: World, as_: Any) -> None:
    action = an_action(world, owner="marek", state="done")
    db.session.query(Membership).filter_by(person_id=world.dilys.id).update({"left_at": clock.now()})
    marek = as_("marek")
    page = marek.follow(marek.post(url(action, "/verify")))
    assert "no other moderator or chair" in page.text


def test_a_block_needs_its_reason_and_shows_it(world: World, as_: Any) -> None:
    action = an_action(world)
    tomos = as_("tomos")
    faulty = tomos.post(url(action, "/block"), {"block_reason": ""})
    assert faulty.status == 422
    page = tomos.follow(tomos.post(url(action, "/block"), {"block_reason": "The media queue is full."}))
    assert "Blocked" in page.text
    assert "The media queue is full." in page.text
    page = tomos.follow(tomos.post(url(action, "/unblock")))
    assert "In progress" in page.text
    assert page.text.count("The media queue is full.") == 1, "it stays in the history only"


def test_what_is_sent_back_says_what_is_missing(world: World, as_: Any) -> None:
    action = an_action(world, state="done")
    dilys = as_("dilys")
    page = dilys.follow(dilys.post(url(action, "/send-back"), {"send_back_reason": "The link is dead."}))
    assert "Sent back" in page.text
    assert "The link is dead." in page.text
    assert db.session.get_one(Action, action.id).done_at is None


def test_dropping_is_for_those_who_keep_the_register(world: World, as_: Any) -> None:
    action = an_action(world, owner="ben")
    assert as_("ben").post(url(action, "/drop"), {"drop_reason": "No time."}).status == 403
    marek = as_("marek")
    page = marek.follow(marek.post(url(action, "/drop"), {"drop_reason": "The module ends."}))
    assert "Dropped" in page.text
    assert "The module ends." in page.text


def test_an_al_may_drop_their_own_offer(world: World) -> None:
    one = an_intervention(world)
    action = an_action(world, owner="ben", intervention_id=one.id)
    services.move_action(world.actor("ben"), action, "drop", "I am ill.")
    assert (action.state, action.state_reason) == ("dropped", "I am ill.")


def test_only_the_owner_claims_it_done(world: World, as_: Any) -> None:
    action = an_action(world)
    page = as_("marek").post(url(action, "/finish"))
    assert page.status == 403
    assert "Only its owner" in page.text


def test_colleagues_and_strangers_do_not_touch_it(world: World, as_: Any) -> None:
    action = an_action(world)
    for step in ("start", "finish", "notes", "verify", "critical", "not-critical"):
        assert as_("amina").post(url(action, f"/{step}"), {"note": "x", "critical_reason": "x"}).status == 403
        assert as_("chidi").post(url(action, f"/{step}"), {"note": "x", "critical_reason": "x"}).status == 404
    assert as_("chidi").get(url(action)).status == 404
    assert db.session.query(ProgressNote).count() == 0


def test_steps_need_a_button(world: World, as_: Any) -> None:
    action = an_action(world)
    for step in ("start", "block", "finish", "verify", "drop"):
        assert as_("tomos").get(url(action, f"/{step}"), strict=False).status == 405


def test_an_empty_note_is_refused(world: World, as_: Any) -> None:
    action = an_action(world)
    page = as_("tomos").post(url(action, "/notes"), {"note": "  "})
    assert page.status == 422
    assert db.session.query(ProgressNote).count() == 0


def test_a_person_says_that_a_date_is_critical_and_why(world: World, as_: Any) -> None:
    action = an_action(world)
    assert as_("tomos").post(url(action, "/critical"), {"critical_reason": "Because"}).status == 403
    marek = as_("marek")
    page = marek.follow(marek.post(url(action, "/critical"), {"critical_reason": "The board meets on the 25th."}))
    assert "Critical" in page.text
    assert "The board meets on the 25th." in page.text
    page = marek.follow(marek.post(url(action, "/not-critical")))
    assert "Not marked." in page.text


def test_a_step_that_is_not_open_is_refused(world: World) -> None:
    action = an_action(world, state="verified")
    with pytest.raises(Refused, match="not open now"):
        services.move_action(world.actor("tomos"), action, "start")
    with pytest.raises(Refused, match="no such step"):
        services.move_action(world.actor("tomos"), action, "explode")


def test_an_owner_who_left_sees_it_no_more(world: World, as_: Any) -> None:
    action = an_action(world, owner="ben")
    db.session.query(Membership).filter_by(person_id=world.ben.id).update({"left_at": clock.now()})
    assert as_("ben").post(url(action, "/finish")).status == 404


def test_a_draft_is_due_in_the_future(world: World) -> None:
    assert a_draft(world).due_on == clock.today() + timedelta(days=21)

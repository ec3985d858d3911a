"""Changing what was agreed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.actions import services
from app.actions.models import Action
from app.core import clock
from app.core.db import db
from tests.factories.actions import a_draft, an_action
from tests.factories.interventions import an_intervention
from tests.people import World


def url(action: Action, step: str = "/edit") -> str:
    return f"/networks/s215/actions/{action.number}{step}"


def values(world: World, action: Action, **more: Any) -> dict[str, Any]:
    return {
        "title": action.title,
        "owner": str(action.owner_id),
        "due_on": action.due_on.isoformat(),
        "success_indicator": action.success_indicator,
        "source": "",
        "version": str(action.version),
    } | more


def test_a_new_date_and_owner_leave_a_trace(world: World, as_: Any) -> None:
    action = an_action(world)
    later = (clock.today() + timedelta(days=60)).isoformat()
    marek = as_("marek")
    assert marek.get(url(action)).values()["title"] == action.title
    page = marek.follow(marek.post(url(action), values(world, action, due_on=later, owner=str(world.ben.id))))
    assert "18 September 2018" in page.text
    assert f"Ben, by {later}" in page.text, "the history says who and when, before and after"


def test_the_slower_of_two_is_shown_what_changed_and_loses_nothing(world: World, as_: Any) -> None:
    action = an_action(world)
    mine = values(world, action, success_indicator="What I wrote at length")
    services.edit_action(world.actor("dilys"), action, a_draft(world, title="Quicker"))
    db.session.commit()
    marek = as_("marek")
    page = marek.post(url(action), mine)
    assert page.status == 409
    assert "What I wrote at length" in page.text
    assert "Quicker" in page.text
    again = marek.post(url(action), mine | {"version": page.values()["version"]})
    assert again.status == 303
    assert db.session.get_one(Action, action.id).success_indicator == "What I wrote at length"


def test_an_al_edits_only_their_own_offer(world: World, as_: Any) -> None:
    one = an_intervention(world)
    own = an_action(world, owner="amina", intervention_id=one.id)
    bens = an_action(world, owner="ben", intervention_id=one.id)
    amina = as_("amina")
    source = {"source": f"intervention:{one.id}"}
    assert amina.post(url(own), values(world, own, title="Write the script") | source).status == 303
    assert amina.post(url(own), values(world, own, owner=str(world.ben.id)) | source).status == 422
    assert amina.post(url(bens), values(world, bens) | source).status == 403


def test_an_old_date_may_stay_but_no_new_one_lies_in_the_past(world: World, as_: Any) -> None:
    action = an_action(world, days=-5)
    marek = as_("marek")
    assert marek.post(url(action), values(world, action, title="Another name")).status == 303
    action = db.session.get_one(Action, action.id)
    page = marek.post(url(action), values(world, action, due_on="2018-07-01"))
    assert page.status == 422


def test_a_stranger_and_a_reader_do_not(world: World, as_: Any) -> None:
    action = an_action(world)
    assert as_("chidi").post(url(action), values(world, action)).status == 404
    assert as_("spencer").post(url(action), values(world, action)).status == 403


def test_what_is_settled_is_left_alone(world: World, as_: Any) -> None:
    action = an_action(world, state="verified")
    assert as_("marek").get(url(action), strict=False).status == 403

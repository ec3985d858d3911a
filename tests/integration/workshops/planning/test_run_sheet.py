"""A meeting's run sheet is set before it begins, and kept as a template of the network."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.workshops.models import Phase, SavedTemplate, Workshop
from app.workshops.phases import PhaseKind, PhasePlan
from app.workshops.planning.services.plans import change, plan
from app.workshops.planning.services.run_sheet import drop_template, save_template, set_run_sheet
from tests.factories.workshops import a_plan, a_workshop
from tests.people import World

ONE = "/networks/s215/workshops/1"
SHORT = [
    PhasePlan(PhaseKind.WRAP, "Read back", 5),
    PhasePlan(PhaseKind.COLLECT, "Write", 10),
    PhasePlan(PhaseKind.DISCUSS, "Talk", 30),
]


def sheet(workshop: Workshop) -> list[tuple[str, str, int]]:
    rows = db.session.query(Phase).filter_by(workshop_id=workshop.id).order_by(Phase.ix)
    return [(each.kind, each.title, each.minutes) for each in rows]


def test_phases_stand_in_the_order_of_a_meeting_and_make_its_length(world: World) -> None:
    one = a_workshop(world)
    set_run_sheet(world.actor("marek"), one, SHORT)
    assert sheet(one) == [("collect", "Write", 10), ("discuss", "Talk", 30), ("wrap", "Read back", 5)]
    assert (one.minutes, one.ics_sequence) == (45, 0)


def test_another_length_renews_the_entry_of_those_invited(world: World) -> None:
    one = a_workshop(world, "scheduled")
    set_run_sheet(world.actor("marek"), one, SHORT)
    assert one.ics_sequence == 1


def test_a_change_of_words_keeps_the_run_sheet_and_another_length_stretches_it(world: World) -> None:
    one = a_workshop(world)
    set_run_sheet(world.actor("marek"), one, SHORT)
    change(world.actor("marek"), one, a_plan(title="Other words", minutes=45))
    assert [minutes for _, _, minutes in sheet(one)] == [10, 30, 5]
    change(world.actor("marek"), one, a_plan(minutes=90))
    assert sheet(one) == [("collect", "Write", 20), ("discuss", "Talk", 60), ("wrap", "Read back", 10)]
    change(world.actor("marek"), one, a_plan(template="quick-ideas"))
    assert [kind for kind, _, _ in sheet(one)] == ["collect", "group", "vote", "commit"]


def test_what_is_refused(world: World) -> None:
    one = a_workshop(world)
    with pytest.raises(Invalid):
        set_run_sheet(world.actor("marek"), one, [PhasePlan(PhaseKind.DISCUSS, "Talk", 30)])
    with pytest.raises(Refused, match="Only those who run"):
        set_run_sheet(world.actor("amina"), one, SHORT)
    with pytest.raises(NotFound):
        set_run_sheet(world.actor("chidi"), one, SHORT)
    with pytest.raises(Conflict):
        set_run_sheet(world.actor("marek"), one, SHORT, seen_version=one.version - 1)
    with pytest.raises(Refused, match="has begun"):
        set_run_sheet(world.actor("marek"), a_workshop(world, "live"), SHORT)
    with pytest.raises(Refused, match="no meeting"):
        set_run_sheet(world.actor("marek"), a_workshop(world, template="delphi"), SHORT)


@pytest.mark.parametrize(("collect", "discuss"), [(1, 2), (240, 241)])
def test_a_meeting_is_as_long_as_a_plan_may_be(world: World, collect: int, discuss: int) -> None:
    one = a_workshop(world)
    phases = [PhasePlan(PhaseKind.COLLECT, "Write", collect), PhasePlan(PhaseKind.DISCUSS, "Talk", discuss)]
    with pytest.raises(Invalid) as refused:
        set_run_sheet(world.actor("marek"), one, phases)
    said = f"All phases together are {collect + discuss} minutes. From 5 minutes to 8 hours."
    assert refused.value.fields == {"discuss_minutes": [said]}
    with pytest.raises(Invalid):
        change(world.actor("marek"), one, a_plan(minutes=collect + discuss))


def test_what_a_run_sheet_took_the_plan_takes_as_well(world: World, as_: Any) -> None:
    client = as_("marek")
    a_workshop(world)
    form = client.get(f"{ONE}/run-sheet").values()
    too_short = form | {name: "0" for name in form if name.endswith("_minutes")} | {"collect_minutes": "3"}
    answer = client.post(f"{ONE}/run-sheet", too_short)
    assert answer.status == 422
    assert "All phases together are 3 minutes." in answer.text
    assert client.post(f"{ONE}/run-sheet", too_short | {"collect_minutes": "5"}).status == 303
    assert client.post(f"{ONE}/change", client.get(f"{ONE}/change").values()).status == 303


def test_a_saved_template_is_chosen_for_the_next_workshop(world: World) -> None:
    one = a_workshop(world, catch_up_hours=12, ballot_hours=0)
    set_run_sheet(world.actor("marek"), one, SHORT)
    save_template(world.actor("tomos"), one, "Short and silent")
    saved = db.session.query(SavedTemplate).one()
    two = plan(world.actor("dilys"), world.s215, a_plan(template=f"own-{saved.id}"))
    assert sheet(two) == sheet(one)
    assert (two.minutes, two.catch_up_hours, two.ballot_hours, two.template) == (45, 12, 0, "tricky-topics")
    with pytest.raises(Conflict):
        save_template(world.actor("marek"), one, "Short and silent")
    with pytest.raises(Refused):
        save_template(world.actor("amina"), one, "Amina’s")


def test_another_networks_template_cannot_be_chosen_or_dropped(world: World) -> None:
    save_template(world.actor("marek"), a_workshop(world), "Ours")
    saved = db.session.query(SavedTemplate).one()
    with pytest.raises(Invalid):
        plan(world.actor("maud"), world.mst124, a_plan(template=f"own-{saved.id}"))
    with pytest.raises(NotFound):
        drop_template(world.actor("maud"), world.mst124, saved.id)
    for wrong in ("own-", "own-x", "own-999999999", f"own-{saved.id}-1"):
        with pytest.raises(Invalid):
            plan(world.actor("marek"), world.s215, a_plan(template=wrong))


def test_the_pages_set_keep_choose_and_drop(world: World, as_: Any) -> None:
    a_workshop(world)
    marek = as_("marek")
    values = marek.get(f"{ONE}/run-sheet").values()
    assert values["collect_minutes"] == "8"
    assert values["wrap_minutes"] == "0"
    page = marek.post(f"{ONE}/run-sheet", values | {"group_minutes": "0", "save_as": "Without groups"}, once=False)
    assert "Group 10" not in marek.follow(page).text
    saved = db.session.query(SavedTemplate).one()
    shown = marek.get("/networks/s215/workshops/new")
    assert "Without groups" in shown.text
    assert f"own-{saved.id}" in [e.get("value") for e in shown.find_all("input", type="radio")]
    assert as_("amina").post(f"/networks/s215/workshops/templates/{saved.id}/drop").status == 403
    assert marek.post(f"/networks/s215/workshops/templates/{saved.id}/drop").status == 303
    assert "Without groups" not in marek.get("/networks/s215/workshops/new").text


@pytest.mark.parametrize(
    "wrong", [{"collect_minutes": "-1"}, {"collect_minutes": "x"}, {"group_title": "x" * 61}, {"collect_minutes": "0"}]
)
def test_what_cannot_be_set_is_said(world: World, as_: Any, wrong: dict[str, str]) -> None:
    one = a_workshop(world)
    before = sheet(one)
    marek = as_("marek")
    values = marek.get(f"{ONE}/run-sheet").values()
    assert marek.post(f"{ONE}/run-sheet", values | wrong, once=False).status == 422
    assert sheet(one) == before


def test_the_second_of_two_who_set_it_is_told(world: World, as_: Any) -> None:
    one = a_workshop(world)
    marek = as_("marek")
    values = marek.get(f"{ONE}/run-sheet").values()
    set_run_sheet(world.actor("dilys"), one, SHORT)
    assert marek.post(f"{ONE}/run-sheet", values, once=False).status == 409


def test_a_saved_template_is_looked_at_renamed_and_put_anew(world: World, as_: Any) -> None:
    workshop = a_workshop(world)
    save_template(world.actor("marek"), workshop, "Ours")
    save_template(world.actor("marek"), workshop, "Another")
    db.session.commit()
    ours = db.session.query(SavedTemplate).filter_by(title="Ours").one()
    address = f"/networks/s215/workshops/templates/{ours.id}"
    marek = as_("marek")
    assert "Write in silence 8 minutes" in marek.get(address).text
    assert "a template of that name" in marek.post(address, {"title": "Another"}).text
    assert marek.post(address, {"title": ""}).status == 422
    assert marek.post(address, {"title": "Ours, short"}).status == 303
    assert "Ours, short" in marek.get("/networks/s215/workshops/new").text
    assert as_("amina").get(address).status == 403
    values = marek.get(f"{ONE}/run-sheet").values() | {"group_minutes": "0", "save_as": "Ours, short"}
    values.pop("in_place")
    taken = marek.post(f"{ONE}/run-sheet", values, once=False)
    assert taken.status == 409
    values["form_key"] = taken.values()["form_key"]
    assert marek.post(f"{ONE}/run-sheet", values | {"in_place": "y"}, once=False).status == 303
    db.session.expire_all()
    assert "group" not in {kind for kind, *_ in ours.phases}
    assert db.session.query(SavedTemplate).count() == 2

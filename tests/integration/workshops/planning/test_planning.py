"""Planning a workshop: who may, what is copied from the template, what a change does and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.workshops.models import (
    Anonymity,
    Answer,
    Channel,
    Contribution,
    ContributionKind,
    Part,
    Phase,
    Workshop,
    WorkshopMember,
)
from app.workshops.phases import TEMPLATES, stretched
from app.workshops.planning.services.plans import Plan, change, plan
from tests.factories.workshops import a_plan, a_workshop, next_week
from tests.people import World


def phases(workshop: Workshop) -> list[tuple[str, int]]:
    rows = db.session.query(Phase).filter_by(workshop_id=workshop.id).order_by(Phase.ix)
    return [(each.kind, each.minutes) for each in rows]


def seats(workshop: Workshop) -> dict[int, tuple[Part, Answer | None]]:
    rows = db.session.query(WorkshopMember).filter_by(workshop_id=workshop.id)
    return {each.person_id: (each.part, each.answer) for each in rows}


@pytest.mark.parametrize("name", ["tomos", "dilys", "marek"])
def test_chair_moderator_and_module_team_plan_and_facilitate(world: World, name: str) -> None:
    made = plan(world.actor(name), world.s215, a_plan())
    assert (made.number, made.state) == (1, "draft")
    assert seats(made) == {getattr(world, name).id: (Part.FACILITATOR, Answer.YES)}
    assert phases(made) == [(each.kind.value, each.minutes) for each in TEMPLATES["tricky-topics"].phases]
    assert (made.minutes, made.catch_up_hours, made.ballot_hours) == (60, 48, 72)
    assert made.anonymity is Anonymity.UNATTRIBUTED


@pytest.mark.parametrize("name", ["amina", "saoirse", "wanda", "ravi", "spencer"])
def test_others_do_not_plan(world: World, name: str) -> None:
    with pytest.raises(Refused, match="module team"):
        plan(world.actor(name), world.s215, a_plan())


def test_for_a_stranger_there_is_nothing_to_plan_or_change(world: World) -> None:
    one = a_workshop(world)
    for name in ("chidi", "maud", "ada"):
        with pytest.raises(NotFound):
            plan(world.actor(name), world.s215, a_plan())
        with pytest.raises(NotFound):
            change(world.actor(name), one, a_plan())


def test_a_workshop_without_a_meeting_has_no_phases_and_no_length(world: World) -> None:
    made = plan(world.actor("dilys"), world.s215, a_plan(template="delphi", starts_at=None, minutes=30))
    assert (phases(made), made.minutes, made.catch_up_hours) == ([], 0, 72)


def test_phases_are_stretched_to_the_length_that_was_asked_for(world: World) -> None:
    made = plan(world.actor("dilys"), world.s215, a_plan(minutes=120))
    assert sum(minutes for _, minutes in phases(made)) == made.minutes == 120
    assert min(each.minutes for each in stretched(TEMPLATES["1-2-4-all"].phases, 5)) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"call_url": "javascript:alert(1)"}, "call_url"),
        ({"call_url": "https://exa mple.org/x"}, "call_url"),
        ({"call_url": "https://[half"}, "call_url"),
        ({"template": "no-such"}, "template"),
    ],
)
def test_what_cannot_be_planned_is_told_at_its_field(world: World, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        plan(world.actor("dilys"), world.s215, a_plan(**wrong))
    assert list(told.value.fields) == [field]
    with pytest.raises(Invalid, match="not saved"):
        plan(world.actor("dilys"), world.s215, a_plan(starts_at=next_week() - timedelta(days=8)))


def test_a_change_before_anybody_is_invited_renews_no_calendar_entry(world: World) -> None:
    one = a_workshop(world)
    change(world.actor("marek"), one, a_plan(title="Another title", template="quick-ideas"))
    assert (one.title, one.ics_sequence) == ("Another title", 0)
    assert phases(one) == [(each.kind.value, each.minutes) for each in TEMPLATES["quick-ideas"].phases]


def test_a_new_time_renews_the_entry_and_asks_again(world: World) -> None:
    one = a_workshop(world, "scheduled")
    db.session.query(WorkshopMember).filter_by(workshop_id=one.id).update({"answer": Answer.YES})
    change(world.actor("marek"), one, a_plan(starts_at=next_week() + timedelta(hours=1)))
    assert one.ics_sequence == 1
    assert {each for _, each in seats(one).values()} == {Answer.YES, None}
    assert seats(one)[world.marek.id] == (Part.FACILITATOR, Answer.YES)


def test_a_new_place_renews_the_entry_and_keeps_the_answers(world: World) -> None:
    one = a_workshop(world, "scheduled")
    db.session.query(WorkshopMember).filter_by(workshop_id=one.id).update({"answer": Answer.YES})
    change(world.actor("marek"), one, a_plan(call_url="https://teams.example.org/l/1"))
    assert one.ics_sequence == 1
    assert {each for _, each in seats(one).values()} == {Answer.YES}
    change(world.actor("marek"), one, a_plan(call_url="https://teams.example.org/l/1", purpose="Other words."))
    assert one.ics_sequence == 1


def test_the_second_of_two_editors_is_shown_what_stands(world: World) -> None:
    one = a_workshop(world)
    seen = one.version
    change(world.actor("marek"), one, a_plan(title="First"), seen_version=seen)
    with pytest.raises(Conflict) as told:
        change(world.actor("dilys"), one, a_plan(title="Second"), seen_version=seen)
    assert told.value.current["title"] == "First"


def test_once_the_meeting_began_time_and_template_stand(world: World) -> None:
    one = a_workshop(world, "live")
    with pytest.raises(Invalid) as told:
        change(world.actor("marek"), one, a_plan(template="quick-ideas", starts_at=next_week() + timedelta(days=1)))
    assert set(told.value.fields) == {"template", "starts_on"}
    kept = Plan(title="New words", purpose="p", starts_at=one.starts_at, call_url="https://teams.example.org/2")
    assert change(world.actor("marek"), one, kept).call_url == "https://teams.example.org/2"


@pytest.mark.parametrize("state", ["closed", "published", "cancelled"])
def test_what_is_over_is_not_changed(world: World, state: str) -> None:
    one = a_workshop(world, state)
    with pytest.raises(Refused, match="plan stands"):
        change(world.actor("marek"), one, a_plan())


@pytest.mark.parametrize(
    ("before", "after", "accepted"),
    [
        (Anonymity.NAMED, Anonymity.HIDDEN, True),
        (Anonymity.NAMED, Anonymity.UNATTRIBUTED, False),
        (Anonymity.UNATTRIBUTED, Anonymity.NAMED, False),
        (Anonymity.HIDDEN, Anonymity.NAMED, False),
    ],
)
def test_the_promise_stands_once_somebody_wrote(
    world: World, before: Anonymity, after: Anonymity, accepted: bool
) -> None:
    one = a_workshop(world, "collecting", anonymity=before)
    change(world.actor("marek"), one, a_plan(anonymity=Anonymity.NAMED, starts_at=one.starts_at))  # still free
    change(world.actor("marek"), one, a_plan(anonymity=before, starts_at=one.starts_at))
    card = Contribution(
        workshop_id=one.id, kind=ContributionKind.IDEA, text="x", channel=Channel.BEFORE, at=one.created_at
    )
    db.session.add(card)
    db.session.commit()
    wanted = a_plan(anonymity=after, starts_at=one.starts_at)
    if accepted:
        assert change(world.actor("marek"), one, wanted).anonymity is after
        return
    with pytest.raises(Invalid) as told:
        change(world.actor("marek"), one, wanted)
    assert "anonymity" in told.value.fields

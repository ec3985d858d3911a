"""A chair who is away names a deputy, who chairs until a day; nothing waits for nobody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.networks.deputies.services import end_deputies, name_deputy
from app.networks.models import Role
from app.networks.queries import members, network
from app.networks.services import invite, leave, remove_member
from app.standing.queries import waiting_for
from app.standing.waits import Kind
from app.topics.services.moving import put_in_state
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic
from tests.people import IDS, World

PAGE = "/networks/s215/members/deputy"


def in_days(days: int) -> Any:
    return clock.today() + timedelta(days=days)


def named(world: World, person_id: int, until_on: Any) -> None:
    dilys = world.actor("dilys")
    name_deputy(dilys, network("s215", seen_by=dilys), person_id, until_on)


def test_the_deputy_chairs_until_the_day_is_over(world: World, mailbox: list[Any]) -> None:
    topic = a_topic(world)
    put_in_state(world.actor("dilys"), topic, "shortlist", "shortlisted", "")
    named(world, IDS["tomos"], in_days(10))
    db.session.flush()
    tomos = world.actor("tomos")
    assert tomos.roles_in(world.s215.id) == {Role.MODULE_TEAM, Role.CHAIR}
    for who in ("tomos", "dilys"):
        assert (Kind.TOPIC, topic.id) in {(e.kind, e.id) for e in waiting_for(seen_by=world.actor(who))}
    with clock.standing_at(clock.now() + timedelta(days=10)):
        assert end_deputies() == 0
    with clock.standing_at(clock.now() + timedelta(days=11)):
        assert (end_deputies(), end_deputies()) == (1, 0)
        db.session.flush()
        assert world.actor("tomos").roles_in(world.s215.id) == {Role.MODULE_TEAM}
        named(world, IDS["tomos"], in_days(3))
        db.session.flush()
        assert Role.CHAIR in world.actor("tomos").roles_in(world.s215.id), "and again"


def test_a_deputy_does_not_let_the_only_chair_go(world: World) -> None:
    named(world, IDS["tomos"], in_days(10))
    db.session.flush()
    with pytest.raises(Refused, match="needs its chair"):
        leave(world.actor("dilys"), world.s215, withhold_name=False)


def test_a_deputy_makes_nobody_chair_and_stays_no_longer(world: World) -> None:
    named(world, IDS["tomos"], in_days(10))
    db.session.flush()
    tomos = world.actor("tomos")
    here = network("s215", seen_by=tomos)
    for person in ("tomos", "ben"):
        with pytest.raises(Refused, match="makes nobody chair"):
            name_deputy(tomos, here, IDS[person], in_days(300))
        with pytest.raises(Refused, match="makes nobody chair"):
            invite(tomos, here, email=f"{person}@example.org", name=person, role=Role.CHAIR)
    (chair,) = [each for each in members(here, seen_by=tomos) if each.person_id == IDS["dilys"]]
    with pytest.raises(Refused, match="makes nobody chair"):
        remove_member(tomos, here, chair.id, "I take over")


def test_a_deputy_whom_the_chair_makes_chair_holds_it_for_good(world: World) -> None:
    world.tomos.password_hash = "they have begun"
    named(world, IDS["tomos"], in_days(10))
    dilys = world.actor("dilys")
    invite(dilys, network("s215", seen_by=dilys), email="tomos@example.org", name="Tomos", role=Role.CHAIR)
    db.session.flush()
    with clock.standing_at(clock.now() + timedelta(days=11)):
        assert end_deputies() == 0


@pytest.mark.parametrize(("who", "days"), [("tomos", -1), ("tomos", 400), ("chidi", 5)])
def test_who_and_until_when(world: World, who: str, days: int) -> None:
    with pytest.raises(Invalid):
        named(world, IDS[who], in_days(days))


def test_only_a_chair_names_one_and_no_chair_is_named(world: World) -> None:
    with pytest.raises(Refused, match="chairs this network already"):
        named(world, IDS["dilys"], in_days(5))
    for who in ("marek", "tomos"):
        with pytest.raises(Refused, match="Only the chair names a deputy"):
            name_deputy(world.actor(who), world.s215, IDS["ben"], in_days(5))


def test_the_pages(as_: Any) -> None:
    dilys = as_("dilys")
    assert dilys.get("/networks/s215/members").find_all("a", href=PAGE)
    nobody = dilys.post(PAGE, {"person_id": "0", "until_on": in_days(9).isoformat()})
    assert (nobody.status, "Please choose a member" in nobody.text) == (422, True)
    assert "last day" in dilys.post(PAGE, {"person_id": str(IDS["tomos"]), "until_on": ""}).text
    answer = dilys.post(PAGE, {"person_id": str(IDS["tomos"]), "until_on": in_days(9).isoformat()})
    assert answer.status == 303
    assert "Deputy until" in as_("amina").get("/networks/s215/members").text
    assert as_("marek").get(PAGE).status == 403
    assert as_("maud").get(PAGE).status == 404


def test_whoever_goes_is_shown_what_they_leave(world: World, as_: Any) -> None:
    an_action(world, title="Record the video")
    db.session.commit()
    assert "Record the video" in as_("tomos").get("/networks/s215/members").text
    assert "falls to the moderator" not in as_("ben").get("/networks/s215/members").text
    leave(world.actor("tomos"), world.s215, withhold_name=False)
    db.session.commit()
    assert "give it to another owner" in as_("marek").get("/home").text


def test_a_deputy_goes_before_their_time(world: World) -> None:
    named(world, IDS["tomos"], in_days(10))
    named(world, IDS["tomos"], in_days(20))  # another day is no other letter
    db.session.flush()
    dilys = world.actor("dilys")
    here = network("s215", seen_by=dilys)
    (deputy,) = [each for each in members(here, seen_by=dilys) if each.until_on]
    assert deputy.until_on == in_days(20)
    remove_member(dilys, here, deputy.id, "I am back")
    named(world, IDS["ben"], in_days(10))
    db.session.flush()
    leave(world.actor("ben"), here, withhold_name=False)
    assert [each.person_id for each in members(here, seen_by=dilys) if each.role is Role.CHAIR] == [IDS["dilys"]]

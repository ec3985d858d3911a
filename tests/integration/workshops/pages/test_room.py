"""The room as its people see it: where it is, what they may do, and a view of one's own that nobody is dragged from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.workshops.models import Part, Workshop, WorkshopEvent, WorkshopMember
from app.workshops.participants.services.invitations import invite
from app.workshops.room.services import moves
from tests.client import Page, StrictClient
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, World

As = Callable[[str | None], StrictClient]
ROOM = "/networks/s215/workshops/1/room"
LOBBY, COLLECT, REVEAL, GROUP, VOTE, DISCUSS, COMMIT = range(7)


@pytest.fixture
def made(world: World) -> Workshop:
    """A meeting in its lobby: Marek facilitates, Tomos helps, Amina and Ben take part, Saoirse observes."""
    one = a_workshop(world, "collecting")
    invite(world.actor("marek"), one, [world.tomos.id], Part.CO_FACILITATOR)
    invite(world.actor("marek"), one, [world.saoirse.id], Part.OBSERVER)
    moves.step(world.actor("marek"), one, "start")
    db.session.commit()
    return one


def move_to(world: World, one: Workshop, ix: int) -> None:
    moves.move_room(world.actor("marek"), one, ix)
    db.session.commit()


def press(client: StrictClient, step: str, page: Page | None = None, **more: str) -> Page:
    """Press a button of the room on this page, or on the room as it is now."""
    version = (page or client.get(ROOM)).values().get("version", "")
    return client.post(f"{ROOM}/{step}", {"version": version, **more})


def buttons(page: Page) -> set[str]:
    return {"".join(each.itertext()).strip() for each in page.find_all("button")}


def test_the_lobby_says_what_will_happen(as_: As, made: Workshop) -> None:
    page = as_("amina").get(ROOM)
    assert "Agree on three Tricky Topics." in page.text
    assert "Nobody reads another’s before the reveal." in page.text
    assert "Phase 1 of 7 Arrive" in page.text
    assert "5 minutes left" in page.text
    assert "No name is stored with a card" in page.text


def test_strangers_find_no_room_and_who_is_not_invited_is_told(as_: As, made: Workshop) -> None:
    assert as_("chidi").get(ROOM).status == 404
    assert as_("chidi").get(f"{ROOM}/now").status == 404
    refused = as_("ravi").get(ROOM)
    assert refused.status == 403
    assert "Ask the facilitator" in refused.text


def test_participants_see_no_step_of_the_room(as_: As, made: Workshop) -> None:
    page = as_("amina").get(ROOM)
    assert "Marek moves the room." in page.text
    assert not {"On to Write in silence", "Take over the room", "Go here"} & buttons(page)
    assert as_("amina").post(f"{ROOM}/next").status == 403


def test_the_facilitator_moves_the_room(as_: As, made: Workshop) -> None:
    marek = as_("marek")
    page = marek.follow(press(marek, "next"))
    assert "Phase 2 of 7 Write in silence" in page.text


def test_of_two_who_press_next_at_once_the_second_is_told(as_: As, made: Workshop) -> None:
    marek = as_("marek")
    seen = marek.get(ROOM)
    assert press(marek, "next", seen).status == 303
    late = press(marek, "next", seen)
    assert late.status == 409
    assert "Your step was not taken" in late.text
    assert "It is at “Write in silence” now" in late.text
    assert "Phase 2 of 7" in marek.get(ROOM).text


@pytest.mark.parametrize("step", ["next", "back", "extend", "pause", "resume", "all-cards"])
@pytest.mark.parametrize("says", [True, False])
def test_a_press_on_a_page_of_an_earlier_phase_does_nothing_to_this_one(
    as_: As, made: Workshop, step: str, says: bool
) -> None:
    marek = as_("marek")
    seen = marek.get(ROOM).values()["version"]
    for _ in range(2):
        press(marek, "next")
    before = marek.get(f"{ROOM}/now").answer.get_json()
    late = marek.post(f"{ROOM}/{step}", {"version": seen, "ix": "0"} if says else {"ix": "0"})
    assert late.status == (409 if says else 400)
    assert "Your step was not taken" in late.text
    after = marek.get(f"{ROOM}/now").answer.get_json()
    assert {name: after[name] for name in ("phase", "ends_at", "seconds_left")} == {
        name: before[name] for name in ("phase", "ends_at", "seconds_left")
    }


def test_a_co_facilitator_takes_over_in_so_many_words(as_: As, made: Workshop) -> None:
    tomos = as_("tomos")
    before = tomos.get(ROOM)
    assert "Take over the room" in buttons(before)
    assert "On to Write in silence" not in buttons(before)
    after = tomos.follow(press(tomos, "take-over", before))
    assert "On to Write in silence" in buttons(after)
    assert "Tomos moves the room." in as_("marek").get(ROOM).text


def test_the_clock_is_text_and_can_be_held(as_: As, made: Workshop) -> None:
    marek = as_("marek")
    assert "6 minutes left" in marek.follow(press(marek, "extend")).text
    assert "The clock is stopped: 6 minutes left" in marek.follow(press(marek, "pause")).text
    with clock.standing_at(FRIDAY + timedelta(minutes=20)):
        assert "6 minutes left" in marek.follow(press(marek, "resume")).text
    with clock.standing_at(FRIDAY + timedelta(minutes=30)):
        assert "Time is up" in marek.get(ROOM).text


def test_a_participant_stays_at_an_earlier_phase_and_is_told_where_the_room_is(
    as_: As, world: World, made: Workshop
) -> None:
    move_to(world, made, VOTE)
    page = as_("amina").get(f"{ROOM}?phase={COLLECT}")
    assert "The room is now at Straw vote. You look at Write in silence. Follow" in page.text
    follow = next(each for each in page.find_all("a") if each.text == "Follow")
    assert follow.get("href") == ROOM


def test_only_those_who_run_it_look_ahead_and_the_room_stays(as_: As, made: Workshop) -> None:
    ahead = as_("marek").get(f"{ROOM}?phase={COMMIT}")
    assert "You look ahead: nobody else sees this. The room is at Arrive." in ahead.text
    assert "You look ahead" not in as_("amina").get(f"{ROOM}?phase={COMMIT}").text
    assert "Welcome" in as_("amina").get(f"{ROOM}?phase={COMMIT}").text
    assert as_("amina").get(f"{ROOM}?phase=soon").status == 200


def test_being_ready_is_counted(as_: As, made: Workshop) -> None:
    amina = as_("amina")
    page = amina.follow(press(amina, "ready", ix=str(LOBBY)))
    assert "You are ready for the next step." in page.text
    assert "1 ready" in page.text
    assert "0 ready" in amina.follow(press(amina, "not-ready", ix=str(LOBBY))).text


def test_observers_are_not_waited_for(as_: As, made: Workshop) -> None:
    page = as_("saoirse").get(ROOM)
    assert "of 4 here" in page.text
    assert "I am ready" not in buttons(page)
    assert as_("saoirse").post(f"{ROOM}/ready", {"ix": "0"}).status == 403


def test_being_here_is_kept_without_a_time(as_: As, world: World, made: Workshop) -> None:
    amina = as_("amina")
    assert "1 of 4 here" in amina.follow(press(amina, "arrive")).text
    row = db.session.query(WorkshopMember).filter_by(workshop_id=made.id, person_id=world.amina.id).one()
    assert row.attended


@pytest.mark.parametrize("state", ["draft", "catch_up", "final_ballot", "closed", "published", "cancelled"])
def test_where_there_is_no_room_people_are_led_on(as_: As, world: World, state: str) -> None:
    a_workshop(world, state)
    page = as_("amina").get(ROOM)
    ways = {"catch_up": "/board", "final_ballot": "/ballot", "closed": "/results", "published": "/write-up"}
    assert page.status == 302
    assert page.location.endswith("/workshops/1" + ways.get(state, ""))


def test_every_phase_has_its_page(as_: As, world: World, made: Workshop) -> None:
    for ix in range(len(made.phases)):
        move_to(world, made, ix)
        for name in ("amina", "marek", "saoirse"):
            page = as_(name).get(ROOM)
            assert f"Phase {ix + 1} of 7" in page.text


def test_the_script_gets_the_part_that_changes_alone(as_: As, made: Workshop) -> None:
    part = as_("amina").get(ROOM, headers={"HX-Request": "true"})
    assert part.html.lstrip().startswith('<div class="room"')
    assert "<html" not in part.html


def test_now_says_where_the_room_is_in_numbers_only(as_: As, world: World, made: Workshop) -> None:
    said = as_("amina").get(f"{ROOM}/now").answer.get_json()
    assert said["phase"] == {"ix": 0, "kind": "lobby", "title": "Arrive"}
    assert said["ends_at"] == (FRIDAY + timedelta(minutes=5)).isoformat()
    assert said["server_now"] == FRIDAY.isoformat()
    assert said["counts"] == {"people": 4, "here": 0, "ready": 0, "cards": 0}
    assert said["seq"] == made.seq


def test_the_meeting_is_ended_from_the_room(as_: As, made: Workshop) -> None:
    marek = as_("marek")
    page = marek.get(ROOM)
    assert "Open the board for additions" in buttons(page)
    ended = marek.post("/networks/s215/workshops/1/steps/catch_up", {"version": page.values()["version"]})
    assert ended.location.endswith("/workshops/1")
    late = marek.post("/networks/s215/workshops/1/steps/close", {"version": page.values()["version"]})
    assert late.status == 409


@pytest.mark.parametrize("body", [{"ix": "99"}, {"ix": "-1"}, {"ix": "x"}, {}])
def test_a_jump_to_nowhere_is_refused(as_: As, made: Workshop, body: dict[str, str]) -> None:
    assert press(as_("marek"), "jump", **body).status in {403, 422}
    assert as_("marek").post(f"{ROOM}/dance").status == 404


CANARY = "Kanarienvogel"


def test_before_the_reveal_others_words_are_in_nothing_that_is_sent(as_: As, world: World) -> None:
    """Not to those who run it either, and not when they look ahead to phases that will show cards."""
    one = a_workshop(world, "collecting")
    moves.step(world.actor("marek"), one, "start")
    db.session.commit()
    card = {"kind": "idea", "text": f"{CANARY} in the mine", "made_for": "unattributed"}
    for ix in (LOBBY, COLLECT):
        move_to(world, one, ix)
        as_("amina").post(f"{ROOM.removesuffix('room')}cards", card | {"command_key": f"key-of-phase-{ix}"}, once=False)
        for name in ("ben", "marek"):
            views = [f"{ROOM}?phase={each}" for each in range(len(one.phases))] if name == "marek" else [ROOM]
            for address in (*views, f"{ROOM}/now", ROOM.removesuffix("/room"), "/home"):
                assert CANARY not in as_(name).get(address).html, (name, address)
    payloads = db.session.scalars(select(WorkshopEvent.payload).where(WorkshopEvent.workshop_id == one.id))
    assert CANARY not in "".join(map(repr, payloads))
    assert as_("ben").get(f"{ROOM}/now").answer.get_json()["counts"]["cards"] == 2
    move_to(world, one, REVEAL)
    assert CANARY in as_("ben").get(ROOM).html, "the canary can sing"

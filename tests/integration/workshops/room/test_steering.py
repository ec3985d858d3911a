"""Those who run a workshop move it and its room; of two at once one is told; going back deletes nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, NotFound, Refused
from app.core.events import announce
from app.workshops.events import WorkshopMoved
from app.workshops.models import Part, Phase, Workshop, WorkshopEvent, WorkshopMember
from app.workshops.participants.services.invitations import invite
from app.workshops.phases import PhaseKind
from app.workshops.queries import workshop as read_workshop
from app.workshops.room.services import attendance, consequences, phase_clock
from app.workshops.room.services import moves as steering
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, World

LOBBY, COLLECT, REVEAL, GROUP, VOTE, DISCUSS, COMMIT = range(7)
Moves = list[tuple[str, str]]


def live(world: World) -> Workshop:
    """A meeting under way in its first phase: Marek facilitates, Tomos helps, Amina and Ben take part."""
    made = a_workshop(world, "collecting")
    invite(world.actor("marek"), made, [world.tomos.id], Part.CO_FACILITATOR)
    steering.step(world.actor("marek"), made, "start")
    db.session.commit()
    return made


def log(workshop: Workshop) -> list[str]:
    found = select(WorkshopEvent.kind).where(WorkshopEvent.workshop_id == workshop.id).order_by(WorkshopEvent.seq)
    return list(db.session.scalars(found))


def present(workshop: Workshop) -> Phase:
    assert workshop.phase_ix is not None
    return workshop.phases[workshop.phase_ix]


@pytest.fixture
def moves(monkeypatch: pytest.MonkeyPatch) -> Moves:
    """What followed the moves into, out of and back behind grouping and the straw vote."""
    told: Moves = []

    def watch(name: str, what: str) -> None:
        follows = getattr(consequences, name)

        def called(workshop: Workshop, phase: Phase) -> None:
            if phase.kind in {PhaseKind.GROUP, PhaseKind.VOTE}:
                told.append((what, phase.kind))
            follows(workshop, phase)

        monkeypatch.setattr(consequences, name, called)

    watch("entered", "enter")
    watch("left", "leave")
    watch("left_back", "back")
    return told


def test_starting_opens_the_first_phase_with_its_clock(world: World) -> None:
    made = live(world)
    assert (made.state, made.phase_ix, made.facilitator_id) == ("live", LOBBY, world.marek.id)
    assert present(made).ends_at == FRIDAY + timedelta(minutes=5)
    assert log(made)[-1] == "workshop.moved"


def test_a_move_is_told_to_the_features_above(world: World) -> None:
    heard: list[WorkshopMoved] = []
    from_here = announce.__globals__["_listeners"][WorkshopMoved]
    from_here.append(heard.append)
    try:
        made = live(world)
    finally:
        from_here.remove(heard.append)
    assert [(each.before, each.after, each.workshop_id) for each in heard] == [("collecting", "live", made.id)]


def test_whoever_only_takes_part_moves_nothing(world: World) -> None:
    made = live(world)
    with pytest.raises(Refused, match="Only those who run"):
        steering.step(world.actor("amina"), made, "catch_up")
    with pytest.raises(Refused, match="Only the facilitator"):
        steering.move_room(world.actor("amina"), made, "next")
    with pytest.raises(Refused):
        attendance.take_over(world.actor("amina"), made)
    with pytest.raises(NotFound):
        steering.move_room(world.actor("chidi"), made, "next")


def test_what_follows_a_move_is_done_when_the_room_moves_on(world: World, moves: Moves) -> None:
    made, marek = live(world), world.actor("marek")
    steering.move_room(marek, made, GROUP)
    steering.move_room(marek, made, "next")
    steering.move_room(marek, made, "next")
    assert moves == [("enter", "group"), ("leave", "group"), ("enter", "vote"), ("leave", "vote")]
    assert made.phases[VOTE].ends_at is None
    assert present(made).ends_at == FRIDAY + timedelta(minutes=15)


def test_going_back_voids_what_was_decided_behind(world: World, moves: Moves) -> None:
    made, marek = live(world), world.actor("marek")
    for ix in (GROUP, VOTE, DISCUSS, GROUP):
        steering.move_room(marek, made, ix)
    assert moves[-2:] == [("back", "vote"), ("enter", "group")]
    assert made.phases[VOTE].opened_at is None
    moves.clear()
    steering.move_room(marek, made, "back")
    assert moves == [("back", "group")], "the vote was void already"


def test_ending_the_meeting_in_a_vote_closes_it(world: World, moves: Moves) -> None:
    made, marek = live(world), world.actor("marek")
    steering.move_room(marek, made, VOTE)
    steering.step(marek, made, "catch_up")
    assert moves[-1] == ("leave", "vote")
    assert (made.phase_ix, made.closes_at) == (None, FRIDAY + timedelta(hours=48))


def test_the_ends_of_the_run_sheet(world: World) -> None:
    made, marek = live(world), world.actor("marek")
    with pytest.raises(Refused, match="first phase"):
        steering.move_room(marek, made, "back")
    steering.move_room(marek, made, COMMIT)
    with pytest.raises(Refused, match="last phase"):
        steering.move_room(marek, made, "next")


def test_going_where_the_room_is_changes_nothing(world: World) -> None:
    made = live(world)
    before = log(made)
    steering.move_room(world.actor("marek"), made, LOBBY)
    assert log(made) == before


def test_a_second_facilitator_who_saw_an_older_page_is_told(world: World) -> None:
    made, marek = live(world), world.actor("marek")
    seen = made.version
    steering.move_room(marek, made, "next", seen_version=seen)
    with pytest.raises(Conflict) as told:
        steering.move_room(marek, made, "next", seen_version=seen)
    assert told.value.current == {"state": "live", "phase": "Write in silence"}
    assert made.phase_ix == COLLECT


def test_the_clock_is_extended_stopped_and_runs_on(world: World) -> None:
    made, marek = live(world), world.actor("marek")
    phase_clock.extend(marek, made)
    assert present(made).ends_at == FRIDAY + timedelta(minutes=6)
    with clock.standing_at(FRIDAY + timedelta(minutes=2)):
        phase_clock.stop_clock(marek, made)
        assert (present(made).ends_at, present(made).seconds_left) == (None, 240)
        phase_clock.extend(marek, made)
        assert present(made).seconds_left == 300
    with clock.standing_at(FRIDAY + timedelta(minutes=30)):
        phase_clock.resume_clock(marek, made)
        assert present(made).ends_at == FRIDAY + timedelta(minutes=35)


def test_a_minute_after_time_counts_from_now(world: World) -> None:
    made = live(world)
    with clock.standing_at(FRIDAY + timedelta(minutes=20)):
        phase_clock.extend(world.actor("marek"), made)
    assert present(made).ends_at == FRIDAY + timedelta(minutes=21)


def test_a_co_facilitator_takes_over_and_the_first_may_take_it_back(world: World) -> None:
    made, marek, tomos = live(world), world.actor("marek"), world.actor("tomos")
    with pytest.raises(Refused, match="Only the facilitator") as told:
        steering.move_room(tomos, made, "next")
    assert told.value.help_text == "A co-facilitator may take over first."
    attendance.take_over(tomos, made)
    steering.move_room(tomos, made, "next")
    with pytest.raises(Refused):
        steering.move_room(marek, made, "next")
    attendance.take_over(marek, made)
    assert steering.move_room(marek, made, "next").kind == PhaseKind.REVEAL


def test_taking_over_what_somebody_just_took_is_a_conflict(world: World) -> None:
    made = live(world)
    seen = made.version
    attendance.take_over(world.actor("tomos"), made, seen_version=seen)
    with pytest.raises(Conflict):
        attendance.take_over(world.actor("marek"), made, seen_version=seen)


def test_ready_counts_for_the_phase_in_which_it_was_said(world: World) -> None:
    made = live(world)
    assert attendance.set_ready(world.actor("amina"), made, LOBBY) == 1
    assert attendance.set_ready(world.actor("amina"), made, LOBBY) == 1
    assert attendance.set_ready(world.actor("ben"), made, LOBBY) == 2
    assert attendance.set_ready(world.actor("ben"), made, LOBBY, ready=False) == 1
    assert log(made).count("room.ready") == 3
    steering.move_room(world.actor("marek"), made, "next")
    assert attendance.set_ready(world.actor("ben"), made, COLLECT) == 1
    for ready in (True, False):  # sent from a page of the phase before
        with pytest.raises(Conflict):
            attendance.set_ready(world.actor("ben"), made, LOBBY, ready=ready)
    assert attendance.set_ready(world.actor("ben"), made, COLLECT) == 1


def test_arriving_is_noted_once_and_only_while_live(world: World) -> None:
    early = a_workshop(world, "collecting")
    attendance.arrive(world.actor("amina"), early)
    made = live(world)
    for _ in range(2):
        attendance.arrive(world.actor("amina"), made)
    attended = select(WorkshopMember.workshop_id).where(WorkshopMember.attended)
    assert list(db.session.scalars(attended)) == [made.id]
    assert log(made).count("room.arrived") == 1


def test_reopening_says_why(world: World) -> None:
    made = a_workshop(world, "closed")
    with pytest.raises(Refused, match="say why"):
        steering.step(world.actor("marek"), made, "reopen")
    steering.step(world.actor("marek"), made, "reopen", "Three members came back from leave.")
    assert (made.state, made.state_reason) == ("catch_up", "Three members came back from leave.")


def test_a_workshop_without_a_meeting_is_not_started(world: World) -> None:
    made = a_workshop(world, "collecting", template="delphi", starts_at=None)
    with pytest.raises(Refused, match="no meeting"):
        steering.step(world.actor("marek"), made, "start")
    steering.step(world.actor("marek"), made, "catch_up")
    assert made.state == "catch_up"


@pytest.mark.slow
def test_two_facilitators_at_once_move_the_room_one_phase(live_app: Flask) -> None:
    """Both saw the same page and press Next in the same moment: one moves it, the other is told."""
    world = World()
    made = live(world)
    made_number, seen, actors = made.number, made.version, [world.actor("marek")] * 2
    network_id = made.network_id
    db.session.remove()
    together, outcomes = threading.Barrier(2), []

    def press(who: int) -> None:
        with live_app.app_context():
            network = db.session.get_one(type(world.s215), network_id)
            mine = read_workshop(network, made_number, seen_by=actors[who])
            db.session.rollback()
            together.wait()
            try:
                steering.move_room(actors[who], mine, "next", seen_version=seen)
                db.session.commit()
                outcomes.append("moved")
            except Conflict:
                db.session.rollback()
                outcomes.append("conflict")
            db.session.remove()

    run_together([lambda: press(0), lambda: press(1)])
    assert sorted(outcomes) == ["conflict", "moved"]
    assert db.session.scalar(select(Workshop.phase_ix)) == COLLECT


def run_together(calls: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

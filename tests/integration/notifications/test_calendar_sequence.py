"""Whatever is done to a workshop, the newest letter about the meeting is what each person's calendar believes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.core import clock
from app.core.db import db
from app.core.mail import Letter
from app.workshops.models import Workshop, WorkshopMember
from app.workshops.participants.services.invitations import invite, uninvite
from app.workshops.planning.services.plans import change
from app.workshops.room.services.moves import step
from tests.calendars import entry_in
from tests.factories.workshops import a_plan, a_workshop, next_week
from tests.people import World

Run = Callable[[], int]

#: What two letters of the same number must agree in.
SAID = ("METHOD", "STATUS", "DTSTART", "DTEND", "LOCATION")


def entries_of(mailbox: list[Letter], one: Workshop, name: str) -> list[dict[str, str]]:
    """What this person was sent of the meeting, in that order."""
    sent = [entry_in(each.calendar) for each in mailbox if each.to == f"{name}@example.org" and each.calendar]
    return [each for each in sent if each["UID"] == one.ics_uid]


def do(world: World, one: Workshop, what: str, hours: int) -> None:
    verb, _, name = what.partition(" ")
    marek = world.actor("marek")
    if verb == "invite":
        invite(marek, one, [getattr(world, name).id])
    elif verb == "remove":
        held = db.session.query(WorkshopMember).filter_by(workshop_id=one.id, person_id=getattr(world, name).id)
        if held.count():
            uninvite(marek, one, getattr(world, name).id)
    elif verb == "move":
        change(marek, one, a_plan(starts_at=next_week() + timedelta(hours=hours)))


STEPS = st.sampled_from(["invite amina", "invite ben", "remove amina", "remove ben", "move", "worker"])


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, max_size=9))
@example(["remove ben", "worker", "invite ben", "worker", "remove ben", "worker", "invite ben"])
@example(["remove ben", "invite ben"])
@example(["remove ben", "invite ben", "remove ben"])
@example(["move", "invite ben", "worker", "remove ben", "move", "invite ben"])
def test_a_calendars_number_rises_with_all_that_is_said(
    world: World, run_outbox: Run, mailbox: list[Letter], steps: list[str]
) -> None:
    mailbox.clear()
    one = a_workshop(world)
    step(world.actor("marek"), one, "schedule")
    for hours, what in enumerate(steps):
        if what == "worker":
            run_outbox()
        else:
            do(world, one, what, hours)
    run_outbox()
    on_the_list = {each.person_id for each in db.session.query(WorkshopMember).filter_by(workshop_id=one.id)}
    for name in ("amina", "ben", "marek"):
        sent = entries_of(mailbox, one, name)
        for before, after in pairwise(sent):
            same = [before.get(each) for each in SAID] == [after.get(each) for each in SAID]
            assert int(after["SEQUENCE"]) >= int(before["SEQUENCE"]) + (not same)
        if sent:
            assert sent[-1]["METHOD"] == ("REQUEST" if getattr(world, name).id in on_the_list else "CANCEL")


def test_who_is_invited_once_the_meeting_is_left_out_is_sent_no_entry_of_it(
    world: World, run_outbox: Run, mailbox: list[Letter]
) -> None:
    one = a_workshop(world)
    for verb in ("schedule", "open_collecting", "catch_up"):
        step(world.actor("marek"), one, verb)
    run_outbox()
    first = entries_of(mailbox, one, "ben")[-1]
    assert (first["METHOD"], first["STATUS"]) == ("CANCEL", "CANCELLED")
    invite(world.actor("marek"), one, [world.tomos.id])
    run_outbox()
    assert entries_of(mailbox, one, "tomos") == []  # there is no meeting to put in


@pytest.mark.parametrize("left", [timedelta(days=1), timedelta(days=8)])
def test_a_cancellation_is_newer_whenever_the_worker_comes_to_write_it(
    world: World, run_outbox: Run, mailbox: list[Letter], clock_at: Any, left: timedelta
) -> None:
    one = a_workshop(world)
    step(world.actor("marek"), one, "schedule")
    step(world.actor("marek"), one, "open_collecting")
    run_outbox()
    asked = entries_of(mailbox, one, "ben")[-1]
    step(world.actor("marek"), one, "catch_up")
    with clock_at(clock.now() + left):
        run_outbox()
    off = entries_of(mailbox, one, "ben")[-1]
    assert (off["METHOD"], off["STATUS"]) == ("CANCEL", "CANCELLED")
    assert int(off["SEQUENCE"]) > int(asked["SEQUENCE"])


def test_inviting_more_people_is_no_change_for_whoever_has_the_plan_open(world: World) -> None:
    one = a_workshop(world, people=("amina",))
    step(world.actor("marek"), one, "schedule")
    seen = one.version
    invite(world.actor("marek"), one, [world.ben.id])
    change(world.actor("marek"), one, a_plan(title="Another title"), seen_version=seen)
    assert one.title == "Another title"

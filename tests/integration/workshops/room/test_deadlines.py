"""The end of a ballot or a catch-up can be put off: calendars, the worker and the one reminder follow. Never forward."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.db import db
from app.core.documents.ical import CalendarMethod, Named, as_calendar
from app.core.errors import Invalid
from app.core.mail import Letter
from app.workshops.models import Anonymity, Method, Round, Workshop
from app.workshops.participants.calendar_entries import ballot_deadline, meeting
from app.workshops.planning.services import plans
from app.workshops.planning.services.plans import Plan
from app.workshops.room.services.moves import step
from app.workshops.voting.services import ballots
from tests.calendars import entry_in
from tests.factories.boards import a_card, a_room, at, loaded
from tests.factories.workshops import a_workshop
from tests.people import World

Run = Callable[[], int]
US = Named("Learning networks", "networks@example.org")


def voting(world: World) -> Workshop:
    room = a_room(world)
    a_card(world, room, "They lose signs")
    step(world.actor("marek"), room, "open_ballot")
    db.session.commit()
    return loaded(room)


def as_planned(room: Workshop, **more: Any) -> Plan:
    kept = {name: getattr(room, name) for name in ("title", "purpose", "template", "anonymity", "starts_at", "minutes")}
    hours = {"catch_up_hours": room.catch_up_hours, "ballot_hours": room.ballot_hours}
    return Plan(**(kept | hours | more))


def test_a_later_end_moves_the_same_entry_and_the_ballot_stays_open(
    world: World, run_outbox: Run, mailbox: list[Letter], clock_at: Any
) -> None:
    room = voting(world)
    run_outbox()
    first, before = entry_in(mailbox[-1].calendar), room.closes_at
    mailbox.clear()
    plans.change(world.actor("marek"), room, as_planned(room, ballot_hours=room.ballot_hours + 24))
    db.session.commit()
    run_outbox()
    moved = entry_in(mailbox[-1].calendar)
    assert moved["UID"] == first["UID"]
    assert int(moved["SEQUENCE"]) > int(first["SEQUENCE"])
    assert moved["DTEND"] > first["DTEND"]
    assert "open for longer" in mailbox[-1].text
    assert before is not None
    with clock_at(before + timedelta(minutes=1)):
        run_outbox()
    db.session.refresh(room)
    assert room.state == "final_ballot"
    with clock_at(before + timedelta(hours=24, minutes=1)):
        run_outbox()
    db.session.refresh(room)
    assert room.state == "closed"


def test_there_is_one_reminder_and_it_waits_for_the_later_end(
    world: World, run_outbox: Run, mailbox: list[Letter], clock_at: Any
) -> None:
    room = voting(world)
    plans.change(world.actor("marek"), room, as_planned(room, ballot_hours=room.ballot_hours + 48))
    db.session.commit()
    run_outbox()
    mailbox.clear()
    opened = db.session.query(Round).one()
    assert opened.closes_at is not None
    with clock_at(opened.closes_at - timedelta(hours=60)):
        run_outbox()
    assert mailbox == []
    with clock_at(opened.closes_at - timedelta(hours=2)):
        run_outbox()
    assert len({letter.to for letter in mailbox}) == len(mailbox) == 3


def test_the_end_is_not_brought_forward(world: World) -> None:
    room = voting(world)
    with pytest.raises(Invalid) as told:
        plans.change(world.actor("marek"), room, as_planned(room, ballot_hours=1))
    assert "people count on that" in told.value.fields["ballot_hours"][0]


def test_a_catch_up_lasts_longer_too(world: World, run_outbox: Run, clock_at: Any) -> None:
    room = a_room(world)
    a_card(world, room, "They lose signs")
    step(world.actor("marek"), room, "catch_up")
    before = room.closes_at
    assert before is not None
    plans.change(world.actor("marek"), loaded(room), as_planned(room, catch_up_hours=room.catch_up_hours + 5))
    db.session.commit()
    with clock_at(before + timedelta(minutes=1)):
        run_outbox()
    db.session.refresh(room)
    assert room.state == "catch_up"
    with clock_at(before + timedelta(hours=5, minutes=1)):
        run_outbox()
    db.session.refresh(room)
    assert room.state == "final_ballot"


def test_cancelling_a_ballot_takes_its_day_out_of_the_calendars(
    world: World, run_outbox: Run, mailbox: list[Letter]
) -> None:
    room = voting(world)
    run_outbox()
    first = entry_in(mailbox[-1].calendar)
    mailbox.clear()
    step(world.actor("marek"), room, "cancel", "The module ends.")
    db.session.commit()
    run_outbox()
    entry = entry_in(mailbox[-1].calendar)
    assert (entry["METHOD"], entry["STATUS"], entry["UID"]) == ("CANCEL", "CANCELLED", first["UID"])
    assert int(entry["SEQUENCE"]) > int(first["SEQUENCE"])
    assert entry["DTEND"] == first["DTEND"]


def taken_out(mailbox: list[Letter], uid: str) -> dict[str, str]:
    """The entry with which everybody in the room was told that it is off."""
    assert {letter.to for letter in mailbox} == {f"{name}@example.org" for name in ("amina", "ben", "marek")}
    entry = entry_in(mailbox[-1].calendar)
    assert (entry["METHOD"], entry["STATUS"], entry["UID"]) == ("CANCEL", "CANCELLED", uid)
    return entry


def test_closing_a_ballot_early_takes_its_day_out_and_the_next_ballot_puts_the_same_entry_in_again(
    world: World, run_outbox: Run, mailbox: list[Letter], clock_at: Any
) -> None:
    room = voting(world)
    run_outbox()
    first = entry_in(mailbox[-1].calendar)
    mailbox.clear()
    step(world.actor("marek"), room, "close")
    db.session.commit()
    run_outbox()
    out = taken_out(mailbox, first["UID"])
    assert int(out["SEQUENCE"]) > int(first["SEQUENCE"])
    assert out["DTEND"] == first["DTEND"]
    assert "closed, earlier than we said" in mailbox[-1].text
    mailbox.clear()
    with clock_at(clock.now() + timedelta(hours=1)):
        step(world.actor("marek"), loaded(room), "reopen", "Two ballots are missing.")
        step(world.actor("marek"), loaded(room), "open_ballot")
        db.session.commit()
        run_outbox()
    again = entry_in(mailbox[-1].calendar)
    assert (again["METHOD"], again["STATUS"], again["UID"]) == ("PUBLISH", "CONFIRMED", first["UID"])
    assert int(again["SEQUENCE"]) > int(out["SEQUENCE"])


def test_a_ballot_that_ran_its_time_sends_nothing_when_it_closes(
    world: World, run_outbox: Run, mailbox: list[Letter], clock_at: Any
) -> None:
    room = voting(world)
    run_outbox()
    assert room.closes_at is not None
    with clock_at(room.closes_at - timedelta(hours=1)):
        run_outbox()  # the reminder
        mailbox.clear()
    with clock_at(room.closes_at + timedelta(minutes=1)):
        run_outbox()
    db.session.refresh(room)
    assert room.state == "closed"
    assert mailbox == []


def test_ending_the_first_round_early_moves_the_entry_to_the_end_of_the_second(
    world: World, run_outbox: Run, mailbox: list[Letter], clock_at: Any
) -> None:
    room = a_room(world, ballot_method=Method.RATE)
    a_card(world, room, "They lose signs")
    step(world.actor("marek"), room, "open_ballot")
    db.session.commit()
    run_outbox()
    first = entry_in(mailbox[-1].calendar)
    mailbox.clear()
    with clock_at(clock.now() + timedelta(hours=1)):
        ballots.end_round(world.actor("marek"), loaded(room))
        db.session.commit()
        run_outbox()
    second = entry_in(mailbox[-1].calendar)
    assert (second["METHOD"], second["UID"]) == ("PUBLISH", first["UID"])
    assert int(second["SEQUENCE"]) > int(first["SEQUENCE"])
    assert second["DTEND"] > first["DTEND"]


def test_going_on_without_the_meeting_takes_it_out_of_the_calendars(
    world: World, as_: Any, run_outbox: Run, mailbox: list[Letter]
) -> None:
    room = a_room(world, starts_at=clock.now() + timedelta(days=7))
    run_outbox()
    mailbox.clear()
    before = room.ics_sequence
    step(world.actor("marek"), room, "catch_up")
    db.session.commit()
    run_outbox()
    entry = taken_out(mailbox, room.ics_uid)
    assert int(entry["SEQUENCE"]) > before
    assert "is left out" in mailbox[-1].text
    assert "STATUS:CANCELLED" in as_("amina").get(f"{at(room)}.ics").html


@pytest.mark.parametrize(
    ("local", "utc", "said"),
    [
        (
            datetime(2018, 10, 27, 19, 0, tzinfo=clock.LONDON),
            "20181027T180000Z",
            "Saturday 27 October 2018, 19:00",
        ),  # the day before
        (
            datetime(2018, 10, 28, 19, 0, tzinfo=clock.LONDON),
            "20181028T190000Z",
            "Sunday 28 October 2018, 19:00",
        ),  # clocks went back at two
        (
            datetime(2019, 3, 31, 0, 30, tzinfo=clock.LONDON),
            "20190331T003000Z",
            "Sunday 31 March 2019, 00:30",
        ),  # they go forward at one
        (datetime(2019, 3, 31, 19, 0, tzinfo=clock.LONDON), "20190331T180000Z", "Sunday 31 March 2019, 19:00"),
    ],
)
def test_the_entry_is_right_around_the_days_on_which_clocks_change(
    world: World, local: datetime, utc: str, said: str
) -> None:
    room = a_workshop(world, starts_at=local)
    entry = meeting(room, "https://example.org/w", US)
    assert entry is not None
    read = entry_in(as_calendar(CalendarMethod.PUBLISH, [entry], clock.now()))
    assert read["DTSTART"] == utc
    assert said in read["DESCRIPTION"]
    assert (entry.ends_at - entry.starts_at).total_seconds() == room.minutes * 60


def test_a_ballot_that_ends_after_the_clocks_changed_says_its_own_hour(world: World) -> None:
    room = a_workshop(world, "final_ballot", anonymity=Anonymity.NAMED)
    room.closes_at = datetime(2018, 10, 29, 12, 0, tzinfo=UTC)
    entry = ballot_deadline(room, "https://example.org/w", US)
    assert entry is not None
    assert "29 October 2018, 12:00 by the UK clock" in entry.text

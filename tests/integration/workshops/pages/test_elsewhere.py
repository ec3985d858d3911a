"""Where else workshops show: the network's page, one's home, a calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.db import db
from app.workshops.models import Answer, Method, Round, Voter
from app.workshops.participants.services.invitations import answer
from app.workshops.room.services.moves import step
from tests.calendars import entries_in, entry_in
from tests.factories.workshops import a_workshop
from tests.people import World

LIST = "/networks/s215/workshops"
ONE = f"{LIST}/1"


def test_the_network_leads_to_its_workshops(world: World, as_: Any) -> None:
    assert "All workshops" not in as_("amina").get("/networks/s215").text
    assert "None is planned. Plan a workshop" in as_("tomos").get("/networks/s215").text
    a_workshop(world, "scheduled", title="To come")
    page = as_("amina").get("/networks/s215")
    assert "To come" in page.text
    assert LIST in [e.get("href") for e in page.find_all("a")]


@pytest.mark.parametrize(
    ("state", "said", "words"),
    [
        ("scheduled", None, "Answer the invitation: What is tricky"),
        ("collecting", Answer.YES, "Write your cards: What is tricky"),
        ("live", Answer.NO, "Enter the room: What is tricky"),
        ("catch_up", None, "Read the board and add to it: What is tricky"),
    ],
)
def test_home_names_what_waits(world: World, as_: Any, state: str, said: Answer | None, words: str) -> None:
    one = a_workshop(world, "scheduled")
    if said:
        answer(world.actor("amina"), one, said)
    one.state = state
    db.session.commit()
    assert words in as_("amina").get("/home").text
    assert "What is tricky" not in as_("tomos").get("/home").text


def test_home_names_a_ballot_until_it_is_cast(world: World, as_: Any) -> None:
    one = a_workshop(world, "final_ballot")
    ballot = Round(
        workshop_id=one.id,
        number=1,
        method=Method.RANK,
        final=True,
        budget=5,
        items=[],
        sealed=True,
        rule="",
        opened_at=clock.now(),
    )
    db.session.add(ballot)
    db.session.flush()
    voter = Voter(round_id=ballot.id, person_id=world.amina.id)
    db.session.add(voter)
    db.session.commit()
    assert "Cast your ballot: What is tricky" in as_("amina").get("/home").text
    assert "Cast your ballot" in as_("amina").get(ONE).text
    assert "Cast your ballot" not in as_("ben").get("/home").text
    voter.submitted = True
    db.session.commit()
    assert "Cast your ballot" not in as_("amina").get("/home").text
    assert "Your ballot is in" in as_("amina").get(ONE).text


def test_a_page_costs_the_same_with_many_workshops(world: World, as_: Any, count_queries: Any) -> None:
    a_workshop(world, "scheduled")
    amina = as_("amina")
    amina.get(LIST)
    with count_queries() as few:
        amina.get(LIST)
    for _ in range(6):
        a_workshop(world, "scheduled")
    with count_queries() as many:
        amina.get(LIST)
    assert len(many) == len(few)


def test_the_calendar_file_holds_the_meeting(world: World, as_: Any) -> None:
    one = a_workshop(world, "scheduled", call_url="https://teams.example.org/1")
    page = as_("amina").get(f"{ONE}.ics")
    assert page.answer.mimetype == "text/calendar"
    read = entry_in(page.answer.get_data(as_text=True))
    assert (read["UID"], read["METHOD"], read["SEQUENCE"]) == (one.ics_uid, "PUBLISH", "0")
    assert (read["DTSTART"], read["LOCATION"]) == ("20180727T120000Z", "https://teams.example.org/1")
    assert "ATTENDEE" not in read
    assert "teams.example.org" not in as_("tomos").get(f"{ONE}.ics").answer.get_data(as_text=True)
    step(world.actor("marek"), one, "cancel", "The TMA moved.")
    db.session.commit()
    read = entry_in(as_("amina").get(f"{ONE}.ics").answer.get_data(as_text=True))
    assert (read["METHOD"], read["STATUS"], read["SEQUENCE"]) == ("CANCEL", "CANCELLED", "1")


def test_the_ballots_deadline_is_a_second_entry_once_it_is_known(world: World, as_: Any) -> None:
    one = a_workshop(world, "final_ballot")
    one.closes_at = clock.now() + timedelta(days=3)
    db.session.commit()
    meeting, ballot = entries_in(as_("amina").get(f"{ONE}.ics").answer.get_data(as_text=True))
    assert (meeting["UID"], ballot["UID"]) == (one.ics_uid, f"ballot-{one.ics_uid}")
    assert ballot["DTEND"] == "20180723T120000Z"


def test_without_a_date_there_is_no_calendar_file(world: World, as_: Any) -> None:
    a_workshop(world, starts_at=None)
    assert as_("marek").get(f"{ONE}.ics").status == 404

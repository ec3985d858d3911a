"""Whoever missed a critical meeting gets the board's address once, alone; of an ordinary one nobody is written to."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage

import pytest

from app.core import clock
from app.core.db import db
from app.core.mail import Letter, as_message
from app.networks.models import Membership
from app.workshops.models import Part, Workshop, WorkshopMember
from app.workshops.participants.services.invitations import invite
from app.workshops.room.services.moves import step
from tests.factories.notices import words_for
from tests.factories.workshops import a_workshop
from tests.people import World

Run = Callable[[], int]


def move_to(world: World, one: Workshop, *verbs: str) -> None:
    for verb in verbs:
        step(world.actor("marek"), one, verb)


def scheduled(world: World, people: tuple[str, ...] = ("amina", "ben"), critical_reason: str = "") -> Workshop:
    """Marek has sent the invitations."""
    one = a_workshop(world, people=people, critical_reason=critical_reason)
    move_to(world, one, "schedule")
    return one


def test_a_missed_critical_workshop_brings_one_letter_each_to_who_was_not_there(
    world: World, run_outbox: Run, mailbox: list[Letter]
) -> None:
    one = scheduled(world, critical_reason="The new TMA depends on it.", people=("amina", "ben", "tomos"))
    invite(world.actor("marek"), one, [world.dilys.id], Part.OBSERVER)
    for name in ("amina", "marek"):
        db.session.query(WorkshopMember).filter_by(person_id=getattr(world, name).id).update({"attended": True})
    move_to(world, one, "start")
    run_outbox()
    mailbox.clear()
    move_to(world, one, "catch_up")
    run_outbox()
    assert sorted(each.to for each in mailbox) == ["ben@example.org", "tomos@example.org"]
    assert "/networks/s215/workshops/1/board" in mailbox[0].text
    assert "The new TMA depends on it." in mailbox[0].text
    message: EmailMessage = as_message(mailbox[0], "x@example.org")
    assert (message["Cc"], message["Bcc"]) == (None, None)
    assert not [part for part in message.walk() if part.get_content_type() == "text/calendar"]


def test_an_ordinary_workshop_that_was_missed_brings_no_letter(
    world: World, run_outbox: Run, mailbox: list[Letter]
) -> None:
    one = scheduled(world)
    move_to(world, one, "start")
    run_outbox()
    mailbox.clear()
    move_to(world, one, "catch_up")
    run_outbox()
    assert mailbox == []
    titles = [title for title, _ in words_for(world, "ben")]
    assert "Read the board and add to it: “What is tricky in Block 2?”" in titles


@pytest.mark.parametrize(("after", "subject"), [("catch_up", "You can still add"), ("close", "What you missed")])
def test_a_missed_critical_workshop_brings_it_once_and_not_to_who_left(
    world: World, run_outbox: Run, mailbox: list[Letter], after: str, subject: str
) -> None:
    one = scheduled(world, critical_reason="The new TMA depends on it.", people=("amina", "ben", "tomos"))
    seat = db.session.query(Membership).filter_by(person_id=world.tomos.id, left_at=None).first()
    assert seat is not None
    seat.left_at = clock.now()
    for name in ("amina", "marek"):
        db.session.query(WorkshopMember).filter_by(person_id=getattr(world, name).id).update({"attended": True})
    move_to(world, one, "start")
    run_outbox()
    mailbox.clear()
    move_to(world, one, after)
    for _ in range(3):
        run_outbox()
    assert [each.to for each in mailbox] == ["ben@example.org"]
    assert subject in mailbox[0].subject
    assert "/networks/s215/workshops/1/board" in mailbox[0].text
    assert "/networks/s215/workshops/1/board" in mailbox[0].html
    assert "The new TMA depends on it." in mailbox[0].text

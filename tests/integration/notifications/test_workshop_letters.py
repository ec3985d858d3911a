"""Letters of a workshop: one each, with a calendar part that a calendar can follow, and copied to nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import DigestFrequency
from app.core import clock
from app.core.db import db
from app.core.events import announce
from app.core.mail import Letter, as_message
from app.core.outbox import OutboxItem
from app.networks.models import Membership
from app.notifications.jobs import forget_letters, owe_digests
from app.notifications.models import Notice
from app.workshops.events import BallotClosesSoon
from app.workshops.models import Channel, Contribution, ContributionKind, Part, Theme, Workshop, WorkshopMember
from app.workshops.participants.services.invitations import invite, uninvite
from app.workshops.planning.services.plans import change
from app.workshops.room.services.moves import step
from tests.calendars import entry_in
from tests.factories.workshops import a_plan, a_workshop, next_week
from tests.people import World

Run = Callable[[], int]


def calendar_of(letter: Letter) -> dict[str, str]:
    """The calendar part as a mail program finds it in the message that is sent: property name → value."""
    message = as_message(letter, "Learning networks <networks@example.org>")
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    assert len(parts) == 1
    sent = parts[0].get_payload(decode=True)
    assert isinstance(sent, bytes)
    found = entry_in(sent.decode())
    assert found["METHOD"] == parts[0].get_param("method")
    return found


def scheduled(world: World, **more: Any) -> Workshop:
    """Marek has sent the invitations to Amina and Ben."""
    one = a_workshop(world, **more)
    step(world.actor("marek"), one, "schedule")
    return one


def with_themes(one: Workshop) -> Workshop:
    """Something to vote on."""
    for title in ("Buffers", "Half-cells"):
        theme = Theme(workshop_id=one.id, title=title)
        db.session.add(theme)
        db.session.flush()
        kind, when = ContributionKind.TRICKY_TOPIC, Channel.LIVE
        card = {"workshop_id": one.id, "kind": kind, "text": title, "channel": when, "theme_id": theme.id}
        db.session.add(Contribution(**card, at=one.created_at))
    db.session.flush()
    return one


def move_to(world: World, one: Workshop, *verbs: str, reason: str = "") -> None:
    for verb in verbs:
        step(world.actor("marek"), one, verb, reason)


def test_a_draft_is_told_to_nobody(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    a_workshop(world)
    run_outbox()
    assert all("Waiting for you" in each.text and "new in S215" not in each.subject for each in mailbox)
    assert db.session.query(Notice).count() == 0


def test_each_invited_person_gets_one_letter_of_their_own(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    scheduled(world, call_url="https://teams.example.org/1")
    run_outbox()
    assert sorted(each.to for each in mailbox) == ["amina@example.org", "ben@example.org", "marek@example.org"]
    letter = next(each for each in mailbox if each.to == "amina@example.org")
    assert letter.subject == "[S215] Invitation: What is tricky in Block 2?, 27 July 2018, 13:00"
    assert "Marek invites you" in letter.text
    assert "https://teams.example.org/1" in letter.text
    for part in (letter.text, letter.html, letter.calendar):
        assert "ben" not in part.lower()
    entry = calendar_of(letter)
    assert (entry["METHOD"], entry["SEQUENCE"], entry["DTSTART"]) == ("REQUEST", "0", "20180727T120000Z")
    assert entry["ATTENDEE"].endswith("mailto:amina@example.org")
    assert entry["LOCATION"] == "https://teams.example.org/1"


def test_the_link_in_the_letter_answers(world: World, as_: Any, run_outbox: Run, mailbox: list[Letter]) -> None:
    scheduled(world)
    run_outbox()
    letter = next(each for each in mailbox if each.to == "amina@example.org")
    link = next(line for line in letter.text.splitlines() if "/workshops/answer/" in line).split()[-1]
    path = link.removeprefix("http://127.0.0.1:8000")
    nobody = as_(None)
    assert nobody.post(path, nobody.get(path).values() | {"answer": "no"}).status == 303
    said = {each.person_id: each.answer for each in db.session.query(WorkshopMember)}
    assert said[world.amina.id] == "no"
    assert said[world.ben.id] is None


def test_who_is_invited_later_gets_the_letter_then(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    one = scheduled(world, people=("amina",))
    run_outbox()
    mailbox.clear()
    invite(world.actor("marek"), one, [world.amina.id, world.ben.id])
    run_outbox()
    assert [each.to for each in mailbox] == ["ben@example.org"]


def test_a_change_renews_the_same_entry(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    one = scheduled(world)
    run_outbox()
    before = calendar_of(mailbox[0])
    mailbox.clear()
    change(world.actor("marek"), one, a_plan(starts_at=next_week() + timedelta(hours=3)))
    run_outbox()
    assert len(mailbox) == 3
    after = calendar_of(mailbox[0])
    assert (after["UID"], after["SEQUENCE"], after["METHOD"]) == (before["UID"], "1", "REQUEST")
    assert after["DTSTART"] == "20180727T150000Z"


def test_a_change_of_words_alone_sends_nothing(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    one = scheduled(world)
    run_outbox()
    mailbox.clear()
    change(world.actor("marek"), one, a_plan(purpose="Other words."))
    run_outbox()
    assert mailbox == []


def test_a_cancellation_takes_the_entry_out_and_says_why(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    one = scheduled(world)
    run_outbox()
    uid = calendar_of(mailbox[0])["UID"]
    mailbox.clear()
    move_to(world, one, "cancel", reason="The TMA moved.")
    run_outbox()
    assert len(mailbox) == 3
    entry = calendar_of(mailbox[0])
    assert (entry["UID"], entry["METHOD"], entry["STATUS"], entry["SEQUENCE"]) == (uid, "CANCEL", "CANCELLED", "1")
    assert "Why: The TMA moved." in mailbox[0].text


def test_a_cancelled_draft_is_told_to_nobody(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    move_to(world, a_workshop(world), "cancel", reason="Not needed.")
    run_outbox()
    assert mailbox == []


def test_who_is_taken_off_the_list_hears_it_alone_and_can_come_back(
    world: World, run_outbox: Run, mailbox: list[Letter]
) -> None:
    one = scheduled(world)
    run_outbox()
    mailbox.clear()
    uninvite(world.actor("marek"), one, world.ben.id)
    run_outbox()
    assert [(each.to, calendar_of(each)["METHOD"]) for each in mailbox] == [("ben@example.org", "CANCEL")]
    off = int(calendar_of(mailbox.pop())["SEQUENCE"])
    invite(world.actor("marek"), one, [world.ben.id])
    run_outbox()
    assert [(each.to, calendar_of(each)["METHOD"]) for each in mailbox] == [("ben@example.org", "REQUEST")]
    assert int(calendar_of(mailbox[0])["SEQUENCE"]) > off >= 1


def test_the_ballots_letter_brings_its_deadline_as_a_second_entry(
    world: World, run_outbox: Run, mailbox: list[Letter]
) -> None:
    one = scheduled(world)
    move_to(world, with_themes(one), "start", "catch_up")
    run_outbox()
    mailbox.clear()
    move_to(world, one, "open_ballot")
    run_outbox()
    assert len(mailbox) == 3
    entry = calendar_of(mailbox[0])
    assert entry["METHOD"] == "PUBLISH"
    assert entry["UID"] == f"ballot-{one.ics_uid}"
    assert entry["DTEND"] == "20180723T120000Z"
    assert "/networks/s215/workshops/1/ballot" in mailbox[0].text


def test_the_one_reminder_goes_to_those_it_names(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    one = scheduled(world)
    move_to(world, with_themes(one), "start", "catch_up", "open_ballot")
    run_outbox()
    mailbox.clear()
    closing = BallotClosesSoon(
        network_id=one.network_id,
        actor_id=None,
        workshop_id=one.id,
        round_id=1,
        person_ids=(world.ben.id,),
        closes_at=clock.now() + timedelta(days=1),
    )
    for _ in range(2):
        announce(closing)
        run_outbox()
    assert [each.to for each in mailbox] == ["ben@example.org"]
    assert "the only reminder" in mailbox[0].text
    with clock.standing_at(clock.now() + timedelta(minutes=11)):
        forget_letters()
        db.session.commit()
    kept = [str(each.payload) for each in db.session.query(OutboxItem)]
    assert not [words for words in kept if "reminder" in words or "ben@example.org" in words]


def test_who_wants_no_mail_gets_only_what_concerns_the_calendar(
    world: World, run_outbox: Run, mailbox: list[Letter]
) -> None:
    world.ben.mail_pace = DigestFrequency.OFF
    one = scheduled(world)
    run_outbox()
    assert "ben@example.org" in {each.to for each in mailbox}
    mailbox.clear()
    move_to(world, with_themes(one), "start", "catch_up", "open_ballot")
    run_outbox()
    assert "ben@example.org" not in {each.to for each in mailbox}


def test_a_letter_that_was_overtaken_is_not_written(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    one = scheduled(world)
    move_to(world, one, "cancel", reason="Double booked.")
    run_outbox()
    assert {each.calendar_method for each in mailbox} == {"CANCEL"}


def test_what_came_as_a_letter_does_not_come_again_in_the_digest(
    world: World, run_outbox: Run, mailbox: list[Letter]
) -> None:
    scheduled(world)
    run_outbox()
    mailbox.clear()
    with clock.standing_at(clock.now() + timedelta(days=8)):
        owe_digests()
        run_outbox()
    assert all("Waiting for you" in each.text and "new in S215" not in each.subject for each in mailbox)
    assert db.session.query(Notice).filter_by(person_id=world.amina.id).count() == 1


def test_who_left_the_network_gets_no_letter(world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    one = scheduled(world)
    run_outbox()
    mailbox.clear()
    db.session.query(Membership).filter_by(person_id=world.ben.id).update({"left_at": clock.now()})
    change(world.actor("marek"), one, a_plan(starts_at=next_week() + timedelta(hours=3)))
    run_outbox()
    assert sorted(each.to for each in mailbox) == ["amina@example.org", "marek@example.org"]


@pytest.mark.parametrize("title", ["Ends\r\nBcc: spy@example.org", "Überall; und, überall " * 6])
def test_a_title_cannot_break_a_letter(world: World, run_outbox: Run, mailbox: list[Letter], title: str) -> None:
    scheduled(world, title=title)
    run_outbox()
    message = as_message(mailbox[0], "x@example.org")
    assert message["Bcc"] is None
    assert calendar_of(mailbox[0])["SUMMARY"].replace("\\", "").replace("n", "").startswith(title[:4].replace("n", ""))


def test_when_it_opens_for_cards_each_writer_gets_one_letter(
    world: World, run_outbox: Run, mailbox: list[Letter]
) -> None:
    one = scheduled(world)
    invite(world.actor("marek"), one, [world.ben.id], Part.OBSERVER)
    run_outbox()
    mailbox.clear()
    move_to(world, one, "open_collecting")
    run_outbox()
    assert {letter.to for letter in mailbox} == {world.amina.email, world.marek.email}
    letter = next(each for each in mailbox if each.to == world.amina.email)
    assert "You can write your cards" in letter.subject
    assert "/networks/s215/workshops/1/room" in letter.text
    assert letter.stop_url
    assert letter.calendar == ""

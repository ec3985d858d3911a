"""Mail: urgent news at once within a budget, all else in a digest at the person's pace, each thing once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import delete, func, select

from app.accounts.models import DigestFrequency, Person
from app.core import clock
from app.core.db import db
from app.core.mail import Letter
from app.core.outbox import OutboxItem
from app.forums.reading.sweeping import read_all
from app.forums.services import publish_post, start_discussion
from app.networks.models import Membership
from app.networks.services import set_critical_date
from app.notifications import jobs
from app.notifications.models import DigestMark, Notice
from app.notifications.services import mark_all_read
from app.topics.services import move_topic
from tests.factories.interventions import a_topic
from tests.people import FRIDAY, World

TUESDAY_AT_SEVEN = datetime(2018, 7, 24, 6, 0, tzinfo=UTC)


def digest_at(moment: datetime, run_outbox: Callable[[], int]) -> None:
    with clock.standing_at(moment):
        jobs.owe_digests()
        run_outbox()


def to_amina(mailbox: list[Letter]) -> list[Letter]:
    return [each for each in mailbox if each.to == "amina@example.org"]


def some_news(world: World) -> None:
    """Amina is told of one move and of two posts."""
    move_topic(world.actor("marek"), a_topic(world), "accept")
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows in TMA04", "They guess.")
    publish_post(world.actor("ben"), discussion, "Mine, too.")
    publish_post(world.actor("ben"), discussion, "And again.")


def critical(world: World, title: str) -> None:
    at = clock.now() + timedelta(days=9)
    set_critical_date(world.actor("marek"), world.s215, at=at, title=title, reason="The vote closes")


def test_a_digest_says_each_thing_once(world: World, mailbox: list[Letter], run_outbox: Any) -> None:
    some_news(world)
    digest_at(TUESDAY_AT_SEVEN, run_outbox)
    (letter,) = [each for each in mailbox if each.to == "amina@example.org"]
    assert letter.subject == "2 things new in S215"
    assert "“Curly arrows” is now: under discussion" in letter.text
    assert "“Arrows in TMA04”: 2 new posts, the latest by Ben" in letter.text
    assert "http://127.0.0.1:8000/networks/s215/topics/1" in letter.text
    assert "/account" in letter.text


def test_it_comes_once_however_often_the_job_runs(world: World, mailbox: list[Letter], run_outbox: Any) -> None:
    some_news(world)
    for minutes in (0, 7, 67):
        digest_at(TUESDAY_AT_SEVEN + timedelta(minutes=minutes), run_outbox)
    digest_at(TUESDAY_AT_SEVEN + timedelta(days=3), run_outbox)
    assert len([each for each in mailbox if each.to == "amina@example.org"]) == 1


def test_killed_while_writing_it_comes_once(world: World, mailbox: list[Letter], run_outbox: Any) -> None:
    some_news(world)
    with clock.standing_at(TUESDAY_AT_SEVEN):
        jobs.owe_digests()
        db.session.commit()
        payload = {"person_id": world.amina.id, "slot": TUESDAY_AT_SEVEN.isoformat()}
        jobs.write_digest(payload)
        db.session.rollback()  # the worker dies before "done" is committed
        run_outbox()
        jobs.write_digest(payload)  # a second worker repeats it
        run_outbox()
    assert len([each for each in mailbox if each.to == "amina@example.org"]) == 1


def test_what_was_read_in_the_inbox_is_not_mailed(world: World, mailbox: list[Letter], run_outbox: Any) -> None:
    some_news(world)
    newest = db.session.scalars(select(Notice).order_by(Notice.created_at.desc(), Notice.id.desc())).first()
    assert newest is not None
    mark_all_read(world.actor("amina"), newest)
    read_all(world.actor("amina"), [world.forum()], 10_000)
    digest_at(TUESDAY_AT_SEVEN, run_outbox)
    assert [each for each in mailbox if each.to == "amina@example.org"] == []


def test_nothing_new_means_no_letter(world: World, mailbox: list[Letter], run_outbox: Any) -> None:
    digest_at(TUESDAY_AT_SEVEN, run_outbox)
    assert to_amina(mailbox) == []


def test_a_post_in_its_edit_window_waits_for_the_next_digest(
    world: World, mailbox: list[Letter], run_outbox: Any
) -> None:
    world.amina.mail_pace = DigestFrequency.DAILY
    with clock.standing_at(TUESDAY_AT_SEVEN - timedelta(minutes=20)):
        discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
        publish_post(world.actor("ben"), discussion, "Mine, too.")
    digest_at(TUESDAY_AT_SEVEN, run_outbox)
    assert to_amina(mailbox) == []
    digest_at(TUESDAY_AT_SEVEN + timedelta(hours=3), run_outbox)
    assert to_amina(mailbox) == [], "later on the same day it is not the next digest yet"
    digest_at(TUESDAY_AT_SEVEN + timedelta(days=1), run_outbox)
    assert len(to_amina(mailbox)) == 1


def test_each_gets_it_at_their_pace(world: World, mailbox: list[Letter], run_outbox: Any) -> None:
    for pace, days in ((DigestFrequency.DAILY, 1), (DigestFrequency.TWICE_WEEKLY, 4), (DigestFrequency.WEEKLY, 7)):
        mailbox.clear()
        db.session.execute(delete(DigestMark))
        db.session.execute(delete(OutboxItem))
        world.amina.mail_pace = pace
        move_topic(world.actor("marek"), a_topic(world, pace.value), "accept")
        for day in range(1, 8):
            digest_at(FRIDAY + timedelta(days=day), run_outbox)
            mine = [each for each in mailbox if each.to == "amina@example.org"]
            assert len(mine) == (1 if day >= days else 0), f"{pace} on day {day}"


def test_off_means_no_digest_and_still_the_urgent_mail(world: World, mailbox: list[Letter], run_outbox: Any) -> None:
    world.amina.mail_pace = DigestFrequency.OFF
    some_news(world)
    critical(world, "Workshop B")
    run_outbox()
    digest_at(TUESDAY_AT_SEVEN, run_outbox)
    assert ["Workshop B" in each.subject for each in mailbox if each.to == "amina@example.org"] == [True]


def test_who_left_gets_no_digest_of_that_network(world: World, mailbox: list[Letter], run_outbox: Any) -> None:
    some_news(world)
    db.session.query(Membership).filter_by(person_id=world.amina.id).one().left_at = clock.now()
    digest_at(TUESDAY_AT_SEVEN, run_outbox)
    assert [each for each in mailbox if each.to == "amina@example.org"] == []


def test_two_urgent_mails_a_week_and_the_rest_in_the_digest(
    world: World, mailbox: list[Letter], run_outbox: Any
) -> None:
    for title in ("First", "Second", "Third"):
        critical(world, title)
        run_outbox()
    to_ben = [each.subject for each in mailbox if each.to == "ben@example.org"]
    assert len(to_ben) == 2
    assert not any("Third" in subject for subject in to_ben)
    moderator = db.session.scalars(select(Notice).where(Notice.person_id == world.marek.id)).all()
    assert [each.kind for each in moderator] == ["mail"]
    digest_at(TUESDAY_AT_SEVEN, run_outbox)
    (digest,) = [each for each in mailbox if each.to == "ben@example.org"][2:]
    assert "Third" in digest.text


def test_a_week_later_there_is_room_again(world: World, mailbox: list[Letter], run_outbox: Any) -> None:
    for days in (0, 1, 9):
        with clock.standing_at(FRIDAY + timedelta(days=days)):
            critical(world, f"Day {days}")
            run_outbox()
    assert len([each for each in mailbox if each.to == "ben@example.org"]) == 3


def test_the_command_owes_digests_and_says_how_many(
    app: Flask, world: World, mailbox: list[Letter], run_outbox: Any
) -> None:
    some_news(world)
    wanted = db.session.scalars(select(func.count()).where(Person.mail_pace != DigestFrequency.OFF)).one()
    with clock.standing_at(TUESDAY_AT_SEVEN):
        db.session.commit()
        answer = app.test_cli_runner().invoke(args=["notifications", "digest"])
        assert answer.output.strip() == f"{wanted} digests due"
        run_outbox()
    assert [each.subject for each in mailbox if each.to == "amina@example.org"] == ["2 things new in S215"]

"""The digest says what is owed and what is unread, as both stand when it leaves; and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import DigestFrequency, Person, SignIn
from app.core import clock
from app.core.db import db
from app.core.mail import Letter
from app.forums.following.queries import chosen
from app.forums.models import Discussion, Level
from app.forums.reading.services import mark_read
from app.forums.services import first_post, follow, hide_post, publish_post, start_discussion
from app.networks.models import Membership
from app.notifications import jobs
from app.notifications.models import DigestMark
from app.notifications.services import Stops, stop_by_link
from app.topics.services import move_topic
from tests.client import StrictClient
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic
from tests.people import World

Run = Callable[[], int]
AS = Callable[[str | None], StrictClient]
TUESDAY = datetime(2018, 7, 24, 6, 0, tzinfo=UTC)


def digests(mailbox: list[Letter], name: str = "amina") -> list[Letter]:
    return [each for each in mailbox if each.to == f"{name}@example.org" and each.list_name == "digest"]


def at(moment: datetime, run_outbox: Run) -> None:
    with clock.standing_at(moment):
        jobs.owe_digests()
        run_outbox()


def talk(world: World, title: str = "Arrows") -> Discussion:
    return start_discussion(world.actor("ben"), world.forum(), title, "They guess.")


def test_what_was_read_before_it_leaves_is_not_in_it(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    """Its reader reads while it is written: it is owed, and then they read."""
    read, unread = talk(world, "Arrows"), talk(world, "Bonds")
    with clock.standing_at(TUESDAY):
        jobs.owe_digests()
        jobs.write_digest({"person_id": world.amina.id, "slot": TUESDAY.isoformat()})
        mark_read(world.actor("amina"), read, 1, 10_000)
        run_outbox()
    [letter] = digests(mailbox)
    assert "Arrows" not in letter.text
    assert "“Bonds”: 1 new post, the latest by Ben" in letter.text
    assert f"/networks/s215/discussions/{unread.number}" in letter.text
    assert letter.subject == "1 thing new in S215"


def test_what_a_moderator_hid_is_not_in_it(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    hide_post(world.actor("marek"), first_post(talk(world)), "A name")
    at(TUESDAY, run_outbox)
    assert digests(mailbox) == []


def test_what_is_muted_is_not_in_it_and_what_is_digest_only_is(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    muted, quiet = talk(world, "Arrows"), talk(world, "Bonds")
    follow(world.actor("amina"), muted, Level.MUTE)
    follow(world.actor("amina"), quiet, Level.DIGEST)
    publish_post(world.actor("ben"), quiet, "More.")
    at(TUESDAY, run_outbox)
    [letter] = digests(mailbox)
    assert "Arrows" not in letter.text
    assert "“Bonds”: 2 new posts" in letter.text


def test_what_was_told_or_seen_to_be_there_is_not_told_again(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    talk(world)
    at(TUESDAY, run_outbox)
    at(TUESDAY + timedelta(days=3), run_outbox)
    assert len(digests(mailbox)) == 1, "told on Tuesday, and unread still on Friday"


def test_what_was_written_before_the_last_visit_is_left_out(
    world: World, mailbox: list[Letter], run_outbox: Run, as_: AS
) -> None:
    talk(world, "Arrows")
    as_("amina").get("/home")
    ago = TUESDAY - clock.now() - timedelta(hours=1)
    db.session.execute(update(SignIn).values(seen_at=clock.real_now() - ago))
    with clock.standing_at(clock.now() + timedelta(hours=2)):
        talk(world, "Bonds")
    at(TUESDAY, run_outbox)
    [letter] = digests(mailbox)
    assert "Arrows" not in letter.text
    assert "Bonds" in letter.text


def test_what_is_owed_stands_first(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    talk(world)
    an_action(world, owner="amina", days=9, title="Film the arrows")
    at(TUESDAY, run_outbox)
    [letter] = digests(mailbox)
    assert letter.text.index("Film the arrows") < letter.text.index("“Arrows”")
    assert letter.subject.startswith("1 thing waits for you, ")
    assert "Due on 29 July 2018" in letter.text


def test_what_is_done_meanwhile_is_not_owed(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    action = an_action(world, owner="amina", days=4, title="Film the arrows")
    with clock.standing_at(TUESDAY):
        jobs.owe_digests()
        jobs.write_digest({"person_id": world.amina.id, "slot": TUESDAY.isoformat()})
        action.state = "verified"
        run_outbox()
    assert all("Waiting for you" not in each.text for each in digests(mailbox))


def test_the_same_duty_alone_makes_no_letter_week_after_week(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    topic = a_topic(world)
    db.session.execute(update(type(topic)).values(state_since=clock.now()))
    at(TUESDAY, run_outbox)
    assert len(digests(mailbox, "marek")) == 1, "a suggested topic waits for the moderator"
    at(TUESDAY + timedelta(days=3), run_outbox)
    assert len(digests(mailbox, "marek")) == 1


def test_twelve_lines_and_how_many_more(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    for number in range(15):
        talk(world, f"Number {number}")
    at(TUESDAY, run_outbox)
    [letter] = digests(mailbox)
    assert letter.text.count("Number ") == 12
    assert "Number 14" in letter.text
    assert "And 3 more: http://127.0.0.1:8000/home" in letter.text


def test_a_role_that_ends_between_takes_its_network_out(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    talk(world)
    move_topic(world.actor("marek"), a_topic(world), "accept")
    with clock.standing_at(TUESDAY):
        jobs.owe_digests()
        jobs.write_digest({"person_id": world.amina.id, "slot": TUESDAY.isoformat()})
        ended = update(Membership).where(Membership.person_id == world.amina.id).values(left_at=clock.now())
        db.session.execute(ended)
        run_outbox()
    assert digests(mailbox) == []


def test_who_stops_digests_meanwhile_gets_none(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    talk(world)
    with clock.standing_at(TUESDAY):
        jobs.owe_digests()
        jobs.write_digest({"person_id": world.amina.id, "slot": TUESDAY.isoformat()})
        world.amina.mail_pace = DigestFrequency.OFF
        run_outbox()
    assert digests(mailbox) == []


@pytest.mark.parametrize(
    ("hour", "zone", "due"),
    [
        (18, "", datetime(2018, 7, 24, 17, 0, tzinfo=UTC)),
        (7, "Asia/Kolkata", datetime(2018, 7, 24, 1, 30, tzinfo=UTC)),
        (20, "America/New_York", datetime(2018, 7, 25, 0, 0, tzinfo=UTC)),
    ],
)
def test_it_comes_at_the_readers_hour_and_zone(
    world: World, mailbox: list[Letter], run_outbox: Run, hour: int, zone: str, due: datetime
) -> None:
    with clock.standing_at(TUESDAY - timedelta(days=1)):
        talk(world)
    db.session.add(DigestMark(person_id=world.amina.id, told_to=due - timedelta(days=4)))
    chosen = update(Person).where(Person.id == world.amina.id).values(mail_hour=hour, mail_zone=zone)
    db.session.execute(chosen)
    at(due - timedelta(minutes=1), run_outbox)
    assert digests(mailbox) == []
    at(due, run_outbox)
    assert len(digests(mailbox)) == 1


def test_it_belongs_together_and_can_be_stopped(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    talk(world)
    at(TUESDAY, run_outbox)
    [letter] = digests(mailbox)
    assert letter.list_name == "digest"
    assert letter.stop_url.startswith("http://127.0.0.1:8000/mail/d")
    assert letter.stop_url in letter.text
    assert len(letter.stop_url) < 70


def test_the_statements_do_not_grow_with_what_is_new(
    world: World, run_outbox: Run, count_queries: Callable[[], object]
) -> None:
    counts = []
    for many in (2, 12):
        for number in range(many):
            talk(world, f"Number {number}")
        run_outbox()
        slot = TUESDAY + timedelta(days=len(counts))
        with clock.standing_at(slot):
            jobs.write_digest({"person_id": world.amina.id, "slot": slot.isoformat()})
            db.session.commit()
            with count_queries() as seen:
                run_outbox()
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert db.session.scalars(select(DigestMark.person_id)).all() == [world.amina.id]


def test_who_comes_after_its_hour_is_told_nothing_of_before(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    talk(world)
    late = (
        update(Membership).where(Membership.person_id == world.amina.id).values(joined_at=TUESDAY + timedelta(hours=1))
    )
    db.session.execute(late.execution_options(synchronize_session=False))
    at(TUESDAY + timedelta(hours=2), run_outbox)
    assert digests(mailbox) == []


def test_the_link_of_an_old_letter_makes_nothing_louder(world: World) -> None:
    discussion, amina = talk(world), world.actor("amina")
    follow(amina, discussion, Level.MUTE)
    db.session.flush()
    stop_by_link(Stops.DISCUSSION, world.amina.id, discussion.id)
    assert chosen(discussion, seen_by=amina).level is Level.MUTE

"""Mail about what one follows: off unless asked for, after the edit window, folded, and not if it was read before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select, update

from app.accounts.models import AskedMail, Person
from app.core import clock
from app.core.db import db
from app.core.mail import Letter
from app.forums.models import Discussion, Level
from app.forums.reading.services import mark_read
from app.forums.services import edit_post, first_post, follow, remove_post, start_discussion
from app.networks.models import Membership
from app.notifications import jobs
from app.notifications.models import Notice
from app.notifications.services import mark_read as read_notice
from tests.factories.interventions import a_topic
from tests.factories.notices import told_by_now, told_post
from tests.letters import read_strictly
from tests.people import FRIDAY, World

Run = Callable[[], int]


def wants(world: World, *names: str, choice: AskedMail = AskedMail.SETTLED) -> None:
    people = [getattr(world, name).id for name in names]
    db.session.execute(update(Person).where(Person.id.in_(people)).values(asked_mail=choice))


def after(minutes: float, run_outbox: Run, at: datetime = FRIDAY) -> None:
    with clock.standing_at(at + timedelta(minutes=minutes)):
        jobs.owe_asked_mail()
        run_outbox()


def talk(world: World) -> Discussion:
    """Amina's, who follows it."""
    return start_discussion(world.actor("amina"), world.forum(), r"Arrows \(x^2\)", "They guess.")


def to_amina(mailbox: list[Letter]) -> list[Letter]:
    return [each for each in mailbox if each.to == "amina@example.org"]


def test_nobody_gets_it_who_has_not_asked(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    told_post(world.actor("ben"), talk(world), "Mine, too.")
    after(45, run_outbox)
    assert to_amina(mailbox) == []


def test_it_waits_for_the_edit_window_and_says_what_stands_then(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    wants(world, "amina")
    post = told_post(world.actor("ben"), talk(world), "Mine, to.")
    after(29, run_outbox)
    assert to_amina(mailbox) == []
    db.session.refresh(post, ["discussion"])
    edit_post(world.actor("ben"), post, r"Mine, *too*: \(\frac{1}{2}x^{2}\).")
    after(31, run_outbox)
    [letter] = to_amina(mailbox)
    assert letter.subject == r"[S215] Arrows \(x^2\)"
    assert "Ben wrote:" in letter.text
    assert "Mine, too: 1/2x²." in letter.text
    assert "<em>too</em>" in letter.html
    assert "Mine, to." not in letter.text + letter.html
    after(90, run_outbox)
    assert len(to_amina(mailbox)) == 1


def test_what_comes_within_the_window_is_folded_and_the_rest_comes_after(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    wants(world, "amina")
    discussion = talk(world)
    for minutes in (0, 1, 20):
        with clock.standing_at(FRIDAY + timedelta(minutes=minutes)):
            told_post(world.actor("ben"), discussion, f"Post of minute {minutes}.")
    for minutes in range(29, 60):
        after(minutes, run_outbox)
    first, second = to_amina(mailbox)
    assert "minute 0" in first.text
    assert "minute 1." in first.text or "minute 1." in second.text
    assert "minute 20" not in first.text, "its writer may still change it"
    assert "minute 20" in second.text
    assert "minute 0" not in second.text


def test_reading_on_the_site_cancels_it(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    wants(world, "amina")
    discussion = talk(world)
    post = told_post(world.actor("ben"), discussion, "Mine, too.")
    mark_read(world.actor("amina"), discussion, post.id, post.id)
    after(31, run_outbox)
    assert to_amina(mailbox) == []


def test_so_does_reading_after_it_was_owed_and_pressing_in_the_inbox(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    wants(world, "amina")
    one, other = talk(world), talk(world)
    for discussion in (one, other):
        told_post(world.actor("ben"), discussion, "Mine, too.")
    with clock.standing_at(FRIDAY + timedelta(minutes=31)):
        assert jobs.owe_asked_mail() == 2
        mark_read(world.actor("amina"), one, 1, 10_000)
        hers = (Notice.subject_id == other.id, Notice.person_id == world.amina.id)
        [notice] = db.session.scalars(select(Notice).where(*hers))
        read_notice(world.actor("amina"), notice)
        run_outbox()
    assert to_amina(mailbox) == []


def test_what_was_taken_back_is_not_in_it(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    wants(world, "amina")
    discussion = talk(world)
    post = told_post(world.actor("ben"), discussion, "A student’s name.")
    told_post(world.actor("ben"), discussion, "Mine, too.")
    with clock.standing_at(FRIDAY + timedelta(minutes=31)):
        jobs.owe_asked_mail()
        remove_post(world.actor("marek"), post, "A name")
        run_outbox()
    [letter] = to_amina(mailbox)
    assert "name" not in letter.text
    assert "Mine, too." in letter.text


def test_a_role_that_ends_between_notice_and_letter(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    wants(world, "amina")
    told_post(world.actor("ben"), talk(world), "Mine, too.")
    with clock.standing_at(FRIDAY + timedelta(minutes=31)):
        assert jobs.owe_asked_mail() == 1
        db.session.execute(update(Membership).where(Membership.person_id == world.amina.id).values(left_at=clock.now()))
        run_outbox()
    assert to_amina(mailbox) == []


def test_who_wants_less_of_it_by_then_gets_none(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    wants(world, "amina")
    discussion = talk(world)
    told_post(world.actor("ben"), discussion, "Mine, too.")
    with clock.standing_at(FRIDAY + timedelta(minutes=31)):
        jobs.owe_asked_mail()
        follow(world.actor("amina"), discussion, Level.DIGEST)
        run_outbox()
    assert to_amina(mailbox) == []


def test_who_wants_replies_gets_the_answers_to_their_own_words(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    wants(world, "amina")
    discussion = talk(world)
    follow(world.actor("amina"), discussion, None)
    told_post(world.actor("ben"), discussion, "By the way.")
    told_post(world.actor("ben"), discussion, "An answer.", reply_to=first_post(discussion))
    after(31, run_outbox)
    [letter] = to_amina(mailbox)
    assert "An answer." in letter.text
    assert "By the way." not in letter.text


def test_a_moderator_may_have_it_soon_where_they_moderate(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    wants(world, "marek", "tomos", choice=AskedMail.SOON)
    for name in ("marek", "tomos"):
        follow(world.actor(name), world.s215, Level.EVERYTHING)
    talk(world)
    told_by_now()
    after(3, run_outbox)
    assert {each.to for each in mailbox} == {"marek@example.org"}
    after(31, run_outbox)
    assert sorted(each.to for each in mailbox) == ["marek@example.org", "tomos@example.org"]


def test_letters_about_one_discussion_are_one_conversation(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    wants(world, "amina")
    discussion = talk(world)
    for hour in range(14):
        at = FRIDAY + timedelta(hours=hour)
        with clock.standing_at(at):
            told_post(world.actor("ben"), discussion, f"Post {hour}.")
        after(31, run_outbox, at)
    letters = [read_strictly(each) for each in to_amina(mailbox)]
    assert len(letters) == 14
    ids = [each["Message-ID"].strip() for each in letters]
    assert len(set(ids)) == 14
    assert letters[0]["References"] is None
    for before, letter in enumerate(letters[1:], 1):
        named = letter["References"].split()
        assert letter["In-Reply-To"].strip() == ids[before - 1] == named[-1]
        assert named[0] == ids[0]
        assert len(named) <= 12
    assert {each["Subject"] for each in letters} == {r"[S215] Arrows \(x^2\)"}
    assert {each["List-Id"] for each in letters} == {"<s215.example.org>"}


def test_two_hundred_topics_are_one_letter_to_each_follower(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    followers = ("ben", "tomos", "dilys", "marek", "saoirse")
    wants(world, *followers)
    for name in followers:
        follow(world.actor(name), world.s215, Level.EVERYTHING)
    for number in range(200):
        a_topic(world, f"Topic {number}")
    after(31, run_outbox)
    assert sorted(each.to for each in mailbox) == sorted(f"{name}@example.org" for name in followers)
    assert {each.subject for each in mailbox} == {"[S215] 200 new Tricky Topics"}
    assert "The latest: “Topic 199”" in mailbox[0].text
    after(90, run_outbox)
    assert len(mailbox) == len(followers)


def test_old_news_is_not_mailed_to_who_has_just_chosen_it(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    told_post(world.actor("ben"), talk(world), "Mine, too.")
    wants(world, "amina")
    after(60 * 25, run_outbox)
    assert to_amina(mailbox) == []

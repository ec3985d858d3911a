"""A published reply reaches everyone who raised, posted or voted: once in the inbox, once by mail, and nobody learns who."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.core import clock, outbox
from app.core.db import db
from app.core.events import announce
from app.core.mail import Letter
from app.forums.models import Discussion, Level
from app.forums.services import first_post, follow, start_discussion
from app.networks.models import Membership
from app.notifications import jobs
from app.notifications.letters.notices import AT_ONCE_LETTER
from app.notifications.models import Notice
from app.replies.events import ReplyPublished
from app.topics.models import ExampleSource, IssueCategory
from app.topics.services import add_example, cast_vote, merge_topic, move_to_issue, move_topic
from tests.factories.interventions import a_topic
from tests.factories.replies import a_reply, an_issue, speak_under
from tests.people import World


def told(world: World) -> set[str]:
    """Who has a notice of a reply. Only a test may ask."""
    names = {
        getattr(world, name).id: name
        for name in ("amina", "ben", "tomos", "dilys", "marek", "saoirse", "wanda", "ravi")
    }
    return {names[each] for each in db.session.scalars(select(Notice.person_id).where(Notice.kind == "reply"))}


def test_raiser_poster_voter_and_giver_of_an_example_are_told(world: World) -> None:
    topic = a_topic(world)
    speak_under(world, "saoirse", topic, "My students, too.")
    cast_vote(world.actor("ben"), topic)
    example = {"text": "Arrow from the charge", "source": ExampleSource.MARKING, "block_ids": [], "codes": []}
    add_example(world.actor("wanda"), topic, **example)
    a_reply(world, topic, state="published")
    assert told(world) == {"amina", "saoirse", "ben", "wanda"}


def test_whoever_muted_what_they_raised_hears_no_posts_of_it_and_is_answered_all_the_same(
    world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    topic = a_topic(world)
    for place in (world.s215, db.session.get_one(Discussion, topic.discussion_id)):
        follow(world.actor("amina"), place, Level.MUTE)
    speak_under(world, "saoirse", topic, "My students, too.")
    move_topic(world.actor("marek"), topic, "accept")
    a_reply(world, topic, state="published")
    run_outbox()
    kinds = set(db.session.scalars(select(Notice.kind).where(Notice.person_id == world.amina.id)))
    assert kinds == {"topic", "reply"}
    assert [each.subject for each in mailbox if each.to == "amina@example.org"]


def test_the_author_of_the_post_it_was_raised_from_is_told(world: World) -> None:
    discussion = start_discussion(world.actor("saoirse"), world.forum(), "Arrows", "They guess.")
    a_reply(world, a_topic(world, from_post=first_post(discussion)), state="published")
    assert told(world) == {"amina", "saoirse"}


def test_people_of_other_topics_are_not_told(world: World) -> None:
    other = a_topic(world, "Molecular orbitals")
    cast_vote(world.actor("ben"), other)
    speak_under(world, "saoirse", other, "Here, too.")
    issue = an_issue(world)
    cast_vote(world.actor("tomos"), issue)
    a_reply(world, a_topic(world), state="published")
    assert told(world) == {"amina"}


def test_whoever_spoke_on_what_was_merged_into_it_is_told(world: World) -> None:
    source, target = a_topic(world, "Arrows"), a_topic(world, "Curly arrows")
    speak_under(world, "saoirse", source, "Mine, too.")
    cast_vote(world.actor("ben"), source)
    merge_topic(world.actor("marek"), source, target, "The same")
    a_reply(world, target, state="published")
    assert told(world) == {"amina", "saoirse", "ben"}


def test_voters_of_a_topic_that_became_an_issue_are_told(world: World) -> None:
    topic = a_topic(world)
    cast_vote(world.actor("ben"), topic)
    issue = move_to_issue(world.actor("marek"), topic, IssueCategory.PACE, "It is about pace")
    a_reply(world, issue, state="published")
    assert told(world) == {"amina", "ben"}


def test_who_left_or_whose_account_is_closed_is_not_told(world: World) -> None:
    topic = a_topic(world)
    cast_vote(world.actor("ben"), topic)
    speak_under(world, "saoirse", topic, "Mine, too.")
    db.session.query(Membership).filter_by(person_id=world.ben.id).one().left_at = clock.now()
    world.saoirse.active = False
    a_reply(world, topic, state="published")
    assert told(world) == {"amina"}


def test_a_person_who_spoke_in_many_ways_is_told_once(
    world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    topic = a_topic(world)
    speak_under(world, "amina", topic, "More on this.")
    cast_vote(world.actor("amina"), topic)
    reply = a_reply(world, topic, state="published")
    again = ReplyPublished(
        network_id=reply.network_id, actor_id=None, reply_id=reply.id, topic_id=topic.id, issue_id=None
    )
    announce(again)
    run_outbox()
    assert db.session.query(Notice).filter_by(kind="reply").count() == 1
    assert [letter.to for letter in mailbox] == ["amina@example.org"]


def test_the_letter_says_what_was_said_and_done_and_where_to_stop_mail(
    world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    a_reply(world, a_topic(world), state="published")
    run_outbox()
    (letter,) = mailbox
    assert "[S215]" in letter.subject
    for words in ("without understanding the arrows", "An 11-minute video", "/networks/s215/replies/1", "/account"):
        assert words in letter.text
        assert words in letter.html


def test_the_words_are_the_same_for_voter_and_raiser(
    world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    topic = a_topic(world)
    cast_vote(world.actor("ben"), topic)
    a_reply(world, topic, state="published")
    run_outbox()
    texts = {letter.text.replace("Amina", "X").replace("Ben", "X") for letter in mailbox}
    assert len(mailbox) == 2
    assert len(texts) == 1


def test_replies_come_by_mail_whatever_the_budget_of_urgent_mails(
    world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    for number in range(4):
        a_reply(world, a_topic(world, f"Topic {number}"), state="published")
    run_outbox()
    assert len(mailbox) == 4


def test_killed_between_effect_and_done_it_still_mails_once(
    world: World, mailbox: list[Letter], run_outbox: Any
) -> None:
    reply = a_reply(world, a_topic(world), state="published")
    db.session.commit()
    jobs.mail_at_once({"about": f"reply:{reply.id}"})
    db.session.rollback()  # the worker dies before "done" is committed
    run_outbox()
    jobs.mail_at_once({"about": f"reply:{reply.id}"})  # and a second worker repeats what was done
    run_outbox()
    assert [letter.to for letter in mailbox] == ["amina@example.org"]


def test_no_page_or_record_says_who_was_told(world: World, as_: Any, run_outbox: Any) -> None:
    topic = a_topic(world)
    cast_vote(world.actor("ben"), topic)
    reply = a_reply(world, topic, state="published")
    run_outbox()
    for name in ("dilys", "marek", "amina"):
        for url in (
            f"/networks/s215/replies/{reply.number}",
            f"/networks/s215/topics/{topic.number}",
            "/home",
            "/inbox",
        ):
            assert "Ben" not in as_(name).get(url).text, f"{name} {url}"


def test_letters_that_were_sent_are_forgotten(world: World, run_outbox: Any, clock_at: Any) -> None:
    a_reply(world, a_topic(world), state="published")
    run_outbox()
    with clock_at(clock.now() + timedelta(hours=1)):
        jobs.forget_letters()
    sent = db.session.scalars(select(outbox.OutboxItem).where(outbox.OutboxItem.kind == AT_ONCE_LETTER)).all()
    assert [item.payload for item in sent] == [{}]

"""Inboxes, letters and digests say what their reader may read when they read it: no name that was given up, nothing hidden."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from app.core.db import db
from app.core.mail import Letter
from app.core.numbers.counts import counts
from app.core.permissions import allowed
from app.forums.models import Discussion, Level
from app.forums.services import follow, hide_post, publish_post, retitle_discussion, start_discussion
from app.networks.models import CriticalDate, Membership, Role
from app.networks.services import leave, withdraw_critical_date
from app.notifications import reading
from app.notifications.models import Notice
from app.notifications.policy import Permission, visible_notices
from app.notifications.queries import COUNT
from app.notifications.services import mark_all_read
from app.topics.models import TrickyTopic
from app.topics.services import edit_issue, edit_topic
from tests.factories.interventions import a_topic
from tests.factories.news import (
    ARROWS,
    CASES,
    NAME,
    Run,
    a_date,
    a_draft_sent_back,
    eight_days_later,
    removed,
    said,
)
from tests.factories.notices import told_by_now, told_post, told_to, words_for
from tests.factories.replies import a_reply, an_issue, speak_under
from tests.people import CAST, World


def test_who_left_under_their_role_is_named_in_no_inbox_and_no_digest(
    world: World, as_: Any, mailbox: list[Letter], run_outbox: Run
) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    told_post(world.actor("ben"), discussion, "Mine, too.")
    assert "The latest by Ben" in as_("amina").get("/inbox").text
    leave(world.actor("ben"), world.s215, withhold_name=True)
    page = as_("amina").get("/inbox").text
    assert "Ben" not in page
    assert "The latest by AL, former member" in page
    eight_days_later(run_outbox)
    [digest] = [each for each in mailbox if each.to == "amina@example.org"]
    assert "Ben" not in said(digest)
    assert "“Arrows”: 1 new post" in said(digest)


def test_a_title_that_was_cleaned_goes_out_clean(world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), ARROWS, "They guess.")
    publish_post(world.actor("ben"), discussion, "Mine, too.")
    retitle_discussion(world.actor("marek"), discussion, "The curly arrows")
    eight_days_later(run_outbox)
    [digest] = [each for each in mailbox if each.to == "amina@example.org"]
    assert NAME not in said(digest)
    assert "The curly arrows" in said(digest)


@pytest.mark.parametrize("kind", ["topic", "issue"])
def test_the_discussion_under_a_topic_is_cleaned_with_it(world: World, kind: str) -> None:
    words = {"title": "The curly arrows", "statement_md": "They guess."}
    subject = a_topic(world, ARROWS) if kind == "topic" else an_issue(world, ARROWS)
    follow(world.actor("tomos"), db.session.get_one(Discussion, subject.discussion_id), Level.EVERYTHING)
    speak_under(world, "saoirse", subject)
    told_by_now()
    if isinstance(subject, TrickyTopic):
        edit_topic(world.actor("marek"), subject, threshold_concept=False, **words)
    else:
        edit_issue(world.actor("marek"), subject, category=subject.category, **words)
    assert words_for(world, "tomos") == [("New discussion: “The curly arrows”", "Begun by Saoirse")]


def test_a_title_of_its_own_stays_with_a_discussion(world: World) -> None:
    topic = a_topic(world, ARROWS)
    discussion = db.session.get_one(Discussion, topic.discussion_id)
    retitle_discussion(world.actor("marek"), discussion, "What are arrows?")
    edit_topic(
        world.actor("marek"), topic, title="The curly arrows", statement_md="They guess.", threshold_concept=False
    )
    assert discussion.title == "What are arrows?"


def test_a_removed_member_finds_no_titles_and_no_replies(world: World, as_: Any, run_outbox: Run) -> None:
    topic = a_topic(world, ARROWS)
    a_reply(world, topic, state="published", we_did_md="A canary-7c1f of a video.")
    run_outbox()
    page = as_("amina").get("/inbox")
    assert ARROWS in page.text
    assert "canary-7c1f" in page.text
    notice = told_to(world, "amina")[0].notice
    removed(world, "amina")
    page = as_("amina").get("/inbox")
    assert NAME not in page.text
    assert "canary-7c1f" not in page.text
    assert "Nothing unread" in page.text
    assert as_("amina").post(f"/inbox/{notice.id}/open").status == 404


def test_whoever_comes_back_finds_it_again(world: World) -> None:
    a_reply(world, a_topic(world, ARROWS), state="published")
    removed(world, "amina")
    assert told_to(world, "amina") == []
    db.session.execute(update(Membership).where(Membership.person_id == world.amina.id).values(left_at=None))
    assert len(told_to(world, "amina")) == 1


def test_the_author_of_a_hidden_post_is_not_named(world: World) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    told_post(world.actor("tomos"), discussion, "Mine, too.")
    post = told_post(world.actor("ben"), discussion, "And a name.")
    mark_all_read(world.actor("amina"), told_to(world, "amina")[0].notice)
    hide_post(world.actor("marek"), post, "A name")
    assert words_for(world, "amina") == [("New in “Arrows”", "")]


def test_what_is_gone_is_said_to_be_gone_and_no_letter_speaks_of_it(
    world: World, as_: Any, mailbox: list[Letter], run_outbox: Run
) -> None:
    a_date(world)
    date_id = db.session.scalars(select(CriticalDate.id)).one()
    withdraw_critical_date(world.actor("marek"), world.s215, date_id)
    amina = as_("amina")
    assert "Something that is gone, or that you can no longer read" in amina.get("/inbox").text
    notice = told_to(world, "amina")[0].notice
    assert amina.post(f"/inbox/{notice.id}/open").location.endswith("/inbox")
    eight_days_later(run_outbox)
    assert [each for each in mailbox if each.to == "amina@example.org"] == []


def test_a_draft_is_for_those_who_draft(world: World) -> None:
    a_draft_sent_back(world)
    db.session.execute(update(Membership).where(Membership.person_id == world.tomos.id).values(role=Role.STAFF_TUTOR))
    assert words_for(world, "tomos", "draft") == [(reading.NO_LONGER.title, "")]


def test_the_rule_and_its_filter_are_the_same(world: World) -> None:
    for case in CASES:
        case.happen(world)
    removed(world, "amina")
    leave(world.actor("tomos"), world.s215, withhold_name=True)
    everything = db.session.scalars(select(Notice)).all()
    assert len({each.kind for each in everything}) >= 10
    for name in CAST:
        reader = world.actor(name)
        filtered = set(db.session.scalars(select(Notice).where(visible_notices(reader))))
        assert filtered == {each for each in everything if allowed(reader, Permission.READ, each)}, name
        assert counts(reader)[COUNT][0] == len([each for each in filtered if not each.read_at]), name

"""Who is told what: each kind of news reaches those it is for, folds while it is unread, and stays in its network."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.actions import services as actions
from app.core import clock
from app.core.db import db
from app.forums.models import ForumKind, Level
from app.forums.reading.services import mark_read as mark_posts_read
from app.forums.services import first_post, follow, publish_post, remove_post, start_discussion
from app.interventions import services as interventions
from app.interventions.models import VoteStance
from app.networks.models import Membership
from app.networks.services import set_critical_date
from app.notifications.models import Notice
from app.notifications.services import mark_read
from app.replies import services as replies
from app.topics.models import IssueResponse
from app.topics.services import merge_topic, move_issue, move_topic, respond_to_issue, route_issue
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic, an_intervention
from tests.factories.notices import told_by_now, words_for
from tests.factories.replies import a_reply, an_issue, speak_under
from tests.people import World


def notices(world: World, name: str, kind: str = "") -> list[Notice]:
    told_by_now()
    mine = select(Notice).where(Notice.person_id == getattr(world, name).id).order_by(Notice.id)
    found = db.session.scalars(mine.execution_options(populate_existing=True)).all()
    return [each for each in found if kind in ("", each.kind)]


def test_followers_of_a_discussion_hear_of_a_post_and_its_author_does_not(world: World) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    publish_post(world.actor("ben"), discussion, "Mine, too.")
    assert words_for(world, "amina") == [("New in “Arrows”", "The latest by Ben")]
    assert notices(world, "ben") == []
    assert notices(world, "tomos") == []


def test_followers_of_a_forum_hear_of_a_new_discussion(world: World) -> None:
    follow(world.actor("tomos"), world.forum(), Level.EVERYTHING)
    start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    start_discussion(world.actor("amina"), world.forum(ForumKind.CAFE), "Tea", "Milk first?")
    assert words_for(world, "tomos") == [("New discussion: “Arrows”", "Begun by Amina")]


def test_posts_fold_into_one_notice_until_it_is_read(world: World) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    for _ in range(3):
        publish_post(world.actor("ben"), discussion, "And another thing.")
    (notice,) = notices(world, "amina")
    assert notice.events == 3
    mark_read(world.actor("amina"), notice)
    db.session.flush()
    publish_post(world.actor("ben"), discussion, "One more.")
    (notice,) = notices(world, "amina")
    assert (notice.events, notice.read_at) == (1, None)


def test_mail_about_a_post_waits_for_the_edit_window_of_the_first_unread(world: World) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    begun = clock.now()
    publish_post(world.actor("ben"), discussion, "Mine, too.")
    told_by_now()
    with clock.standing_at(begun + timedelta(minutes=20)):
        publish_post(world.actor("ben"), discussion, "And more.")
    (notice,) = notices(world, "amina")
    assert notice.mail_after == begun + timedelta(minutes=30)


@pytest.mark.parametrize("told", [True, False])
def test_a_post_that_was_taken_back_is_no_news(world: World, told: bool) -> None:
    """Whether the worker had told of it or not."""
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    post = publish_post(world.actor("ben"), discussion, "A student’s name by mistake.")
    if told:
        assert len(notices(world, "amina")) == 1
    remove_post(world.actor("marek"), post, "A name")
    assert notices(world, "amina") == []


@pytest.mark.parametrize("told", [True, False])
def test_taking_one_back_leaves_the_news_of_the_other(world: World, told: bool) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    publish_post(world.actor("ben"), discussion, "Mine, too.")
    told_by_now()
    post = publish_post(world.actor("ben"), discussion, "A student’s name by mistake.")
    if told:
        assert notices(world, "amina")[0].events == 2
    remove_post(world.actor("marek"), post, "A name")
    [left] = notices(world, "amina")
    assert left.events == 1


def test_what_somebody_read_before_the_worker_came_is_no_news(world: World) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    post = publish_post(world.actor("ben"), discussion, "Mine, too.")
    mark_posts_read(world.actor("amina"), discussion, 1, post.id)
    assert notices(world, "amina") == []


def test_who_may_no_longer_read_when_the_worker_comes_is_not_told(world: World) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    publish_post(world.actor("ben"), discussion, "Mine, too.")
    gone = update(Membership).where(Membership.person_id == world.amina.id)
    db.session.execute(gone.values(left_at=clock.now()))
    assert notices(world, "amina") == []


def test_the_raiser_hears_of_posts_under_their_topic(world: World) -> None:
    topic = a_topic(world)
    speak_under(world, "ben", topic)
    assert len(notices(world, "amina", "discussion")) == 1


def test_the_raiser_hears_of_each_move(world: World) -> None:
    topic = a_topic(world)
    move_topic(world.actor("marek"), topic, "accept")
    move_topic(world.actor("dilys"), topic, "decline", "A later module needs it")
    (notice,) = notices(world, "amina", "topic")
    assert notice.events == 2
    assert words_for(world, "amina", "topic") == [("“Curly arrows” is now: declined", "A later module needs it")]
    assert notices(world, "ben") == []


def test_the_author_of_a_post_hears_what_was_raised_from_it(world: World) -> None:
    discussion = start_discussion(world.actor("ben"), world.forum(), "Arrows", "They guess.")
    a_topic(world, from_post=first_post(discussion))
    assert words_for(world, "ben", "topic") == [("Your post was raised as a Tricky Topic: “Curly arrows”", "")]


def test_a_merge_says_where_it_went(world: World) -> None:
    source, target = a_topic(world, "Arrows"), a_topic(world, "Curly arrows")
    merge_topic(world.actor("marek"), source, target, "The same")
    (notice,) = notices(world, "amina", "topic")
    assert words_for(world, "amina", "topic") == [
        ("“Arrows” was merged into “Curly arrows”; its votes went along", "The same")
    ]
    assert notice.url.endswith(f"/topics/{target.number}")


def test_the_raiser_of_an_issue_hears_the_response(world: World) -> None:
    issue = an_issue(world)
    move_issue(world.actor("marek"), issue, "acknowledge")
    route_issue(world.actor("marek"), issue, routed_to="module team")
    respond_to_issue(world.actor("tomos"), issue, response=IssueResponse.DONE, response_md="Moved to week 14.")
    (notice,) = notices(world, "ben", "issue")
    assert notice.events == 3
    assert words_for(world, "ben", "issue") == [
        ("“Weeks 12 and 13 carry too much” is now: responded", "done: Moved to week 14.")
    ]


def test_proposer_and_raiser_hear_the_decision_once_each(world: World) -> None:
    topic = a_topic(world)
    intervention = an_intervention(world, topic)
    interventions.decline(world.actor("dilys"), intervention, "No tuition budget in 17J", VoteStance.NO_VOTE)
    for name in {"amina", _name(world, intervention.proposed_by_id)}:
        [(title, text)] = words_for(world, name, "intervention")
        assert title.endswith(" was declined")
        assert text == "No tuition budget in 17J"


def _name(world: World, person_id: int) -> str:
    return next(name for name in ("amina", "ben", "tomos", "dilys", "marek") if getattr(world, name).id == person_id)


def test_the_owner_hears_that_an_action_is_theirs(world: World) -> None:
    an_action(world, owner="ben")
    assert "You own this action" in words_for(world, "ben", "action")[0][0]
    assert notices(world, "marek") == []


def test_the_owner_hears_when_it_was_sent_back(world: World) -> None:
    action = an_action(world, owner="ben", state="done")
    actions.move_action(world.actor("marek"), action, "send_back", "Where is the link?")
    [(title, _)] = words_for(world, "ben", "action")
    assert "in progress" in title


def test_the_writer_hears_that_a_reply_was_sent_back(world: World) -> None:
    reply = a_reply(world, a_topic(world))
    replies.send_back_reply(world.actor("dilys"), reply, "Say how long the video is.")
    assert words_for(world, "tomos", "draft") == [
        ("Sent back: your reply to “Curly arrows”", "Say how long the video is.")
    ]


def test_a_critical_date_is_for_the_people_of_its_network(world: World) -> None:
    at = clock.now() + timedelta(days=3)
    set_critical_date(world.actor("marek"), world.s215, at=at, title="Workshop B", reason="The vote closes there")
    assert len(notices(world, "spencer", "date")) == 1
    assert notices(world, "chidi") == notices(world, "ada") == notices(world, "marek") == []

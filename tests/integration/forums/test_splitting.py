"""Splitting, merging and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.forums import services
from app.forums.following.queries import chosen
from app.forums.jobs import counts_that_are_off, reopen
from app.forums.models import Discussion, ForumKind, Level, Post, PostRevision
from app.forums.moderation import services as moderation
from app.forums.moderation.models import Operation
from app.forums.reading import queries as reading
from app.topics.services import raise_topic
from tests.client import StrictClient
from tests.factories.places import ids, latest, posts
from tests.integration.forums.conftest import Talk
from tests.people import FRIDAY, World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
pytestmark = pytest.mark.both_databases


def test_a_split_takes_posts_into_a_discussion_of_their_own_and_back(long: Talk, actor_for: ActorFor) -> None:
    marek, chosen_ids = actor_for("marek"), ids(long.discussion_id, 3, 5)
    new = moderation.split(marek, long.discussion, chosen_ids, title="Arrows apart", reason="Another question")
    assert (posts(long.discussion), posts(new)) == ([1, 2, 4, 6], [1, 2])
    assert (long.discussion.post_count, new.post_count, new.author_id) == (4, 2, actor_for("ben").person_id)
    assert counts_that_are_off() == []
    assert services.publish_post(marek, long.discussion, "Next.").position == 7, "no number is given twice"
    moderation.undo(marek, db.session.scalars(select(Operation).where(Operation.kind == "split")).one())
    assert (posts(long.discussion), posts(new)) == ([1, 2, 3, 4, 5, 6, 7], [])
    assert new.merged_into_id == long.discussion_id
    assert counts_that_are_off() == []


def test_what_was_read_stays_read_wherever_it_stands(long: Talk, actor_for: ActorFor) -> None:
    amina, marek = actor_for("amina"), actor_for("marek")
    before = set(reading.new_posts(long.discussion_id, amina).ids)
    new = moderation.split(
        marek, long.discussion, ids(long.discussion_id, 2, 6), title="Apart", reason="Another question"
    )
    after = [set(reading.new_posts(each, amina).ids) for each in (long.discussion_id, new.id)]
    assert before == after[0] | after[1]
    assert reading.new_by_network(amina)[long.discussion.network_id] == sum(bool(each) for each in after)


def test_a_merge_is_by_date_and_its_address_leads_on_for_ever(
    as_: As, long: Talk, other: Discussion, actor_for: ActorFor
) -> None:
    marek = actor_for("marek")
    moderation.merge(marek, long.discussion, other, reason="The same question")
    assert len(posts(other)) == 8
    assert counts_that_are_off() == []
    db.session.commit()
    page = as_("amina").get(long.url)
    assert (page.status, page.location) == (308, f"/networks/s215/discussions/{other.number}")
    shown = as_("amina").get(str(page.location))
    assert "from “Curly arrows”" in shown.text
    assert as_("amina").get(long.post_url(long.answer_id)).location.endswith(f"#post-{long.answer_id}")
    assert as_("amina").get(f"{long.url}/posts/2").location == long.post_url(long.answer_id), "an old number"
    said = as_("amina").post(f"{long.url}/reply", {"body": "Typed before it was merged."})
    assert said.status == 308, "what was typed goes along"
    assert as_("chidi").get(long.url).status == 404


def test_a_merge_that_is_undone_gives_back_what_it_took_and_keeps_what_was_written_since(
    long: Talk, other: Discussion, actor_for: ActorFor
) -> None:
    marek = actor_for("marek")
    operation = moderation.merge(marek, long.discussion, other, reason="The same question")
    since = services.publish_post(actor_for("amina"), other, "Written since.")
    told = " ".join(moderation.plan_undo(marek, operation))
    assert "6 posts return" in told
    assert "1 post that was written" in told
    moderation.undo(marek, operation)
    assert posts(long.discussion) == [1, 2, 3, 4, 5, 6]
    assert since.discussion_id == other.id
    assert long.discussion.merged_into_id is None
    assert counts_that_are_off() == []
    with pytest.raises(Refused):
        moderation.undo(marek, operation)


def test_a_merge_of_merged_discussions_is_undone_from_its_end(
    as_: As, long: Talk, other: Discussion, world: World, actor_for: ActorFor
) -> None:
    marek = actor_for("marek")
    third = services.start_discussion(actor_for("tomos"), world.forum(ForumKind.CAFE), "Coffee", "Black.")
    first = moderation.merge(marek, long.discussion, other, reason="One")
    second = moderation.merge(marek, other, third, reason="Two")
    db.session.commit()
    assert as_("amina").get(long.url).location == f"/networks/s215/discussions/{third.number}"
    with pytest.raises(Refused):
        moderation.undo(marek, first)
    moderation.undo(marek, second)
    moderation.undo(marek, first)
    assert (len(posts(long.discussion)), len(posts(other)), len(posts(third))) == (6, 2, 1)
    assert counts_that_are_off() == []


@pytest.mark.parametrize(
    ("of_source", "of_target", "after"),
    [
        (Level.EVERYTHING, None, Level.EVERYTHING),
        (Level.DIGEST, None, Level.DIGEST),
        (Level.EVERYTHING, Level.DIGEST, Level.EVERYTHING),
        (Level.DIGEST, Level.REPLIES, Level.REPLIES),
        (Level.MUTE, Level.EVERYTHING, Level.MUTE),
        (Level.EVERYTHING, Level.MUTE, Level.MUTE),
        (None, Level.DIGEST, Level.DIGEST),
    ],
)
def test_levels_are_carried_and_given_back(
    long: Talk, other: Discussion, actor_for: ActorFor, of_source: Level, of_target: Level, after: Level
) -> None:
    dilys, marek = actor_for("dilys"), actor_for("marek")
    services.follow(dilys, long.discussion, of_source)
    services.follow(dilys, other, of_target)
    operation = moderation.merge(marek, long.discussion, other, reason="The same")
    assert chosen(other, seen_by=dilys).own is after
    moderation.undo(marek, operation)
    assert chosen(other, seen_by=dilys).own is of_target
    assert chosen(long.discussion, seen_by=dilys).own is of_source


def test_splitting_into_a_discussion_that_is_there_makes_nobody_else_hear_of_it(
    long: Talk, other: Discussion, actor_for: ActorFor
) -> None:
    services.follow(actor_for("dilys"), long.discussion, Level.EVERYTHING)
    moderation.split(
        actor_for("marek"), long.discussion, ids(long.discussion_id, 5), into=other, reason="Belongs there"
    )
    assert chosen(other, seen_by=actor_for("dilys")).own is None
    assert chosen(other, seen_by=actor_for("amina")).own is Level.EVERYTHING


def test_what_cannot_be_is_refused_and_changes_nothing(
    long: Talk, other: Discussion, world: World, actor_for: ActorFor
) -> None:
    marek, elsewhere = actor_for("marek"), db.session.get_one(Post, long.elsewhere_id)
    there = db.session.get_one(Discussion, elsewhere.discussion_id)
    everything = ids(long.discussion_id, 1, 2, 3, 4, 5, 6)
    for chosen_ids in (everything, [], [elsewhere.id]):
        with pytest.raises(Invalid):
            moderation.split(marek, long.discussion, chosen_ids, title="T", reason="R")
    for values in ({"title": "", "reason": "R"}, {"title": "T", "reason": " "}):
        with pytest.raises(Invalid):
            moderation.split(marek, long.discussion, ids(long.discussion_id, 2), **values)
    with pytest.raises(NotFound):
        moderation.merge(marek, long.discussion, there, reason="R")
    with pytest.raises(Refused):
        moderation.merge(marek, long.discussion, long.discussion, reason="R")
    for name, fault in (("ben", Refused), ("dilys", Refused), ("chidi", NotFound)):
        with pytest.raises(fault):
            moderation.merge(actor_for(name), long.discussion, other, reason="R")
    assert posts(long.discussion) == [1, 2, 3, 4, 5, 6]


def test_each_step_is_taken_back_by_its_own(long: Talk, actor_for: ActorFor) -> None:
    marek, found = actor_for("marek"), long.discussion
    steps = [
        (lambda: services.pin(marek, found, pinned=True), lambda: found.pinned),
        (lambda: services.lock(marek, found, locked=True, reason="Rest"), lambda: found.locked),
        (lambda: services.move_discussion(marek, found, ForumKind.CAFE), lambda: found.forum_id),
        (lambda: services.retitle_discussion(marek, found, "Better"), lambda: found.title),
        (lambda: services.hide_post(marek, long.answer, "Looked into"), lambda: long.answer.state),
        (lambda: services.mark_important(marek, long.first, important=True), lambda: long.first.important),
    ]
    for step, state in steps:
        before = state()
        step()
        assert state() != before
        moderation.undo(marek, latest())
        assert state() == before


def test_the_discussion_of_a_topic_stays_where_it_is(
    world: World, other: Discussion, actor_for: ActorFor, long: Talk
) -> None:
    topic = raise_topic(
        actor_for("amina"), world.s215, title="Arrows", statement_md="Where from?", from_post=long.first
    )
    under = db.session.get_one(Discussion, topic.discussion_id)
    services.publish_post(actor_for("ben"), under, "From the pair.")
    with pytest.raises(Refused, match="This is the discussion under “Arrows”"):
        moderation.plan_merge(actor_for("marek"), under, other)
    told = moderation.plan_merge(actor_for("marek"), long.discussion, other).consequences()
    assert "1 topic or issue was raised from these posts; each keeps its link to its post." in told


def test_a_lock_says_why_and_ends_by_itself(as_: As, talk: Talk, actor_for: ActorFor) -> None:
    form = {"title": "Curly arrows", "kind": "tricky-topics", "locked": "y", "lock_reason": "Until the exam"}
    marek = as_("marek")
    assert marek.post(f"{talk.url}/moderate", {**form, "reopens_on": "2018-07-19"}).status == 422
    assert marek.post(f"{talk.url}/moderate", {**form, "reopens_on": "2018-07-25"}).status == 303
    page = as_("amina").get(talk.url)
    assert "Until the exam" in page.text
    assert "Opens again on 25 July 2018" in page.text
    assert reopen() == 0
    with clock.standing_at(FRIDAY + timedelta(days=5)):
        assert reopen() == 1
    assert not talk.discussion.locked


def test_what_is_removed_for_good_leaves_no_word(as_: As, talk: Talk, actor_for: ActorFor) -> None:
    form = {"body": "Named nobody.", "version": str(talk.answer.version)}
    assert as_("ben").post(talk.post_url(talk.answer_id, "edit"), form).status == 303
    assert db.session.query(PostRevision).filter_by(post_id=talk.answer_id).all()
    services.remove_post(actor_for("marek"), talk.answer, "Named a student")
    assert (talk.answer.body_md, talk.answer.body_html) == ("", "")
    assert not db.session.query(PostRevision).filter_by(post_id=talk.answer_id).all()


def test_a_report_of_a_page_that_was_open_meanwhile(
    as_: As, long: Talk, other: Discussion, actor_for: ActorFor
) -> None:
    """What it showed is marked where it stands still; what went elsewhere, or out of sight, changes nothing."""
    amina, marek, page = actor_for("amina"), actor_for("marek"), as_("amina")
    shown = ids(long.discussion_id, *range(1, 8))
    report = {"span": f"1-{shown[-1] + 999}"}
    new = moderation.split(
        marek, long.discussion, ids(long.discussion_id, 2, 4), title="Apart", reason="Another question"
    )
    elsewhere = set(reading.new_posts(new.id, amina).ids)
    moderation.hide_post(marek, db.session.get_one(Post, shown[-1]), "Looked into")
    db.session.commit()
    assert page.post(f"{long.url}/read", report).status == 303
    assert reading.new_posts(long.discussion_id, amina).ids == ()
    assert set(reading.new_posts(new.id, amina).ids) == elsewhere
    moderation.merge(marek, db.session.get_one(Discussion, long.discussion_id), other, reason="The same question")
    db.session.commit()
    gone = page.post(f"{long.url}/read", report)
    assert (gone.status, gone.location) == (308, f"/networks/s215/discussions/{other.number}/read"), "it goes along"
    assert page.post(gone.location, report).status == 303
    assert reading.new_posts(other.id, amina).ids == ()

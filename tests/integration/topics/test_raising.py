"""Raising topics and issues, from nothing and from a post, and changing their words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.forums import services as forums
from app.forums.models import Discussion, Post
from app.topics import services
from app.topics.models import AdditionalIssue, TrickyTopic
from tests.client import StrictClient
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
TOPIC = {"title": "Le Chatelier", "statement_md": "Q is not **K**."}
ISSUE = {"title": "iCMA cut-off", "statement_md": "Three days after TMA03.", "category": "assessment timing"}


@pytest.fixture
def post(world: World, actor_for: ActorFor) -> Post:
    discussion = forums.start_discussion(
        actor_for("amina"), world.forum(), "Mechanisms", "Half my group draw the arrow from the charge."
    )
    db.session.commit()
    return db.session.query(Post).filter_by(discussion_id=discussion.id).one()


@pytest.mark.parametrize("who", ["amina", "tomos", "dilys", "marek"])
def test_a_topic_is_raised(who: str, world: World, as_: As) -> None:
    client = as_(who)
    page = client.follow(client.post("/networks/s215/topics/new", TOPIC))
    assert "Le Chatelier" in page.text
    assert "suggested" in page.text
    assert "<strong>K</strong>" in page.html
    assert "Waits for the moderator" in page.text


def test_an_issue_is_raised_and_says_by_when_it_is_acknowledged(world: World, as_: As) -> None:
    client = as_("ben")
    page = client.follow(client.post("/networks/s215/issues/new", ISSUE))
    assert "Additional issue 1, assessment timing" in page.text
    assert "To be acknowledged by 3 August 2018" in page.text  # ten working days after Friday 20 July


@pytest.mark.parametrize("who", ["saoirse", "wanda", "ravi", "spencer"])
def test_roles_that_do_not_raise_are_told_who_does(who: str, world: World, as_: As) -> None:
    for kind, words in (("topics", TOPIC), ("issues", ISSUE)):
        assert as_(who).get(f"/networks/s215/{kind}/new").status == 403
        answer = as_(who).post(f"/networks/s215/{kind}/new", words)
        assert answer.status == 403
        assert "raised by ALs" in answer.text


def test_a_stranger_cannot_raise_here(world: World, as_: As) -> None:
    assert as_("chidi").post("/networks/s215/topics/new", TOPIC).status == 404
    assert db.session.query(TrickyTopic).count() == 0


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"title": "", "statement_md": "Kept words."}, "Please fill this in."),
        ({"title": "   ", "statement_md": "Kept words."}, "Please fill this in."),
        ({"title": "x" * 161, "statement_md": "Kept words."}, "At most 160 characters."),
        ({"title": "Kept title", "statement_md": ""}, "Please write something here."),
        ({"title": "Kept title", "statement_md": "y" * 100_001}, "longer than 100,000 characters"),
    ],
)
def test_a_fault_is_named_and_what_was_typed_is_kept(typed: dict[str, Any], fault: str, world: World, as_: As) -> None:
    answer = as_("amina").post("/networks/s215/topics/new", typed)
    assert answer.status == 422
    assert fault in answer.text
    assert answer.values()["title"].strip() == typed["title"].strip()
    assert answer.values()["statement_md"] == typed["statement_md"]
    assert db.session.query(TrickyTopic).count() == 0


def test_an_unknown_category_is_refused(world: World, as_: As) -> None:
    answer = as_("amina").post("/networks/s215/issues/new", {**ISSUE, "category": "gossip"})
    assert answer.status == 422
    assert db.session.query(AdditionalIssue).count() == 0


def test_a_form_sent_twice_raises_once(world: World, as_: As) -> None:
    client = as_("amina")
    twice = {**TOPIC, "form_key": "the-same-form"}
    first = client.post("/networks/s215/topics/new", twice)
    second = client.post("/networks/s215/topics/new", twice)
    assert first.location == second.location
    assert db.session.query(TrickyTopic).count() == 1


def test_a_post_becomes_a_topic_and_both_sides_show_it(post: Post, as_: As) -> None:
    client = as_("ben")
    discussion = client.get("/networks/s215/discussions/1")
    assert f"/networks/s215/topics/new?post={post.id}" in discussion.html
    form = client.get(f"/networks/s215/topics/new?post={post.id}")
    assert form.values()["statement_md"].startswith("> Half my group draw the arrow")
    page = client.follow(client.post(f"/networks/s215/topics/new?post={post.id}", TOPIC))
    assert "from a post" in page.text
    assert page.find_all("a", href=f"/networks/s215/posts/{post.id}")
    assert "Raised as Tricky Topic 1: Le Chatelier" in client.get("/networks/s215/discussions/1").text


def test_a_post_becomes_an_issue_and_the_reader_may_not_raise(post: Post, as_: As) -> None:
    client = as_("marek")
    client.post(f"/networks/s215/issues/new?post={post.id}", ISSUE)
    assert "Raised as Additional issue 1" in as_("saoirse").get("/networks/s215/discussions/1").text
    assert "Raise as" not in as_("saoirse").get("/networks/s215/discussions/1").text


def test_the_discussion_under_a_topic_says_what_it_belongs_to(topic: TrickyTopic, as_: As) -> None:
    number = db.session.get_one(Discussion, topic.discussion_id).number
    assert (
        "discussion under Tricky Topic 1: Curly arrows" in as_("ben").get(f"/networks/s215/discussions/{number}").text
    )


def test_another_networks_post_cannot_be_raised_here(post: Post, as_: As, world: World) -> None:
    assert as_("chidi").get(f"/networks/mst124/topics/new?post={post.id}").status == 404
    assert as_("chidi").post(f"/networks/mst124/topics/new?post={post.id}", TOPIC).status == 404


def test_only_the_raiser_and_the_moderator_change_the_words(topic: TrickyTopic, as_: As) -> None:
    assert as_("ben").get("/networks/s215/topics/1/edit").status == 403
    for who in ("amina", "marek"):
        client = as_(who)
        form = client.get("/networks/s215/topics/1/edit")
        page = client.follow(
            client.post("/networks/s215/topics/1/edit", {**form.values(), "statement_md": f"Words of {who}."})
        )
        assert f"Words of {who}." in page.text
    assert "What it said before" in client.get("/networks/s215/topics/1/history").text


def test_the_second_of_two_editors_is_shown_what_changed(topic: TrickyTopic, as_: As) -> None:
    amina, marek = as_("amina"), as_("marek")
    hers = amina.get("/networks/s215/topics/1/edit").values()
    his = marek.get("/networks/s215/topics/1/edit").values()
    amina.post("/networks/s215/topics/1/edit", {**hers, "title": "Hers"})
    answer = marek.post("/networks/s215/topics/1/edit", {**his, "title": "His"})
    assert answer.status == 409
    assert "Somebody saved a change while you were writing" in answer.text
    assert "Hers" in answer.text
    assert answer.values()["title"] == "His"
    marek.post("/networks/s215/topics/1/edit", {**answer.values(), "title": "His", "form_key": "again"})
    assert topic.title == "His"


def test_an_issue_is_edited_with_the_same_care(issue: AdditionalIssue, as_: As) -> None:
    ben, marek = as_("ben"), as_("marek")
    old = marek.get("/networks/s215/issues/1/edit").values()
    words = {"version": old["version"], "statement_md": "Words.", "title": "Pace", "category": "volume"}
    ben.post("/networks/s215/issues/1/edit", words)
    assert (issue.title, issue.category.value) == ("Pace", "volume")
    assert marek.post("/networks/s215/issues/1/edit", {**words, "category": "pace"}).status == 409
    assert as_("amina").get("/networks/s215/issues/1/edit").status == 403


def test_votes_do_not_disturb_somebody_who_is_writing(topic: TrickyTopic, as_: As, actor_for: ActorFor) -> None:
    amina = as_("amina")
    form = amina.get("/networks/s215/topics/1/edit").values()
    services.cast_vote(actor_for("ben"), topic)
    db.session.commit()
    assert amina.post("/networks/s215/topics/1/edit", {**form, "title": "Still mine"}).status == 303
    assert topic.vote_count == 1

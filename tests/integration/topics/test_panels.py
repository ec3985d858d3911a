"""What topics and issues show elsewhere: on the home page, on the network's page, in the frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.core.actor import Actor
from app.core.db import db
from app.forums.models import Discussion
from app.forums.services import publish_post
from app.topics import services
from app.topics.models import AdditionalIssue, TrickyTopic
from tests.client import StrictClient
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def test_a_suggested_topic_waits_for_the_moderator_alone(topic: TrickyTopic, as_: As) -> None:
    page = as_("marek").get("/home")
    assert "take it up, move it or decline it" in page.text
    assert page.find_all("form", action="/networks/s215/topics/1/steps/accept"), "done from home"
    for who in ("amina", "dilys", "tomos", "maud"):
        assert "Curly arrows" not in as_(who).get("/home").text


def test_a_shortlisted_topic_waits_for_the_chair(ready: TrickyTopic, as_: As, actor_for: ActorFor) -> None:
    services.move_topic(actor_for("marek"), ready, "shortlist")
    db.session.commit()
    assert "prioritise or park it" in as_("dilys").get("/home").text
    assert "prioritise or park it" not in as_("marek").get("/home").text


def test_who_raised_it_sees_what_others_did_with_it(
    ready: TrickyTopic, issue: AdditionalIssue, as_: As, actor_for: ActorFor
) -> None:
    services.move_topic(actor_for("dilys"), ready, "decline", "It is taught in S111.")
    services.move_issue(actor_for("marek"), issue, "acknowledge")
    db.session.commit()
    assert "Your Tricky Topic is now “declined”" in as_("amina").get("/home").text
    assert "Your additional issue is now “acknowledged”" in as_("ben").get("/home").text
    assert "is now “declined”" not in as_("ben").get("/home").text


def test_a_topic_that_moved_often_takes_one_line_and_leaves_room_for_the_others(
    ready: TrickyTopic, world: World, as_: As, actor_for: ActorFor
) -> None:
    marek, dilys = actor_for("marek"), actor_for("dilys")
    for number in range(3):
        other = services.raise_topic(
            actor_for("amina"), world.s215, title=f"Topic {number}", statement_md="They guess."
        )
        services.move_topic(marek, other, "accept")
    for _ in range(6):
        services.move_topic(dilys, ready, "decline", "It is taught in S111.")
        services.move_topic(marek, ready, "reopen", "It is not, any more.")
    db.session.commit()
    page = as_("amina").get("/home").text
    assert page.count("Your Tricky Topic is now") == 4
    assert "13 changes" in page


def test_the_networks_page_shows_both_lists_with_their_denominator(
    ready: TrickyTopic, issue: AdditionalIssue, as_: As, actor_for: ActorFor
) -> None:
    services.cast_vote(actor_for("ben"), issue)
    db.session.commit()
    page = as_("spencer").get("/networks/s215")
    assert "Curly arrows" in page.text
    assert "1 of 4 who can vote" in page.text
    assert page.find_all("a", href="/networks/s215/topics")
    assert page.find_all("a", href="/networks/s215/issues")


def test_home_asks_as_often_for_many_topics_as_for_few(
    topic: TrickyTopic, as_: As, count_queries: Callable[[], Any], actor_for: ActorFor
) -> None:
    marek = as_("marek")
    marek.get("/home")
    with count_queries() as few:
        marek.get("/home")
    values = {c.key: getattr(topic, c.key) for c in TrickyTopic.__table__.columns if c.key != "id"}
    db.session.execute(TrickyTopic.__table__.insert(), [{**values, "number": 100 + at} for at in range(200)])
    db.session.commit()
    with count_queries() as many:
        marek.get("/home")
    assert len(few) == len(many)


def test_the_lists_say_what_is_new_under_each_topic_and_issue(
    topic: TrickyTopic, issue: AdditionalIssue, as_: As, actor_for: ActorFor
) -> None:
    publish_post(actor_for("ben"), db.session.get_one(Discussion, topic.discussion_id), "Mine draw atoms moving.")
    publish_post(actor_for("tomos"), db.session.get_one(Discussion, issue.discussion_id), "Which weeks?")
    db.session.commit()
    for path, who in (("topics", "tomos"), ("issues", "ben")):
        (link,) = as_(who).get(f"/networks/s215/{path}").find_all("a", class_="count count--new")
        assert link.text == "1 new"
    assert not as_("ben").get("/networks/s215/topics").find_all("a", class_="count count--new"), "one's own is not new"

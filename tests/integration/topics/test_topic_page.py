"""The topic's page and the two lists: what they show, to whom, and in how many queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.forums.models import Discussion
from app.forums.services import publish_post
from app.topics import services
from app.topics.models import AdditionalIssue, IssueCategory, TrickyTopic
from tests.client import StrictClient
from tests.factories.actions import an_action
from tests.factories.interventions import an_intervention
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def test_the_page_shows_the_whole_anatomy(ready: TrickyTopic, as_: As) -> None:
    page = as_("ben").get("/networks/s215/topics/1")
    for words in (
        "Curly arrows",
        "Tricky Topic 1",
        "Who raised it Amina",
        "Under discussion",
        "Starts at electrons",
        "The arrow shows where the atom goes.",
        "Intuitive belief",
        "CC BY-NC-SA",
        "0 of 4 who can vote",
        "Not mapped yet",
    ):
        assert words in page.text
    assert "<em>picture</em>" in page.html


def test_a_stranger_does_not_know_that_the_topic_exists(ready: TrickyTopic, as_: As) -> None:
    assert as_("chidi").get("/networks/s215/topics/1").status == 404
    assert as_("chidi").get("/networks/s215/topics").status == 404
    assert as_("ada").get("/networks/s215/topics/1").status == 404
    assert as_(None).get("/networks/s215/topics/1").status == 401


@pytest.mark.parametrize("who", ["amina", "tomos", "dilys", "marek", "saoirse", "wanda", "ravi", "spencer"])
def test_every_member_reads_topics_and_issues(who: str, ready: TrickyTopic, issue: AdditionalIssue, as_: As) -> None:
    for address in ("topics", "topics/1", "issues", "issues/1"):
        assert as_(who).get(f"/networks/s215/{address}").status == 200


def test_another_networks_number_is_not_ours(ready: TrickyTopic, as_: As) -> None:
    assert as_("amina").get("/networks/s215/topics/2").status == 404
    assert "Radians" not in as_("amina").get("/networks/s215/topics").text


def test_empty_lists_say_what_they_are_for(world: World, as_: As) -> None:
    assert "Where do your students get stuck?" in as_("amina").get("/networks/s215/topics").text
    assert "No additional issue yet" in as_("saoirse").get("/networks/s215/issues").text


def test_the_list_is_sorted_by_people_and_filtered_by_state(world: World, as_: As, actor_for: ActorFor) -> None:
    topics = [
        services.raise_topic(actor_for("amina"), world.s215, title=f"Topic {at}", statement_md="Words.")
        for at in range(3)
    ]
    services.cast_vote(actor_for("ben"), topics[2])
    services.cast_vote(actor_for("amina"), topics[2])
    services.cast_vote(actor_for("ben"), topics[1])
    services.move_topic(actor_for("marek"), topics[0], "accept")
    page = as_("ben").get("/networks/s215/topics")
    assert [each.find("a").text for each in page.find_all("h2", class_="entry-title")] == [
        "Topic 2",
        "Topic 1",
        "Topic 0",
    ]
    assert "2 of 4 who can vote" in page.text
    only = as_("ben").get("/networks/s215/topics?state=under_discussion")
    assert "Topic 0" in only.text
    assert "Topic 2" not in only.text
    assert "None in this state" in as_("ben").get("/networks/s215/topics?state=evaluating").text


@pytest.mark.parametrize("kind", ["topics", "issues"])
def test_a_list_asks_the_database_as_often_at_many_rows_as_at_few(
    kind: str, world: World, as_: As, actor_for: ActorFor, count_queries: Callable[[], Any]
) -> None:
    client = as_("amina")
    _raise(kind, world, actor_for("amina"), 10)
    client.get(f"/networks/s215/{kind}")
    with count_queries() as few:
        client.get(f"/networks/s215/{kind}")
    _copy_rows(kind, 990)
    with count_queries() as many:
        page = client.get(f"/networks/s215/{kind}")
    assert len(few) == len(many), "\n".join(many)
    assert len(page.find_all("li", class_="entry")) == 25


def test_the_next_page_of_a_list_goes_on_where_the_last_ended(world: World, as_: As, actor_for: ActorFor) -> None:
    _raise("topics", world, actor_for("amina"), 30)
    client = as_("amina")
    first = client.get("/networks/s215/topics")
    link = first.find_all("a", rel="next")[0].get("href")
    second = client.get(f"{link}")
    titles = [e.find("a").text for page in (first, second) for e in page.find_all("h2", class_="entry-title")]
    assert titles == [f"Title {at}" for at in range(30)]


def test_the_topic_page_stays_lean(
    ready: TrickyTopic, as_: As, actor_for: ActorFor, count_queries: Callable[[], Any]
) -> None:
    """With posts, an intervention that is live and an action; the dataset's figures add none (tests of analytics)."""
    publish_post(actor_for("ben"), db.session.get_one(Discussion, ready.discussion_id), "Mine draw atoms moving.")
    an_action(World(), owner="tomos", days=3, topic_id=ready.id)
    an_intervention(World(), ready, title="Follow the electrons")
    db.session.commit()
    client = as_("amina")
    client.get("/networks/s215/topics/1")
    with count_queries() as seen:
        client.get("/networks/s215/topics/1")
    assert len(seen) <= 14, "\n".join(seen)  # one of them asks what mentions it


def test_the_issue_page_stays_lean(
    issue: AdditionalIssue, as_: As, actor_for: ActorFor, count_queries: Callable[[], Any]
) -> None:
    publish_post(actor_for("amina"), db.session.get_one(Discussion, issue.discussion_id), "Which weeks?")
    db.session.commit()
    client = as_("amina")
    client.get("/networks/s215/issues/1")
    with count_queries() as seen:
        client.get("/networks/s215/issues/1")
    assert len(seen) <= 13, "\n".join(seen)


def _raise(kind: str, world: World, amina: Actor, how_many: int) -> None:
    for at in range(how_many):
        words = {"title": f"Title {at}", "statement_md": "Words."}
        if kind == "topics":
            services.raise_topic(amina, world.s215, **words)
        else:
            services.raise_issue(amina, world.s215, category=IssueCategory.PACE, **words)
    db.session.commit()


def _copy_rows(kind: str, how_many: int) -> None:
    model = TrickyTopic if kind == "topics" else AdditionalIssue
    row = db.session.query(model).filter_by(number=1).order_by(model.id.desc()).first()
    values = {column.key: getattr(row, column.key) for column in model.__table__.columns if column.key != "id"}
    db.session.execute(model.__table__.insert(), [{**values, "number": 100 + at} for at in range(how_many)])
    db.session.commit()

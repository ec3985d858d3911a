"""Where a thing stands is one sentence: its page, a search result, a letter and the API say the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.services.tokens import make_token
from app.core import clock
from app.core.db import db
from app.core.mail import Letter
from app.notifications.models import Notice
from app.notifications.reading import told, with_standing
from app.standing.loop import waits_in_words
from app.standing.queries import waits_of
from app.standing.waits import Kind
from app.topics.services import move_topic
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic, an_intervention
from tests.factories.news import eight_days_later
from tests.factories.replies import a_reply, an_issue
from tests.people import World

#: Under "/networks/s215/"; the kind of each.
WHERE = {
    Kind.TOPIC: "topics",
    Kind.ISSUE: "issues",
    Kind.INTERVENTION: "interventions",
    Kind.ACTION: "actions",
    Kind.REPLY: "replies",
}


@pytest.fixture
def subjects(world: World) -> list[tuple[Kind, Any]]:
    """Some of each kind, in states that wait for different people, and some that are over."""
    over = a_topic(world, "Arrows that are over")
    taken_up = a_topic(world, "Arrows taken up")
    move_topic(world.actor("marek"), taken_up, "accept")
    answered = a_topic(world, "Arrows with a reply")
    with_work = a_topic(world, "Arrows with work")
    states = ("proposed", "accepted", "ready", "live")
    work = [an_intervention(world, with_work, state=state, title=f"Arrows {state}") for state in states]
    agreed = ("open", "blocked", "done", "verified", "dropped")
    actions = [an_action(world, title=f"Arrows {state}", state=state) for state in agreed]
    drafts = [a_reply(world, answered, state="draft"), a_reply(world, over, state="published")]
    topics = [over, taken_up, answered, with_work]
    db.session.commit()
    return [
        *((Kind.TOPIC, each) for each in topics),
        (Kind.ISSUE, an_issue(world, "Arrows and dates")),
        *((Kind.INTERVENTION, each) for each in work),
        *((Kind.ACTION, each) for each in actions),
        *((Kind.REPLY, each) for each in drafts),
    ]


def said_of(kind: Kind, row: Any, world: World, reader: str) -> str:
    wait = waits_of(kind, [row.id], seen_by=world.actor(reader)).get(row.id)
    return waits_in_words(wait) if wait else ""


def test_page_and_api_say_the_same(app: Flask, world: World, as_: Any, subjects: list[tuple[Kind, Any]]) -> None:
    token = make_token(world.actor("marek"), world.marek, "test")
    db.session.commit()
    marek, asked = as_("marek"), app.test_client()
    for kind, row in subjects:
        path = f"/networks/s215/{WHERE[kind]}/{row.number}"
        sentence = said_of(kind, row, world, "marek")
        page = marek.get(path).text
        told = asked.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"}).get_json()
        assert told["path"] == path
        assert told["standing"]["state"] == row.state
        assert told["standing"]["sentence"] == sentence
        assert (told["standing"]["next"] is not None) == bool(sentence)
        assert sentence in page
        if told["standing"]["next"]:
            assert f"{told['standing']['next']['who']}, to {told['standing']['next']['ends_with']}" in sentence
    assert sum(1 for kind, row in subjects if said_of(kind, row, world, "marek")) > 8, "most wait"


def test_the_api_shows_nothing_that_its_reader_may_not_see(
    app: Flask, world: World, subjects: list[tuple[Kind, Any]]
) -> None:
    token = make_token(world.actor("chidi"), world.chidi, "test")
    db.session.commit()
    for kind, row in subjects:
        path = f"/api/v1/networks/s215/{WHERE[kind]}/{row.number}"
        assert app.test_client().get(path, headers={"Authorization": f"Bearer {token}"}).status_code == 404
        assert app.test_client().get(path).status_code == 401


def test_search_says_it_under_each_hit(
    world: World, as_: Any, run_outbox: Callable[[], int], subjects: list[tuple[Kind, Any]], count_queries: Any
) -> None:
    found = [each for each in subjects if each[0] in (Kind.INTERVENTION, Kind.ACTION)]
    expected = [said_of(kind, row, world, "amina") for kind, row in found]
    run_outbox()
    amina = as_("amina")
    amina.get("/search?q=arrows&kind=action")
    with count_queries() as few:
        actions = amina.get("/search?q=arrows&kind=action").text
    page = amina.get("/search?q=arrows&kind=intervention").text + actions
    assert sum(1 for each in expected if each) > 5
    assert all(sentence in page for sentence in expected)
    for _ in range(3):
        an_action(world, title="Arrows again")
    run_outbox()
    with count_queries() as more:
        amina.get("/search?q=arrows&kind=action")
    assert len(more) == len(few)


def test_letters_take_it_from_the_same_rule(world: World, subjects: list[tuple[Kind, Any]]) -> None:
    reader = world.actor("amina")
    for kind, row in subjects:
        if kind is not Kind.REPLY:
            notice = Notice(kind=kind.value, subject_id=row.id, network_id=row.network_id, what="moved", facts={})
            [only] = with_standing(told([notice], reader), reader)
            assert only.standing == said_of(kind, row, world, "amina")


def test_a_letter_says_it_as_it_stands_when_it_is_written(
    world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    topic = a_topic(world)
    move_topic(world.actor("marek"), topic, "accept")
    eight_days_later(run_outbox)
    [letter] = [each for each in mailbox if each.to == "amina@example.org"]
    with clock.standing_at(clock.now() + timedelta(days=8)):
        sentence = said_of(Kind.TOPIC, topic, world, "amina")
    assert "8 days" in sentence
    assert sentence in letter.text
    assert sentence in letter.html

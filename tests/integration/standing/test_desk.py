"""The desk: everything that waits in the networks that one keeps going, and what would be left lying otherwise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.db import db
from app.core.outbox import OutboxItem
from app.forums.models import ForumKind
from app.forums.services import publish_post, start_discussion
from app.networks.services import leave
from app.standing.desk import queries
from app.topics.models import TrickyTopic
from app.topics.queries.duplicates import probable_duplicates
from app.topics.services import move_topic
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic
from tests.factories.replies import an_issue
from tests.people import World

DESK = "/networks/s215/desk"


def test_who_sits_at_it(as_: Any) -> None:
    for name, here, everywhere in (
        ("marek", 200, 200),
        ("dilys", 200, 200),
        ("spencer", 200, 200),
        ("amina", 403, 403),
        ("tomos", 403, 403),
        ("maud", 404, 200),
        ("chidi", 404, 403),
        ("ada", 404, 403),
    ):
        assert (as_(name).get(DESK).status, as_(name).get("/desk").status) == (here, everywhere), name
    assert as_("amina").get("/home").find_all("a", href="/desk") == []
    assert as_("marek").get("/home").find_all("a", href="/desk")


def test_everything_that_waits_with_whoever_is_next(world: World, as_: Any) -> None:
    a_topic(world, title="Curly arrows")
    an_issue(world)
    an_action(world, days=-3, title="Record the video")
    a_topic(world, title="Noise of another network", slug="mst124")
    db.session.commit()
    page = as_("marek").get("/desk")
    assert "Topic 1 you, to take it up, move it or decline it" in page.text
    assert "Action 1 Tomos, to do it 17 July 2018, overdue" in page.text
    assert "Noise of another network" not in page.text
    assert page.find_all("form", action="/networks/s215/topics/1/steps/accept")
    assert not as_("spencer").get(DESK).find_all("form", action="/networks/s215/topics/1/steps/accept")


def test_what_is_done_there_leads_back(world: World, as_: Any) -> None:
    an_action(world, state="done")
    db.session.commit()
    marek = as_("marek")
    assert len(marek.get("/desk").find_all("form", action="/networks/s215/actions/1/verify")) == 1
    answer = marek.post("/networks/s215/actions/1/verify", {"next": "/desk"})
    assert (answer.status, answer.location) == (303, "/desk")
    answer = marek.post("/networks/s215/actions/1/verify", {"next": "//elsewhere.example"})
    assert "elsewhere" not in answer.location


def test_questions_that_nobody_answered(world: World) -> None:
    marek = world.actor("marek")
    asked = start_discussion(world.actor("amina"), world.forum(ForumKind.CAFE), "Units", "Who teaches units?")
    heard = start_discussion(world.actor("amina"), world.forum(ForumKind.CAFE), "Arrows", "Who teaches arrows?")
    publish_post(world.actor("amina"), asked, "Anyone?")
    publish_post(world.actor("ben"), heard, "I do.")
    db.session.flush()
    assert queries.unanswered_discussions([world.s215.id], seen_by=marek) == []
    with clock.standing_at(clock.now() + timedelta(days=6)):
        found = queries.unanswered_discussions([world.s215.id, world.mst124.id], seen_by=marek)
        assert [each.title for each in found] == ["Units"]
        asked.locked = True
        db.session.flush()
        assert queries.unanswered_discussions([world.s215.id], seen_by=marek) == []


def test_topics_that_are_thin_and_topics_that_are_alike(world: World) -> None:
    marek = world.actor("marek")
    first = a_topic(world, title="Curly arrows show where electrons go")
    move_topic(marek, first, "accept")
    a_topic(world, title="Where electrons go: curly arrows")
    a_topic(world, title="Too much reading before Christmas")
    db.session.flush()
    thin = queries.thin_topics([world.s215.id], seen_by=marek)
    assert [(each.number, each.blocks) for each in thin] == [(1, 0)]
    alike = probable_duplicates([world.s215.id], seen_by=marek)
    assert (2, 1) in [(each.number, each.other_number) for each in alike]
    assert probable_duplicates([world.s215.id], seen_by=world.actor("maud")) == []


def test_a_network_gone_quiet_is_offered_a_restart_and_one_at_rest_is_not(world: World, as_: Any) -> None:
    start_discussion(world.actor("amina"), world.forum(), "Hello", "A word.")
    db.session.commit()
    page = as_("marek").get("/desk")
    assert "1 of 9 members spoke in the last 30 days" in page.text
    assert "gone quiet" not in page.text
    with clock.standing_at(clock.now() + timedelta(days=40)):
        assert "0 of 9 members spoke" in as_("marek").get("/desk").text
        assert "gone quiet" in as_("marek").get("/desk").text
        world.s215.state = "dormant"
        db.session.commit()
        assert "gone quiet" not in as_("marek").get("/desk").text


def test_an_empty_desk_says_so(world: World, as_: Any) -> None:
    world.s215.state = "archived"
    db.session.commit()
    assert "Nothing waits" in as_("marek").get(DESK).text


@pytest.mark.parametrize("many", [200])
def test_it_asks_as_often_for_many_as_for_few(
    world: World, as_: Any, count_queries: Callable[[], Any], many: int
) -> None:
    topic = a_topic(world)
    db.session.commit()
    marek = as_("marek")
    marek.get("/desk")
    with count_queries() as few:
        marek.get("/desk")
    values = {c.key: getattr(topic, c.key) for c in TrickyTopic.__table__.columns if c.key != "id"}
    rows = [{**values, "number": 100 + at, "title": f"Topic {at}"} for at in range(many)]
    db.session.execute(TrickyTopic.__table__.insert(), rows)
    db.session.commit()
    with count_queries() as more:
        page = marek.get("/desk")
    assert len(few) == len(more)
    assert f"{many + 1}" in page.text, "all are counted, though fifty are shown"


def test_whom_letters_do_not_reach(world: World, as_: Any) -> None:
    """Only by letters that may be looked into, and only for those who invite people here."""
    at = clock.now() - timedelta(days=3)
    amina, ben = world.amina, world.ben
    for kind, payload in (
        ("accounts.letter", {"to": amina.email}),
        ("notifications.digest_letter", {"person": amina.id}),
        ("notifications.digest_letter", {"person": ben.id}),
        ("notifications.workshop_letter", {"person": world.tomos.id}),
    ):
        owed = OutboxItem(kind=kind, payload=payload, created_at=at, due_at=at, attempts=1)
        owed.last_error = "SMTPRecipientsRefused: {'x@example.org': (550, b'5.1.1 nobody of that name')}"
        db.session.add(owed)
    leave(world.actor("ben"), world.s215, withhold_name=False)
    db.session.commit()
    page = as_("marek").get(DESK)
    (section,) = page.find_all("section", **{"aria-labelledby": "unreached"})
    assert section.text_content().count(amina.name) == 1
    assert "3 days ago" in section.text_content()
    for other in (ben, world.tomos):
        assert other.name not in section.text_content()
    assert [each.get("href", "").split("-")[0] for each in section.iter("a")] == ["/networks/s215/members#member"]
    assert as_("dilys").get(DESK).find_all("section", **{"aria-labelledby": "unreached"})
    assert as_("marek").get("/desk").find_all("section", **{"aria-labelledby": "unreached"})
    # A sponsor has a desk and invites nobody; a moderator of another network learns nothing of this one's people.
    assert amina.name not in as_("spencer").get(DESK).text
    assert "unreached" not in as_("maud").get("/desk").html

"""The inbox: one's own, unread first, emptied by hand and never by a GET."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from app.core import clock
from app.core.db import db
from app.notifications.models import Notice
from app.topics.services import move_topic
from tests.factories.interventions import a_topic
from tests.people import World


def some_news(world: World, title: str = "Curly arrows") -> Notice:
    move_topic(world.actor("marek"), a_topic(world, title), "accept")
    db.session.flush()
    return db.session.query(Notice).order_by(Notice.id.desc()).first()


def test_it_shows_what_is_new_and_the_header_counts_it(world: World, as_: Any) -> None:
    some_news(world)
    page = as_("amina").get("/inbox")
    assert "“Curly arrows” is now: under discussion" in page.text
    assert "Inbox 1" in page.text


def test_opening_marks_it_as_read_and_goes_there(world: World, as_: Any) -> None:
    notice = some_news(world)
    amina = as_("amina")
    page = amina.post(f"/inbox/{notice.id}/open")
    assert page.location.endswith("/networks/s215/topics/1")
    assert db.session.get_one(Notice, notice.id).read_at is not None
    page = amina.get("/inbox")
    assert "Nothing unread" in page.text
    assert "Earlier" in page.text


def test_looking_marks_nothing(world: World, as_: Any) -> None:
    notice = some_news(world)
    as_("amina").get("/inbox")
    assert as_("amina").get(f"/inbox/{notice.id}/open").status == 405
    assert db.session.get_one(Notice, notice.id).read_at is None


def test_marking_all_read_spares_what_came_meanwhile(world: World, as_: Any) -> None:
    first = some_news(world)
    amina = as_("amina")
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        second = some_news(world, "Molecular orbitals")
        amina.follow(amina.post("/inbox/read", {"newest": str(first.id)}))
    assert db.session.get_one(Notice, first.id).read_at is not None
    assert db.session.get_one(Notice, second.id).read_at is None


def test_nobody_opens_anothers_notice(world: World, as_: Any) -> None:
    notice = some_news(world)
    for name in ("ben", "saoirse", "ada"):
        assert as_(name).post(f"/inbox/{notice.id}/open").status == 404
        assert as_(name).post("/inbox/read", {"newest": str(notice.id)}).status == 404
        assert "Curly arrows" not in as_(name).get("/inbox").text
    assert db.session.get_one(Notice, notice.id).read_at is None


def test_a_broken_button_says_so(world: World, as_: Any) -> None:
    assert as_("amina").post("/inbox/read", {"newest": "all"}).status == 422
    assert as_("amina").post("/inbox/read", csrf=False).status == 400


def test_an_empty_inbox_says_what_will_come(world: World, as_: Any) -> None:
    assert "Every contribution gets a reply" in as_("wanda").get("/inbox").text


def test_it_costs_the_same_at_ten_and_at_a_thousand(world: World, as_: Any, count_queries: Callable[[], Any]) -> None:
    row = {
        "person_id": world.amina.id,
        "network_id": world.s215.id,
        "kind": "topic",
        "what": "moved",
        "url": "/networks/s215",
        "events": 1,
        "at_once": False,
        "created_at": clock.now(),
        "mail_after": clock.now(),
    }
    amina = as_("amina")
    amina.get("/inbox")
    counts = []
    subjects = [a_topic(world, f"Topic {n}").id for n in range(20)]
    db.session.commit()
    for more in (10, 1000):
        rows = [
            {
                **row,
                "once_key": f"topic:{more}:{n}",
                "subject_id": subjects[n % 20],
                "facts": {"state": "parked"},
                "read_at": None if n % 2 else clock.now(),
            }
            for n in range(more)
        ]
        db.session.execute(insert(Notice), rows)
        with count_queries() as seen:
            amina.get("/inbox")
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 7

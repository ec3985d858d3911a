"""A network with two thousand topics and a thousand overdue actions: its pages are as long, and ask as much, as with few."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from app.core import clock
from app.core.db import Base, db
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic
from tests.people import World

HERE = "/networks/s215"
PAGES = ("/home", "/desk", f"{HERE}/desk", HERE, f"{HERE}/topics", f"{HERE}/actions", f"{HERE}/topics/1")
MOST_LETTERS = 400_000


def many_like(row: Base, many: int, **others: Any) -> None:
    columns = [each.key for each in type(row).__table__.columns if each.key != "id"]
    values = {each: getattr(row, each) for each in columns}
    numbers = range(values["number"] + 1, values["number"] + 1 + many)
    db.session.execute(insert(type(row)), [values | others | {"number": number} for number in numbers])


def test_two_thousand_topics_and_a_thousand_overdue_actions(
    world: World, as_: Any, count_queries: Callable[[], Any]
) -> None:
    topics = [a_topic(world, f"Curly arrows {number}") for number in range(31)]
    action = an_action(world, days=-3, title="Record the video")
    db.session.commit()
    marek, few = as_("marek"), {}
    for page in PAGES:
        marek.get(page)
        with count_queries() as asked:
            marek.get(page)
        few[page] = len(asked)
    many_like(topics[-1], 2_000)
    many_like(action, 1_000, due_on=clock.today() - timedelta(days=40))
    db.session.commit()
    for page in PAGES:
        with count_queries() as asked:
            shown = marek.get(page)
        assert shown.status == 200, page
        assert len(asked) <= few[page], (page, len(asked), few[page])
        assert len(shown.html) < MOST_LETTERS, (page, len(shown.html))
    desk = marek.get("/desk").text
    assert "Raised and not yet placed 2031" in desk
    assert "Actions 1001" in desk

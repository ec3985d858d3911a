"""What another request made first, or took away, at the same moment: the second is told so on its own page."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from app.core import clock
from app.core.db import db
from app.workshops.models import SavedTemplate
from tests.people import World


def a_template(world: World, title: str) -> int:
    saved = SavedTemplate(
        network_id=world.s215.id, title=title, base="tricky-topics", phases=[["collect", "Write", 60]]
    )
    saved.catch_up_hours = saved.ballot_hours = 24
    saved.straw_method = saved.ballot_method = "dots"
    saved.straw_budget = saved.ballot_budget = 3
    saved.saved_by_id, saved.saved_at = world.marek.id, clock.now()
    db.session.add(saved)
    db.session.commit()
    return saved.id


def test_a_name_that_was_taken_at_this_moment_is_told_on_the_form(as_: Any, world: World) -> None:
    first, other = a_template(world, "Ours"), a_template(world, "Theirs")

    def be_quicker(session: Session, *_rest: Any) -> None:
        taken = text("UPDATE workshop_template SET title = 'Mine' WHERE id = :id")
        session.connection().execute(taken, {"id": other})

    event.listen(db.session, "before_flush", be_quicker)
    try:
        page = as_("marek").post(f"/networks/s215/workshops/templates/{first}", {"title": "Mine"})
    finally:
        event.remove(db.session, "before_flush", be_quicker)
    assert page.status == 409
    assert "at the same moment" in page.text
    assert page.values()["title"] == "Mine"

"""Two people who press a button at the same instant: one gets through, the other is told."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event, text
from sqlalchemy.orm import Session

from app.core.db import db
from tests.people import World


def test_the_second_of_two_is_told_and_nothing_is_half_saved(as_: Any, world: World) -> None:
    number = world.s215.id

    def be_quicker(session: Session, *_rest: Any) -> None:
        session.connection().execute(
            text("UPDATE learning_network SET version = version + 1 WHERE id = :id"), {"id": number}
        )

    marek = as_("marek")
    event.listen(db.session, "before_flush", be_quicker)
    try:
        page = marek.post("/networks/s215/set-up/move", {"verb": "rest", "reason": "Marking season"})
    finally:
        event.remove(db.session, "before_flush", be_quicker)
    assert page.status == 409
    assert "at the same moment" in page.text
    assert world.s215.state == "active"

"""Reading columns past the mapper sees what the session has written, as a page expects."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import db, rows_of
from app.networks.models import LearningNetwork
from tests.people import World


def test_what_was_written_and_not_committed_is_read(world: World) -> None:
    world.s215.purpose = "Changed a moment ago."
    asked = select(LearningNetwork.purpose, LearningNetwork.state_since).where(LearningNetwork.id == world.s215.id)
    purpose, since = rows_of(asked).one()
    assert purpose == "Changed a moment ago."
    assert since.tzinfo is not None  # the column's type is respected


def test_what_is_taken_back_is_not(world: World) -> None:
    world.s215.purpose = "Never said."
    rows_of(select(LearningNetwork.purpose)).all()
    db.session.rollback()
    assert "Never said." not in rows_of(select(LearningNetwork.purpose)).scalars().all()

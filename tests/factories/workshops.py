"""Workshops for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, select

from app.core import clock
from app.core.db import db
from app.workshops.models import Part, Workshop
from app.workshops.participants.services.invitations import invite
from app.workshops.planning.services.plans import Plan, plan
from tests.people import World


def a_plan(**more: Any) -> Plan:
    words = {
        "title": "What is tricky in Block 2?",
        "purpose": "Agree on three Tricky Topics.",
        "starts_at": next_week(),
    }
    return Plan(**(words | more))


def next_week() -> datetime:
    return clock.now() + timedelta(days=7)


def rows_of_workshops() -> list[str]:
    """All that is stored of workshops, to see that nothing was changed."""
    tables = [each for each in db.metadata.sorted_tables if each.name.startswith("workshop")]
    return sorted(
        f"{table.name} {tuple(row)}"
        for table in tables
        for row in db.session.execute(select(*[cast(column, String) for column in table.columns]))
    )


def a_workshop(
    world: World, state: str = "draft", planner: str = "marek", people: tuple[str, ...] = ("amina", "ben"), **more: Any
) -> Workshop:
    """A workshop in S215 in this state, with these participants besides its planner."""
    made = plan(world.actor(planner), world.s215, a_plan(**more))
    if people:
        invite(world.actor(planner), made, [getattr(world, name).id for name in people], Part.PARTICIPANT)
    db.session.refresh(made)
    made.state = state
    db.session.commit()
    return made

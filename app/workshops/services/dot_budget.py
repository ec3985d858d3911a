"""Changing how many dots everybody has while they give them."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from app.core import audit
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.permissions import require
from app.workshops.log import note
from app.workshops.models import Dot, Method, Round, Workshop
from app.workshops.papers import Paper, rule_of
from app.workshops.phases import LARGEST_BUDGET
from app.workshops.policy import Permission
from app.workshops.queries.cast import cast
from app.workshops.queries.one import seat_of
from app.workshops.services.rounds import expect_open, hold


def change_budget(actor: Actor, workshop: Workshop, budget: int, *, seen_round: int | None = None) -> Round:
    """Give everybody so many dots in the live vote that is open. What was given stays.

    Fewer than somebody has given already is Invalid: nobody's dots are taken away. A final ballot's budget stands from
    its opening, because whoever has voted could not use more.
    """
    require(actor, Permission.RUN, seat_of(workshop, actor))
    opened = hold(workshop, final=False, seen=seen_round)
    expect_open(opened)
    if opened.method is not Method.DOTS:
        raise Refused("This vote has no dots.", "Its places or ratings stand as they are.")
    used = _most_given(opened)
    if not max(used, 1) <= budget <= LARGEST_BUDGET:
        raise Invalid("The number of dots was not changed.", {"dots": [_why_not(budget, used)]})
    if budget != opened.budget:
        before = opened.budget
        _put(opened, budget)
        opened.rule = rule_of(Paper(opened.method, opened.items, budget), final=False)
        audit.record(actor, "change the dots", workshop, before=str(before), after=str(budget))
        note(workshop.id, "round.changed", round=opened.number, budget=budget)
    return opened


def _most_given(opened: Round) -> int:
    return max((sum(dots for _, dots in each) for each in cast(opened)), default=0)


def _why_not(budget: int, used: int) -> str:
    if 0 < budget < used:
        return f"Somebody has given {used} dots already, and nobody’s dots are taken away: {used} is the fewest now."
    return f"From 1 to {LARGEST_BUDGET}."


def _put(opened: Round, budget: int) -> None:
    """Each dot repeats its round's budget and points to it: the dots step aside while it changes."""
    mine = Dot.round_id == opened.id
    columns = list(Dot.__table__.columns)
    rows = [dict(row) | {"budget": budget} for row in db.session.execute(select(*columns).where(mine)).mappings()]
    db.session.execute(delete(Dot).where(mine).execution_options(synchronize_session=False))
    opened.budget = budget
    db.session.flush()
    if rows:
        db.session.execute(insert(Dot), rows)

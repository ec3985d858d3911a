"""Live dots: a person's whole allocation, put as often as they like until the round closes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, func, insert, select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.workshops.models import Dot, Method, Workshop
from app.workshops.papers import Paper
from app.workshops.policy import Permission
from app.workshops.queries.one import seat_of
from app.workshops.services.rounds import expect_open, hold, tell_progress


def put_dots(actor: Actor, workshop: Workshop, dots: Mapping[int, int], *, seen_round: int | None = None) -> int:
    """Make these the actor's dots in the open round, whatever they had before; how many are left to give.

    Sending the same again changes nothing. Too many dots, or a theme that is not voted on, is Invalid; a round that
    is closed, void or another than `seen_round` is Conflict. Either leaves the earlier dots as they were.
    """
    require(actor, Permission.VOTE, seat_of(workshop, actor))
    opened = hold(workshop, final=False, seen=seen_round)
    expect_open(opened)
    wanted = [[theme, count] for theme, count in dots.items() if count]
    Paper(Method.DOTS, opened.items, opened.budget).check(wanted)
    own = (Dot.round_id == opened.id) & (Dot.person_id == actor.person_id)
    rows = [theme for theme, count in sorted(wanted) for _ in range(count)]
    stand = list(db.session.scalars(select(Dot.theme_id).where(own).order_by(Dot.dot_no)))
    if rows != stand:
        db.session.execute(delete(Dot).where(own).execution_options(synchronize_session=False))
        fixed = {"round_id": opened.id, "budget": opened.budget, "person_id": actor.person_id}
        if rows:
            db.session.execute(
                insert(Dot), [{**fixed, "dot_no": at, "theme_id": each} for at, each in enumerate(rows, 1)]
            )
    if bool(rows) != bool(stand):
        voted = select(func.count(Dot.person_id.distinct())).where(Dot.round_id == opened.id)
        tell_progress(workshop, opened, db.session.scalars(voted).one())
    return opened.budget - len(rows)

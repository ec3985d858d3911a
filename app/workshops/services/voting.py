"""The live vote: a person's whole vote, put as often as they like until the round closes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.workshops.models import Anonymity, Dot, Method, Round, Workshop
from app.workshops.papers import Choices, Paper
from app.workshops.policy import Permission
from app.workshops.queries.cast import how_many
from app.workshops.queries.one import seat_of
from app.workshops.services.rounds import expect_open, hold, tell_progress
from app.workshops.services.urn import put


def put_vote(actor: Actor, workshop: Workshop, choices: Choices, *, seen_round: int | None = None) -> None:
    """Make these the actor's choices in the open round, whatever they had before: dots, places or ratings.

    Sending the same again changes nothing. What the paper cannot hold is Invalid; a round that is closed, void or
    another than `seen_round` is Conflict. Either leaves the earlier vote as it was.
    """
    require(actor, Permission.VOTE, seat_of(workshop, actor))
    opened = hold(workshop, final=False, seen=seen_round)
    expect_open(opened)
    Paper(opened.method, opened.items, opened.budget).check(choices)
    numbered = opened.method is Method.DOTS and workshop.anonymity is not Anonymity.UNATTRIBUTED
    if _put_dots(opened, actor, choices) if numbered else put(workshop, opened, actor, choices):
        tell_progress(workshop, opened, how_many(opened))


def put_dots(actor: Actor, workshop: Workshop, dots: Mapping[int, int], *, seen_round: int | None = None) -> None:
    """The same for dots, by theme."""
    put_vote(actor, workshop, [[theme, count] for theme, count in dots.items() if count], seen_round=seen_round)


def _put_dots(opened: Round, actor: Actor, choices: Choices) -> bool:
    """Whether the person now counts among those who voted, or no longer does."""
    own = (Dot.round_id == opened.id) & (Dot.person_id == actor.person_id)
    rows = [theme for theme, count in sorted(choices) for _ in range(count)]
    stand = list(db.session.scalars(select(Dot.theme_id).where(own).order_by(Dot.dot_no)))
    if rows != stand:
        db.session.execute(delete(Dot).where(own).execution_options(synchronize_session=False))
        fixed = {"round_id": opened.id, "budget": opened.budget, "person_id": actor.person_id}
        if rows:
            db.session.execute(
                insert(Dot), [{**fixed, "dot_no": at, "theme_id": each} for at, each in enumerate(rows, 1)]
            )
    return bool(rows) != bool(stand)

"""Themes of which nobody has said what becomes of them."""

from __future__ import annotations

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.workshops.board.queries.board import themes_standing
from app.workshops.models import Outcome, Workshop
from app.workshops.policy import Seat


def without_outcome(workshop: Workshop, *, seen_by: Actor, seat: Seat | None = None) -> list[str]:
    """Their titles, in the order of the board."""
    ended = set(db.session.scalars(select(Outcome.theme_id).where(Outcome.workshop_id == workshop.id)))
    standing = themes_standing(workshop, seen_by=seen_by, seat=seat).themes
    return [theme.title for theme in standing if theme.id not in ended]

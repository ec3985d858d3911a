"""Plugs workshops into the application, room by room."""

from __future__ import annotations

from flask import Flask

from app.workshops.board import wiring as board
from app.workshops.context import blueprint
from app.workshops.outcomes import wiring as outcomes
from app.workshops.pages import wiring as pages
from app.workshops.participants import wiring as participants
from app.workshops.planning import wiring as planning
from app.workshops.room import wiring as room
from app.workshops.voting import wiring as voting

ROOMS = (participants, board, voting, room, planning, outcomes, pages)


def init_app(app: Flask) -> None:
    """Their addresses are on the blueprint once they are imported."""
    app.register_blueprint(blueprint)
    for each in ROOMS:
        each.init_app(app)

"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask

from app.core import outbox
from app.core.db import db
from app.core.events import listen
from app.web.panels import offer
from app.workshops import ballot_moves, bringing, panels, reminding, revealing
from app.workshops.events import WorkshopMoved
from app.workshops.following import Rooms
from app.workshops.phases import SHOWS_CARDS, PhaseKind
from app.workshops.services import balloting, concluding, hooks, rounds, running_out
from app.workshops.views import blueprint


def init_app(app: Flask) -> None:
    """Register the blueprint, what happens when the room moves, and the listeners."""
    app.register_blueprint(blueprint)
    settings = app.extensions["settings"]
    with app.app_context():
        # A process that answers pages has few threads, and lends none of them to a stream.
        app.extensions["rooms"] = Rooms(db.engine, settings.streams_at_once if settings.serves_streams else 0)
    for kind in SHOWS_CARDS:
        hooks.on_enter(kind, revealing.shuffle)
    listen(WorkshopMoved, revealing.open_board)
    hooks.on_enter(PhaseKind.VOTE, rounds.open_straw)
    hooks.on_leave(PhaseKind.VOTE, rounds.close_straw)
    hooks.on_leave_back(PhaseKind.VOTE, rounds.void_straw)
    listen(WorkshopMoved, ballot_moves.follow)
    hooks.before_step("publish", concluding.expect_every_theme_ended)
    outbox.performs(running_out.END_CATCH_UP, running_out.end_catch_up)
    outbox.performs(balloting.CLOSE, balloting.close_at_its_time)
    outbox.performs(balloting.REMIND, reminding.remind_voters)
    offer("networks.nav", panels.nav, order=35)
    offer("networks.home.main", panels.on_network_home, order=35)
    offer("home.waiting", panels.waiting, order=10)
    offer("forums.post.actions", bringing.bring_to_workshop, order=60)

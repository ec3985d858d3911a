"""Plugs the meeting's room into the application: what happens by the clock, and what browsers are sent as it happens."""

from __future__ import annotations

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.clients.bus import make_bus
from app.core.db import db
from app.web.serving.health import HEALTH
from app.web.serving.stream_origin import serve_only
from app.workshops.event_log import rooms_told
from app.workshops.room import timers
from app.workshops.room.live import views  # noqa: F401 - its address
from app.workshops.room.live.facilitator_presence import Presence
from app.workshops.room.live.hub import RoomHub
from app.workshops.room.live.jobs import keep_signs
from app.workshops.room.live.places import Places
from app.workshops.room.services import deadlines, phase_clock
from app.workshops.voting.services import ballots


def init_app(app: Flask) -> None:
    settings = app.extensions["settings"]
    if settings.serves_streams:
        serve_only(app, {"workshops.stream", *HEALTH})
    with app.app_context():
        app.extensions["rooms_bus"] = make_bus(settings.room_bus, db.engine, settings.redis_url)
        # A process that answers pages has few threads, and lends none of them to a stream.
        in_all = settings.streams_at_once if settings.serves_streams else 0
        places = Places(in_all, settings.streams_per_person, settings.streams_per_network)
        app.extensions["rooms"] = RoomHub(db.engine, places, app.extensions["rooms_bus"])
    app.extensions["presence"] = Presence()
    app.extensions["keep_signs"] = lambda: keep_signs(app)
    for moment, call in (
        ("before_commit", _before_commit),
        ("after_commit", _after_commit),
        ("after_rollback", _after_rollback),
    ):
        if not event.contains(db.session, moment, call):
            event.listen(db.session, moment, call)
    outbox.register(deadlines.END_CATCH_UP, timers.end_catch_up, quiet=True)
    outbox.register(phase_clock.GO_ON, timers.go_on, quiet=True)
    outbox.register(ballots.CLOSE, timers.close_ballot, quiet=True)


def _before_commit(session: Session) -> None:
    """Say it with the transaction. Not at the end of a savepoint."""
    if not session.in_nested_transaction() and (rooms := rooms_told(session)):
        current_app.extensions["rooms_bus"].within(session, rooms)


def _after_commit(session: Session) -> None:
    """Say it now."""
    if not session.in_nested_transaction() and (rooms := rooms_told(session)):
        current_app.extensions["rooms_bus"].after(rooms)
        rooms.clear()


def _after_rollback(session: Session) -> None:
    """Nothing is said."""
    if not session.in_nested_transaction():
        rooms_told(session).clear()

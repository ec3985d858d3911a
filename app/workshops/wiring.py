"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask, current_app
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.db import db, empty_write_ahead_log
from app.core.events import listen
from app.networks.events import MemberLeft
from app.web.health import HEALTH
from app.web.jobs import periodically
from app.web.panels import offer
from app.web.stream_origin import serve_only
from app.workshops import ballot_moves, bringing, bus, clinic, embedding, leaving, origins, panels, reminding, revealing
from app.workshops.events import WorkshopMoved
from app.workshops.following import Rooms
from app.workshops.jobs import keep_signs
from app.workshops.phases import SHOWS_CARDS, PhaseKind
from app.workshops.places import Places
from app.workshops.presence import Presence
from app.workshops.services import (
    balloting,
    concluding,
    ending_keys,
    going_on,
    hands,
    hooks,
    rounds,
    running_out,
    spotlight,
)
from app.workshops.services._clocks import GO_ON
from app.workshops.views import blueprint, letters


def init_app(app: Flask) -> None:
    """Register the blueprint, what happens when the room moves, and the listeners."""
    app.register_blueprint(blueprint)
    app.register_blueprint(letters.blueprint)
    settings = app.extensions["settings"]
    if settings.serves_streams:
        serve_only(app, {"workshops.stream", *HEALTH})
    with app.app_context():
        app.extensions["rooms_bus"] = bus.make_bus(settings.room_bus, db.engine, settings.redis_url)
        # A process that answers pages has few threads, and lends none of them to a stream.
        in_all = settings.streams_at_once if settings.serves_streams else 0
        places = Places(in_all, settings.streams_per_person, settings.streams_per_network)
        app.extensions["rooms"] = Rooms(db.engine, places, app.extensions["rooms_bus"])
    app.extensions["presence"] = Presence()
    app.extensions["keep_signs"] = lambda: keep_signs(app)
    for moment, call in (("before_commit", _tell), ("after_commit", _told), ("after_rollback", bus.forget)):
        if not event.contains(db.session, moment, call):
            event.listen(db.session, moment, call)
    for kind in PhaseKind:
        hooks.on_enter(kind, spotlight.clear)
        hooks.on_leave(kind, spotlight.clear)
    for kind in SHOWS_CARDS:
        hooks.on_enter(kind, revealing.shuffle)
        hooks.on_enter(kind, clinic.lay_out)
    listen(WorkshopMoved, revealing.open_board)
    listen(WorkshopMoved, clinic.open_board)
    listen(WorkshopMoved, hands.forget)
    listen(MemberLeft, leaving.leave_rooms)
    hooks.on_enter(PhaseKind.VOTE, rounds.open_straw)
    hooks.on_leave(PhaseKind.VOTE, rounds.close_straw)
    hooks.on_leave_back(PhaseKind.VOTE, rounds.void_straw)
    listen(WorkshopMoved, ballot_moves.follow)
    hooks.before_step("publish", concluding.expect_every_theme_ended)
    outbox.performs(embedding.EMBED, embedding.embed, forgotten=True)
    outbox.performs(running_out.END_CATCH_UP, running_out.end_catch_up)
    outbox.performs(GO_ON, going_on.go_on)
    outbox.performs(balloting.CLOSE, balloting.close_at_its_time)
    outbox.performs(balloting.REMIND, reminding.remind_voters)
    periodically(app, "end_keys", ending_keys.end_keys, minute="*")
    periodically(app, "empty_write_ahead_log", empty_write_ahead_log, minute="*")
    _offer_panels()


def _offer_panels() -> None:
    offer("networks.nav", panels.nav, order=35)
    offer("networks.home.main", panels.on_network_home, order=35)
    offer("home.waiting", panels.waiting, order=10)
    offer("topics.topic.side", origins.of_topic, order=20)
    offer("topics.issue.side", origins.of_issue, order=20)
    offer("interventions.intervention.side", origins.of_intervention, order=20)
    offer("actions.action.side", origins.of_action, order=20)
    offer("forums.post.actions", bringing.bring_to_workshop, order=60)


def _tell(session: Session) -> None:
    bus.tell(session, current_app.extensions["rooms_bus"])


def _told(session: Session) -> None:
    bus.told(session, current_app.extensions["rooms_bus"])

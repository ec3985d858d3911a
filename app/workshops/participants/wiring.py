"""Plugs inviting and answering into the application."""

from __future__ import annotations

from flask import Flask

from app.core.events import listen
from app.core.personal.merging import hinder_by
from app.networks.events import MemberLeft
from app.workshops.participants import listeners
from app.workshops.participants.views import answering, calendar, inviting, letters  # noqa: F401 - their addresses


def init_app(app: Flask) -> None:
    app.register_blueprint(letters.blueprint)
    listen(MemberLeft, listeners.member_left)
    hinder_by(listeners.under_way)

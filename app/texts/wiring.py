"""Plugs texts into the application."""

from __future__ import annotations

from flask import Blueprint, Flask


def init_app(app: Flask) -> None:
    """Their templates, and what an erased person's pictures leave behind."""
    from app.accounts.events import PersonErased
    from app.core.events import listen
    from app.texts import listeners

    app.register_blueprint(Blueprint("texts", "app.texts", template_folder="templates"))
    listen(PersonErased, listeners.person_erased)

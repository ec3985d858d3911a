"""Plugs people's own data into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages and the way to them."""
    from app.privacy import panels
    from app.privacy.views import blueprint
    from app.privacy.views.own_data import in_a_copy
    from app.web.page.panels import offer

    app.register_blueprint(blueprint)
    app.add_template_filter(in_a_copy)
    offer("accounts.ways", panels.ways)

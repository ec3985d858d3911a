"""Plugs networks into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Who acts."""
    from app.networks.queries import actor_for
    from app.web.actor import load_actors_with

    load_actors_with(actor_for)

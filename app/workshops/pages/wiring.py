"""Plugs the workshop's own pages into the application."""

from __future__ import annotations

from flask import Flask

from app.web.page.panels import offer
from app.workshops.pages import panels
from app.workshops.pages.views import listing, room, screen, workshop  # noqa: F401 - their addresses


def init_app(_app: Flask) -> None:
    offer("networks.nav", panels.nav, order=35)
    offer("networks.home.main", panels.on_network_home, order=15)
    offer("home.waiting", panels.waiting, order=10)

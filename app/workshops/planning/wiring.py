"""Plugs planning into the application."""

from __future__ import annotations

from flask import Flask

from app.workshops.planning.views import call, plan, run_sheet  # noqa: F401 - their addresses


def init_app(_app: Flask) -> None:
    """It has addresses only, and they are on the blueprint by now."""

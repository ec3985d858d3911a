"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register blueprint, panels, listeners, jobs and commands."""

"""Plugs the seeds into the command line."""

from __future__ import annotations

from flask import Flask

from app.demo.cli import commands


def init_app(app: Flask) -> None:
    app.cli.add_command(commands)

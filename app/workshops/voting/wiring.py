"""Plugs voting into the application."""

from __future__ import annotations

from flask import Flask

from app.core import outbox
from app.core.db import empty_write_ahead_log
from app.web.worker.jobs import periodically
from app.workshops.voting import jobs
from app.workshops.voting.services import ballots, pseudonym_keys
from app.workshops.voting.views import ballot, results, straw_vote  # noqa: F401 - their addresses


def init_app(app: Flask) -> None:
    outbox.register(ballots.REMIND, jobs.remind_voters, quiet=True)
    periodically(app, "end_keys", pseudonym_keys.end_keys, minute="*")
    periodically(app, "empty_write_ahead_log", empty_write_ahead_log, minute="*")

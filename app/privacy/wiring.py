"""Plugs people's own data into the application."""

from __future__ import annotations

import click
from flask import Flask


def init_app(app: Flask) -> None:
    """Pages and the way to them, commands, and what the worker does."""
    from app.accounts.cli import commands as accounts
    from app.core import outbox
    from app.privacy import jobs, panels
    from app.privacy.cli import erase, retention
    from app.privacy.copies import row_of_a_copy
    from app.privacy.services.erasing import FORGET_FILES
    from app.privacy.views import blueprint
    from app.web.page.panels import offer
    from app.web.worker.jobs import periodically

    app.register_blueprint(blueprint)
    app.add_template_filter(row_of_a_copy)
    offer("accounts.ways", panels.ways)
    offer("administration.ways", panels.of_administration, order=80)
    offer("administration.person.ways", panels.of_a_person)
    outbox.register(FORGET_FILES, jobs.forget_files, erase_when_done=True)
    accounts.add_command(erase)
    site = app.cli.commands["site"]  # of the administration, which stands beside this feature
    assert isinstance(site, click.Group)
    site.add_command(retention)
    periodically(app, "retention", jobs.forget_what_is_old, hour="3", minute="30")

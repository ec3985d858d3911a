"""Plugs the administration into the application."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

#: Their pages hang on the same blueprint.
ROOMS = ("letters", "site_settings", "work")


def init_app(app: Flask) -> None:
    """Pages, the way to them, what waits for an administrator, and commands."""
    from app.administration import jobs, panels
    from app.administration.backup import schedule
    from app.administration.cli import commands
    from app.administration.parts import mail_fault, streams_check
    from app.administration.site_settings import telling
    from app.administration.views import blueprint
    from app.core import outbox
    from app.web.page.panels import offer
    from app.web.serving import health
    from app.web.worker.jobs import periodically

    for room in ROOMS:
        import_module(f"app.administration.{room}.views")
    app.register_blueprint(blueprint)
    app.cli.add_command(commands)
    offer("administration.ways", panels.ways, order=50)
    offer("accounts.first_steps", panels.first_steps)
    offer("networks.people.marks", panels.refusing)
    offer("standing.desk", panels.unreached)
    offer("home.waiting", panels.waiting, order=90)
    # Nothing of a server that is used no more is kept once they know.
    secret = app.config["SECRET_KEY"]
    outbox.register(telling.KIND, lambda payload: telling.deliver(payload, secret), erase_when_done=True)
    settings = app.extensions["settings"]
    health.check_also("mail", mail_fault, unfit=False)
    health.check_also("streams", streams_check(settings), unfit=False)
    app.extensions["keep_watch"] = lambda: jobs.keep_watch(app)
    if settings.backup_hour:
        health.check_also("backup", lambda: schedule.missing(settings), unfit=False)
        periodically(app, "backup", jobs.back_up_by_schedule, minute="*/10")

"""Plugs accounts into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, the account menu, the letter writer, jobs and commands."""
    from app.accounts import jobs, panels
    from app.accounts.cli import commands
    from app.accounts.services import keep_session
    from app.accounts.services.letters import LETTER
    from app.accounts.services.sessions import forget_sign_ins
    from app.accounts.views import blueprint
    from app.core import outbox
    from app.web.actor import keep_sessions_with
    from app.web.page.panels import offer
    from app.web.worker.jobs import periodically

    app.register_blueprint(blueprint)
    keep_sessions_with(app, keep_session)
    app.cli.add_command(commands)
    offer("frame.account", panels.account_links, order=10)
    offer("frame.public", panels.public_links)
    outbox.register(LETTER, jobs.write_letter)
    periodically(app, "forget_letters", jobs.forget_letters, minute="*/10")
    periodically(app, "forget_sign_ins", forget_sign_ins, hour="3", minute="30")
    periodically(app, "forget_tries", jobs.forget_tries, minute="40")
    periodically(app, "forget_receipts", jobs.forget_receipts, hour="3", minute="20")

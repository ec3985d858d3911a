"""Plugs drafts into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Its addresses, the end of a draft with its form, and what is thrown away for good."""
    from app.accounts.drafts import services, views
    from app.accounts.drafts.models import UnsentDraft
    from app.core.personal.retention import keep
    from app.core.personal_data import Period
    from app.web.worker.jobs import periodically

    # Flask calls these in the opposite order: this one before the transaction is closed, which was registered before it.
    app.after_request(views.end_with_the_form)
    periodically(app, "empty_thrown_away_drafts", services.empty_thrown_away, minute="25")
    keep(Period.DRAFTS, UnsentDraft, lambda at: (UnsentDraft.changed_at < at) | (UnsentDraft.ended_at < at))

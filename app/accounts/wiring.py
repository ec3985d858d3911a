"""Plugs accounts into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, the account menu, the letter writer, jobs and commands."""
    from app.accounts import jobs, panels
    from app.accounts.cli import commands
    from app.accounts.drafts import wiring as drafts
    from app.accounts.services import keep_session
    from app.accounts.services.address_changes import LETTER as ADDRESS_LETTER
    from app.accounts.services.letters import LETTER
    from app.accounts.views import blueprint
    from app.core import outbox
    from app.web.actor import keep_sessions_with
    from app.web.page.panels import offer
    from app.web.worker.jobs import periodically

    drafts.init_app(app)  # before the blueprint is registered, which its addresses hang on
    app.register_blueprint(blueprint)
    keep_sessions_with(app, keep_session)
    app.cli.add_command(commands)
    offer("frame.account", panels.account_links, order=10)
    offer("frame.public", panels.public_links)
    outbox.register(LETTER, jobs.write_letter)
    outbox.register(ADDRESS_LETTER, jobs.write_address_letter)
    periodically(app, "forget_letters", jobs.forget_letters, minute="*/10")
    periodically(app, "forget_address_changes", jobs.forget_address_changes, minute="50")
    periodically(app, "forget_tries", jobs.forget_tries, minute="40")
    _keep()


def _keep() -> None:
    """For how long: by the machine's clock what goes by it, whatever the demo's says."""
    from sqlalchemy import select

    from app.accounts.models import AccountLink, ApiToken, Person, SignIn
    from app.core import clock
    from app.core.audit import AuditEntry
    from app.core.concurrency.receipts import FormReceipt
    from app.core.outbox import OutboxItem
    from app.core.personal.retention import keep
    from app.core.personal_data import Period

    real = clock.real_now
    keep(Period.SIGN_INS, SignIn, lambda at: (SignIn.expires_at < at) | (SignIn.ended_at < at), now=real)
    keep(Period.SIGN_INS, AccountLink, lambda at: (AccountLink.expires_at < at) | (AccountLink.used_at < at), now=real)
    keep(Period.SIGN_INS, ApiToken, lambda at: (ApiToken.expires_at < at) | (ApiToken.revoked_at < at), now=real)
    keep(Period.RECEIPTS, FormReceipt, lambda at: FormReceipt.at < at, now=real)
    of_accounts = AuditEntry.subject_kind.in_(("person", "api_token"))
    # The names and addresses that a person had before are needed to take them out of texts when they are erased.
    here = select(Person.id).where(Person.erased_at.is_(None))
    formerly = AuditEntry.verb.in_(("rename", "change the address"))
    names = (AuditEntry.subject_kind == "person") & formerly & AuditEntry.subject_id.in_(here)
    keep(Period.ACCOUNT_HISTORY, AuditEntry, lambda at: of_accounts & ~names & (AuditEntry.at < at))
    keep(Period.LETTERS, OutboxItem, lambda at: OutboxItem.done_at < at)

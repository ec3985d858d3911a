"""Plugs pictures and files into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Their addresses, where they lie, who looks at them first, and what the worker does."""
    from app.accounts.events import PersonErased
    from app.attachments import jobs, kinds, listeners
    from app.attachments.keeping import quota, scanners, stores
    from app.attachments.services.collecting import missing
    from app.attachments.services.removing import FORGET
    from app.attachments.views import blueprint
    from app.core import outbox
    from app.core.events import listen
    from app.web.serving import consistency, health
    from app.web.worker.jobs import periodically

    settings = app.extensions["settings"]
    stores.use(stores.named_by(settings.files_store, settings.data_dir / "files"))
    quota.use(settings.files_quota_mib * 2**20)
    scanner = scanners.named_by(settings.virus_scanner)
    scanners.use(scanner)
    app.register_blueprint(blueprint)
    app.add_template_global(lambda: kinds.ACCEPTED, "accepted_files")
    outbox.register(FORGET, jobs.forget)
    listen(PersonErased, listeners.person_erased)
    consistency.check_also("pictures and files", missing)
    if settings.virus_scanner:
        health.check_also("scanner", scanner.fault, unfit=False)
    periodically(app, "files_collect", jobs.collect_what_waits, minute="25")

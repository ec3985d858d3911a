"""The application factory: extensions, then each feature's own wiring."""

from __future__ import annotations

import math
import os
import secrets
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core import clock, mail, outbox
from app.core.concurrency import counters
from app.core.db import db
from app.core.language.spoken import gettext
from app.core.secrets import keys
from app.core.secrets.kept import kept_secret
from app.core.site import in_force
from app.core.transactions.engine import PATIENCE, prepare_engine
from app.web import actor, errors, language, transaction
from app.web.extensions import csrf, limiter
from app.web.page import filters, frame, gallery, masthead, naming, told, undoing
from app.web.serving import addresses, assets, cookies, health, request_log, security, uploads
from app.web.serving.site import Site
from app.web.worker import jobs
from config import LARGEST_BODY, BadSetting, Settings

#: From the ground up; each wires itself in `wiring.py`.
FEATURES = (
    "accounts",
    "networks",
    "planner",
    "attachments",
    "texts",
    "forums",
    "topics",
    "interventions",
    "actions",
    "workshops",
    "analytics",
    "replies",
    "standing",
    "notifications",
    "search",
    "administration",
    "privacy",
    "api",
    "demo",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The site for these settings (by default those of the environment)."""
    settings = settings or Settings.from_environment()
    app = Site(__name__, static_folder=None)
    _configure(app, settings)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    if settings.testing or click.get_current_context(silent=True) is not None:
        add_migrations(app)
    csrf.init_app(app)
    limiter.init_app(app)
    language.init_app(app, settings)
    for part in (
        request_log,
        addresses,
        transaction,
        actor,
        errors,
        told,
        undoing,
        naming,
        filters,
        frame,
        masthead,
        security,
        assets,
        uploads,
    ):
        part.init_app(app)
    app.register_blueprint(health.blueprint)
    gallery.init_app(app, settings)
    jobs.init_app(app, settings)
    outbox.register(mail.KIND, _deliver)
    for feature in FEATURES:
        import_module(f"app.{feature}.wiring").init_app(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    try:
        clock.read_offset(settings.data_dir)
    except ValueError as fault:
        raise BadSetting(str(fault)) from fault
    _keep_to_ourselves(settings.data_dir)
    app.extensions["settings"] = settings
    on_sqlite = settings.database_address.startswith("sqlite")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config.update(
        SECRET_KEY=_signing_key(settings),
        SQLALCHEMY_DATABASE_URI=settings.database_address,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": not on_sqlite,
            # A fault is logged, and kept with a job that failed: never with the words that were to be written.
            "hide_parameters": True,
            "pool_timeout": PATIENCE,
            **({} if on_sqlite else {"connect_args": {"connect_timeout": PATIENCE}}),
        },
        TESTING=settings.testing,
        DEBUG=settings.debug,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.session_hours),
        SESSION_REFRESH_EACH_REQUEST=False,  # app.web.actor does it, less often
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME=cookies.prefixed("session", secure=settings.over_tls),
        WTF_CSRF_TIME_LIMIT=None,
        RATELIMIT_STORAGE_URI=_counters(settings),
    )
    app.debug = settings.debug
    app.json.sort_keys = False  # type: ignore[attr-defined] # the API answers in the promised order
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    mail.use(_mailer(settings, app.config["SECRET_KEY"]))
    # Where a test goes on for long, nothing it counts depends on when that was.
    in_force.use(in_force.SiteReader(settings, age=math.inf if settings.testing else in_force.AGE))
    keys.use(keys.Keys(settings.keys_home))


def _keep_to_ourselves(folder: Path) -> None:
    """Whatever this process writes from now on, its owner alone reads."""
    os.umask(0o077)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as fault:
        reason = gettext(
            "DATA_DIR names the folder %(folder)s, which cannot be used: %(strerror)s.",
            folder=folder,
            strerror=fault.strerror,
        )
        raise BadSetting(f"{reason} Name one that belongs to whoever starts the site.") from fault


def add_migrations(app: Flask) -> None:
    """`flask db …`. Only where commands are given: what it needs takes a web process 11 MiB."""
    import_module("flask_migrate").Migrate().init_app(app, db, render_as_batch=True, compare_type=True)


def _counters(settings: Settings) -> str:
    if settings.testing:
        return "memory://"
    return settings.redis_url or f"{counters.SCHEME}:{settings.counters_address}"


def _deliver(payload: dict[str, Any]) -> None:
    mail.deliver(payload, secret_key=current_app.config["SECRET_KEY"])


def _mailer(settings: Settings, secret: str) -> mail.Mailer:
    if settings.testing:
        return mail.RecordingMailer()
    return mail.SiteMailer(settings.data_dir / "mail", secret)


#: What is shorter was not written by this site, which writes 64 letters.
SHORTEST_SECRET = 32


def _signing_key(settings: Settings) -> str:
    """The one that was set, or the one made for this DATA_DIR at its first start."""
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / "secret_key"
    kept = kept_secret(path, lambda: secrets.token_urlsafe(48).encode()).decode(errors="replace").strip()
    if len(kept) < SHORTEST_SECRET:
        raise BadSetting(
            f"{path} is empty or cut off. Put it back from a backup, or delete it: a new key is made then, and everybody "
            "signs in once more."
        )
    return kept

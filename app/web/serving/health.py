"""Whether the process answers, and whether what it leans on is fit."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from tempfile import TemporaryFile

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.core.db import db
from app.web.actor import public
from app.web.extensions import limiter
from app.web.serving.request_log import unlogged
from app.web.worker.jobs import BEAT

# A supervisor asks every few seconds; what is not in order is logged all the same.
blueprint = unlogged(Blueprint("health", __name__))
#: What each process of the site answers, whatever else it is for.
HEALTH = ("health.healthz", "health.readyz")

#: Name → a check that returns "" when fit, or the reason. Features add theirs in their wiring.
_checks: dict[str, Callable[[], str]] = {}
#: Those whose faults somebody has to see to, while the site can be used.
_to_see_to: set[str] = set()


def check_also(name: str, check: Callable[[], str], *, unfit: bool = True) -> None:
    """Look at this too. `unfit` says whether a site with this fault is to be taken out of use by whoever asks /readyz."""
    _checks[name] = check
    (_to_see_to.discard if unfit else _to_see_to.add)(name)


@blueprint.get("/healthz")
@public
@limiter.exempt
def healthz() -> ResponseReturnValue:
    return {"status": "alive"}


@blueprint.get("/readyz")
@public
@limiter.exempt
def readyz() -> ResponseReturnValue:
    """200 when database, disk, worker, index and store are fit; otherwise 503 with each reason. What else is not in order
    stands beside it, under `see_to`: a letter that did not go out is no reason to send people away.
    """
    found = {name: reason for name, reason in faults().items() if reason}
    reasons = {name: reason for name, reason in found.items() if name not in _to_see_to}
    see_to = {name: reason for name, reason in found.items() if name in _to_see_to}
    return {
        "status": "not ready" if reasons else "ready",
        "reasons": reasons,
        "see_to": see_to,
    }, 503 if reasons else 200


def faults() -> dict[str, str]:
    """What is wrong with each part that the site leans on, and what to do; "" for one that is fit."""
    checks = {"database": _database, "disk": _disk, "worker": _worker, **_checks}
    return {name: _reason(check) for name, check in checks.items()}


def _reason(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception as fault:
        current_app.logger.exception("a check of /readyz failed")
        return f"this could not be looked at ({type(fault).__name__})"


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except Exception as fault:  # noqa: BLE001 -- any failure is the answer
        return f"the database does not answer ({type(fault).__name__}); see whether it runs, and to DATABASE_URL"
    return ""


def _disk() -> str:
    """Mail, the index, uploads and SQLite all write here; the last of them to notice would be a person with a form."""
    settings = current_app.extensions["settings"]
    try:
        with TemporaryFile(dir=settings.data_dir) as probe:
            probe.write(b"0")
        free = shutil.disk_usage(settings.data_dir).free // 2**20
    except OSError as fault:
        return f"nothing can be written into the data folder ({fault.strerror}); see to its disk and its rights"
    if free >= settings.least_free_mib:
        return ""
    return f"only {free} MiB are free on the disk of the data folder, of {settings.least_free_mib} needed; make room"


def _worker() -> str:
    beat = current_app.extensions["settings"].data_dir / BEAT
    if not beat.exists():
        return "no worker has started; `flask --app wsgi jobs work` is one"
    try:
        seconds = time.time() - float(beat.read_text().split()[1])
    except (ValueError, IndexError):
        return "the worker's sign of life is damaged; a worker that runs writes it anew within minutes"
    return "" if seconds < 180 else f"the worker was last seen {int(seconds) // 60} minutes ago; start it again"

"""Whether the process answers, and whether what it leans on is fit."""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from app.core.db import db
from app.web.actor import public
from app.web.extensions import limiter
from app.web.jobs import BEAT

blueprint = Blueprint("health", __name__)
#: What each process of the site answers, whatever else it is for.
HEALTH = ("health.healthz", "health.readyz")

#: Name → a check that returns "" when fit, or the reason. Features add theirs in their wiring.
_checks: dict[str, Callable[[], str]] = {}


def check_also(name: str, check: Callable[[], str]) -> None:
    _checks[name] = check


@blueprint.get("/healthz")
@public
@limiter.exempt
def healthz() -> ResponseReturnValue:
    return {"status": "alive"}


@blueprint.get("/readyz")
@public
@limiter.exempt
def readyz() -> ResponseReturnValue:
    """200 when database, worker and store are fit; otherwise 503 with each reason."""
    checks = {"database": _database, "worker": _worker, **_checks}
    faults = {name: reason for name, check in checks.items() if (reason := check())}
    return {"status": "not ready" if faults else "ready", "reasons": faults}, 503 if faults else 200


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except Exception as fault:  # noqa: BLE001 -- any failure is the answer
        return f"the database does not answer ({type(fault).__name__})"
    return ""


def _worker() -> str:
    beat = current_app.extensions["settings"].data_dir / BEAT
    if not beat.exists():
        return "no worker has started"
    seconds = time.time() - float(beat.read_text().split()[1])
    return "" if seconds < 180 else f"the worker was last seen {int(seconds)} seconds ago"

"""Parts of the site that a process sees from outside: its letters, and the process that keeps rooms live."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener

from sqlalchemy import ColumnElement, func, select

from app.core import clock, mail
from app.core.db import db
from app.core.outbox import OutboxItem
from app.core.site.in_force import in_force
from app.core.text.words import moment
from app.web.serving.stream_origin import OWN_NAMES
from config import Settings

#: What the checks of /readyz look at, in words.
PARTS = {
    "database": "the database",
    "disk": "the disk",
    "worker": "the worker",
    "analytics": "the store of the learning analytics",
    "backup": "the last backup",
    "mail": "mail",
    "scanner": "the virus scanner",
    "streams": "the process that keeps rooms live",
}
#: A server that is away for less is tried again, and nobody need know.
PATIENCE = timedelta(hours=1)
#: The server answered, and knows no such address: that is the letter's fault, and mail works.
REFUSED = "SMTPRecipientsRefused"
#: Whether the streams' process answers is asked at most so often, and waited for no longer.
ASK_EVERY, WAIT = 10.0, 1.0


def letters_fail_since() -> datetime | None:
    """Since when no letter has gone out, if that is for more than an hour and some were tried."""
    before = clock.now() - PATIENCE
    failing = select(func.min(OutboxItem.created_at)).where(
        OutboxItem.done_at.is_(None), OutboxItem.last_error.is_not(None), ~OutboxItem.last_error.startswith(REFUSED)
    )
    since = db.session.scalar(failing.where(_goes_out()))
    if since is None or since > before:
        return None
    last = db.session.scalar(select(func.max(OutboxItem.done_at)).where(_goes_out()))
    since = max(since, last) if last else since
    return since if since <= before else None


def refused_for_good() -> ColumnElement[bool]:
    """The server of the address said that it takes no letter for it: a 5 before its other digits, and not a 4, which is for
    the moment.
    """
    said = OutboxItem.last_error
    return said.startswith(REFUSED) & said.contains(": (5") & ~said.contains(": (4")


def _goes_out() -> ColumnElement[bool]:
    """Work that ends in handing a letter over. What only owes one says nothing about the server."""
    return (OutboxItem.kind == mail.KIND) | OutboxItem.kind.endswith("_letter", autoescape=True)


def mail_fault() -> str:
    """Why letters do not arrive and what to do; "" if they do, or need not go further than this machine."""
    if since := letters_fail_since():
        return (
            f"no letter has gone out since {moment(since)}: the mail server takes none; "
            "`flask --app wsgi jobs failed` says what it answers"
        )
    if kept_as_files() and urlsplit(in_force().url).hostname not in OWN_NAMES:
        return "letters are only kept as files, and nobody gets them: say in the settings which server takes them"
    return ""


def kept_as_files() -> bool:
    """Whether letters go into a folder, which is enough for a site that only this machine reaches."""
    return in_force().mail_server is None


def streams_check(settings: Settings) -> Callable[[], str]:
    """A check whether the process that keeps rooms live answers. It is asked once in a while, and the answer kept."""
    address = settings.stream_origin or f"http://127.0.0.1:{settings.stream_port or settings.port + 1}"
    # Straight to it: a proxy that this machine uses for the web knows nothing of it.
    opener, lock = build_opener(ProxyHandler({})), threading.Lock()
    kept: list[tuple[float, str]] = []

    def check() -> str:
        if settings.serves_streams:  # it is asking itself, and answers
            return ""
        with lock:
            if not kept or time.monotonic() - kept[-1][0] > ASK_EVERY:
                kept[:] = [(time.monotonic(), _ask(f"{address}/healthz"))]
            return kept[-1][1]

    def _ask(url: str) -> str:
        try:
            with opener.open(url, timeout=WAIT) as answer:
                if answer.status == 200:
                    return ""
        except (OSError, HTTPException, ValueError):
            pass
        return (
            f"it does not answer at {address}: pages of workshops look for news every few seconds meanwhile; start it "
            "with `gunicorn --config gunicorn.streams.py wsgi:app`"
        )

    return check

"""The database does not take a request: one bounded wait, the site's own words, and nothing typed is lost."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.core.db import db
from app.core.transactions import engine
from app.core.transactions.write_queue import WriteQueue
from app.forums.models import Discussion
from tests.client import StrictClient
from tests.people import World

START = "/networks/s215/forums/tricky-topics/start"
TYPED = {"title": "Moles again", "body": "Twenty minutes of thinking."}
#: Seconds; in earnest it is longer.
PATIENCE = 3
FROM_HERE = {"Origin": "http://localhost"}


@pytest.fixture
def amina(live_app: Flask) -> StrictClient:
    client = StrictClient(live_app, World().amina.id)
    client.get(START)
    return client


@contextmanager
def locked() -> Iterator[None]:
    """Another program holds SQLite's write lock and knows nothing of the queue."""
    with closing(sqlite3.connect(db.engine.url.database or "", isolation_level=None)) as other:
        db.session.remove()
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def queued() -> Iterator[None]:
    """Another process of the site writes and does not end: it is waited for in the queue."""
    other = WriteQueue(f"{db.engine.url.database}-queue")
    assert other.enter(PATIENCE)
    with locked():
        yield
    other.leave()


@contextmanager
def failing(at: str, fault: str) -> Iterator[None]:
    """The driver fails at this moment of a transaction, with these words."""

    def fail(*_rest: Any) -> None:
        raise OperationalError("", None, Exception(fault))

    target: Any = db.session if at.endswith("flush") else db.engine
    event.listen(target, at, fail)
    try:
        yield
    finally:
        event.remove(target, at, fail)


@pytest.mark.parametrize("busy", [locked, queued])
def test_a_locked_database_is_waited_for_once_and_the_text_is_offered_again(
    amina: StrictClient, monkeypatch: pytest.MonkeyPatch, busy: Callable[[], AbstractContextManager[None]]
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("Only SQLite locks the whole database.")
    monkeypatch.setattr(engine, "PATIENCE", PATIENCE)
    with busy():
        begin = time.monotonic()
        page = amina.client.post(START, data=TYPED | {"csrf_token": amina._token(), "form_key": "k"}, headers=FROM_HERE)
        assert PATIENCE <= time.monotonic() - begin + 0.1 < 2 * PATIENCE
        assert page.status_code == 503
        assert page.headers["Retry-After"] == "5"
        assert "Twenty minutes of thinking." in page.text
        assert "Send it again" in page.text
        assert 'name="form_key" value="k"' in page.text
    assert db.session.query(Discussion).filter_by(title="Moles again").count() == 0
    amina._begin()
    again = amina.client.post(START, data=TYPED | {"csrf_token": amina._token(), "form_key": "k"}, headers=FROM_HERE)
    assert again.status_code == 303
    assert db.session.query(Discussion).filter_by(title="Moles again").count() == 1


@pytest.mark.parametrize(
    ("at", "fault", "words"),
    [
        ("commit", "disk I/O error", "The site is busy for a moment."),
        ("commit", "database or disk is full", "its disk is full"),
        ("before_flush", "could not extend file: No space left; the disk is full", "its disk is full"),
        ("begin", "connection failed: Connection refused", "The site is busy for a moment."),
    ],
)
def test_a_fault_at_any_moment_keeps_the_text(
    live_app: Flask, amina: StrictClient, at: str, fault: str, words: str
) -> None:
    sent = TYPED | {"csrf_token": amina._token(), "form_key": "k"}
    db.session.remove()
    with failing(at, fault):
        page = amina.client.post(START, data=sent, headers=FROM_HERE)
    assert page.status_code == 503
    assert words in page.text
    assert "Twenty minutes of thinking." in page.text
    assert "Send it again" in page.text
    assert db.session.query(Discussion).filter_by(title="Moles again").count() == 0


def test_a_form_of_a_foreign_page_is_not_offered_again(live_app: Flask, amina: StrictClient) -> None:
    sent = TYPED | {"csrf_token": amina._token()}
    db.session.remove()
    with failing("begin", "gone"):
        page = amina.client.post(START, data=sent, headers={"Origin": "http://evil.example"})
    assert page.status_code == 503
    assert "Send it again" not in page.text


def test_a_reader_and_a_script_are_told_too(live_app: Flask, amina: StrictClient) -> None:
    db.session.remove()
    with failing("begin", "gone"):
        page = amina.client.get("/networks/s215")
        call = amina.client.get("/api/v1/measures", headers={"Authorization": "Bearer ln_x"})
    assert page.status_code == 503
    assert "The site is busy for a moment." in page.text
    assert (call.status_code, call.get_json()["error"]["message"]) == (503, "The site is busy for a moment.")

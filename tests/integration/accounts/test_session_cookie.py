"""The session lasts from the last visit, but its cookie is not signed anew for every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.accounts.models import SignIn
from app.core import clock
from app.core.db import db
from tests.client import StrictClient
from tests.integration.accounts.conftest import PASSWORD


def test_the_cookie_is_renewed_only_when_it_has_aged(as_: Callable[[str | None], StrictClient]) -> None:
    reader = as_("amina").client
    assert "session=" in reader.get("/home").headers.get("Set-Cookie", "")
    assert "Set-Cookie" not in reader.get("/home").headers
    with reader.session_transaction() as held:
        held["seen"] = clock.real_now().timestamp() - 45 * 60
    assert "session=" in reader.get("/home").headers["Set-Cookie"]
    with reader.session_transaction() as held:
        assert clock.real_now().timestamp() - held["seen"] < 60


def test_a_clock_that_was_wrong_does_not_keep_the_old_cookie(as_: Callable[[str | None], StrictClient]) -> None:
    reader = as_("amina").client
    reader.get("/home")
    with reader.session_transaction() as held:
        held["seen"] = clock.real_now().timestamp() + 86400
    assert "session=" in reader.get("/home").headers["Set-Cookie"]


def test_signing_in_is_a_visit_so_that_the_first_page_writes_none(
    as_: Callable[[str | None], StrictClient], with_password: Callable[[str], Any]
) -> None:
    with_password("amina")
    client = as_(None)
    assert client.post("/sign-in", {"email": "amina@example.org", "password": PASSWORD}).status == 303
    visit = db.session.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
    assert visit is not None
    visit.seen_at -= timedelta(seconds=30)
    written = visit.seen_at
    db.session.commit()
    assert client.get("/home").status == 200
    db.session.expire_all()
    assert visit.seen_at == written

"""Sessions are rows: a copied cookie ends with them, they run out, and their owner sees and ends them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import SignIn
from app.accounts.services.sessions import forget_sign_ins
from app.core import clock
from app.core.db import db
from tests.client import Page, StrictClient
from tests.integration.accounts.conftest import PASSWORD
from tests.people import World

AS = Callable[[str | None], StrictClient]
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"}
SAFARI = {
    "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Safari/604.1"
}


def sign_in(client: StrictClient, who: str = "amina", **more: Any) -> Page:
    page = client.post("/sign-in", {"email": f"{who}@example.org", "password": PASSWORD}, **more)
    assert page.status == 303
    return page


def copied(app: Flask, client: StrictClient) -> StrictClient:
    """Somebody else with a copy of this browser's cookie."""
    other = StrictClient(app, None)
    with client.client.session_transaction() as held, other.client.session_transaction() as theirs:
        theirs.update(held)
    return other


def test_after_signing_out_a_copy_of_the_cookie_opens_nothing(
    app: Flask, as_: AS, with_password: Callable[[str], Any]
) -> None:
    with_password("amina")
    mine, elsewhere = as_(None), as_(None)
    sign_in(mine)
    sign_in(elsewhere)
    thief = copied(app, mine)
    assert thief.get("/home").status == 200
    mine.post("/sign-out")
    assert thief.get("/home").status == 401
    assert thief.post("/account", {"name": "Thief", "mail_pace": "off"}).status == 401
    assert elsewhere.get("/home").status == 200, "another browser of the same person goes on"


def _aged(client: StrictClient, by: timedelta) -> None:
    """As if this had gone by since the last sign-in or visit."""
    with client.client.session_transaction() as held:
        held["seen"] = held.get("seen", clock.real_now().timestamp()) - by.total_seconds()
    for row in db.session.query(SignIn):
        for name in ("began_at", "seen_at", "expires_at", "last_until"):
            setattr(row, name, getattr(row, name) - by)
    db.session.commit()


def test_a_session_ends_without_a_visit_and_lasts_on_with_one(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    client = as_(None)
    sign_in(client)
    _aged(client, timedelta(hours=11))
    assert client.get("/home").status == 200
    _aged(client, timedelta(hours=11))
    assert client.get("/home").status == 200, "the visit made it last on"
    _aged(client, timedelta(hours=13))
    assert client.get("/home").status == 401


def test_no_number_of_visits_makes_a_session_last_for_ever(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    client = as_(None)
    sign_in(client)
    for _ in range(27):
        _aged(client, timedelta(hours=12) - timedelta(minutes=1))
        assert client.get("/home").status == 200
    _aged(client, timedelta(hours=12) - timedelta(minutes=1))
    client.get("/home")
    _aged(client, timedelta(hours=1))
    assert client.get("/home").status == 401


def test_the_owner_sees_their_sessions_and_ends_them(
    app: Flask, as_: AS, world: World, with_password: Callable[[str], Any]
) -> None:
    with_password("amina")
    here, phone, old = as_(None), as_(None), as_(None)
    sign_in(here, headers=FIREFOX)
    sign_in(phone, headers=SAFARI)
    sign_in(old)
    page = here.get("/account/sessions")
    assert "Firefox on Linux · this browser" in page.text
    assert "Safari on an iPhone" in page.text
    [phones] = [row.id for row in db.session.query(SignIn) if row.browser == "Safari on an iPhone"]
    assert here.follow(here.post(f"/account/sessions/{phones}/end")).status == 200
    assert phone.get("/home").status == 401
    assert old.get("/home").status == 200
    here.post("/account/sessions/end-others")
    assert old.get("/home").status == 401
    assert "Signed out on" in here.get("/account/sessions").text
    assert as_("ben").post(f"/account/sessions/{phones}/end").status == 404
    assert "iPhone" not in as_("ben").get("/account/sessions").text


def test_a_new_browser_is_told_to_the_owner_and_a_known_one_is_not(
    as_: AS, with_password: Callable[[str], Any], run_outbox: Callable[[], int], mailbox: list[Any]
) -> None:
    with_password("amina")
    first, second = as_(None), as_(None)
    sign_in(first, headers=FIREFOX)
    run_outbox()
    assert mailbox == [], "of the first browser at all there is nothing to tell"
    sign_in(second, headers=SAFARI)
    run_outbox()
    [letter] = mailbox
    assert letter.to == "amina@example.org"
    assert "Safari on an iPhone" in letter.text
    assert "/account/sessions" in letter.text
    for known in (first, second):
        known.post("/sign-out")
        sign_in(known)
    run_outbox()
    assert len(mailbox) == 1


@pytest.mark.parametrize(("after", "left"), [(timedelta(days=89), 1), (timedelta(days=91), 0)])
def test_a_session_is_forgotten_90_days_after_its_end(
    as_: AS, with_password: Callable[[str], Any], after: timedelta, left: int
) -> None:
    with_password("amina")
    client = as_(None)
    sign_in(client)
    client.post("/sign-out")
    db.session.query(SignIn).update({"ended_at": clock.real_now() - after, "expires_at": clock.real_now() - after})
    forget_sign_ins()
    assert db.session.query(SignIn).count() == left


def test_no_row_holds_what_opens_a_session(as_: AS, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    client = as_(None)
    sign_in(client)
    with client.client.session_transaction() as held:
        secret = held["_user_id"]
    [row] = db.session.query(SignIn)
    stored = [getattr(row, column.key) for column in SignIn.__table__.columns]
    assert secret not in [str(value) for value in stored]
    assert all(value is None or isinstance(value, str | int | datetime) for value in stored)

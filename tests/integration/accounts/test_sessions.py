"""Sessions are rows: a copied cookie ends with them, they run out, and their owner sees and ends them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.accounts.models import SignIn
from app.core import clock
from app.core.db import db
from app.privacy.periods import delete_what_is_old
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
    assert thief.post("/account", {"name": "Thief"}).status == 401
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
    asked = here.get(f"/account/sessions/{phones}/end")
    assert "Safari on an iPhone" in asked.text
    ended = here.follow(here.post(f"/account/sessions/{phones}/end", {"current_password": PASSWORD}))
    assert "That browser is signed out." in ended.text
    assert phone.get("/home").status == 401
    assert old.get("/home").status == 200
    assert "Firefox" not in here.get("/account/sessions/end-others").text.split("Sign out every other browser")[-1]
    here.post("/account/sessions/end-others", {"current_password": PASSWORD})
    assert old.get("/home").status == 401
    assert "Signed out on" in here.get("/account/sessions").text
    again = here.follow(here.get(f"/account/sessions/{phones}/end"))
    assert "That browser was signed out already." in again.text
    for ask in (as_("ben").get, as_("ben").post):
        assert ask(f"/account/sessions/{phones}/end").status == 404
    assert "iPhone" not in as_("ben").get("/account/sessions").text


@pytest.mark.parametrize("typed", [{}, {"current_password": ""}, {"current_password": "not hers at all"}])
def test_whoever_finds_a_browser_open_puts_its_owner_out_of_no_other(
    as_: AS, with_password: Callable[[str], Any], typed: dict[str, str]
) -> None:
    with_password("amina")
    found, phone = as_(None), as_(None)
    sign_in(found)
    sign_in(phone)
    phones = max(row.id for row in db.session.query(SignIn))
    for page in (f"/account/sessions/{phones}/end", "/account/sessions/end-others"):
        refused = found.post(page, typed)
        assert refused.status == 422
        assert "Present password" in refused.text
        assert refused.values()["current_password"] == ""
        assert found.get(page).status == 200, "looking at it ends nothing"
    assert phone.get("/home").status == 200
    found.post("/sign-out")  # out of this one, without being asked
    assert found.get("/home").status == 401


def test_the_password_is_not_found_out_by_ending_sessions(as_: AS, with_password: Callable[[str], Any]) -> None:
    """Both forms and the one for a new password count together."""
    with_password("amina")
    found, other = as_(None), as_(None)
    sign_in(found)
    sign_in(other)
    others = max(row.id for row in db.session.query(SignIn))
    pages = ("/account/sessions/end-others", f"/account/sessions/{others}/end", "/account/password")
    typed = {"current_password": "not hers", "password": "a new one of my own choice"}
    answers = [found.post(pages[at % 3], typed) for at in range(60)]
    assert sum(page.status == 422 for page in answers) <= 22
    assert answers[-1].status == 429
    assert int(answers[-1].answer.headers["Retry-After"]) > 0


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
    app: Flask, as_: AS, with_password: Callable[[str], Any], after: timedelta, left: int
) -> None:
    with_password("amina")
    client = as_(None)
    sign_in(client)
    client.post("/sign-out")
    db.session.query(SignIn).update({"ended_at": clock.real_now() - after, "expires_at": clock.real_now() - after})
    delete_what_is_old(app.extensions["settings"])
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

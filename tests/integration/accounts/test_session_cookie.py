"""The session lasts from the last visit, but its cookie is not signed anew for every page."""

from __future__ import annotations

from collections.abc import Callable

from app.core import clock
from tests.client import StrictClient


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

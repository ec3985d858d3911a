"""What was done is said on the page that the form led to, and on no other, and not later."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm.exc import StaleDataError

from app.core import clock
from app.core.db import db
from tests.client import Page

FORUM = "/networks/s215/forums/tricky-topics"
SAID = "You hear of “About Tricky Topics”: everything."


def follow(client: Any) -> Any:
    page = client.post(f"{FORUM}/follow", {"level": "everything"})
    assert page.location.endswith(FORUM)
    return page


def test_it_is_said_where_the_form_leads_and_once(as_: Any) -> None:
    ben = as_("ben")
    assert SAID in ben.follow(follow(ben)).text
    assert SAID not in ben.get(FORUM).text


@pytest.mark.parametrize("first", ["/home", "/networks/s215", "/no-such-page"])
def test_another_page_never_says_it_nor_any_page_after_it(as_: Any, first: str) -> None:
    ben = as_("ben")
    follow(ben)
    assert SAID not in ben.get(first, strict=False).text
    assert SAID not in ben.get(FORUM).text


def test_a_part_of_the_page_that_shows_no_sentence_uses_it_up(as_: Any) -> None:
    """As a script gets it that follows the redirect itself."""
    ben = as_("ben")
    ben.get(follow(ben).location, headers={"HX-Request": "true"})
    assert SAID not in ben.get(FORUM).text


def test_a_file_or_an_address_that_leads_on_takes_nothing_away(as_: Any) -> None:
    ben = as_("ben")
    led_to = follow(ben).location
    ben.get("/healthz")
    ben.get("/", strict=False)
    assert SAID in ben.get(led_to).text


def test_what_was_never_read_is_not_said_beside_what_is_done_next(as_: Any) -> None:
    ben = as_("ben")
    follow(ben)
    page = ben.follow(ben.post(f"{FORUM}/follow", {"level": "mute"}))
    assert "You hear of “About Tricky Topics”: mute." in page.text
    assert SAID not in page.text


def test_a_later_visit_is_another_one(as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ben = as_("ben")
    led_to = follow(ben).location
    later = clock.real_now() + timedelta(minutes=2)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert SAID not in ben.get(led_to).text


def test_what_could_not_be_kept_is_not_said_to_be_done(as_: Any) -> None:
    ben = as_("ben")

    def too_late(_session: Any) -> None:
        raise StaleDataError

    event.listen(db.session, "before_commit", too_late)
    try:
        page = Page(ben.client.post(f"{FORUM}/follow", data={"level": "everything", "csrf_token": ben._token()}))
    finally:
        event.remove(db.session, "before_commit", too_late)
    assert page.status == 409
    assert SAID not in page.text
    assert SAID not in ben.get(FORUM).text

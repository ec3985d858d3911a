"""The administrator reads how the site is and how much it could not do, and has it tried again; nobody else learns of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.core import clock, outbox
from app.core.db import db
from app.core.mail import Letter, owe
from app.web.serving import health
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
STATE, AGAIN = "/admin/state", "/admin/work/again"


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """`refusing(True)`: from now on the mail server takes nothing."""
    sent: list[Any] = []

    def deliver(payload: dict[str, Any]) -> None:
        if refuses[0]:
            raise OSError("550 No such mailbox <here>")
        sent.append(payload)

    def change(to: bool) -> None:
        refuses[0] = to

    refuses = [False]
    monkeypatch.setitem(outbox._handlers, "mail", deliver)
    return change


def a_failed_letter(run_outbox: Callable[[], int], name: str = "k1") -> outbox.OutboxItem:
    owe(Letter(name, "someone@example.ac.uk", "A title that is nobody else's", "Words"), once=name)
    run_outbox()
    return outbox.failed()[-1]


def test_each_part_is_in_order_or_says_what_to_do(as_: AS, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health._checks, "analytics", lambda: "a manifest is damaged")
    for name in ("streams",):
        monkeypatch.setitem(health._checks, name, lambda: "")
    page = as_("ada").get(STATE)
    assert "The store of the learning analytics A manifest is damaged. See to it" in page.text
    assert "The worker No worker has started; flask --app wsgi jobs work is one. See to it" in page.text
    assert "In order: the database, the disk, mail, the process that keeps rooms live." in page.text
    assert "Nothing failed" in page.text


def test_letters_that_their_server_refuses_are_counted_and_tried_again(
    as_: AS, world: World, refusing: Callable[[bool], None], run_outbox: Callable[[], int]
) -> None:
    refusing(True)
    a_failed_letter(run_outbox)
    ada = as_("ada")
    assert "Letters: 1 Tried again by themselves" in ada.get(STATE).text
    assert ada.post(AGAIN, {"kind": ["mail"]}).status == 303
    assert run_outbox() == 0
    assert "Letters: 1" in ada.get(STATE).text
    refusing(False)
    assert "1 piece of work due now" in ada.follow(ada.post(AGAIN, {"kind": ["mail"]})).text
    assert run_outbox() == 1
    assert "Nothing failed" in ada.get(STATE).text
    assert "Nothing was left to try" in ada.follow(ada.post(AGAIN, {"kind": ["mail"]})).text


def test_nobody_reads_there_whom_a_letter_did_not_reach_and_when(
    as_: AS, world: World, run_outbox: Callable[[], int]
) -> None:
    """A reminder goes to those who did not vote, and a late card is read at the moment it was written."""
    at = clock.now()
    for kind, error in (
        ("notifications.workshop_letter", "SMTPRecipientsRefused: {'al03@example.org': (550, b'No such mailbox')}"),
        ("workshops.embed", "IntegrityError: DETAIL: Failing row contains (41, a card)"),
    ):
        owed = outbox.OutboxItem(kind=kind, payload={"to": "al03@example.org", "card": 41}, created_at=at, due_at=at)
        owed.last_error, owed.attempts = error, 3
        db.session.add(owed)
    db.session.commit()
    page = as_("ada").get(STATE)
    assert "Letters: 1" in page.text
    assert "What workshops do by themselves: 1" in page.text
    for word in ("al03", "No such mailbox", "Failing row", "IntegrityError"):
        assert word not in page.html, word
    assert page.find_all("time") == []


def test_what_was_given_up_is_done_when_it_is_tried_again(
    as_: AS, world: World, refusing: Callable[[bool], None], run_outbox: Callable[[], int]
) -> None:
    refusing(True)
    a_failed_letter(run_outbox).attempts = outbox.MOST_ATTEMPTS
    a_failed_letter(run_outbox, "k2")
    assert "Letters: 2 1 of them given up" in as_("ada").get(STATE).text
    refusing(False)
    assert run_outbox() == 0
    as_("ada").post(AGAIN, {"kind": ["mail"]})
    assert run_outbox() == 2


def test_what_is_not_in_order_waits_on_the_administrators_home_and_on_nobody_elses(
    as_: AS,
    world: World,
    refusing: Callable[[bool], None],
    run_outbox: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "_worker", lambda: "")
    monkeypatch.setattr(health, "_checks", {})
    assert "See to" not in as_("ada").get("/home").text
    refusing(True)
    a_failed_letter(run_outbox)
    monkeypatch.setattr(health, "_checks", {"analytics": lambda: "a manifest is damaged"})
    home = as_("ada").get("/home")
    assert "See to the store of the learning analytics, 1 piece of work that could not be done" in home.text
    assert STATE in [link.get("href") for link in home.find_all("a")]
    assert "See to" not in as_("amina").get("/home").text


def test_work_that_killed_the_worker_each_time_is_not_forgotten(
    as_: AS, world: World, run_outbox: Callable[[], int]
) -> None:
    """It has no error: nobody was there to write one."""
    owe(Letter("k3", "someone@example.ac.uk", "Heavy", "Words"), once="k3")
    item = db.session.scalars(select(outbox.OutboxItem).where(outbox.OutboxItem.once_key == "k3")).one()
    item.attempts = outbox.MOST_ATTEMPTS
    db.session.commit()
    overdue = outbox.overdue()
    assert "Letters: 1 Tried again and again, and given up." in as_("ada").get(STATE).text
    as_("ada").post(AGAIN, {"kind": ["mail"]})
    assert outbox.overdue() == overdue + 1
    run_outbox()
    assert "Nothing failed" in as_("ada").get(STATE).text


def test_what_is_being_tried_at_this_moment_is_left_alone(
    as_: AS, world: World, refusing: Callable[[bool], None], run_outbox: Callable[[], int]
) -> None:
    refusing(True)
    item = a_failed_letter(run_outbox)
    item.claimed_until = item.due_at + outbox.LEASE
    db.session.commit()
    ada = as_("ada")
    assert "Nothing was left to try" in ada.follow(ada.post(AGAIN, {"kind": ["mail"]})).text
    assert item.attempts == 1


def test_what_is_due_and_not_done_is_counted(as_: AS, world: World) -> None:
    before = outbox.overdue()
    owe(Letter("k4", "someone@example.ac.uk", "Later", "Words"), once="k4")
    assert outbox.overdue() == before + 1
    assert f"{before + 1} piece" in as_("ada").get(STATE).text


@pytest.mark.parametrize("who", ["amina", "marek", "wanda"])
def test_for_anybody_else_it_does_not_exist(as_: AS, world: World, who: str) -> None:
    assert as_(who).get(STATE, strict=False).status == 404
    assert as_(who).post(AGAIN, {"kind": ["mail"]}).status == 404

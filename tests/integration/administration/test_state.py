"""The administrator reads how the site is and what it could not do, and has it tried again; nobody else learns of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.core import outbox
from app.core.db import db
from app.core.mail import Letter, owe
from app.web.serving import health
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
STATE = "/admin/state"


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


def a_failed_letter(run_outbox: Callable[[], int]) -> int:
    owe(Letter("k1", "someone@example.ac.uk", "A title that is nobody else's", "Words"), once="k1")
    run_outbox()
    [item] = outbox.failed()
    return item.id


def test_each_part_is_in_order_or_says_what_to_do(as_: AS, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(health._checks, "search", lambda: "the index is damaged; the worker makes it anew")
    monkeypatch.setitem(health._checks, "analytics", lambda: "")
    page = as_("ada").get(STATE)
    assert "The search index The index is damaged; the worker makes it anew. See to it" in page.text
    assert "The worker No worker has started. See to it" in page.text
    assert "In order: the database, the disk, the store of the learning analytics." in page.text
    assert "Nothing failed" in page.text


def test_a_letter_that_its_server_refuses_is_listed_and_tried_again(
    as_: AS, world: World, refusing: Callable[[bool], None], run_outbox: Callable[[], int]
) -> None:
    refusing(True)
    item = a_failed_letter(run_outbox)
    ada = as_("ada")
    page = ada.get(STATE)
    assert "A letter to someone@example.ac.uk" in page.text
    assert "tried 1 time next try" in page.text
    assert "550 No such mailbox <here>" in page.text
    assert "A title" not in page.text
    assert ada.post(f"/admin/work/{item}/again").status == 303
    assert run_outbox() == 0
    assert "tried 1 time" in ada.get(STATE).text, "counted anew"
    refusing(False)
    ada.post(f"/admin/work/{item}/again")
    assert run_outbox() == 1
    assert "Nothing failed" in ada.get(STATE).text
    assert ada.post(f"/admin/work/{item}/again").status == 404, "it is done"


def test_what_was_given_up_is_done_when_it_is_tried_again(
    as_: AS, world: World, refusing: Callable[[bool], None], run_outbox: Callable[[], int]
) -> None:
    refusing(True)
    item = a_failed_letter(run_outbox)
    db.session.get_one(outbox.OutboxItem, item).attempts = outbox.MOST_ATTEMPTS
    db.session.commit()
    assert "given up" in as_("ada").get(STATE).text
    refusing(False)
    assert run_outbox() == 0
    as_("ada").post(f"/admin/work/{item}/again")
    assert run_outbox() == 1


def test_what_is_being_tried_at_this_moment_is_left_alone(
    as_: AS, world: World, refusing: Callable[[bool], None], run_outbox: Callable[[], int]
) -> None:
    refusing(True)
    item = db.session.get_one(outbox.OutboxItem, a_failed_letter(run_outbox))
    item.claimed_until = item.due_at + outbox.LEASE
    db.session.commit()
    assert as_("ada").post(f"/admin/work/{item.id}/again").status == 404


def test_what_is_due_and_not_done_is_counted(as_: AS, world: World) -> None:
    before = outbox.overdue()
    owe(Letter("k2", "someone@example.ac.uk", "Later", "Words"), once="k2")
    assert outbox.overdue() == before + 1
    assert f"{before + 1} piece" in as_("ada").get(STATE).text


def test_a_long_list_says_how_long_it_is(
    as_: AS, world: World, refusing: Callable[[bool], None], run_outbox: Callable[[], int]
) -> None:
    refusing(True)
    for number in range(52):
        owe(Letter(f"n{number}", f"al{number}@example.ac.uk", "Hello", "Words"), once=f"n{number}")
    run_outbox()
    page = as_("ada").get(STATE)
    assert "The newest 50 of 52." in page.text
    assert "al51@example.ac.uk" in page.text
    assert "al1@example.ac.uk" not in page.text


@pytest.mark.parametrize("who", ["amina", "marek", "wanda"])
def test_for_anybody_else_it_does_not_exist(as_: AS, world: World, who: str) -> None:
    assert as_(who).get(STATE, strict=False).status == 404
    assert as_(who).post("/admin/work/1/again").status == 404

"""The administrator looks at work piece by piece, has one tried again or stopped, and sees what is done by the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.administration.work.kinds import PERIODIC, SHOWN
from app.core import clock, outbox
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.outbox import OutboxItem
from app.web.worker import periodic_runs
from app.web.worker.jobs import do_periodic
from tests.client import StrictClient
from tests.integration.administration.test_mail_page import REFUSED, emptied, owed
from tests.people import World

AS = Callable[[str | None], StrictClient]
WORK = "/admin/work"


def test_each_piece_says_how_far_it_is_and_names_nobody(as_: AS, world: World) -> None:
    emptied()
    at = clock.now()
    owed(error=REFUSED)
    owed(error=REFUSED, attempts=outbox.MOST_ATTEMPTS)
    owed("search.index", error="ValueError: words that somebody wrote")
    owed("accounts.letter", claimed_until=at + timedelta(minutes=1))
    owed("analytics.check")
    owed("notifications.digest").due_at = at + timedelta(hours=2)
    page = as_("ada").get(WORK)
    entries = [" ".join(each.text_content().split()) for each in page.find_all("li", class_="entry")]
    assert len(entries) == 6
    assert "Failed" in entries[0]
    assert "550 5.1.1 <(address)> (name) is not here" in entries[0]
    assert "Tried 1 time. Tried again 20 July 2018" in entries[0]
    assert any("Given up" in each and "It is not tried again by itself." in each for each in entries[:3])
    assert any("ValueError: the log of the worker says what went wrong." in each for each in entries)
    assert any(each.startswith("A letter about an account") and "Under way" in each for each in entries)
    assert any("For later" in each for each in entries)
    for word in ("al03", "example.org", "somebody wrote"):
        assert word not in page.html, word


def test_of_a_letter_that_says_nobody_only_the_numbers_of_the_answer_are_shown(as_: AS, world: World) -> None:
    emptied()
    item = owed("accounts.address_letter", error="SMTPDataError: (552, b'5.2.2 Mailbox of Amina is full')")
    item.payload = {"change": "a handle"}
    db.session.commit()
    for page in (as_("ada").get(WORK), as_("ada").get("/admin/mail")):
        assert "552 5.2.2" in page.text
        assert "Amina" not in page.html


def test_what_workshops_owe_is_not_there(as_: AS, world: World) -> None:
    emptied()
    for kind in ("workshops.close_ballot", "notifications.workshop_letter", "notifications.at_once_letter"):
        item = owed(kind, error=REFUSED).id
        as_("ada").post(f"{WORK}/{item}/again", {})
        as_("ada").post(f"{WORK}/{item}/stop", {})
        assert db.session.get_one(OutboxItem, item).last_error == REFUSED
        assert db.session.get_one(OutboxItem, item).attempts == 1
    assert "Nothing is owed" in as_("ada").get(WORK).text
    assert not [kind for kind in SHOWN if "workshop" in kind or "at_once" in kind or "write_up" in kind]


def test_one_press_tries_one_again_and_no_other(as_: AS, world: World) -> None:
    emptied()
    one, other = (owed(error=REFUSED, attempts=outbox.MOST_ATTEMPTS).id for _ in range(2))
    ada = as_("ada")
    assert "Due now" in ada.follow(ada.post(f"{WORK}/{one}/again", {})).text
    assert db.session.get_one(OutboxItem, one).attempts == 0
    assert db.session.get_one(OutboxItem, other).attempts == outbox.MOST_ATTEMPTS
    assert "It is done meanwhile" in ada.follow(ada.post(f"{WORK}/999999/again", {})).text


def test_a_letter_is_stopped_after_a_question_and_nothing_else_can_be(as_: AS, world: World) -> None:
    emptied()
    letter, other, entry = owed(error=REFUSED).id, owed().id, owed("search.index").id
    ada = as_("ada")
    assert "It is not sent, and not tried again." in ada.post(f"{WORK}/{letter}/stop", {}, confirmed=False).text
    assert "Stopped" in ada.follow(ada.post(f"{WORK}/{letter}/stop", {})).text
    assert "It is done meanwhile" in ada.follow(ada.post(f"{WORK}/{entry}/stop", {})).text
    assert set(db.session.scalars(select(OutboxItem.id))) == {other, entry}
    assert "one letter" in db.session.scalars(select(AuditEntry.after).where(AuditEntry.verb == "stop letters")).all()


def test_only_an_administrator_comes_to_work(as_: AS, world: World) -> None:
    item = owed(error=REFUSED).id
    amina = as_("amina")
    assert amina.get(WORK, strict=False).status == 404
    assert amina.post(f"{WORK}/{item}/again", {}).status == 404
    assert amina.post(f"{WORK}/{item}/stop", {}).status == 404


def test_many_pieces_ask_the_database_no_more(as_: AS, world: World, count_queries: Callable[[], Any]) -> None:
    emptied()
    counts = []
    for many in (10, 110):
        for _ in range(many):
            owed(error=REFUSED)
        ada = as_("ada")
        with count_queries() as asked:
            page = ada.get(WORK, strict=False)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "The most pressing 100 are shown." in page.text


@pytest.mark.both_databases
def test_what_is_done_by_the_clock_says_when_it_did_and_when_it_does(as_: AS, world: World) -> None:
    assert "Digests owed to who wants one at this hour" in as_("ada").get(WORK).text
    do_periodic("notifications_digest", lambda: None)
    do_periodic("notifications_digest", lambda: None)

    def fails() -> None:
        raise ValueError("words of somebody")

    with pytest.raises(ValueError, match="words of"):
        do_periodic("retention", fails)
    periodic_runs.note_begin("remind_owners")
    rows = {each[0].text_content(): each for each in map(list, as_("ada").get(WORK).find_all("tr")) if len(each) == 3}
    assert "20 July 2018" in rows["Digests owed to who wants one at this hour"][1].text_content()
    fault = rows["What is older than its period deleted"][1].text_content()
    assert "It ended with a fault (ValueError); the log of the worker has it." in fault
    assert "words" not in fault
    assert "stopped in the middle" in rows["Reminders of actions that are due"][1].text_content()
    assert all(":" in cells[2].text_content() for name, cells in rows.items() if name != "What")


def test_all_that_is_done_by_the_clock_has_its_words(world: World) -> None:
    assert {each.name for each in periodic_runs.every_work()} | {"backup"} == set(PERIODIC)

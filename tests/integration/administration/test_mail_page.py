"""The administrator reads how many letters went, wait or failed and why, and stops some; nobody is named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.core import clock, outbox
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.outbox import OutboxItem
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
MAIL, STATE = "/admin/mail", "/admin/state"
STOP = "/admin/mail/accounts/stop"
REFUSED = "SMTPRecipientsRefused: {'al03@example.org': (550, b'5.1.1 <al03@example.org> al03 is not here')}"


def owed(kind: str = "mail", *, error: str | None = None, to: str = "al03@example.org", **values: Any) -> OutboxItem:
    at = clock.now()
    item = OutboxItem(kind=kind, payload={"to": to}, created_at=at, due_at=at, last_error=error, **values)
    item.attempts = values.get("attempts", 1 if error else 0)
    db.session.add(item)
    db.session.commit()
    return item


def emptied() -> None:
    db.session.execute(OutboxItem.__table__.delete())  # type: ignore[attr-defined]
    db.session.commit()


def test_letters_are_counted_by_their_sort_with_what_the_server_answered(as_: AS, world: World) -> None:
    emptied()
    owed()
    for _ in range(2):
        owed(error=REFUSED)
    owed(error=REFUSED.replace("al03", "tutor7"), to="tutor7@example.org", attempts=outbox.MOST_ATTEMPTS)
    owed(done_at=clock.now())
    owed(done_at=clock.now() - timedelta(days=8))
    page = as_("ada").get(MAIL)
    assert "Sent in the last 7 days1, the last of" in page.text
    assert "Waiting1, the oldest of" in page.text
    assert "Refused by the address3, the oldest of" in page.text
    assert "550 5.1.1 <(address)> (name) is not here3" in page.text
    for word in ("al03", "tutor7", "example.org"):
        assert word not in page.html, word


def test_a_name_in_a_servers_answer_is_left_out(as_: AS, world: World) -> None:
    emptied()
    amina = world.amina
    owed(error=f"SMTPDataError: (552, b'Mailbox of {amina.name} is full')", to=amina.email)
    page = as_("ada").get(MAIL)
    assert "552 Mailbox of (name) is full" in page.text
    assert amina.name not in page.html


LATER = "SMTPRecipientsRefused: {'al03@example.org': (450, b'4.2.0 Come back in five (5) minutes')}"


def test_an_address_that_refuses_letters_is_told_from_what_failed_for_the_moment(as_: AS, world: World) -> None:
    emptied()
    owed(error=REFUSED)
    owed(error=REFUSED, attempts=outbox.MOST_ATTEMPTS)
    owed(error=LATER)
    owed(error="SMTPDataError: (554, b'5.7.1 The sender may not')")
    page = as_("ada").get(MAIL)
    assert "Refused by the address2, the oldest of 20 July 2018" in page.text
    assert "Failed and tried again2" in page.text
    assert "Given up0" in page.text


def test_people_says_whose_address_refuses_letters_and_since_when(
    as_: AS, world: World, count_queries: Callable[[], Any]
) -> None:
    emptied()
    amina, ben = world.amina, world.ben
    with count_queries() as none:
        as_("ada").get("/admin/people")
    owed("accounts.letter", error=REFUSED, to=amina.email).created_at = clock.now() - timedelta(days=3)
    owed(error=LATER, to=ben.email)
    owed("notifications.workshop_letter", error=REFUSED, to=world.tomos.email)
    with count_queries() as some:
        page = as_("ada").get("/admin/people")
    refuse = [each for each in page.find_all("li", class_="person-line") if "refuses letters" in each.text_content()]
    assert len(refuse) == 1
    assert amina.email in refuse[0].text_content()
    assert "since 17 July 2018" in refuse[0].text_content()
    assert len(some) <= len(none) + 1


def test_of_workshops_and_of_replies_there_is_one_number(as_: AS, world: World) -> None:
    """A reminder goes to those who did not vote, and a reply to those who did."""
    emptied()
    for kind in ("workshop_letter", "write_up_letter", "at_once_letter"):
        owed(f"notifications.{kind}", error=REFUSED)
    page = as_("ada").get(MAIL)
    assert "3 letters to be sent, or failed" in page.text
    for word in ("al03", "is not here", "Failed and tried again1"):
        assert word not in page.html, word
    assert as_("ada").post("/admin/mail/workshops/stop", {}).status == 404


def test_letters_of_one_sort_are_stopped_after_a_question(as_: AS, world: World) -> None:
    emptied()
    owed()
    owed(error=REFUSED)
    owed("notifications.digest_letter")
    owed("notifications.workshop_letter")
    sending = owed(claimed_until=clock.now() + timedelta(minutes=1))
    ada = as_("ada")
    assert "2 letters are not sent." in ada.post(STOP, {}, confirmed=False).text
    assert "Stopped: 2 letters." in ada.follow(ada.post(STOP, {})).text
    db.session.expire_all()
    left = set(db.session.scalars(select(OutboxItem.kind)))
    assert left == {"mail", "notifications.digest_letter", "notifications.workshop_letter"}
    assert db.session.get(OutboxItem, sending.id) is not None
    assert "accounts: 2" in db.session.scalars(select(AuditEntry.after).where(AuditEntry.verb == "stop letters")).all()


def test_what_failed_is_tried_again_from_there(as_: AS, world: World) -> None:
    emptied()
    owed(error=REFUSED, attempts=outbox.MOST_ATTEMPTS)
    ada = as_("ada")
    answer = ada.post("/admin/work/again", {"kind": ["mail", "accounts.letter"], "from": "mail"})
    assert answer.location == MAIL
    assert "1 piece of work due now" in ada.follow(answer).text


def test_only_an_administrator_comes_there(as_: AS, world: World) -> None:
    item = owed().id
    amina = as_("amina")
    assert amina.get(MAIL, strict=False).status == 404
    assert amina.post(STOP, {}).status == 404
    assert db.session.get(OutboxItem, item) is not None


def test_the_state_of_the_site_says_what_waits_and_how_large_all_is(as_: AS, world: World) -> None:
    emptied()
    owed()
    owed("networks.join_letter")
    owed("search.index_row")
    owed("workshops.embed")
    page = as_("ada").get(STATE)
    for words in ("Letters2", "Entries of the search index1", "What workshops do by themselves1"):
        assert words in page.text, words
    for part in ("Database", "Datasets", "Letters kept as files", "Backups", "Free on the disk"):
        assert part in page.text, part
    assert page.find_all("time") == []

"""Mail that fails is told from an address that is wrong, and makes no site unfit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from app.administration.parts import mail_fault
from app.core import clock, outbox
from app.core.db import db
from app.core.site import in_force
from app.web.serving import health
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]


def fail(kind: str, error: str, *, hours: float, done: bool = False) -> None:
    at = clock.now() - timedelta(hours=hours)
    owed = outbox.OutboxItem(kind=kind, payload={}, created_at=at, due_at=at, attempts=3)
    owed.last_error, owed.done_at = (None, at) if done else (error, None)
    db.session.add(owed)
    db.session.commit()


AWAY, NO_MAILBOX = "ConnectionRefusedError: [Errno 111]", "SMTPRecipientsRefused: {'al03@example.org': (550, b'')}"


@pytest.mark.parametrize(
    ("rows", "fails"),
    [
        ([("mail", AWAY, 2.0, False)], True),
        ([("notifications.workshop_letter", AWAY, 2.0, False)], True),
        ([("mail", AWAY, 0.9, False)], False),
        ([("mail", NO_MAILBOX, 20.0, False)], False),
        ([("search.index", "OSError: away", 20.0, False)], False),
        ([("mail", AWAY, 3.0, False), ("mail", "", 0.5, True)], False),
        ([("mail", AWAY, 3.0, False), ("mail", "", 2.0, True)], True),
        ([("mail", AWAY, 3.0, False), ("accounts.letter", "", 0.1, True)], True),
    ],
)
def test_mail_fails_when_for_an_hour_nothing_went_out_that_should_have(
    app: Flask, world: World, rows: list[tuple[str, str, float, bool]], fails: bool
) -> None:
    for kind, error, hours, done in rows:
        fail(kind, error, hours=hours, done=done)
    answer = app.test_client().get("/readyz").get_json()
    assert ("no letter has gone out since" in answer["see_to"].get("mail", "")) is fails
    assert "mail" not in answer["reasons"]
    assert "al03" not in str(answer)


def test_a_letter_that_did_not_go_out_makes_no_site_unfit(
    app: Flask, world: World, as_: AS, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail("mail", AWAY, hours=2)
    monkeypatch.setattr(health, "_worker", lambda: "")
    monkeypatch.setitem(health._checks, "analytics", lambda: "")
    answer = app.test_client().get("/readyz")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ready")
    assert "See to mail" in as_("ada").get("/home").text
    assert "Mail No letter has gone out since" in as_("ada").get("/admin/state").text


def test_letters_as_files_are_a_fact_here_and_a_fault_for_people_elsewhere(app: Flask, as_: AS) -> None:
    settings = app.extensions["settings"]
    assert mail_fault() == ""
    assert "Letters are kept as files" in as_("ada").get("/admin/state").text
    elsewhere = replace(settings, base_url="https://networks.example.ac.uk")
    in_force.use(in_force.SiteReader(elsewhere))
    assert "nobody gets them" in mail_fault()
    in_force.use(in_force.SiteReader(replace(elsewhere, smtp_url="smtps://mail.example.ac.uk")))
    assert mail_fault() == ""
    assert "Letters are kept as files" not in as_("ada").get("/admin/state").text

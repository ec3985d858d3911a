"""Where letters go is changed by an administrator who says the present password; the others are told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.administration.site_settings import telling
from app.administration.site_settings.services import change_settings
from app.core import clock, mail, outbox
from app.core.actor import OPERATOR
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Refused
from app.core.outbox import OutboxItem
from app.core.site.models import MailSecurity, SiteSettings
from app.privacy.services.erasing import erase
from tests.client import Page, StrictClient
from tests.integration.administration.conftest import OwnSite
from tests.people import World
from tests.smtp_servers import answering, serving

AS = Callable[[str | None], StrictClient]
PAGE, FIRST = "/admin/settings", "/admin/settings/first"
PASSWORD = "curly arrows point somewhere"
ASKED = "Please type your present password"


@pytest.fixture(autouse=True)
def _zone() -> Iterator[None]:
    yield
    clock.go_by(clock.LONDON)


@pytest.fixture
def ada(as_: AS, world: World) -> StrictClient:
    world.ada.password_hash = hash_password(PASSWORD)
    world.dilys.is_admin = True
    db.session.commit()
    return as_("ada")


def save(client: StrictClient, url: str = PAGE, **changed: str) -> Page:
    held = client.get(url).values()
    held = {name: text for name, text in held.items() if name not in ("csrf_token", "form_key", "smtp_security")}
    if url == PAGE:
        held["smtp_security"] = "starttls"
    return client.post(url, held | changed)


def row() -> SiteSettings | None:
    return db.session.scalars(select(SiteSettings)).one_or_none()


@pytest.mark.parametrize(
    "changed",
    [
        {"base_url": "https://evil.example"},
        {"mail_from": "a@evil.example"},
        {"smtp_host": "mail.evil.example"},
        {"smtp_host": "mail.evil.example", "smtp_user": "eve", "smtp_password": "hers"},
    ],
)
@pytest.mark.parametrize("typed", ["", "a guess of somebody else"])
def test_they_are_changed_only_with_the_present_password(
    ada: StrictClient, changed: dict[str, str], typed: str
) -> None:
    page = save(ada, **changed, current_password=typed)
    assert page.status == 422
    said = [e.text_content() for e in page.root.iter("p") if e.get("id") == "current_password-error"]
    assert ("This is not your present password." if typed else ASKED) in " ".join(said)
    held = page.values()
    assert all(held[name] == text for name, text in changed.items() if name != "smtp_password")
    assert row() is None
    assert db.session.scalars(select(OutboxItem)).all() == []
    assert save(ada, **changed, current_password=PASSWORD).status == 303
    assert PASSWORD not in str([(e.before, e.after) for e in db.session.scalars(select(AuditEntry))])


def test_the_server_is_not_taken_away_without_it_either(ada: StrictClient) -> None:
    assert save(ada, smtp_host="mail.fenland.example", current_password=PASSWORD).status == 303
    assert save(ada, smtp_host="").status == 422
    assert save(ada, smtp_port="2525").status == 422


def test_what_the_site_is_called_is_changed_without_it(ada: StrictClient) -> None:
    assert save(ada, site_name="Fens", university="Fenland", time_zone="Europe/Paris").status == 303
    assert db.session.scalars(select(OutboxItem)).all() == []


def test_guesses_are_slowed_down_and_a_harmless_change_does_not_make_up_for_them(ada: StrictClient) -> None:
    answers = []
    for number in range(14):
        answers.append(save(ada, base_url="https://evil.example", current_password=f"guess {number}").status)
        assert save(ada, site_name=f"Fens {number}").status == 303
        assert save(ada, site_name="Fens", current_password=f"guess {number}").status in (422, 429)
    assert answers[0] == 422
    assert answers[-1] == 429


def test_the_first_page_asks_once_there_is_anybody_else(ada: StrictClient) -> None:
    page = save(ada, FIRST, base_url="https://evil.example")
    assert page.status == 422
    assert ASKED in page.text
    assert save(ada, FIRST, base_url="https://fens.example", current_password=PASSWORD).status == 303


def test_the_first_administrator_alone_is_not_asked(new_site: Callable[..., OwnSite]) -> None:
    with new_site("sqlite").open() as site:
        db.create_all()
        person = Person(email="first@example.org", name="First", is_admin=True, created_at=clock.now())
        db.session.add(person)
        db.session.commit()
        client = StrictClient(site, person.id)
        assert "current_password" not in client.get(FIRST).values()
        assert save(client, FIRST, base_url="https://fens.example").status == 303
        assert save(client, PAGE, base_url="https://evil.example").status == 422
        db.session.add(Person(email="second@example.org", name="Second", created_at=clock.now()))
        db.session.commit()
        assert save(client, FIRST, base_url="https://evil.example").status == 422


def test_every_other_administrator_is_told_and_nobody_else(ada: StrictClient, mailbox: list[mail.Letter]) -> None:
    save(ada, base_url="https://fens.example", mail_from="a@fens.example", current_password=PASSWORD)
    outbox.run_due()
    (letter,) = mailbox
    assert letter.to == "dilys@example.org"
    assert "Ada" in letter.text
    assert "the address of the site" in letter.text
    assert "the sender of mail" in letter.text
    assert "the mail server" not in letter.text.replace("mail server’s", "")
    assert "http://127.0.0.1:8000/admin/settings" in letter.text
    assert PASSWORD not in letter.text
    verbs = set(db.session.scalars(select(AuditEntry.verb)))
    assert {"set the address of the site", "set the sender of mail"} <= verbs


def test_they_are_told_by_the_server_as_it_was(app: Flask, ada: StrictClient, mailbox: list[mail.Letter]) -> None:
    with serving(answering()) as former:
        said: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_port": former.port, "smtp_security": MailSecurity.NONE}
        change_settings(OPERATOR, said, environment=app.extensions["settings"], secret=app.config["SECRET_KEY"])
        db.session.commit()
        done = save(ada, smtp_host="mail.evil.example", smtp_port="", current_password=PASSWORD)
        assert done.status == 303
        outbox.run_due()
        assert "rcpt TO:<dilys@example.org>" in former.heard
    assert mailbox == []
    assert db.session.scalars(select(OutboxItem).where(OutboxItem.kind == telling.KIND)).all() == []


def test_a_former_server_that_takes_nothing_leaves_it_to_the_present_one(
    app: Flask, ada: StrictClient, mailbox: list[mail.Letter]
) -> None:
    with serving(answering()) as former:
        port = former.port
    said: dict[str, Any] = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_security": MailSecurity.NONE}
    change_settings(OPERATOR, said, environment=app.extensions["settings"], secret=app.config["SECRET_KEY"])
    db.session.commit()
    assert save(ada, smtp_host="mail.fenland.example", smtp_port="", current_password=PASSWORD).status == 303
    outbox.run_due()
    assert [letter.to for letter in mailbox] == ["dilys@example.org"]


def test_whoever_was_closed_at_this_moment_changes_nothing(app: Flask, world: World) -> None:
    actor = world.actor("ada")
    world.ada.active = False
    db.session.flush()
    with pytest.raises(Refused, match="closed out"):
        change_settings(actor, {"site_name": "Mine"}, environment=app.extensions["settings"], secret="s")


@pytest.mark.parametrize(("erased", "left"), [("marek", 1), ("ada", 2)])
def test_a_letter_that_waits_forgets_whoever_is_erased(ada: StrictClient, world: World, erased: str, left: int) -> None:
    """Whom it is for, and whoever made the change."""
    person = getattr(world, erased)
    person.name, world.marek.is_admin = "Zebedee Quill", True
    db.session.commit()
    address = person.email
    save(ada, base_url="https://fens.example", current_password=PASSWORD)
    erase(OPERATOR, person)
    db.session.commit()
    owed = db.session.scalars(select(OutboxItem).where(OutboxItem.kind == telling.KIND)).all()
    assert [re.search(f"Zebedee|{address}", str(each.payload)) for each in owed] == [None] * left

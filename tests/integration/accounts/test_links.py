"""Invitations and resets: links that work once, for a while, and say nothing about who is here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.accounts.models import AccountLink, LinkPurpose
from app.accounts.passwords import fingerprint, fits
from app.accounts.services import send_invitation
from app.accounts.services.links import LIFETIME
from app.core.db import db
from app.core.mail import Letter
from app.core.outbox import OutboxItem
from tests.client import StrictClient
from tests.integration.accounts.conftest import link_in
from tests.people import World

AS = Callable[[str | None], StrictClient]
NEW = "steric effects are small"


@pytest.fixture
def invited(world: World, mailbox: list[Letter], run_outbox: Callable[[], int]) -> str:
    """The path in Ben's invitation."""
    send_invitation(world.ben, by="Dilys", network="S215 Chemistry", role="AL")
    run_outbox()
    return link_in(mailbox[-1])


@pytest.fixture
def reset_link(as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]) -> str:
    as_(None).post("/reset", {"email": "amina@example.org"})
    run_outbox()
    return link_in(mailbox[-1])


def test_an_invitation_says_who_invites_to_what_as_what(invited: str, mailbox: list[Letter]) -> None:
    [letter] = mailbox
    assert letter.to == "ben@example.org"
    assert letter.subject == "You are invited to the learning network of S215 Chemistry"
    assert "Dilys has invited you to the learning network of S215 Chemistry, as AL." in letter.text


def test_taking_up_an_invitation_signs_in_and_uses_the_link_up(as_: AS, world: World, invited: str) -> None:
    client = as_(None)
    assert "Welcome, Ben" in client.get(invited).text
    page = client.post(invited, {"password": NEW})
    assert page.location == "/home"
    assert "Ben" in client.follow(page).text
    assert fits(world.ben.password_hash, NEW)
    assert as_(None).get(invited).status == 404
    assert as_(None).post(invited, {"password": NEW}).status == 404


def test_a_weak_password_is_explained_and_the_link_still_works(as_: AS, world: World, invited: str) -> None:
    page = as_(None).post(invited, {"password": "short"})
    assert page.status == 422
    assert "at least 10 characters" in page.text
    assert world.ben.password_hash is None
    assert as_(None).get(invited).status == 200


def test_only_the_fingerprint_of_a_link_is_stored(invited: str) -> None:
    secret = invited.rsplit("/", 1)[1]
    link = db.session.query(AccountLink).one()
    assert link.token_hash == fingerprint(secret)
    assert link.purpose is LinkPurpose.INVITATION


def test_a_letter_that_was_sent_is_forgotten(invited: str, clock_at: Callable[[Any], Any]) -> None:
    from app.accounts.jobs import forget_letters
    from tests.people import FRIDAY

    secret = invited.rsplit("/", 1)[1]
    kept = str([item.payload for item in db.session.query(OutboxItem)])
    assert secret not in kept
    assert "Choose a password to begin" in kept
    with clock_at(FRIDAY + timedelta(minutes=11)):
        forget_letters()
    db.session.expire_all()
    assert "Choose a password to begin" not in str([item.payload for item in db.session.query(OutboxItem)])


@pytest.mark.parametrize(("purpose", "days"), [(LinkPurpose.INVITATION, 14), (LinkPurpose.RESET, 2 / 24)])
def test_how_long_a_link_works(purpose: LinkPurpose, days: float) -> None:
    assert LIFETIME[purpose] == timedelta(days=days)


def test_an_old_link_opens_nothing(as_: AS, world: World, invited: str) -> None:
    db.session.query(AccountLink).one().expires_at -= timedelta(days=14, seconds=1)
    db.session.commit()
    page = as_(None).get(invited)
    assert page.status == 404
    assert "Send me a new link" in page.text
    assert as_(None).post(invited, {"password": NEW}).status == 404
    assert world.ben.password_hash is None


def test_an_invitation_is_no_reset_and_the_other_way_round(as_: AS, invited: str) -> None:
    assert as_(None).get(invited.replace("/invitation/", "/reset/")).status == 404


def test_the_link_of_a_closed_account_opens_nothing(as_: AS, world: World, invited: str) -> None:
    world.ben.active = False
    db.session.commit()
    assert as_(None).get(invited).status == 404


def test_asking_for_a_reset_answers_the_same_whoever_asks(
    as_: AS, world: World, with_password: Callable[[str], Any], mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    with_password("amina")
    world.tomos.active = False
    db.session.commit()
    answers = {}
    for who in ("amina", "zebedee", "tomos"):
        page = as_(None).post("/reset", {"email": f"{who}@example.org"})
        answers[who] = (page.status, page.text.replace(who, "WHO"))
    assert len(set(answers.values())) == 1
    assert db.session.query(OutboxItem).count() == 3
    run_outbox()
    assert [letter.to for letter in mailbox] == ["amina@example.org"]


def test_pressing_the_button_twice_sends_one_mail(
    as_: AS, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    for _ in range(2):
        as_(None).post("/reset", {"email": "amina@example.org"})
    run_outbox()
    assert len(mailbox) <= 2
    assert len({letter.key for letter in mailbox}) == len(mailbox)


def test_a_reset_ends_other_sessions_and_other_links(as_: AS, world: World, reset_link: str, invited: str) -> None:
    elsewhere = as_("amina")
    assert elsewhere.get("/home").status == 200
    db.session.add(
        AccountLink(
            person_id=world.amina.id,
            purpose=LinkPurpose.RESET,
            token_hash=fingerprint("an older one"),
            created_at=db.session.query(AccountLink).first().created_at,
            expires_at=db.session.query(AccountLink).first().expires_at,
        )
    )
    client = as_(None)
    assert client.follow(client.post(reset_link, {"password": NEW})).status == 200
    assert elsewhere.get("/home").status == 401
    assert as_(None).get("/reset/an older one").status == 404
    assert as_(None).get(invited).status == 200, "somebody else's link is none of this"


def test_asking_for_resets_is_limited(as_: AS) -> None:
    client = as_(None)
    found = [client.post("/reset", {"email": "amina@example.org"}).status for _ in range(11)]
    assert found == [200] * 10 + [429]


def test_a_reset_needs_the_forms_token(as_: AS, reset_link: str, world: World) -> None:
    before = world.amina.password_hash
    assert as_(None).post(reset_link, {"password": NEW}, csrf=False).status in {400, 401}
    assert world.amina.password_hash == before

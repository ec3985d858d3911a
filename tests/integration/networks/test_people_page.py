"""The administrator invites people, invites them again, and says who else administers; chairs hear what touches them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.services import close_account, end_administrator, name_administrator
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.mail import Letter
from tests.client import StrictClient
from tests.integration.accounts.conftest import HASH, PASSWORD
from tests.people import World

AS = Callable[[str | None], StrictClient]
PEOPLE = "/admin/people"
TYPED = {"email": "Nia New <nia@example.org>", "name": "Nia New"}


def person(email: str) -> Person | None:
    return db.session.scalar(select(Person).where(Person.email == email))


def test_somebody_is_invited_and_invited_again(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    client = as_("ada")
    page = client.follow(client.post(PEOPLE, TYPED))
    assert "Nia New has an account, and is told by mail." in page.text
    nia = person("nia@example.org")
    assert nia is not None
    assert "Invite again" in page.text
    client.post(f"{PEOPLE}/{nia.id}/invite")
    run_outbox()
    assert [letter.to for letter in mailbox] == ["nia@example.org"] * 2
    assert mailbox[0].text != mailbox[1].text
    nia.password_hash = "x"
    db.session.commit()
    assert client.post(f"{PEOPLE}/{nia.id}/invite").status == 403


@pytest.mark.parametrize(
    ("typed", "status", "why"),
    [
        ({"email": "nobody"}, 422, "does not look like an e-mail address"),
        ({"name": " "}, 422, "Please fill this in."),
    ],
)
def test_what_cannot_be_used_is_kept_and_makes_nobody(
    as_: AS, world: World, typed: dict[str, str], status: int, why: str
) -> None:
    before = db.session.query(Person).count()
    page = as_("ada").post(PEOPLE, TYPED | typed)
    assert page.status == status
    assert why in page.text
    assert db.session.query(Person).count() == before


def test_who_is_here_is_not_invited(as_: AS, world: World) -> None:
    world.ben.password_hash = "x"
    db.session.commit()
    page = as_("ada").post(PEOPLE, {"email": "BEN@example.org", "name": "Another"})
    assert page.status == 409
    assert "Ben has an account already: ben@example.org." in page.text
    assert world.ben.name == "Ben"


@pytest.mark.parametrize("who", ["dilys", "marek", "amina", "wanda"])
def test_for_anybody_else_it_does_not_exist(as_: AS, world: World, who: str) -> None:
    client = as_(who)
    assert client.post(PEOPLE, TYPED).status == 404
    for change in ("admin", "no_admin", "invite"):
        assert client.post(f"{PEOPLE}/{world.ada.id}/{change}").status == 404
    with pytest.raises(NotFound):
        name_administrator(world.actor(who), world.ben, password=PASSWORD)
    assert (person("nia@example.org"), world.ada.is_admin, world.ben.is_admin) == (None, True, False)


@pytest.fixture
def known(world: World) -> World:
    """The world in which Ada and Dilys know their passwords."""
    world.ada.password_hash = world.dilys.password_hash = HASH
    db.session.commit()
    return world


OWN = {"current_password": PASSWORD}


def test_an_administrator_is_named_with_a_password_and_ended_by_another(as_: AS, known: World) -> None:
    ada = as_("ada")
    to_make = f"{PEOPLE}/{known.dilys.id}/admin"
    assert "Make Dilys an administrator?" in ada.get(to_make).text
    for typed in ({}, {"current_password": "not mine"}):
        assert ada.post(to_make, typed).status == 422
    assert not known.dilys.is_admin
    ada.post(to_make, OWN)
    assert known.dilys.is_admin
    assert as_("dilys").get(PEOPLE).status == 200
    for reader in ("amina", "ada"):
        assert "Administers the site" in as_(reader).get("/networks/s215/members").text
    refused = ada.post(f"{PEOPLE}/{known.ada.id}/no_admin", OWN)
    assert (refused.status, known.ada.is_admin) == (403, True)
    to_end = f"{PEOPLE}/{known.ada.id}/no_admin"
    assert as_("dilys").post(to_end, {"current_password": "not mine"}).status == 422
    assert known.ada.is_admin
    as_("dilys").post(to_end, OWN)
    assert not known.ada.is_admin
    verbs = set(db.session.scalars(select(AuditEntry.verb)))
    assert {"name as administrator", "end as administrator"} <= verbs


def test_all_administrators_hear_of_it_and_whom_it_concerns(
    as_: AS, known: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    as_("ada").post(f"{PEOPLE}/{known.dilys.id}/admin", OWN)
    as_("dilys").post(f"{PEOPLE}/{known.ada.id}/no_admin", OWN)
    as_("dilys").post(f"{PEOPLE}/{known.ada.id}/no_admin", OWN)
    run_outbox()
    told = sorted((letter.to, letter.subject) for letter in mailbox)
    made, ended = "Dilys administers the site now", "Ada administers the site no more"
    assert told == [(f"{who}@example.org", what) for who in ("ada", "dilys") for what in (ended, made)]
    assert "Ada has made Dilys (dilys@example.org) an administrator of the site." in mailbox[0].text


def test_a_closed_account_administers_nothing(known: World, actor_for: Callable[[str], Actor]) -> None:
    close_account(actor_for("ada"), known.ben)
    with pytest.raises(Refused, match="closed"):
        name_administrator(actor_for("ada"), known.ben, password=PASSWORD)


def test_of_two_who_end_each_other_the_second_is_refused(known: World, actor_for: Callable[[str], Actor]) -> None:
    known.dilys.is_admin = True
    db.session.commit()
    ada, dilys = actor_for("ada"), actor_for("dilys")
    end_administrator(ada, known.dilys, password=PASSWORD)
    db.session.commit()
    with pytest.raises(Refused, match="you administer the site no more"):
        end_administrator(dilys, known.ada, password=PASSWORD)
    assert known.ada.is_admin


def test_the_form_that_invites_stands_before_the_list(as_: AS, world: World) -> None:
    page = as_("ada").get(PEOPLE).html
    assert page.index("Send the invitation") < page.index("amina@example.org")
    assert '<details class="confirm" id="invite" open>' in as_("ada").post(PEOPLE, TYPED | {"name": ""}).html


def test_chairs_hear_of_an_account_that_is_closed_or_opened_in_their_network(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    client = as_("ada")
    client.post(f"{PEOPLE}/{world.ben.id}/close")
    client.post(f"{PEOPLE}/{world.ben.id}/reopen")
    client.post(f"{PEOPLE}/{world.ben.id}/reopen")
    run_outbox()
    assert [letter.to for letter in mailbox] == ["dilys@example.org"] * 2
    assert mailbox[0].subject == "[S215] An administrator closed the account of Ben"
    assert "They cannot sign in any more." in mailbox[0].text
    assert "You get this because you chair the learning network of S215." in mailbox[0].text
    assert mailbox[1].subject == "[S215] An administrator opened the account of Ben again"
    assert "/networks/s215/members" in mailbox[0].text


def test_the_only_chair_is_told_nothing_of_themselves(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    as_("ada").post(f"{PEOPLE}/{world.dilys.id}/close")
    run_outbox()
    assert mailbox == []

"""A chair confirms another address in place of the old one, and takes over nobody by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.accounts.events import AddressChanged
from app.accounts.lookup import open_change
from app.accounts.models import AddressChange, Person
from app.accounts.passwords import hash_password
from app.accounts.services import ask_for_address
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.events import announce
from app.core.mail import Letter
from app.networks.addresses.listeners import carry_requests_on
from app.networks.addresses.services import answer_address, ask_chairs
from app.networks.joining.models import JoinLink, JoinRequest, JoinState
from app.networks.models import Role
from app.networks.services import add_member, leave
from tests.client import StrictClient
from tests.factories.notices import words_for
from tests.people import World

AS = Callable[[str | None], StrictClient]
PAGE = "/networks/s215/members/addresses"
NEW = "new@example.org"
PASSWORD = "curly arrows point somewhere"
HASH = hash_password(PASSWORD)


@pytest.fixture
def a_day_later(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def go() -> None:
        now: datetime = clock.real_now()
        monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(days=1, minutes=1))

    return go


def asks(world: World, name: str, *, proven: bool = True, network: Any = None) -> AddressChange:
    """This person asks a chair for the address NEW, which has proved theirs."""
    person: Person = getattr(world, name)
    person.password_hash = HASH
    ask_for_address(world.actor(name), person, NEW, password=PASSWORD)
    ask_chairs(world.actor(name), person)
    change = open_change(person.id)
    assert change is not None
    change.proven_at = clock.real_now() if proven else None
    db.session.commit()
    return change


def confirm(world: World, chair: str, change: AddressChange, network: Any = None) -> Person:
    return answer_address(world.actor(chair), network or world.s215, change.id, confirm=True)


def test_a_chair_confirms_a_day_later_and_everybody_concerned_is_told(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int], a_day_later: Callable[[], None]
) -> None:
    add_member(world.mst124, world.amina, Role.AL)
    change = asks(world, "amina")
    run_outbox()
    mailbox.clear()
    dilys = as_("dilys")
    assert "1 member asks for another address" in dilys.get("/networks/s215/members").text
    assert "1 member asks for another address" in dilys.get("/home").text
    assert "for another address" not in as_("marek").get("/home").text
    page = dilys.get(PAGE).text
    assert "The old address can stop this until" in page
    assert dilys.post(f"{PAGE}/{change.id}", {"confirm": ""}).status == 403
    a_day_later()
    dilys = as_("dilys")  # the session of yesterday is over
    done = dilys.post(f"{PAGE}/{change.id}", {"confirm": ""})
    assert "Amina has the new address now." in dilys.follow(done).text
    assert world.amina.email == NEW
    run_outbox()
    assert sorted(letter.to for letter in mailbox) == ["amina@example.org", NEW]
    assert words_for(world, "maud", "account")[-1][0] == "A chair confirmed another address for Amina"
    assert [title for title, _ in words_for(world, "dilys", "account")] == ["Amina asks you to confirm another address"]


def test_a_chair_refuses_and_the_new_address_is_told(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int]
) -> None:
    change = asks(world, "amina")
    run_outbox()
    mailbox.clear()
    as_("dilys").post(f"{PAGE}/{change.id}", {"refuse": ""})
    run_outbox()
    assert [(letter.to, letter.subject) for letter in mailbox] == [(NEW, "Your address was not changed")]
    assert open_change(world.amina.id) is None
    assert world.amina.email == "amina@example.org"


def test_what_nobody_proved_is_not_confirmed(world: World, a_day_later: Callable[[], None]) -> None:
    change = asks(world, "amina", proven=False)
    a_day_later()
    with pytest.raises(Refused, match="Nobody has answered the letter to the new address"):
        confirm(world, "dilys", change)


def test_who_did_not_ask_the_chairs_is_not_confirmed(world: World, a_day_later: Callable[[], None]) -> None:
    world.amina.password_hash = HASH
    change = ask_for_address(world.actor("amina"), world.amina, NEW, password=PASSWORD)
    db.session.flush()
    a_day_later()
    with pytest.raises(NotFound):
        confirm(world, "dilys", change)


@pytest.mark.parametrize("name", ["marek", "amina", "ada"])
def test_only_a_chair_confirms(world: World, name: str, a_day_later: Callable[[], None]) -> None:
    change = asks(world, "amina")
    a_day_later()
    with pytest.raises(Refused, match="Only a chair"):
        confirm(world, name, change)


def test_a_chair_of_another_network_confirms_nothing(world: World, a_day_later: Callable[[], None]) -> None:
    change = asks(world, "amina")
    a_day_later()
    with pytest.raises(NotFound):
        confirm(world, "maud", change)
    with pytest.raises(NotFound):
        confirm(world, "maud", change, world.mst124)


def test_a_chair_takes_over_no_chair_of_another_network(as_: AS, world: World, a_day_later: Callable[[], None]) -> None:
    add_member(world.s215, world.maud, Role.AL)
    add_member(world.mst124, world.ben, Role.CHAIR)
    change = asks(world, "maud")
    assert "for another address" not in as_("dilys").get("/home").text, "she could do nothing about it"
    assert "1 member asks for another address" in as_("ben").get("/home").text
    a_day_later()
    with pytest.raises(Refused, match="They chair a network that you do not chair"):
        confirm(world, "dilys", change)
    assert confirm(world, "ben", change, world.mst124).email == NEW


@pytest.mark.parametrize("power", ["is_admin", "is_analyst"])
def test_a_chair_takes_over_nobody_who_looks_after_the_site(
    world: World, power: str, a_day_later: Callable[[], None]
) -> None:
    change = asks(world, "amina")
    setattr(world.amina, power, True)
    db.session.commit()
    a_day_later()
    with pytest.raises(Refused, match="They look after the whole site"):
        confirm(world, "dilys", change)


def test_nobody_confirms_for_themselves(world: World, a_day_later: Callable[[], None]) -> None:
    add_member(world.s215, world.tomos, Role.CHAIR)
    change = asks(world, "dilys")
    a_day_later()
    with pytest.raises(Refused, match="an address of their own"):
        confirm(world, "dilys", change)
    assert confirm(world, "tomos", change).email == NEW


@pytest.mark.parametrize("name", ["dilys", "ada"])
def test_whom_no_chair_could_confirm_asks_none(as_: AS, world: World, name: str) -> None:
    with pytest.raises(Refused, match="No chair can confirm this"):
        asks(world, name)


def test_who_left_is_nobody_of_that_chair(world: World, a_day_later: Callable[[], None]) -> None:
    change = asks(world, "amina")
    leave(world.actor("amina"), world.s215, withhold_name=False)
    a_day_later()
    with pytest.raises(NotFound):
        confirm(world, "dilys", change)


def test_the_account_page_offers_it_and_asks_once(as_: AS, world: World) -> None:
    world.amina.password_hash = HASH
    ask_for_address(world.actor("amina"), world.amina, NEW, password=PASSWORD)
    db.session.commit()
    client = as_("amina")
    assert "I cannot read the old address any more" in client.get("/account/address").text
    client.post("/account/address/ask-a-chair")
    assert "was asked on" in client.get("/account/address").text
    assert len(words_for(world, "dilys", "account")) == 1


def test_a_request_to_join_goes_on_under_the_new_address(world: World) -> None:
    link = JoinLink(network_id=world.mst124.id, handle="h", role=Role.AL, made_at=clock.now(), ends_at=clock.now())
    db.session.add(link)
    db.session.flush()
    for number, (email, person) in enumerate([("amina@example.org", world.amina.id), ("ben@example.org", None)]):
        values: dict[str, Any] = {"handle": f"r{number}", "email": email, "name": "N", "person_id": person}
        db.session.add(
            JoinRequest(
                network_id=world.mst124.id, link_id=link.id, state=JoinState.WAITING, asked_at=clock.now(), **values
            )
        )
    db.session.flush()
    carry_requests_on(world.amina.id, NEW)
    db.session.expire_all()
    emails = db.session.query(JoinRequest.email).order_by(JoinRequest.id).all()
    assert [email for (email,) in emails] == [NEW, "ben@example.org"]
    carry_requests_on(world.amina.id, "ben@example.org")
    assert [email for (email,) in db.session.query(JoinRequest.email)] == ["ben@example.org"]


def test_what_the_owner_confirmed_no_chair_hears_of(world: World) -> None:
    announce(AddressChanged(network_id=None, actor_id=None, person_id=world.amina.id, email=NEW))
    assert words_for(world, "dilys", "account") == []

"""An address changes once both addresses have answered; whoever has one key of three changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.lookup import open_change
from app.accounts.models import AccountLink, LinkPurpose, Person
from app.accounts.services import (
    ask_for_address,
    ask_for_reset,
    change_password,
    confirm_address,
    owe_letter,
    set_address,
)
from app.accounts.services.address_changes import forget_old_changes
from app.core import clock
from app.core.actor import OPERATOR
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.core.mail import Letter
from tests.client import StrictClient
from tests.integration.accounts.conftest import PASSWORD
from tests.people import World

AS = Callable[[str | None], StrictClient]
Run = Callable[[], int]
PAGE = "/account/address"
NEW, OLD = "amina.khan@example.ac.uk", "amina@example.org"


@pytest.fixture(autouse=True)
def amina(with_password: Callable[[str], Any]) -> Any:
    return with_password("amina")


def ask(world: World, email: str = NEW, *, name: str = "amina") -> None:
    ask_for_address(world.actor(name), getattr(world, name), email, password=PASSWORD)
    db.session.commit()


@pytest.fixture
def links(world: World, mailbox: list[Letter], run_outbox: Run) -> dict[str, str]:
    """Path of the link in the letter to each address."""
    ask(world)
    run_outbox()
    return {letter.to: path_in(letter) for letter in mailbox}


def path_in(letter: Letter) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/address/\S+)", letter.text)
    assert found, letter.text
    return found[1]


def stored(world: World) -> str:
    return str(db.session.scalars(select(Person.email).where(Person.id == world.amina.id)).one())


def test_it_changes_once_both_letters_are_answered(
    as_: AS, world: World, links: dict[str, str], mailbox: list[Letter], run_outbox: Run
) -> None:
    assert set(links) == {NEW, OLD}
    other, here = as_("amina"), as_("amina")
    nobody = as_(None)
    assert "Amina asks to be known here by" in nobody.get(links[NEW]).text
    assert "one is still to come" in nobody.post(links[NEW]).text
    assert stored(world) == OLD
    assert "answered, it is yours" in here.get(PAGE).text
    assert "Your address is changed" in here.post(links[OLD]).text
    assert stored(world) == NEW
    assert here.get(PAGE).status == 200
    assert other.get(PAGE).status == 401, "every other browser is signed out"
    run_outbox()
    assert [(letter.to, letter.subject) for letter in mailbox[2:]] == [
        (OLD, "Your account has another address now"),
        (NEW, "This is the address of your account now"),
    ]
    signs_in = as_(None).post("/sign-in", {"email": NEW, "password": PASSWORD})
    assert signs_in.status == 303


def test_the_order_of_the_answers_does_not_matter(as_: AS, world: World, links: dict[str, str]) -> None:
    as_(None).post(links[OLD])
    assert stored(world) == OLD
    as_(None).post(links[NEW])
    assert stored(world) == NEW


def test_opening_a_link_changes_nothing(as_: AS, world: World, links: dict[str, str]) -> None:
    for path in (*links.values(), *links.values()):
        assert as_(None).get(path).status == 200
    change = open_change(world.amina.id)
    assert change is not None
    assert (change.proven_at, change.confirmed_at) == (None, None)


def test_a_link_works_once_and_for_what_it_was_made(as_: AS, world: World, links: dict[str, str]) -> None:
    as_(None).post(links[NEW])
    for path in (
        links[NEW],
        links[NEW].replace("/new/", "/old/"),
        links[OLD].replace("/old/", "/new/"),
        "/address/old/x",
    ):
        assert as_(None).get(path).status == 404
        assert as_(None).post(path).status == 404
        assert as_(None).post(path, {"stop": ""}).status == 404
    for path in links.values():
        assert as_(None).get(path.replace("/address/new/", "/reset/").replace("/address/old/", "/reset/")).status == 404
    assert stored(world) == OLD


def test_a_link_is_dead_after_a_week_and_the_change_after_two(
    as_: AS, world: World, links: dict[str, str], clock_at: Callable[[Any], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = clock.real_now()
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(days=7, seconds=1))
    assert as_(None).get(links[OLD]).status == 404
    assert open_change(world.amina.id) is not None
    monkeypatch.setattr(clock, "real_now", lambda: now + timedelta(days=14, seconds=1))
    assert open_change(world.amina.id) is None
    forget_old_changes()
    ask(world)


def test_asking_again_kills_the_links_of_before(
    as_: AS, world: World, links: dict[str, str], mailbox: list[Letter], run_outbox: Run
) -> None:
    as_(None).post(links[OLD])
    ask(world, "another@example.org")
    run_outbox()
    assert as_(None).post(links[NEW]).status == 404
    as_(None).post(path_in(mailbox[-2] if "another" in mailbox[-2].to else mailbox[-1]))
    assert stored(world) == OLD, "what was confirmed was the other change"


def test_a_letter_of_a_change_that_was_replaced_meanwhile_is_not_sent(
    world: World, mailbox: list[Letter], run_outbox: Run
) -> None:
    ask(world, "first@example.org")
    ask(world, "second@example.org")
    run_outbox()
    assert sorted(letter.to for letter in mailbox) == [OLD, "second@example.org"]


def test_the_old_address_stops_it(as_: AS, world: World, links: dict[str, str]) -> None:
    as_(None).post(links[NEW])
    page = as_(None).post(links[OLD], {"stop": ""})
    assert "Whoever asked for it knows your password" in page.text
    assert open_change(world.amina.id) is None
    assert as_(None).get(links[OLD]).status == 404


def test_a_new_password_stops_it(as_: AS, world: World, links: dict[str, str]) -> None:
    change_password(world.actor("amina"), world.amina, current=PASSWORD, new="steric effects are small")
    assert as_(None).post(links[NEW]).status == 404
    assert open_change(world.amina.id) is None


def test_an_open_browser_is_not_enough(as_: AS, world: World, run_outbox: Run, mailbox: list[Letter]) -> None:
    page = as_("amina").post(PAGE, {"email": NEW, "current_password": "not that one"})
    assert page.status == 422
    assert "This is not your present password." in page.text
    run_outbox()
    assert mailbox == []


@pytest.mark.parametrize("name", ["ben", "ada", "dilys"])
def test_nobody_asks_for_somebody_else(world: World, name: str) -> None:
    with pytest.raises((NotFound, Refused)):
        ask_for_address(world.actor(name), world.amina, NEW, password=PASSWORD)
    with pytest.raises((NotFound, Refused)):
        set_address(world.actor(name), world.amina, NEW)


@pytest.mark.parametrize("typed", ["ben@example.org", "  BEN@Example.ORG ", "Ben <ben@example.org>"])
def test_an_address_in_use_is_told_to_its_holder_and_to_nobody_else(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Run, typed: str
) -> None:
    client = as_("amina")
    used = client.post(PAGE, {"email": typed, "current_password": PASSWORD})
    free = as_("amina")
    answer = client.follow(used).text.replace("ben@example.org", "X")
    again = free.follow(free.post(PAGE, {"email": NEW, "current_password": PASSWORD})).text.replace(NEW, "X")
    assert re.sub(r"value=\"[^\"]*\"|csrf[^>]*|\?v=\w+", "", answer) == re.sub(
        r"value=\"[^\"]*\"|csrf[^>]*|\?v=\w+", "", again
    )
    ask(world, typed)
    run_outbox()
    [letter] = [each for each in mailbox if each.to == "ben@example.org"]
    assert letter.subject == "Somebody wants your address for another account"
    assert "/address/" not in letter.text
    assert "Amina" not in letter.text
    assert not db.session.scalars(select(AccountLink).where(AccountLink.purpose == LinkPurpose.NEW_ADDRESS)).all()


def test_an_address_taken_meanwhile_is_refused(as_: AS, world: World, links: dict[str, str]) -> None:
    as_(None).post(links[NEW])
    world.ben.email = NEW
    db.session.commit()
    page = as_(None).post(links[OLD])
    assert page.status in {403, 409}
    assert stored(world) == OLD


@pytest.mark.parametrize("typed", [OLD, " AMINA@example.org", "nobody", ""])
def test_what_is_no_other_address_is_refused(as_: AS, world: World, typed: str) -> None:
    page = as_("amina").post(PAGE, {"email": typed, "current_password": PASSWORD})
    assert page.status == 422
    assert open_change(world.amina.id) is None


def test_letters_are_limited(world: World) -> None:
    for number in range(5):
        ask(world, f"n{number}@example.org")
    with pytest.raises(Refused, match="Too many letters"):
        ask(world, "n6@example.org")


def test_letters_to_one_address_are_limited_whoever_asks(world: World, with_password: Callable[[str], Any]) -> None:
    for name in ("ben", "tomos", "marek"):
        with_password(name)
        ask(world, "victim@example.org", name=name)
    with pytest.raises(Refused, match="Too many letters"):
        ask(world, "victim@example.org")


def test_letters_that_wait_go_to_the_new_address_and_links_in_old_ones_are_dead(
    as_: AS, world: World, links: dict[str, str], mailbox: list[Letter], run_outbox: Run
) -> None:
    ask_for_reset(OLD)
    run_outbox()
    reset = re.search(r"(/reset/\S+)", mailbox[-1].text)
    assert reset
    as_(None).post(links[NEW])
    db.session.commit()
    owe_letter(OLD, "networks/emails/welcome.txt", by="Dilys", network="S215", role="AL", path="/home")
    as_(None).post(links[OLD])
    run_outbox()
    assert as_(None).get(reset[1]).status == 404
    assert [letter.to for letter in mailbox if "You are now in" in letter.subject] == [NEW]


def test_it_can_be_forgotten_from_the_page(as_: AS, world: World, links: dict[str, str]) -> None:
    client = as_("amina")
    client.post(f"{PAGE}/forget")
    assert as_(None).get(links[NEW]).status == 404


def test_the_history_has_it_and_nothing_of_the_link_is_stored(world: World, links: dict[str, str]) -> None:
    for path in links.values():
        token = path.rsplit("/", 1)[1]
        assert not db.session.scalars(select(AccountLink).where(AccountLink.token_hash == token)).all()
    confirm_address(links[OLD].rsplit("/", 1)[1])
    with pytest.raises(Invalid):
        confirm_address(links[OLD].rsplit("/", 1)[1])
    verbs = db.session.scalars(select(AuditEntry.verb).where(AuditEntry.subject_kind == "person")).all()
    assert "ask for another address" in verbs


def test_the_operator_gives_another_address(app: Any, world: World, mailbox: list[Letter], run_outbox: Run) -> None:
    said = app.test_cli_runner().invoke(args=["accounts", "address", OLD, NEW])
    assert said.output == f"Amina is {NEW} now. Both addresses are told.\n"
    run_outbox()
    assert sorted(letter.to for letter in mailbox) == [NEW, OLD]
    with pytest.raises(Refused, match="Another account"):
        set_address(OPERATOR, world.amina, "BEN@example.org")

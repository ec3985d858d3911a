"""An administrator erases an account at its owner's request, with its address typed and their own password."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.models import Person
from app.core.db import db
from app.forums.services import start_discussion
from tests.client import StrictClient
from tests.integration.accounts.conftest import HASH, PASSWORD
from tests.people import World

AS = Callable[[str | None], StrictClient]
TYPED = {"address": " AMINA@example.org", "current_password": PASSWORD}


@pytest.fixture
def amina(world: World) -> Person:
    start_discussion(world.actor("amina"), world.forum(), "Arrows that curl", "They guess.")
    world.ada.password_hash = HASH
    db.session.commit()
    found = db.session.get_one(Person, world.amina.id)
    assert isinstance(found, Person)
    return found


def test_it_is_found_counted_and_done(as_: AS, amina: Person) -> None:
    ada, erase = as_("ada"), f"/admin/people/{amina.id}/erase"
    assert erase in ada.get("/admin/people?words=amina").html
    page = ada.get(erase)
    assert "They leave 1 network;" in page.text
    assert "that they wrote or did in networks: these stay, under “former member”" in page.text
    assert "Arrows that curl" not in page.text
    assert "The account is erased, and its address is free." in ada.follow(ada.post(erase, TYPED)).text
    assert (amina.active, amina.name) == (False, "AL, former member")
    assert "Arrows that curl" in as_("ben").get("/networks/s215/discussions/1").text
    assert ada.post(erase, TYPED).status == 422, "its address is another now"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"address": "ben@example.org"}, "This is not the address of the account."),
        ({"address": ""}, "Please fill this in."),
        ({"current_password": "not mine"}, "This is not your present password."),
        ({"current_password": ""}, "Please fill this in."),
    ],
)
def test_a_slip_changes_nothing(as_: AS, amina: Person, change: dict[str, str], fault: str) -> None:
    page = as_("ada").post(f"/admin/people/{amina.id}/erase", TYPED | change)
    assert page.status == 422
    assert fault in page.text
    assert amina.name == "Amina"


def test_nobody_else_does_it_and_no_administrator_is_erased_so(as_: AS, amina: Person, world: World) -> None:
    for who in ("dilys", "marek", "ben", "amina"):
        assert as_(who).get(f"/admin/people/{amina.id}/erase", strict=False).status == 404
        assert as_(who).post(f"/admin/people/{amina.id}/erase", TYPED).status == 404
    assert as_("ada").get(f"/admin/people/{world.ada.id}/erase").location.endswith("/account/erase")
    amina.is_admin = True
    db.session.commit()
    assert "First end their part as administrator" in as_("ada").get(f"/admin/people/{amina.id}/erase").text
    assert as_("ada").post(f"/admin/people/{amina.id}/erase", TYPED).status == 403
    assert amina.name == "Amina"


def test_the_only_chair_stays(as_: AS, amina: Person, world: World) -> None:
    erase = f"/admin/people/{world.dilys.id}/erase"
    assert "The learning network of S215 has no other chair." in as_("ada").get(erase).text
    assert as_("ada").post(erase, TYPED | {"address": "dilys@example.org"}).status == 403
    assert world.dilys.name == "Dilys"

"""Chairs find in their inbox what became of an account in their network; nobody else does."""

from __future__ import annotations

import pytest

from app.accounts.services import (
    close_account,
    end_administrator,
    make_administrator,
    name_administrator,
    reopen_account,
)
from app.core.actor import OPERATOR
from app.core.db import db
from app.networks.models import Membership, Role
from app.networks.services import add_member, leave
from app.privacy.services.erasing import erase
from tests.factories.notices import told_to, words_for
from tests.integration.accounts.conftest import HASH, PASSWORD
from tests.people import IDS, World


def titles(world: World, name: str) -> list[str]:
    return [title for title, _ in words_for(world, name, "account")]


def test_each_change_is_one_line_for_the_chair_and_none_for_anybody_else(world: World) -> None:
    world.ada.password_hash = HASH
    ada = world.actor("ada")
    close_account(ada, world.ben)
    reopen_account(ada, world.ben)
    reopen_account(ada, world.ben)
    name_administrator(ada, world.ben, password=PASSWORD)
    name_administrator(ada, world.ben, password=PASSWORD)
    end_administrator(ada, world.ben, password=PASSWORD)
    end_administrator(ada, world.ben, password=PASSWORD)
    assert titles(world, "dilys") == [
        "An administrator closed the account of Ben",
        "An administrator opened the account of Ben again",
        "Ben administers the site now",
        "Ben administers the site no more",
    ]
    assert {told.notice.url for told in told_to(world, "dilys", "account")} == {"/networks/s215/members"}
    for name in set(IDS) - {"dilys"}:
        assert titles(world, name) == [], name


def test_the_chairs_of_each_network_are_told(world: World) -> None:
    add_member(world.mst124, world.ben, Role.AL)
    close_account(world.actor("ada"), world.ben)
    assert titles(world, "dilys") == titles(world, "maud") == ["An administrator closed the account of Ben"]


def test_an_erasure_is_told_without_the_name(world: World) -> None:
    erase(OPERATOR, world.ben)
    assert titles(world, "dilys") == ["The account of a member was erased: now “AL, former member”"]
    assert titles(world, "maud") == []


def test_whoever_left_under_their_role_is_not_named(world: World) -> None:
    close_account(world.actor("ada"), world.ben)
    reopen_account(world.actor("ada"), world.ben)
    leave(world.actor("ben"), world.s215, withhold_name=True)
    assert titles(world, "dilys")[0] == "An administrator closed the account of AL, former member"


def test_a_chair_hears_nothing_of_their_own_account_and_nothing_once_they_chair_no_more(world: World) -> None:
    make_administrator(OPERATOR, world.dilys)
    assert titles(world, "dilys") == []
    close_account(world.actor("ada"), world.ben)
    db.session.query(Membership).filter_by(person_id=world.dilys.id).update({"role": Role.AL})
    assert [told.readable for told in told_to(world, "dilys", "account")] == [False]


@pytest.mark.parametrize("name", ["marek", "ben"])
def test_somebody_without_the_chair_is_told_nothing(world: World, name: str) -> None:
    close_account(world.actor("ada"), world.tomos)
    assert told_to(world, name, "account") == []

"""Whoever is invited is reached, however the address was pasted and whatever was stored before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.models import Person
from app.core.db import db
from app.core.mail import Letter
from app.networks.models import Role
from tests.client import StrictClient
from tests.integration.networks.test_members import NEW, URL, roles_of
from tests.people import World

AS = Callable[[str | None], StrictClient]


@pytest.mark.parametrize(
    ("typed", "reached"),
    [
        ("mailto:new.al@example.org", "new.al@example.org"),
        ("New AL <New.AL@Example.org>;", "new.al@example.org"),
        ("new\u200b.al@example.org", "new.al@example.org"),
        ("new.al@bücher.example", "new.al@xn--bcher-kva.example"),
    ],
)
def test_an_address_as_it_was_pasted_is_reached(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int], typed: str, reached: str
) -> None:
    assert as_("dilys").post(URL, NEW | {"email": typed}).status == 303
    assert roles_of(world, reached) == {Role.AL}
    run_outbox()
    assert reached in [letter.to for letter in mailbox]


def test_a_colleague_is_known_in_every_spelling_of_the_address(as_: AS, world: World) -> None:
    before = db.session.query(Person).count()
    for spelling in ("mailto:chidi@example.org", "Chi\u00addi <CHIDI@example.org>"):
        as_("dilys").post(URL, NEW | {"email": spelling})
    assert roles_of(world, "chidi@example.org") == {Role.AL}
    assert db.session.query(Person).count() == before


@pytest.mark.parametrize("stored", ["mailto:chidi@example.org", "chidi\u200b@example.org"])
def test_whoever_was_never_reached_is_reached_when_invited_again(
    as_: AS, world: World, mailbox: list[Letter], run_outbox: Callable[[], int], stored: str
) -> None:
    world.chidi.email = stored
    db.session.commit()
    as_("dilys").post(URL, {"email": stored, "name": "Chidi", "role": "al"})
    assert world.chidi.email == "chidi@example.org"
    run_outbox()
    assert "chidi@example.org" in [letter.to for letter in mailbox]

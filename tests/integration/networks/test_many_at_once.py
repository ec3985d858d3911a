"""Many people at once hold the database for as many statements as a few, and are told of as one thing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from limits import parse

from app.core.audit import AuditEntry
from app.core.db import db
from app.core.outbox import OutboxItem
from app.networks import queries
from app.networks.invitations.services import invite_several
from app.networks.joining.models import JoinRequest
from app.networks.models import Membership, Role
from app.networks.services import copy_network, letters
from tests.client import StrictClient
from tests.factories.notices import words_for
from tests.integration.networks.test_joining import PAGE, made
from tests.people import World

AS = Callable[[str | None], StrictClient]


def people(many: int, first: int = 0) -> str:
    names = (chr(97 + number % 26) + chr(97 + number // 26) for number in range(first, first + many))
    return "\n".join(f"Person {name} <person.{name}.{name}@example.ac.uk>" for name in names)


def test_ninety_cost_as_many_statements_as_nine(world: World, count_queries: Callable[[], Any]) -> None:
    dilys = world.actor("dilys")
    network = queries.network("s215", seen_by=dilys)
    counts = []
    for many, first in ((9, 0), (90, 9)):
        with count_queries() as statements:
            sent = invite_several(dilys, network, people(many, first), Role.AL)
            db.session.flush()
        assert len(sent.invited) == many
        counts.append(len(statements))
    assert counts[1] <= counts[0]
    assert db.session.query(AuditEntry).filter_by(verb="invite", after="al").count() == 99
    assert db.session.query(OutboxItem).filter_by(kind="accounts.letter").count() == 99


def test_a_copy_costs_by_hundreds_and_tells_its_chair_once_of_each_role(
    world: World, count_queries: Callable[[], Any]
) -> None:
    dilys = world.actor("dilys")
    source = queries.network("s215", seen_by=dilys)
    invite_several(dilys, source, people(60), Role.AL)
    with count_queries() as statements:
        copy = copy_network(world.actor("ada"), source, code="S315", title="Further concepts")
        db.session.flush()
    assert db.session.query(Membership).filter_by(network_id=copy.id, left_at=None).count() == 69
    assert len(statements) < 69
    told = [title for title, _ in words_for(world, "dilys", "membership")]
    assert "An administrator made 62 people members: AL" in told
    assert len(told) <= len(Role)


def test_letting_in_who_asks_counts_among_the_letters_of_a_day(as_: AS, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "LETTERS", parse("1 per day"))
    link, dilys = made(as_("dilys")), as_("dilys")
    as_("chidi").post(link)
    as_("maud").post(link)
    answered = [
        dilys.post(f"{PAGE}/requests/{each.id}", {"approve": "1"}) for each in db.session.query(JoinRequest).all()
    ]
    assert [page.status for page in answered] == [303, 403]
    assert "This network has sent 1 letters within a day." in answered[1].text

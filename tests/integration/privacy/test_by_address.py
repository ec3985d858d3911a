"""What is kept under an address alone, before there was an account, goes with the account of that address."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.db import db
from app.networks.joining.models import JoinLink, JoinRequest, JoinState
from app.networks.models import Role
from app.privacy.services.erasing import erase
from tests.people import World


def a_request(link: JoinLink, email: str) -> JoinRequest:
    asked: dict[str, Any] = {"network_id": link.network_id, "link_id": link.id, "handle": email, "email": email}
    return JoinRequest(**asked, name="Somebody", state=JoinState.UNCONFIRMED, asked_at=clock.now())


def test_requests_under_the_address_go(world: World) -> None:
    made: dict[str, Any] = {"network_id": world.s215.id, "role": Role.AL, "domains": "", "handle": "link"}
    now = clock.now()
    link = JoinLink(**made, made_by_id=world.dilys.id, made_at=now, ends_at=now)
    db.session.add(link)
    db.session.flush()
    db.session.add_all([a_request(link, "amina@example.org"), a_request(link, "other@example.org")])
    db.session.commit()
    erase(world.actor("amina"), world.amina)
    db.session.commit()
    assert [each.email for each in db.session.query(JoinRequest)] == ["other@example.org"]

"""NUL in an address: PostgreSQL refuses it in any text, so it must never get as far as the database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts.services import make_token
from app.core.db import db
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
ADDRESSES = [
    "/networks/s215%00",
    "/networks/%00/members",
    "/networks/s215/forums/caf%00e",
    "/networks/s215/topics?state=%00",
    "/networks/s215/issues?category=a%00b",
    "/networks/s215/interventions?stage=%00",
    "/networks/s215/replies?show=%00",
    "/search?q=arrow%00s",
    "/networks/s215/similar?title=%00",
    "/admin/people?words=%00",
    "/admin/people?after=%00",
    "/invitation/%00",
]


@pytest.mark.parametrize("name", ["amina", "ada", None])
def test_an_address_with_nul_leads_nowhere(as_: AS, name: str | None) -> None:
    client = as_(name)
    for address in ADDRESSES:
        assert client.get(address, strict=False).status in {401, 404}, address


def test_a_form_sent_to_such_an_address_keeps_what_was_typed(as_: AS) -> None:
    page = as_("amina").post("/networks/s215%00/topics/new", {"title": "Typed"})
    assert page.status == 404
    assert "Typed" in page.html


def test_the_api_too(as_: AS, world: World) -> None:
    token = make_token(world.actor("wanda"), world.wanda, "figures")
    db.session.commit()
    bearer = {"Authorization": f"Bearer {token}"}
    page = as_(None).get("/api/v1/measures?module=S215%00", headers=bearer)
    assert page.status in {401, 404}
    assert page.answer.is_json

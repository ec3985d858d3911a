"""Forms that no browser would send: each is answered, and none reaches further than its page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.accounts.models import LinkPurpose, Person
from app.accounts.passwords import new_secret
from app.accounts.services.links import new_link
from app.core.db import db
from tests.client import StrictClient
from tests.integration.accounts.conftest import PASSWORD, with_password
from tests.people import World

__all__ = ["with_password"]

AS = Callable[[str | None], StrictClient]


@pytest.mark.parametrize("target", ["topic:none", "issue:²", "topic:99999999999999999999", "block:x", "topic:"])
def test_a_target_that_names_nothing_is_a_fault_of_the_form(as_: AS, target: str) -> None:
    typed = {"title": "A video", "rationale": "They watch it.", "targets": target}
    page = as_("amina").post("/networks/s215/interventions/new", typed)
    assert page.status == 422
    assert page.values()["title"] == "A video"


def test_a_name_stays_on_one_line(as_: AS, world: World) -> None:
    sent = {"name": "Amina\r\n\r\nYour account ends today:\nwrite to me"}
    assert as_("amina").post("/account", sent).status == 303
    name = db.session.query(Person.name).filter_by(id=world.amina.id).scalar()
    assert name == "Amina  Your account ends today: write to me"


def test_a_new_password_ends_the_links_in_old_mail(as_: AS, world: World, with_password: Callable[[str], Any]) -> None:
    with_password("amina")
    secret = new_secret()
    new_link(world.amina, LinkPurpose.RESET, secret)
    db.session.commit()
    typed = {"current_password": PASSWORD, "password": "quite another phrase of mine"}
    assert as_("amina").post("/account/password", typed).status == 303
    assert as_(None).get(f"/reset/{secret}").status == 404


def test_more_than_the_site_takes_is_told_so(as_: AS) -> None:
    page = as_("amina").post("/preview", {"body": "x" * 2_100_000})
    assert page.status == 413
    assert "100,000 characters" in page.text

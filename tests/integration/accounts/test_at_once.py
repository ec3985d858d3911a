"""An account that changes while somebody signs in, and two administrators who close each other's at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import services
from app.accounts.models import Person, SignIn
from app.accounts.passwords import hash_password
from app.core.db import db
from app.core.errors import Invalid, Refused
from tests.factories.beside import beside
from tests.people import World

pytestmark = pytest.mark.slow

OLD, NEW = "an old phrase of hers", "quite another phrase of hers"


def begin_session(person: Person) -> None:
    lifetime = services.Lifetime(timedelta(hours=1), timedelta(days=1))
    services.begin_session(person, services.Visitor("a device", "A browser", "192.0.2.1"), lifetime)


@pytest.mark.parametrize("outdated", [False, True])
def test_nobody_signs_in_with_the_old_password_beside_its_change(
    live_app: Flask, monkeypatch: pytest.MonkeyPatch, outdated: bool
) -> None:
    world = World()
    world.amina.password_hash = hash_password(OLD)
    db.session.commit()
    amina = world.actor("amina")
    monkeypatch.setattr("app.accounts.services.signing_in.is_outdated", lambda _: outdated)
    came = beside(
        live_app,
        lambda: services.change_password(amina, World().amina, current=OLD, new=NEW),
        lambda: World().amina,
        lambda person: begin_session(services.sign_in(person.email, OLD)),
    )
    assert isinstance(came, Invalid)
    assert db.session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all() == []
    assert services.sign_in("amina@example.org", NEW)


def test_one_administrator_stays(live_app: Flask) -> None:
    world = World()
    world.marek.is_admin = True
    db.session.commit()
    ada, marek = world.actor("ada"), world.actor("marek")
    came = beside(
        live_app,
        lambda: services.close_account(ada, World().marek),
        lambda: World().ada,
        lambda person: services.close_account(marek, person),
    )
    assert isinstance(came, Refused)
    assert [person.name for person in db.session.scalars(select(Person).where(Person.is_admin, Person.active))] == [
        "Ada"
    ]

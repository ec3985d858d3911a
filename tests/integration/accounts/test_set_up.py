"""A new site is opened once, by whoever has the key that was printed where it was started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app import create_app
from app.accounts.models import Person
from app.accounts.services import make_first_administrator
from app.accounts.set_up_key import FILE, set_up_key, use_up
from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Invalid, Refused
from config import Settings
from scripts.prepare import prepare_site
from tests.client import StrictClient
from tests.integration.accounts.conftest import PASSWORD

ADA = {"name": "Ada Keeper", "email": "Ada@Example.ac.uk", "password": PASSWORD}


@pytest.fixture
def new_site(tmp_path: Path) -> Iterator[Flask]:
    """A site as `make site` leaves it for its server."""
    settings = Settings(data_dir=tmp_path, secret_key="only-for-tests", testing=True)
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def key(new_site: Flask, tmp_path: Path) -> str:
    return set_up_key(tmp_path)


def people() -> list[Person]:
    return list(db.session.scalars(select(Person)))


def test_the_key_leads_to_the_first_administrator_who_is_signed_in(new_site: Flask, key: str, tmp_path: Path) -> None:
    visitor = StrictClient(new_site, None)
    page = visitor.get(f"/set-up?key={key}")
    assert page.values()["key"] == key
    done = visitor.post("/set-up", {**ADA, "key": key})
    assert (done.status, done.location) == (303, "/admin/settings/first")
    assert "Name the site" in visitor.follow(done).text
    assert "Open the first network" in visitor.get("/home").text
    [ada] = people()
    assert (ada.email, ada.name, ada.is_admin) == ("ada@example.ac.uk", "Ada Keeper", True)
    assert db.session.scalars(select(AuditEntry.verb)).all() == ["name as administrator"]
    assert not (tmp_path / FILE).exists()
    again = StrictClient(new_site, None)
    assert again.post("/sign-in", {"email": ada.email, "password": PASSWORD}).location == "/home"


def test_the_front_page_of_a_new_site_says_where_its_key_is(new_site: Flask, key: str) -> None:
    front = StrictClient(new_site, None).get("/")
    assert "This site is new" in front.text
    assert key not in front.html
    StrictClient(new_site, None).post("/set-up", {**ADA, "key": key})
    assert "This site is new" not in StrictClient(new_site, None).get("/").text


def test_a_key_that_was_used_opens_nothing(new_site: Flask, key: str) -> None:
    assert StrictClient(new_site, None).post("/set-up", {**ADA, "key": key}).status == 303
    for page in (
        StrictClient(new_site, None).get(f"/set-up?key={key}"),
        StrictClient(new_site, None).post("/set-up", {**ADA, "email": "eve@example.org", "key": key}),
    ):
        assert page.status == 404
        assert "This site is set up" in page.text
    assert len(people()) == 1


@pytest.mark.parametrize("typed", ["", "x", "ключ", "../networks.db"])
def test_a_strangers_key_opens_nothing(new_site: Flask, key: str, typed: str) -> None:
    stranger = StrictClient(new_site, None)
    assert stranger.post("/set-up", {**ADA, "key": typed}).status == 404
    page = stranger.get("/set-up", query_string={"key": typed})
    assert page.status == 404
    assert "terminal in which the site was started" in page.text
    assert people() == []


def test_no_key_opens_a_site_on_which_anybody_has_an_account(new_site: Flask, key: str) -> None:
    """Such as one whose administrator was made by a command: the key that was printed before is worth nothing."""
    db.session.add(Person(email="boss@example.org", name="Boss", created_at=clock.now()))
    db.session.commit()
    assert StrictClient(new_site, None).post("/set-up", {**ADA, "key": key}).status == 404
    assert len(people()) == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"email": "ada"}, "does not look like an e-mail address"),
        ({"name": "\u2800"}, "fill"),
        ({"password": "password123"}, "password"),
        ({"password": "Ada Keeper"}, "password"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_key_is_still_good(
    new_site: Flask, key: str, wrong: dict[str, str], says: str
) -> None:
    visitor = StrictClient(new_site, None)
    page = visitor.post("/set-up", {**ADA, **wrong, "key": key})
    assert page.status == 422
    assert says in page.text
    kept = page.values()
    assert kept["key"] == key
    assert kept["email"] == {**ADA, **wrong}["email"]
    assert people() == []
    assert visitor.post("/set-up", {**ADA, "key": key}).status == 303


def test_of_two_who_use_the_key_at_once_one_has_an_account(new_site: Flask, key: str, tmp_path: Path) -> None:
    def be_quicker(*_now: Any) -> None:
        use_up(tmp_path)

    event.listen(Session, "after_flush", be_quicker)
    try:
        page = StrictClient(new_site, None).post("/set-up", {**ADA, "key": key})
    finally:
        event.remove(Session, "after_flush", be_quicker)
    assert page.status == 403
    assert "set up already" in page.text
    assert people() == []


def test_a_key_is_good_again_when_the_database_refuses_at_the_end(new_site: Flask, key: str, tmp_path: Path) -> None:
    def full(*_now: Any) -> None:
        if not (tmp_path / FILE).exists():
            raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    event.listen(Session, "before_commit", full)
    try:
        page = StrictClient(new_site, None).post("/set-up", {**ADA, "key": key})
    finally:
        event.remove(Session, "before_commit", full)
    assert page.status == 503
    assert set_up_key(tmp_path) == key
    assert people() == []
    assert StrictClient(new_site, None).post("/set-up", {**ADA, "key": key}).status == 303


def test_a_site_that_make_site_did_not_start_says_what_to_do_instead(new_site: Flask) -> None:
    front = StrictClient(new_site, None).get("/")
    assert "makes the first account with a command" in front.text
    page = StrictClient(new_site, None).get("/set-up?key=x")
    assert page.status == 404
    assert "no key was printed" in page.text


def test_the_service_names_its_errors(new_site: Flask, key: str, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        make_first_administrator(tmp_path, "another", **ADA)
    with pytest.raises(Invalid):
        make_first_administrator(tmp_path, key, **{**ADA, "password": "short"})
    assert make_first_administrator(tmp_path, key, **ADA).is_admin


def test_what_make_site_prints_leads_in(tmp_path: Path) -> None:
    """The address works as printed, is the same at the next start, and goes once somebody is here."""
    folder = tmp_path / "of our own"
    settings = Settings(data_dir=folder, port=8123, secret_key="only-for-tests", testing=True)
    app = create_app(settings)
    said = prepare_site(app, settings)
    assert prepare_site(app, settings) == said
    [address] = [line.strip() for line in said.splitlines() if "/set-up?key=" in line]
    assert address.startswith("http://127.0.0.1:8123/set-up?key=")
    assert f"DATA_DIR='{folder}' .venv/bin/flask --app wsgi --help" in said
    assert f"Letters are kept as files in {folder / 'mail'} until" in said
    assert oct((folder / FILE).stat().st_mode & 0o777) == "0o600"
    with app.app_context():
        visitor = StrictClient(app, None)
        visitor.get(address.removeprefix("http://127.0.0.1:8123"))
        assert visitor.post("/set-up", {**ADA, "key": address.partition("key=")[2]}).status == 303
        db.session.remove()
        (folder / FILE).write_text("left over")
        assert "key=" not in prepare_site(app, settings)
        assert not (folder / FILE).exists()
        db.engine.dispose()

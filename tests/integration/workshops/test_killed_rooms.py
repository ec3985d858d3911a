"""SIGKILL while people write cards and follow the room: nothing acknowledged is lost, doubled, or missing in a stream."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.core.db import db
from app.workshops.models import Contribution, Workshop, WorkshopEvent
from app.workshops.services import steering
from config import Settings
from tests.bench.client import Connection
from tests.bench.server import free_port
from tests.conftest import DATABASES
from tests.factories.workshops import a_workshop
from tests.people import World, build_world
from tests.postgres import new_database
from tests.processes import Site

KILLS = int(os.environ.get("KILLS", "5"))
WRITERS = ("amina", "ben", "tomos")
PASSWORD = "four words that differ"
ROOM = "/networks/s215/workshops/1"
PATIENCE = 180.0


@pytest.fixture(params=DATABASES)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    address = "" if request.param == "sqlite" else new_database()
    return Settings(data_dir=tmp_path, database_url=address, secret_key="only-for-tests", testing=True)


@pytest.fixture
def prepared(settings: Settings) -> Iterator[Flask]:
    """A meeting in which cards are written in silence."""
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        build_world()
        hashed = hash_password(PASSWORD)
        for person in db.session.scalars(select(Person)):
            person.password_hash = hashed
        db.session.commit()
        world = World()
        made = a_workshop(world, "collecting", people=WRITERS)
        steering.step(world.actor("marek"), made, "start")
        steering.move_room(world.actor("marek"), made, "next")
        db.session.commit()
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


@dataclass
class Writer:
    """A browser that sends each card, with its key, until the site has confirmed it."""

    connection: Connection
    name: str
    token: str = ""
    confirmed: list[str] = field(default_factory=list)

    def arrive(self) -> None:
        insist(self.connection, lambda: self.connection.sign_in(f"{self.name}@example.org", PASSWORD))
        insist(self.connection, self._take_token)

    def _take_token(self) -> None:
        self.token = self.connection.token(f"{ROOM}/room")

    def write(self) -> None:
        text = f"{self.name} {len(self.confirmed)} {secrets.token_hex(6)}"
        card = {"csrf_token": self.token, "command_key": uuid4().hex, "kind": "idea", "text": text}

        def once() -> None:
            status, _, body = self.connection.ask("POST", f"{ROOM}/cards", card)
            assert status == 303, f"{status} {body[:500]!r}"

        insist(self.connection, once)
        self.confirmed.append(text)


def insist(connection: Connection, do: object) -> None:
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            do()  # type: ignore[operator]
        except (OSError, AssertionError, ValueError):
            connection.close()
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)
        else:
            return


@dataclass
class Listener:
    """A browser that follows the room, and comes back with the number it has reached."""

    port: int
    cookie: str
    heard: list[int] = field(default_factory=list)
    came: int = 0

    def listen(self, done: threading.Event) -> None:
        while not done.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                self._once(done)
            time.sleep(random.uniform(0.05, 0.3))

    def _once(self, done: threading.Event) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            after = self.heard[-1] if self.heard else 0
            line.request("GET", f"{ROOM}/stream?after={after}", headers={"Cookie": self.cookie})
            with line.getresponse() as answer:
                self.came += answer.status == 200
                while answer.status == 200 and not done.is_set() and (said := answer.readline()):
                    if said.startswith(b"data: "):
                        self.heard += [event["seq"] for event in json.loads(said[6:]).get("events", [])]
        finally:
            line.close()


@pytest.mark.slow
def test_a_room_under_fire_loses_nothing(prepared: Flask, settings: Settings, tmp_path: Path) -> None:
    environment = {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": "only-for-tests",
        "SIGN_IN_LIMIT": "1000 per minute",
    }
    site = Site(environment, stream_port=free_port())
    site.start()
    try:
        writers, listeners = _under_fire(site, prepared)
    finally:
        site.stop()
    with prepared.app_context():
        _check(writers, listeners)


def _under_fire(site: Site, app: Flask) -> tuple[list[Writer], list[Listener]]:
    writers = [Writer(Connection(site.port), name) for name in WRITERS]
    for writer in writers:
        writer.arrive()
    listeners = [Listener(site.stream_port, writer.connection.cookie) for writer in writers]
    written, heard = threading.Event(), threading.Event()

    def write(writer: Writer) -> None:
        while not written.is_set():
            writer.write()
            time.sleep(0.02)

    writing = [threading.Thread(target=write, args=(each,)) for each in writers]
    listening = [threading.Thread(target=each.listen, args=(heard,)) for each in listeners]
    for thread in (*writing, *listening):
        thread.start()
    dice = random.Random(11)
    for _ in range(KILLS):
        time.sleep(dice.uniform(0.7, 1.7))
        site.kill_something(dice)
    time.sleep(1)
    written.set()
    for thread in writing:
        thread.join()
    _wait_until_heard(app, listeners)
    heard.set()
    for thread in listening:
        thread.join()
    for writer in writers:
        writer.connection.close()
    return writers, listeners


def _wait_until_heard(app: Flask, listeners: list[Listener]) -> None:
    with app.app_context():
        last = db.session.scalar(select(Workshop.seq))
        db.session.remove()
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and any(each.heard[-1:] != [last] for each in listeners):
        time.sleep(0.1)


def _check(writers: list[Writer], listeners: list[Listener]) -> None:
    cards = Counter(db.session.scalars(select(Contribution.text)))
    confirmed = [text for each in writers for text in each.confirmed]
    assert len(confirmed) > len(writers), "the writers never got through"
    assert [text for text in confirmed if cards[text] != 1] == []
    assert set(cards) == set(confirmed)
    numbers = list(db.session.scalars(select(WorkshopEvent.seq).order_by(WorkshopEvent.seq)))
    assert numbers == list(range(1, len(numbers) + 1))
    assert numbers[-1] == db.session.scalar(select(Workshop.seq))
    for listener in listeners:
        assert listener.heard == numbers
        assert listener.came > 1, "no stream was ever cut"

"""A facilitator who vanishes: after a while everybody sees it, the room goes on, and a co-facilitator may take over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.core import clock
from app.core.db import db
from app.core.transactions.engine import set_will_write
from app.workshops.models import Part, Workshop
from app.workshops.participants.services.invitations import invite
from app.workshops.room.live import hub
from app.workshops.room.live.jobs import note_presence, tell_rooms
from app.workshops.room.services import moves
from tests.client import Page, StrictClient
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, World

Clock = Callable[[Any], Any]
As = Callable[[str | None], StrictClient]
ROOM = "/networks/s215/workshops/1/room"
STREAM = "/networks/s215/workshops/1/stream"


@pytest.fixture(autouse=True)
def nobody_seen_yet(request: pytest.FixtureRequest) -> None:
    """The process remembers who asked, and other tests ask as well."""
    if "app" in request.fixturenames:
        request.getfixturevalue("app").extensions["presence"].seen()


def after(seconds: float) -> Any:
    return FRIDAY + timedelta(seconds=seconds)


def live(world: World) -> Workshop:
    """Marek facilitates, Tomos helps, Amina and Ben take part."""
    made = a_workshop(world, "collecting")
    invite(world.actor("marek"), made, [world.tomos.id], Part.CO_FACILITATOR)
    moves.step(world.actor("marek"), made, "start")
    db.session.commit()
    return made


def said(page: Page) -> bool:
    """Whether the page says that the facilitator is reconnecting."""
    (line,) = page.find_all("div", id="room-presence")
    return line.get("hidden") is None


def asks(client: StrictClient) -> bool:
    """Ask where the room is, as a browser without a stream does; whether the facilitator is reconnecting."""
    return bool(client.client.get(f"{ROOM}/now").get_json()["reconnecting"])


def test_a_facilitator_who_vanishes_is_missed_after_twenty_seconds_and_the_room_goes_on(
    world: World, clock_at: Clock, as_: As
) -> None:
    room = live(world)
    ends_at = room.phases[0].ends_at
    asks(as_("marek"))
    note_presence()
    with clock_at(after(20)):
        assert not asks(as_("amina"))
        assert not said(as_("amina").get(ROOM))
    with clock_at(after(26)):
        assert asks(as_("amina"))
        page = as_("amina").get(ROOM)
        assert said(page)
        assert "Marek, who facilitates, is reconnecting." in page.text
        assert "Take over now" not in page.text
        assert (room.phase_ix, room.phases[0].ends_at) == (0, ends_at)
        asks(as_("marek"))
        note_presence()
        assert not said(as_("amina").get(ROOM))


def test_a_co_facilitator_takes_over_at_one_click_and_the_first_takes_it_back(
    world: World, clock_at: Clock, as_: As
) -> None:
    room = live(world)
    asks(as_("marek"))
    note_presence()
    with clock_at(after(60)):
        page = as_("tomos").get(ROOM)
        assert said(page)
        assert "Take over now" in page.text
        assert as_("amina").post(f"{ROOM}/take-over", {"version": str(room.version)}).status == 403
        as_("tomos").post(f"{ROOM}/take-over", {"version": str(room.version)})
        assert room.facilitator_id == world.tomos.id
        assert not said(as_("amina").get(ROOM)), "who has just come is not missed"
        as_("marek").post(f"{ROOM}/take-over", {"version": str(room.version)})
        assert room.facilitator_id == world.marek.id


def test_who_never_followed_the_room_is_not_missed(world: World, clock_at: Clock, as_: As) -> None:
    live(world)
    asks(as_("tomos"))
    note_presence()
    with clock_at(after(300)):
        assert not said(as_("amina").get(ROOM))


@pytest.fixture
def streams(live_app: Flask) -> Iterator[Flask]:
    """The site as the stream process has it, on the same database."""
    app = create_app(replace(live_app.extensions["settings"], serves_streams=True, streams_at_once=5))
    yield app
    with app.app_context():
        db.engine.dispose()


def test_those_who_follow_are_told_by_the_stream(
    live_app: Flask, streams: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "BEAT", 3.0)
    world = World()
    live(world)
    marek, amina = (StrictClient(streams, getattr(world, name).id).client for name in ("marek", "amina"))
    db.session.remove()
    missed: set[int] = set()

    def beat() -> None:
        nonlocal missed
        set_will_write(will=True)  # as in a thread of its own: the request before it only read
        with streams.app_context():
            note_presence()
            missed = tell_rooms(missed)
            db.session.remove()

    with clock.standing_at(FRIDAY):
        his, hers = marek.get(STREAM), amina.get(STREAM)
        frames = iter(hers.response)
        next(frames)
        beat()
        his.close()
    with clock.standing_at(after(30)):
        beat()
        assert told(next(frames)) == {"reconnecting": True}
        his = marek.get(STREAM)
        beat()
        assert told(next(frames)) == {"reconnecting": False}
        his.close()
        hers.close()


def told(frame: Any) -> Any:
    head, data = frame.decode().strip().split("\n")
    assert head == "event: presence"
    return json.loads(data.removeprefix("data: "))

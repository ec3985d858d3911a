"""The way into the call: the workshop's link, or a room on a BigBlueButton server that checks each signature."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from app.core.db import db
from app.workshops.models import Workshop, WorkshopMember
from app.workshops.room.services.moves import step
from tests.factories.workshops import a_workshop
from tests.people import World

SECRET = "shared-with-the-server"
CALL = "/networks/s215/workshops/1/call"


def is_signed(url: str) -> bool:
    """As the server's documentation has it: the checksum of the call's name, its query without it, and the secret."""
    parts = urlsplit(url)
    query, _, checksum = parts.query.rpartition("&checksum=")
    name = parts.path.rsplit("/", 1)[-1]
    return checksum == sha256(f"{name}{query}{SECRET}".encode()).hexdigest()


class StandIn(BaseHTTPRequestHandler):
    """Makes meetings as BigBlueButton does: the first request makes it, further ones find it."""

    meetings: dict[str, int] = {}  # noqa: RUF012 -- one server at a time

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if not is_signed(self.path):
            body = "<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>"
        else:
            meeting = asked["meetingID"][0]
            made_at = self.meetings.setdefault(meeting, 1_531_155_809_613 + len(self.meetings))
            body = (
                f"<response><returncode>SUCCESS</returncode><meetingID>{meeting}</meetingID>"
                f"<createTime>{made_at}</createTime></response>"
            )
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """A stand-in, and a site that is set to it."""
    StandIn.meetings = {}
    listening = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{listening.server_port}/bigbluebutton"
    before = app.extensions["settings"]
    app.extensions["settings"] = replace(before, bbb_url=address, bbb_secret=SECRET)
    yield address
    app.extensions["settings"] = before
    listening.shutdown()
    listening.server_close()


def test_a_workshop_with_a_link_leads_there(world: World, as_: Any, server: str) -> None:
    a_workshop(world, "live", call_url="https://teams.example.org/1")
    page = as_("amina").get(CALL)
    assert (page.status, page.location) == (303, "https://teams.example.org/1")
    assert StandIn.meetings == {}


def test_without_a_link_the_site_makes_a_room_and_signs_the_way_in(world: World, as_: Any, server: str) -> None:
    a_workshop(world, "live")
    assert CALL in as_("amina").get(CALL.removesuffix("/call")).html
    joined = [as_(name).get(CALL).location for name in ("marek", "amina", "ben")]
    assert len(StandIn.meetings) == 1
    assert all(each.startswith(f"{server}/api/join?") and is_signed(each) for each in joined)
    asked = [parse_qs(urlsplit(each).query) for each in joined]
    assert [each["role"] for each in asked] == [["MODERATOR"], ["VIEWER"], ["VIEWER"]]
    assert [each["fullName"] for each in asked] == [["Marek"], ["Amina"], ["Ben"]]
    assert len({each["userID"][0] for each in asked}) == 3
    assert {each["createTime"][0] for each in asked} == {str(*StandIn.meetings.values())}


def test_a_signature_does_not_fit_another_name(world: World, as_: Any, server: str) -> None:
    a_workshop(world, "live")
    location = as_("amina").get(CALL).location
    assert not is_signed(location.replace("fullName=Amina", "fullName=Ben"))
    assert not is_signed(location.replace("VIEWER", "MODERATOR"))


def test_each_workshop_has_a_room_of_its_own(world: World, as_: Any, server: str) -> None:
    a_workshop(world, "live")
    a_workshop(world, "live")
    for number in (1, 2):
        as_("amina").get(f"/networks/s215/workshops/{number}/call")
    assert len(StandIn.meetings) == 2


def test_a_wrong_secret_or_a_silent_server_leaves_the_workshop_as_it_is(
    app: Flask, world: World, as_: Any, server: str
) -> None:
    a_workshop(world, "live")
    amina = as_("amina")
    for wrong in ({"bbb_secret": "another"}, {"bbb_url": "http://127.0.0.1:1/bigbluebutton"}, {"bbb_url": "file:///"}):
        app.extensions["settings"] = replace(app.extensions["settings"], **wrong)
        page = amina.follow(amina.get(CALL))
        assert "its server does not answer. The workshop goes on without it" in page.text
        assert "Enter the room" in page.text


def test_only_those_invited_join_and_only_while_there_is_a_meeting(world: World, as_: Any, server: str) -> None:
    one = a_workshop(world, "live")
    assert as_("tomos").get(CALL).status == 403
    assert as_("chidi").get(CALL).status == 404
    one.state = "closed"
    db.session.commit()
    assert as_("amina").get(CALL).status == 403
    assert StandIn.meetings == {}


def test_without_a_server_and_a_link_there_is_no_call(world: World, as_: Any) -> None:
    a_workshop(world, "live")
    assert as_("amina").get(CALL).status == 404
    assert CALL not in as_("amina").get(CALL.removesuffix("/call")).html


def test_joining_stores_nothing(world: World, as_: Any, server: str) -> None:
    a_workshop(world, "live")
    before = [(each.id, each.version, each.seq) for each in db.session.query(Workshop)]
    as_("amina").get(CALL)
    assert [(each.id, each.version, each.seq) for each in db.session.query(Workshop)] == before
    assert not any(each.attended for each in db.session.query(WorkshopMember))


def test_the_letter_leads_to_the_site_s_own_way_in_and_holds_no_join_link(
    world: World, server: str, run_outbox: Any, mailbox: list[Any]
) -> None:
    step(world.actor("marek"), a_workshop(world), "schedule")
    db.session.commit()
    run_outbox()
    assert {letter.to for letter in mailbox} >= {world.amina.email, world.ben.email}
    for letter in mailbox:
        assert f"{CALL}" in letter.text
        assert "checksum" not in letter.text + letter.html + letter.calendar
        assert "LOCATION:" in letter.calendar
        assert "/call" in letter.calendar.replace("\r\n ", "").partition("LOCATION:")[2].split("\r\n")[0]
    assert StandIn.meetings == {}  # nothing is made before somebody joins

"""Before the reveal a card's words reach nobody but its writer: no page, no export, no stream, no search, no letter, no
log, and no other row of the database. The pages are taken from the site itself, so that a new one is asked as well.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, url_for
from pypdf import PdfReader
from sqlalchemy import String, cast, select, text
from sqlalchemy.exc import DBAPIError

from app.core.db import db
from app.workshops.models import Anonymity, Contribution, Part, Theme, Workshop
from app.workshops.participants.services.invitations import invite
from app.workshops.room.live.hub import RoomHub
from app.workshops.room.live.sse import Batch, encode
from tests.factories.boards import a_card, a_room, at, go_on, write_on_page
from tests.people import World

CANARY = "zanzibarcanary4711"
#: Others than Amina, who wrote it: a participant, the facilitator, an observer, the chair, the administrator, nobody.
OTHERS = ("ben", "marek", "ravi", "dilys", "ada", None)
#: Pages of others that show what is new, what waits, and what is found.
ELSEWHERE = ("/home", "/inbox", "/networks/s215", "/networks/s215/workshops", "/account/record")
SEARCHES = tuple(f"{path}?q={CANARY}" for path in ("/search", "/networks/s215/search"))


SILENT = (
    ("collecting", Anonymity.NAMED),
    ("lobby", Anonymity.HIDDEN),
    ("collect", Anonymity.UNATTRIBUTED),
)


@pytest.fixture(params=SILENT, ids="-".join)
def room(request: pytest.FixtureRequest, world: World, as_: Any, caplog: Any) -> Workshop:
    """A room where nothing is shown yet, with Ravi as an observer and one card, sent by Amina's browser."""
    caplog.set_level(logging.DEBUG)
    made = a_room(world, *request.param)
    invite(world.actor("marek"), made, [world.ravi.id], Part.OBSERVER)
    db.session.add(Theme(workshop_id=made.id, title="A theme"))
    db.session.commit()
    sent = write_on_page(as_("amina"), made, kind="problem example", text=f"They write {CANARY}.", codes=["1a"])
    assert sent.status == 303
    return made


def pages_of(app: Flask, room: Workshop) -> Iterator[str]:
    """Every address of this workshop that a browser can ask for; a stream is asked in its own test."""
    card, theme = db.session.scalars(select(Contribution)).one(), db.session.scalars(select(Theme)).one()
    known: dict[str, Any] = {
        "slug": "s215",
        "number": room.number,
        "card_id": card.id,
        "theme_id": theme.id,
        "person_id": theme.id,
        "template_id": 1,
        "post_id": 1,
        "name": "themes",
        "token": "x.y",
    }
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            ours = rule.endpoint.startswith("workshops.") and rule.endpoint != "workshops.stream"
            if ours and "GET" in (rule.methods or ()):
                yield url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})


def test_no_page_of_anybody_else_holds_it(app: Flask, room: Workshop, as_: Any) -> None:
    addresses = [*pages_of(app, room), *ELSEWHERE, *SEARCHES]
    assert f"{at(room)}/board" in addresses
    for name in OTHERS:
        reader = as_(name)
        # Setting a PDF takes its time: whoever runs the workshop asks for it, and is shown no more than the others.
        for address in [each for each in addresses if name == "marek" or not each.endswith(".pdf")]:
            answer = reader.get(address, strict=False).answer
            assert held_in(answer) == 0, f"{name} at {address}"
            assert answer.status_code < 500, f"{name} at {address}"


def held_in(answer: Any) -> int:
    """How often an answer holds the words. The card's begin with the word before them; a page of search, which repeats
    what was asked, holds only what was asked.
    """
    if answer.mimetype == "application/pdf":
        words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
        return " ".join(words.split()).count(CANARY)
    return int(answer.data.count(f"write {CANARY}".encode()))


def test_no_answer_to_what_others_send_holds_it(room: Workshop, as_: Any) -> None:
    card = db.session.scalars(select(Contribution)).one()
    sent = {"reason": "Not here.", "text": "Mine", "kind": "idea", "theme": "new", "title": "Mine", "version": "1"}
    verbs = ("edit", "withdraw", "hide", "move", "dismiss", "report", "leave", "show")
    for name in ("ben", "marek", "ravi", "dilys"):
        for verb in verbs:
            answer = as_(name).post(f"{at(room)}/cards/{card.id}/{verb}", sent).answer
            assert held_in(answer) == 0, f"{name}: {verb}"
            assert answer.status_code < 500, f"{name}: {verb}"


def test_no_letter_no_log_and_no_other_row_holds_it(
    room: Workshop, as_: Any, run_outbox: Any, mailbox: Any, caplog: pytest.LogCaptureFixture
) -> None:
    run_outbox()
    assert [each for each in mailbox if CANARY in f"{each}"] == []
    assert [each for each in caplog.records if CANARY in f"{each.getMessage()} {each.__dict__}"] == []
    for table in db.metadata.sorted_tables:
        rows = db.session.execute(select(*[cast(column, String) for column in table.columns])).all()
        held = CANARY in "\n".join(str(row) for row in rows)
        assert held is (table.name == "workshop_contribution"), table.name


def test_no_frame_of_a_stream_holds_it(live_app: Flask) -> None:
    """Also not of those who run the workshop; and nothing in it leads to the writer."""
    made = a_room(World(), "collect")
    a_card(World(), made, f"They write {CANARY}.")
    db.session.commit()
    rooms = RoomHub(db.engine, places=1)
    noted = rooms.noted_after(made.id, 0)
    assert [each.kind for each in noted][-1] == "card.added"
    frame = encode(Batch(made.id, 0, tuple(noted)), runs_it=True).decode()
    assert frame.count(CANARY) == 0
    assert noted[-1].payload == {"cards": 1}


def test_it_is_there_for_everybody_at_the_reveal(room: Workshop, as_: Any) -> None:
    """What the tests above look for can be found."""
    go_on(room, "reveal")
    db.session.commit()
    assert held_in(as_("ben").get(f"{at(room)}/board").answer) > 0


def test_a_fault_of_the_database_says_nothing_of_what_was_to_be_written(world: World) -> None:
    """Its message goes into the log, and into the row of a job that failed."""
    with pytest.raises(DBAPIError) as fault, db.session.begin_nested():
        db.session.execute(text("INSERT INTO workshop_contribution (id, txet) VALUES ('1', :words)"), {"words": CANARY})
    assert "workshop_contribution" in str(fault.value)
    assert CANARY not in str(fault.value)

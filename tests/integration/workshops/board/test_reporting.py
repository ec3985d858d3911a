"""A card that somebody reports, those who answer for it, and a hiding that is taken back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import inspect, select

from app.core.concurrency.receipts import FormReceipt
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.workshops.board.queries.board import board
from app.workshops.board.queries.reports import reports_of
from app.workshops.board.services.cards import hide, show_again
from app.workshops.board.services.reports import leave_standing, report
from app.workshops.models import CardReport, Contribution, Workshop, WorkshopEvent
from app.workshops.queries import seat_of
from tests.factories.boards import a_card, a_room, at, go_on
from tests.people import World

WORDS = "My colleague in the North marks far too late."


@pytest.fixture
def room(world: World) -> Workshop:
    made = a_room(world)
    a_card(world, made, WORDS)
    return go_on(made, "reveal")


def the_card() -> Contribution:
    return db.session.scalars(select(Contribution)).one()


def reports(world: World, room: Workshop, who: str) -> list[str]:
    actor = world.actor(who)
    return [said.reason for each in reports_of(room, seat_of(room, actor), actor).values() for said in each]


def test_a_report_reaches_those_who_run_it_without_a_name(world: World, room: Workshop) -> None:
    report(world.actor("ben"), room, the_card(), "It names a colleague.")
    assert reports(world, room, "marek") == ["It names a colleague."]
    assert reports(world, room, "amina") == []
    assert {column["name"] for column in inspect(db.engine).get_columns("workshop_card_report")} == {
        "id",
        "card_id",
        "reason",
    }
    told = db.session.scalars(select(WorkshopEvent).where(WorkshopEvent.kind == "card.reported")).one()
    assert told.audience == "facilitators"


def test_what_nobody_reads_cannot_be_reported(world: World, room: Workshop) -> None:
    with pytest.raises(NotFound):
        report(world.actor("ben"), go_on(room, "collect"), the_card(), "It names a colleague.")
    with pytest.raises(Refused):
        report(world.actor("dilys"), go_on(room, "reveal"), the_card(), "It names a colleague.")
    with pytest.raises(Invalid):
        report(world.actor("ben"), room, the_card(), "  ")


def test_a_report_is_settled_by_letting_it_stand_or_by_showing_it_again(world: World, room: Workshop) -> None:
    marek = world.actor("marek")
    report(world.actor("ben"), room, the_card(), "It names a colleague.")
    leave_standing(marek, room, the_card())
    assert db.session.query(CardReport).count() == 0
    report(world.actor("ben"), room, the_card(), "Still.")
    hide(marek, room, the_card(), "It names a colleague.")
    assert reports(world, room, "marek") == []
    assert board(room, world.actor("ben")).loose[0].text is None
    show_again(marek, room, the_card())
    assert board(room, world.actor("ben")).loose[0].text == WORDS
    assert db.session.query(CardReport).count() == 0
    with pytest.raises(Refused):
        show_again(world.actor("ben"), room, the_card())


def test_reporting_hiding_and_showing_again_on_pages(world: World, as_: Any, room: Workshop) -> None:
    card, here = the_card().id, at(room)
    db.session.commit()
    ben, marek = as_("ben"), as_("marek")
    assert WORDS in ben.get(f"{here}/cards/{card}/report").text
    assert ben.post(f"{here}/cards/{card}/report", {"reason": ""}).status == 422
    assert ben.post(f"{here}/cards/{card}/report", {"reason": "It names a colleague."}).status == 303
    assert db.session.query(FormReceipt).count() == 0
    assert "Reported: It names a colleague." in marek.get(f"{here}/room").text
    assert "Reported:" not in ben.get(f"{here}/room").text
    (report_key,) = db.session.scalars(select(CardReport.id))
    assert marek.post(f"{here}/cards/{card}/leave", {"seen": report_key}).status == 303
    assert "Reported:" not in marek.get(f"{here}/room").text
    page = marek.get(f"{here}/cards/{card}/hide")
    form = {"reason": "A colleague.", "version": page.values()["version"]}
    assert marek.post(f"{here}/cards/{card}/hide", form).status == 303
    assert WORDS not in ben.get(f"{here}/room").text
    assert "Show it again" not in ben.get(f"{here}/room").text
    assert ben.post(f"{here}/cards/{card}/show").status == 403
    assert marek.post(f"{here}/cards/{card}/show", {"version": str(the_card().version)}).status == 303
    assert WORDS in ben.get(f"{here}/room").text


def test_before_the_reveal_a_card_has_no_page_to_report_it(world: World, as_: Any, room: Workshop) -> None:
    card, here = the_card().id, at(room)
    go_on(room, "collect")
    db.session.commit()
    assert as_("ben").get(f"{here}/cards/{card}/report", strict=False).status == 404

"""The write-up's PDF says what its page says, to whom the page says it, and nothing more."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader
from werkzeug.test import TestResponse

from app.core.db import db
from app.core.documents import pdf
from app.workshops.board.services import cards
from app.workshops.models import Contribution, Theme, Workshop
from app.workshops.outcomes.write_up import services as write_up
from tests.client import StrictClient
from tests.factories.boards import a_card, a_room, loaded
from tests.people import World

AS = Callable[[str | None], StrictClient]
HERE = "/networks/s215/workshops/1"


@pytest.fixture
def room(world: World) -> Workshop:
    workshop = a_room(world)
    theme = Theme(workshop_id=workshop.id, title="Curly arrows")
    db.session.add(theme)
    db.session.flush()
    for text in ("They copy the arrows: $A \\to B$, “Ζαχαρίας” said.", "canary-5d0e names a person"):
        a_card(world, workshop, text).theme_id = theme.id
    workshop.state = "catch_up"
    db.session.commit()
    return loaded(workshop)


def fetched(client: StrictClient) -> TestResponse:
    client._begin()
    return client.client.get(f"{HERE}/write-up.pdf")


def words_of(client: StrictClient) -> str:
    answer = fetched(client)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert "workshop-1-write-up.pdf" in answer.headers["Content-Disposition"]
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages).split())


def test_it_says_what_the_page_says(as_: AS, world: World, room: Workshop) -> None:
    write_up.edit_section(world.actor("marek"), room, "who", "We were **seven**.")
    db.session.commit()
    said = words_of(as_("amina"))
    assert "A draft, as it stood on" in said
    assert "“Ζαχαρίας” said" in said
    assert "A \\to B" in said
    assert "We were seven." in said
    assert "In the words of" in said
    assert world.amina.name not in said


def test_a_hidden_card_is_not_in_it(as_: AS, world: World, room: Workshop) -> None:
    card = next(each for each in _cards(room) if "canary" in each.text)
    cards.hide(world.actor("marek"), room, card, "It names a person.")
    db.session.commit()
    said = words_of(as_("marek"))
    assert "canary-5d0e" not in said
    assert "They copy the arrows" in said


def test_it_is_for_those_who_may_read_the_page(as_: AS, room: Workshop) -> None:
    assert fetched(as_("chidi")).status_code == 404
    assert fetched(as_("spencer")).status_code == 403
    room.state = "published"
    db.session.commit()
    assert "Published" in words_of(as_("spencer"))


def test_before_the_reveal_it_holds_no_words(as_: AS, world: World) -> None:
    workshop = a_room(world)
    a_card(world, workshop, "canary-5d0e")
    db.session.commit()
    assert "canary-5d0e" not in words_of(as_("marek"))


def test_if_it_cannot_be_made_the_page_says_what_to_do(
    as_: AS, room: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf.as_pdf.cache_clear()
    monkeypatch.setattr(pdf, "PATIENCE", 0.001)
    answer = fetched(as_("amina"))
    assert answer.status_code == 403
    assert "can be printed" in answer.text


def _cards(room: Workshop) -> list[Contribution]:
    return db.session.query(Contribution).filter_by(workshop_id=room.id).all()

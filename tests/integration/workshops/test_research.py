"""A researcher reads of a workshop what its authors agreed to, on every page and in every file of it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, url_for
from pypdf import PdfReader
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.networks.models import Consent, Membership, Role
from app.workshops.models import Anonymity, Contribution, Part, Theme, ThemeNote, Workshop, WorkshopMember
from app.workshops.participants.services.invitations import invite
from tests.factories.boards import a_card, a_room, at, go_on
from tests.people import World

#: Who agreed to what, and a word that only they wrote; on a card, and in a note with "noted" before it.
SAID = {
    "amina": (Consent.FORUM_AND_WORKSHOP, "zanzibar"),
    "ben": (Consent.FORUM, "tombouctou"),
    "tomos": (Consent.NONE, "kathmandu"),
}
#: Of the phases in which cards are shown, and of the states after them.
SHOWN = ("group", "discuss", "catch_up", "closed", "published")


def a_board(world: World, situation: str, anonymity: Anonymity) -> Workshop:
    made = a_room(world, "collecting", anonymity)
    invite(world.actor("marek"), made, [world.tomos.id], Part.PARTICIPANT)
    invite(world.actor("marek"), made, [world.ravi.id], Part.OBSERVER)
    theme = Theme(workshop_id=made.id, title="A theme")
    db.session.add(theme)
    db.session.flush()
    for who, (consent, word) in SAID.items():
        db.session.query(Membership).filter_by(person_id=getattr(world, who).id).one().research_consent = consent
        card = a_card(world, made, f"They write {word}.", by=who, author_token=f"a-browser-of-{who}")
        card.theme_id = theme.id
        note = ThemeNote(theme_id=theme.id, author_id=getattr(world, who).id, text=f"noted{word}", at=clock.now())
        db.session.add(note)
    made = go_on(made, situation)
    db.session.commit()
    return made


def pages_of(app: Flask, workshop: Workshop, card: str) -> Iterator[str]:
    theme = db.session.scalars(select(Theme.id).where(Theme.workshop_id == workshop.id)).one()
    known: dict[str, Any] = {
        "slug": "s215", "number": workshop.number, "card_id": card, "theme_id": theme, "person_id": 1, "template_id": 1,
        "post_id": 1, "name": "themes", "token": "x.y",
    }  # fmt: skip
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            ours = rule.endpoint.startswith("workshops.") and rule.endpoint != "workshops.stream"
            if ours and "GET" in (rule.methods or ()):
                yield url_for(rule.endpoint, **{name: known[name] for name in rule.arguments})


def words_of(answer: Any) -> str:
    if answer.mimetype == "application/pdf":
        return " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.get_data())).pages)
    return str(answer.get_data(as_text=True))


@pytest.mark.parametrize("situation", SHOWN)
@pytest.mark.parametrize("anonymity", [Anonymity.NAMED, Anonymity.HIDDEN])
def test_only_what_was_agreed_to_for_workshops_is_shown(
    app: Flask, world: World, as_: Any, situation: str, anonymity: Anonymity
) -> None:
    made = a_board(world, situation, anonymity)
    cards = dict(iter(db.session.execute(select(Contribution.author_id, Contribution.id))))
    seen = ""
    for who in ("ben", "tomos"):
        for address in pages_of(app, made, cards[getattr(world, who).id]):
            answer = as_("ravi").get(address, strict=False).answer
            told = words_of(answer)
            assert answer.status_code < 500, address
            for _, word in (SAID["ben"], SAID["tomos"]):
                assert word not in told, address
            seen += told
    assert "zanzibar" in seen
    assert "notedzanzibar" in seen
    assert "has not agreed that their words be read for research" in seen
    # Everybody else reads all of it.
    others = "".join(
        words_of(as_("marek").get(f"{at(made)}/{name}", strict=False).answer) for name in ("board", "cards")
    )
    assert all(word in others for _, word in SAID.values())


@pytest.mark.parametrize("situation", ["discuss", "closed"])
def test_of_a_workshop_without_names_no_card_is_read_for_research(
    app: Flask, world: World, as_: Any, situation: str
) -> None:
    made = a_board(world, situation, Anonymity.UNATTRIBUTED)
    card = db.session.scalars(select(Contribution.id)).first()
    assert card is not None
    for address in pages_of(app, made, card):
        told = words_of(as_("ravi").get(address, strict=False).answer)
        assert not [word for _, word in SAID.values() if f"write {word}" in told], address


def test_consent_holds_at_once_and_may_be_taken_back(world: World, as_: Any) -> None:
    made = a_board(world, "closed", Anonymity.NAMED)
    board = f"{at(made)}/board"
    as_("ben").post("/networks/s215/consent", {"consent": "forum and workshop"})
    assert "tombouctou" in as_("ravi").get(board).text
    as_("ben").post("/networks/s215/consent", {"consent": "forum"})
    assert "tombouctou" not in as_("ravi").get(board).text


def test_a_researcher_with_another_role_reads_as_that_role_does(world: World, as_: Any) -> None:
    made = a_board(world, "closed", Anonymity.NAMED)
    db.session.query(Membership).filter_by(person_id=world.ravi.id).update({"role": Role.AL})
    db.session.commit()
    assert "kathmandu" in as_("ravi").get(f"{at(made)}/board").text


@pytest.mark.parametrize("anonymity", list(Anonymity))
def test_a_researcher_who_takes_part_reads_with_the_others_while_it_lasts(
    world: World, as_: Any, anonymity: Anonymity
) -> None:
    made = a_board(world, "discuss", anonymity)
    db.session.query(WorkshopMember).filter_by(person_id=world.ravi.id).update({"part": Part.PARTICIPANT})
    db.session.commit()
    there = "".join(as_("ravi").get(f"{at(made)}/{name}", strict=False).text for name in ("board", "room", "cards"))
    assert all(word in there for _, word in SAID.values())
    closed = go_on(made, "closed")
    db.session.commit()
    told = "".join(as_("ravi").get(f"{at(closed)}/{name}", strict=False).text for name in ("board", "cards"))
    assert not [word for _, word in (SAID["ben"], SAID["tomos"]) if word in told]

"""Cards: who adds them, what is stored of the writer, who may change them, when others see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import OperationalError

from app.core import clock
from app.core.audit import AuditEntry
from app.core.concurrency.receipts import FormReceipt
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.workshops.board.queries.board import board
from app.workshops.board.queries.cards import counts, own_cards
from app.workshops.board.services.cards import LONGEST_CARD, CardWords, contribute, edit, hide, withdraw
from app.workshops.models import (
    Anonymity,
    Channel,
    Command,
    Contribution,
    ContributionKind,
    WorkshopEvent,
    WorkshopMember,
)
from app.workshops.participants.services import participation
from app.workshops.room.services.moves import step
from tests.factories.boards import TOKEN, a_card, a_room, go_on
from tests.people import World

WORDS = CardWords(ContributionKind.PROBLEM_EXAMPLE, "“Minus times minus stays minus.”", ("2a", "1b", "1b"))


def test_a_card_keeps_kind_words_and_codes(world: World) -> None:
    room = a_room(world, anonymity=Anonymity.NAMED)
    card = contribute(world.actor("amina"), room, WORDS)
    assert card is not None
    assert (card.kind, card.text, card.codes) == (WORDS.kind, WORDS.text, ["1b", "2a"])
    assert (card.author_id, card.channel, card.late) == (world.amina.id, Channel.BEFORE, False)


def test_codes_belong_to_problem_examples_only(world: World) -> None:
    card = a_card(world, a_room(world), kind=ContributionKind.IDEA, codes=("1a",))
    assert card.codes == []


def test_an_unattributed_card_holds_nothing_of_its_writer(world: World) -> None:
    room = a_room(world)
    with clock.standing_at(clock.now() + timedelta(hours=1, seconds=7)):
        a_card(world, room, "Nobody may know that I wrote this.")
    row = db.session.execute(select(Contribution.__table__)).mappings().one()
    assert row["author_id"] is None
    assert (row["at"].hour, row["at"].minute, row["at"].second) == (0, 0, 0)
    assert TOKEN not in str(dict(row))
    # Nothing else was written that names Amina, but for a yes in the list of those invited once the room moves on.
    assert db.session.query(AuditEntry).filter_by(subject_kind="workshop_contribution").count() == 0
    assert db.session.query(FormReceipt).count() == 0
    columns = {column["name"] for column in inspect(db.engine).get_columns("workshop_command")}
    assert columns == {"workshop_id", "key"}
    events = db.session.scalars(select(WorkshopEvent).where(WorkshopEvent.kind == "card.added")).all()
    assert [each.payload for each in events] == [{"cards": 1}]
    member = db.session.query(WorkshopMember).filter_by(workshop_id=room.id, person_id=world.amina.id).one()
    assert not member.contributed
    room.state = "closed"
    participation.settle(room.id)
    db.session.refresh(member)
    assert member.contributed


def test_marks_of_one_browser_differ_from_card_to_card(world: World) -> None:
    room = a_room(world)
    assert a_card(world, room, "One").mark != a_card(world, room, "Two").mark


def test_the_order_of_writing_is_not_in_the_rows(world: World) -> None:
    """Random keys, and on SQLite a table in the order of the keys."""
    room = a_room(world)
    written = [a_card(world, room, f"Card {n}").id for n in range(24)]
    assert written != sorted(written)
    if db.session.get_bind().dialect.name == "sqlite":
        stored = db.session.scalars(text("SELECT id FROM workshop_contribution")).all()
        assert list(stored) == sorted(written)
        with pytest.raises(OperationalError, match="rowid"):
            db.session.execute(text("SELECT rowid FROM workshop_contribution"))


def test_the_reveal_places_by_lot_once_and_forgets_browsers(world: World) -> None:
    room = a_room(world)
    written = [a_card(world, room, f"Card {n}").id for n in range(24)]
    go_on(room, "reveal")
    placed = {card.id: card.place for card in db.session.query(Contribution).populate_existing()}
    assert set(placed.values()) == set(range(24))
    assert [placed[each] for each in written] != list(range(24))
    assert db.session.query(Contribution).filter(Contribution.mark.is_not(None)).count() == 0
    go_on(room, "collect")
    later = a_card(world, room, "Written on the way back").id
    go_on(room, "reveal")
    after = {card.id: card.place for card in db.session.query(Contribution).populate_existing()}
    assert after == {**placed, later: 24}


def test_the_same_form_sent_twice_makes_one_card(world: World) -> None:
    room = a_room(world)
    amina = world.actor("amina")
    assert contribute(amina, room, WORDS, author_token=TOKEN, key="0123456789abcdef")
    assert contribute(amina, room, WORDS, author_token=TOKEN, key="0123456789abcdef") is None
    assert db.session.query(Contribution).count() == 1
    go_on(room, "reveal")
    assert contribute(amina, room, WORDS, author_token=TOKEN, key="0123456789abcdef") is None, (
        "sent again after a lost answer"
    )
    with pytest.raises(Invalid):
        contribute(amina, room, WORDS, author_token=TOKEN, key="")
    step(world.actor("marek"), room, "close")
    assert db.session.query(Command).count() == 0


@pytest.mark.parametrize("length", [LONGEST_CARD, LONGEST_CARD + 1])
def test_a_card_has_ten_thousand_characters_at_most(world: World, length: int) -> None:
    room = a_room(world, anonymity=Anonymity.NAMED)
    words = CardWords(ContributionKind.IDEA, "x" * length)
    if length <= LONGEST_CARD:
        assert contribute(world.actor("amina"), room, words)
        return
    with pytest.raises(Invalid, match="too long"):
        contribute(world.actor("amina"), room, words)


@pytest.mark.parametrize("name", ["tomos", "chidi"])
def test_only_those_invited_add_cards(world: World, name: str) -> None:
    room = a_room(world)
    with pytest.raises((Refused, NotFound)):
        contribute(world.actor(name), room, WORDS, author_token=TOKEN, key="0123456789abcdef")


@pytest.mark.parametrize("state", ["draft", "scheduled", "final_ballot", "closed", "published", "cancelled"])
def test_cards_are_added_while_the_workshop_is_open_for_them(world: World, state: str) -> None:
    room = a_room(world, state)
    with pytest.raises(Refused):
        contribute(world.actor("amina"), room, WORDS, author_token=TOKEN, key="0123456789abcdef")


@pytest.mark.parametrize(
    ("situation", "channel", "late"),
    [
        ("collecting", Channel.BEFORE, False),
        ("lobby", Channel.LIVE, False),
        ("collect", Channel.LIVE, False),
        ("group", Channel.LIVE, True),
        ("vote", Channel.LIVE, True),
        ("catch_up", Channel.AFTER, True),
    ],
)
def test_no_phase_refuses_a_card(world: World, situation: str, channel: Channel, late: bool) -> None:
    room = a_room(world, situation)
    card = a_card(world, room)
    assert (card.channel, card.late) == (channel, late)
    seen = board(room, world.actor("ben"))
    assert [each.id for each in seen.tray] == ([card.id] if late else [])


def test_the_browser_that_wrote_a_card_changes_it_until_the_reveal(world: World) -> None:
    room = a_room(world)
    card, amina = a_card(world, room), world.actor("amina")
    edit(amina, room, card, CardWords(card.kind, "Better words"), author_token=TOKEN, seen_version=card.version)
    db.session.flush()
    assert [each.text for each in own_cards(room, amina, author_token=TOKEN)] == ["Better words"]
    assert own_cards(room, amina, author_token="another browser") == []
    with pytest.raises(NotFound):
        edit(world.actor("ben"), room, card, WORDS, author_token="another browser")
    go_on(room, "reveal")
    db.session.refresh(card)
    with pytest.raises(Refused):
        edit(amina, room, card, WORDS, author_token=TOKEN)


def test_a_named_card_is_its_authors(world: World) -> None:
    room = a_room(world, "group", Anonymity.NAMED)
    card = a_card(world, room)
    edit(world.actor("amina"), room, card, CardWords(card.kind, "Better words"), seen_version=card.version)
    db.session.flush()
    with pytest.raises(Conflict):
        edit(world.actor("amina"), room, card, WORDS, seen_version=card.version - 1)
    with pytest.raises(Refused):
        edit(world.actor("ben"), room, card, WORDS)


def test_what_was_withdrawn_is_gone_with_its_words(world: World) -> None:
    room = a_room(world)
    card = a_card(world, room, "Better unsaid")
    withdraw(world.actor("amina"), room, card, author_token=TOKEN)
    db.session.flush()
    go_on(room, "reveal")
    assert board(room, world.actor("ben")).cards == 0
    assert "unsaid" not in str(db.session.execute(select(Contribution.__table__)).all())


def test_a_hidden_card_leaves_its_reason_and_not_its_words(world: World) -> None:
    room = a_room(world, "group")
    card = a_card(world, room, "About a student by name")
    with pytest.raises(Refused):
        hide(world.actor("amina"), room, card, "No reason of mine")
    with pytest.raises(Invalid):
        hide(world.actor("marek"), room, card, "  ")
    hide(world.actor("marek"), room, card, "It names a student.")
    db.session.flush()
    for name in ("amina", "marek"):
        (shown,) = board(room, world.actor(name)).tray
        assert (shown.text, shown.hidden_reason) == (None, "It names a student.")


def test_nobody_hides_what_nobody_may_read_yet(world: World) -> None:
    room = a_room(world)
    card = a_card(world, room)
    with pytest.raises(NotFound):
        hide(world.actor("marek"), room, card, "I cannot have read it.")


@pytest.mark.parametrize(
    ("anonymity", "reader", "author"),
    [
        (Anonymity.NAMED, "ben", "Amina"),
        (Anonymity.HIDDEN, "ben", None),
        (Anonymity.HIDDEN, "marek", "Amina"),
        (Anonymity.UNATTRIBUTED, "marek", None),
    ],
)
def test_who_sees_names(world: World, anonymity: Anonymity, reader: str, author: str | None) -> None:
    room = a_room(world, anonymity=anonymity)
    a_card(world, room)
    go_on(room, "reveal")
    (card,) = board(room, world.actor(reader)).loose
    assert card.author == author
    assert (card.author_id is None) == (author is None)


def test_those_not_invited_see_no_cards(world: World) -> None:
    room = a_room(world)
    a_card(world, room)
    go_on(room, "reveal")
    assert board(room, world.actor("dilys")).cards == 0
    assert board(room, world.actor("ben")).cards == 1
    go_on(room, "published")
    assert board(room, world.actor("dilys")).cards == 1
    assert board(room, world.actor("chidi")).cards == 0


def test_how_many_wrote_is_not_said_of_a_few(world: World) -> None:
    people = ("amina", "ben", "tomos", "dilys", "saoirse")
    room = a_room(world, people=people)
    for at, name in enumerate(people, 1):
        a_card(world, room, by=name)
        told = counts(room, world.actor("marek"))
        assert (told.cards, told.writers) == (at, at if at >= 5 else None)


def test_going_back_behind_the_reveal_hides_the_cards_again(world: World) -> None:
    room = a_room(world)
    a_card(world, room)
    go_on(room, "reveal")
    assert board(room, world.actor("ben")).cards == 1
    go_on(room, "collect")
    assert board(room, world.actor("ben")).cards == 0


def test_queries_do_not_grow_with_cards(world: World, count_queries: Any) -> None:
    room = a_room(world, "group")
    ben, asked = world.actor("ben"), []
    for more in (10, 990):
        rows = [
            {
                "id": f"{more}-{n}",
                "workshop_id": room.id,
                "kind": "idea",
                "text": f"Card {n}",
                "codes": [],
                "channel": "live",
                "late": n % 2 == 0,
                "placed": False,
                "withdrawn": False,
                "dismissed": [],
                "at": clock.now(),
                "version": 1,
            }
            for n in range(more)
        ]
        db.session.execute(Contribution.__table__.insert(), rows)  # type: ignore[attr-defined]
        db.session.flush()
        with count_queries() as seen:
            assert board(room, ben).cards >= more
        asked.append(len(seen))
    assert asked[0] == asked[1]

"""Vectors of cards: made by the worker after the reveal only, gone with the words, and never half used."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core import outbox
from app.core.db import db
from app.core.outbox import OutboxItem
from app.similarity import sentence_model
from app.workshops.board.queries.board import board
from app.workshops.board.queries.similar_cards import Suggestions, goes_by_sentences, suggestions
from app.workshops.board.queries.vectors import vectors_of
from app.workshops.board.services import vectors
from app.workshops.board.services.cards import CardWords, edit, hide, withdraw
from app.workshops.board.services.grouping import change_theme, dismiss_suggestion, move_card, name_theme
from app.workshops.models import Anonymity, CardVector, ContributionKind, ThemeVector, Workshop
from app.workshops.models.vectors import packed, unpacked
from tests.factories.boards import TOKEN, a_card, a_room, go_on, loaded
from tests.people import World

MODEL = pytest.mark.skipif(not sentence_model.is_installed(), reason="the sentence model is an extra: `make model`")
NEITHER = CardWords(ContributionKind.IDEA, "Something else altogether")


def owed() -> int:
    return db.session.scalar(select(func.count()).where(OutboxItem.kind == vectors.EMBED)) or 0


def kept() -> int:
    db.session.flush()
    return db.session.scalar(select(func.count()).select_from(CardVector)) or 0


def given(card_id: str, *numbers: float) -> None:
    db.session.add(CardVector(contribution_id=card_id, model=sentence_model.NAME, vector=packed(numbers)))
    db.session.flush()


def work(room: Workshop) -> Workshop:
    db.session.commit()
    assert outbox.run_due() >= 0
    return loaded(room)


def test_a_vector_is_kept_as_it_was() -> None:
    assert unpacked(packed([0.5, -0.25, 1.0])) == (0.5, -0.25, 1.0)
    assert len(packed([0.1] * 384)) == 1536


@MODEL
def test_nothing_is_read_before_the_reveal_and_everything_after_it(world: World) -> None:
    room = a_room(world)
    for text in ("Arrows start at the wrong atom", "Too much to read in week 12"):
        a_card(world, room, text)
    assert owed() == 0
    vectors.embed({"workshop": room.id})
    assert kept() == 0
    room = work(go_on(room, "group"))
    assert kept() == 2
    assert vectors_of(room, world.actor("amina")).cards.keys() == {
        card.id for card in board(room, world.actor("amina")).loose
    }


def test_what_was_owed_leaves_no_row_that_says_when_a_card_was_written(world: World) -> None:
    """A late card without a name is kept with its day; the row of what the worker did for it has the moment."""
    room = go_on(a_room(world), "group")
    outbox.enqueue(vectors.EMBED, {"workshop": room.id})
    work(room)
    assert owed() == 0


@MODEL
def test_what_is_owed_names_the_workshop_and_no_card(world: World) -> None:
    room = go_on(a_room(world), "group")
    late = a_card(world, room)
    assert owed() >= 1
    for item in db.session.scalars(select(OutboxItem).where(OutboxItem.kind == vectors.EMBED)):
        assert item.payload == {"workshop": room.id}
    room = work(room)
    assert unpacked(db.session.get_one(CardVector, late.id).vector) == pytest.approx(
        sentence_model.model().vector(late.text), abs=1e-6
    )


@MODEL
def test_a_title_is_read_again_when_it_changes(world: World) -> None:
    room, marek = go_on(a_room(world), "group"), world.actor("marek")
    a_card(world, room)
    theme = name_theme(marek, room, "Signs")
    room = work(room)
    assert theme.id in vectors_of(room, marek).titles
    change_theme(marek, room, theme, "Brackets", theme.list)
    db.session.flush()
    assert theme.id not in vectors_of(room, marek).titles
    room = work(room)
    assert db.session.get_one(ThemeVector, theme.id).title == "Brackets"


def test_changed_and_withdrawn_words_take_their_vector_along(world: World) -> None:
    room = go_on(a_room(world, anonymity=Anonymity.NAMED), "group")
    one, other, amina = a_card(world, room), a_card(world, room), world.actor("amina")
    given(one.id, 1.0)
    given(other.id, 1.0)
    edit(amina, room, one, NEITHER, author_token=TOKEN)
    assert kept() == 1
    withdraw(amina, room, other, author_token=TOKEN)
    assert kept() == 0


def test_one_card_without_a_vector_and_all_are_compared_by_words(world: World) -> None:
    room, amina = go_on(a_room(world), "group"), world.actor("amina")
    arrow, reading = a_card(world, room, "The arrow is drawn backwards"), a_card(world, room, "Too many pages")
    nearest = a_card(world, room, "An arrow from the wrong atom")
    given(arrow.id, 1.0, 0.0)
    given(reading.id, 0.9, 0.1)
    shown, vectors = board(room, amina), vectors_of(room, amina)
    assert not goes_by_sentences(shown, vectors)
    assert suggestions(shown, shown.tray, vectors).cards[arrow.id] == [nearest.id]
    given(nearest.id, 0.0, 1.0)
    offers = suggestions(shown, shown.tray, vectors_of(room, amina))
    assert offers.by_sentences
    assert offers.cards[arrow.id] == [reading.id]


def test_an_answer_is_kept_while_nothing_that_counts_changed(world: World) -> None:
    room, amina, marek = go_on(a_room(world), "group"), world.actor("amina"), world.actor("marek")
    one, other = a_card(world, room, "The arrow is drawn backwards"), a_card(world, room, "An arrow too many")

    def asked() -> object:
        shown = board(room, amina)
        return suggestions(shown, [card for card in shown.tray if card.id == one.id], vectors_of(room, amina))

    first = asked()
    assert asked() is first
    theme = move_card(marek, room, other, "Arrows")
    assert theme is not None
    db.session.flush()
    assert asked() == Suggestions(themes={one.id: [theme.id]}, cards={one.id: []}, sure=frozenset({one.id}))
    dismiss_suggestion(marek, room, one, theme)
    db.session.flush()
    assert asked() == Suggestions(themes={one.id: []}, cards={one.id: []})


def test_a_hidden_card_is_neither_asked_nor_offered(world: World) -> None:
    room, marek = go_on(a_room(world), "group"), world.actor("marek")
    seen, hidden = a_card(world, room, "An arrow too many"), a_card(world, room, "An arrow too few")
    given(seen.id, 1.0, 0.0)
    hide(marek, room, hidden, "It names a student")
    db.session.flush()
    shown = board(room, world.actor("amina"))
    offers = suggestions(shown, shown.tray, vectors_of(room, world.actor("amina")))
    assert offers.by_sentences
    assert offers.cards == {seen.id: []}


def test_before_the_reveal_there_is_nothing_to_compare(world: World) -> None:
    room = a_room(world)
    card = a_card(world, room)
    given(card.id, 1.0)
    assert vectors_of(room, world.actor("marek")).cards == {}

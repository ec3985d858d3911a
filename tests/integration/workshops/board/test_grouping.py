"""Grouping: who groups and when, what a merge and an undo do, what happens when two are at it."""

from __future__ import annotations

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.workshops.board.queries.board import board, themes_of
from app.workshops.board.services.arrange import Together, place_together
from app.workshops.board.services.grouping import change_theme, merge_themes, move_card, name_theme, undo_last
from app.workshops.board.services.notes import add_note, second
from app.workshops.models import (
    Anonymity,
    Contribution,
    GroupingStep,
    Method,
    Part,
    Round,
    Seconding,
    Theme,
    ThemeList,
    Workshop,
    WorkshopEvent,
    WorkshopMember,
)
from tests.factories.boards import TOKEN, a_card, a_room, go_on
from tests.people import World


@pytest.fixture
def room(world: World) -> Workshop:
    return go_on(a_room(world), "group")


def an_open_round(room: Workshop, items: list[int]) -> Round:
    one = Round(
        workshop_id=room.id,
        number=1,
        method=Method.DOTS,
        final=False,
        budget=5,
        items=items,
        sealed=False,
        rule="Most dots first.",
        opened_at=clock.now(),
    )
    db.session.add(one)
    db.session.flush()
    return one


def test_every_participant_groups_while_the_room_is_live(world: World, room: Workshop) -> None:
    for name in ("amina", "ben", "marek"):
        assert name_theme(world.actor(name), room, f"A theme of {name}").list is ThemeList.TOPICS
    db.session.query(WorkshopMember).filter_by(workshop_id=room.id, person_id=world.ben.id).update(
        {"part": Part.OBSERVER}
    )
    for name, refusal in (("ben", Refused), ("tomos", Refused), ("chidi", NotFound)):
        with pytest.raises(refusal):
            name_theme(world.actor(name), room, "Not theirs")


@pytest.mark.parametrize("situation", ["collecting", "lobby", "collect", "final_ballot", "closed", "published"])
def test_there_is_a_time_for_grouping(world: World, situation: str) -> None:
    room = go_on(a_room(world), situation)
    with pytest.raises(Refused):
        name_theme(world.actor("marek"), room, "Too early or too late")


def test_after_the_meeting_those_who_run_it_group(world: World) -> None:
    room = go_on(a_room(world), "catch_up")
    late = a_card(world, room)
    with pytest.raises(Refused):
        move_card(world.actor("amina"), room, late, "Signs")
    move_card(world.actor("marek"), room, late, "Signs")
    shown = board(room, world.actor("amina"))
    assert (len(shown.tray), [len(theme.cards) for theme in shown.themes]) == (0, [1])


def test_the_slower_of_two_movers_is_told(world: World, room: Workshop) -> None:
    card = a_card(world, room)
    seen = card.version
    first = move_card(world.actor("amina"), room, card, "One", seen_version=seen)
    db.session.flush()
    with pytest.raises(Conflict):
        move_card(world.actor("ben"), room, card, "Another", seen_version=seen)
    assert first is not None
    assert card.theme_id == first.id


def test_a_card_dropped_into_a_theme_that_was_just_merged_goes_where_that_leads(world: World, room: Workshop) -> None:
    ben, card = world.actor("ben"), a_card(world, room)
    one, other = name_theme(ben, room, "One"), name_theme(ben, room, "Other")
    merge_themes(ben, room, one, other)
    assert move_card(ben, room, card, one) is other
    with pytest.raises(Invalid):
        merge_themes(ben, room, one, other)


def test_merging_in_a_ring_is_refused(world: World, room: Workshop) -> None:
    ben = world.actor("ben")
    one, other = name_theme(ben, room, "One"), name_theme(ben, room, "Other")
    merge_themes(ben, room, one, other)
    with pytest.raises(Invalid):
        merge_themes(ben, room, other, one)


def test_a_merge_takes_notes_and_secondings_along_and_undoing_gives_them_back(world: World) -> None:
    room = go_on(a_room(world, anonymity=Anonymity.NAMED), "group")
    amina, ben = world.actor("amina"), world.actor("ben")
    one, other = name_theme(ben, room, "One"), name_theme(ben, room, "Other")
    for theme in (one, other):
        assert second(amina, room, theme)
    assert second(ben, room, other)
    add_note(ben, room, one, "As I said.")
    merge_themes(ben, room, one, other)
    (joined,) = themes_of(room, amina)
    assert (joined.secondings, joined.seconded, [each.text for each in joined.notes]) == (2, True, ["As I said."])
    assert not second(amina, room, one)
    undo_last(ben, room)
    assert {theme.title: theme.secondings for theme in themes_of(room, amina)} == {"One": 1, "Other": 2}


def test_undo_goes_back_step_by_step_to_the_beginning(world: World, room: Workshop) -> None:
    ben, cards = world.actor("ben"), [a_card(world, room, f"Card {n}") for n in range(3)]
    one = move_card(ben, room, cards[0], "One")
    assert one is not None
    move_card(ben, room, cards[1], one)
    other = move_card(ben, room, cards[2], "Other")
    assert other is not None
    merge_themes(ben, room, other, one)
    change_theme(ben, room, one, "Named better", ThemeList.ISSUES)
    move_card(ben, room, cards[0], None)
    while undo_last(ben, room) is not None:
        db.session.flush()
    assert db.session.query(Theme).count() == 0
    assert {(card.theme_id, card.placed) for card in db.session.query(Contribution)} == {(None, False)}
    assert db.session.query(GroupingStep).filter_by(undone=False).count() == 0


def test_a_theme_that_was_answered_to_is_not_undone_away(world: World, room: Workshop) -> None:
    ben = world.actor("ben")
    theme = name_theme(ben, room, "One")
    second(world.actor("amina"), room, theme, author_token=TOKEN)
    with pytest.raises(Conflict):
        undo_last(ben, room)
    assert db.session.query(Theme).count() == 1


def test_themes_stand_still_while_they_are_voted_on(world: World, room: Workshop) -> None:
    ben = world.actor("ben")
    one, other = name_theme(ben, room, "One"), name_theme(ben, room, "Other")
    an_open_round(room, [one.id, other.id])
    with pytest.raises(Refused):
        merge_themes(ben, room, one, other)
    with pytest.raises(Refused):
        undo_last(ben, room)


def test_a_theme_that_was_ever_voted_on_stays(world: World, room: Workshop) -> None:
    ben = world.actor("ben")
    theme = name_theme(ben, room, "One")
    an_open_round(room, [theme.id]).state = "closed"  # type: ignore[assignment]
    db.session.flush()
    with pytest.raises(Conflict):
        undo_last(ben, room)


def test_a_proposal_leaves_alone_what_a_person_placed(world: World, room: Workshop) -> None:
    ben, cards = world.actor("ben"), [a_card(world, room, f"Card {n}") for n in range(3)]
    one, other = name_theme(ben, room, "One"), name_theme(ben, room, "Other")
    move_card(ben, room, cards[0], one)
    assert place_together(world.actor("marek"), room, [Together([card.id for card in cards], other.id)]) == 2
    assert {theme.title: len(theme.cards) for theme in themes_of(room, ben)} == {"One": 1, "Other": 2}
    undo_last(ben, room)
    assert {theme.title: len(theme.cards) for theme in themes_of(room, ben)} == {"One": 1, "Other": 0}


@pytest.mark.parametrize("title", ["", "   ", "x" * 161])
def test_a_theme_has_a_name_of_some_length(world: World, room: Workshop, title: str) -> None:
    with pytest.raises(Invalid):
        name_theme(world.actor("ben"), room, title)


def test_a_theme_of_another_workshop_is_not_there(world: World, room: Workshop) -> None:
    elsewhere = go_on(a_room(world), "group")
    theme = name_theme(world.actor("ben"), elsewhere, "Elsewhere")
    with pytest.raises(NotFound):
        move_card(world.actor("ben"), room, a_card(world, room), theme)
    with pytest.raises(NotFound):
        second(world.actor("ben"), room, theme, author_token=TOKEN)


def test_seeing_it_too_counts_once_and_names_nobody(world: World, room: Workshop) -> None:
    theme = name_theme(world.actor("ben"), room, "One")
    assert second(world.actor("amina"), room, theme, author_token=TOKEN)
    assert not second(world.actor("amina"), room, theme, author_token=TOKEN)
    assert second(world.actor("ben"), room, theme, author_token="another browser")
    assert [theme.secondings for theme in themes_of(room, world.actor("ben"))] == [2]
    marks = db.session.query(Seconding.mark).all()
    assert all(len(mark) == 64 and TOKEN not in mark for (mark,) in marks)
    with pytest.raises(Invalid):
        second(world.actor("marek"), room, theme, author_token="")


def test_the_log_of_the_room_holds_no_words(world: World) -> None:
    room = a_room(world)
    card = a_card(world, room, "secret-words")
    room = go_on(room, "group")
    ben = world.actor("ben")
    theme = move_card(ben, room, card, "secret-words as a title")
    assert theme is not None
    add_note(ben, room, theme, "secret-words in a note")
    db.session.flush()
    events = db.session.query(WorkshopEvent).filter_by(workshop_id=room.id).order_by(WorkshopEvent.seq).all()
    assert len(events) >= 3
    assert all("secret-words" not in str(each.payload) for each in events)
    first = events[0].seq
    assert [each.seq for each in events] == list(range(first, first + len(events)))

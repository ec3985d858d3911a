"""Arrange for me: what is proposed, what accepting and dismissing do, and that one stroke undoes it."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.similarity import sentence_model
from app.workshops.board.queries.arrangement import arrangement
from app.workshops.board.queries.board import board
from app.workshops.board.services.arrange import Together, dismiss_proposal, place_together
from app.workshops.board.services.cards import hide
from app.workshops.board.services.grouping import move_card, put_together, undo_last
from app.workshops.models import CardVector, Contribution, ContributionKind, GroupingStep, ThemeList, Workshop
from app.workshops.models.vectors import packed
from tests.cpu import at_most
from tests.factories.boards import a_card, a_room, at, go_on, loaded
from tests.people import World
from tests.similar import PARTS, workshops

ARROWS = [f"Arrow drawn from the minus sign of the nucleophile {n}" for n in ("again", "twice", "always")]


@pytest.fixture
def room(world: World) -> Workshop:
    return go_on(a_room(world), "group")


def vector(card: Contribution, degrees: float) -> Contribution:
    numbers = [math.cos(math.radians(degrees)), math.sin(math.radians(degrees))]
    db.session.add(CardVector(contribution_id=card.id, model=sentence_model.NAME, vector=packed(numbers)))
    db.session.flush()
    return card


def lying(world: World, room: Workshop, *degrees: float) -> list[Contribution]:
    """Cards whose vectors lie in these directions."""
    return [vector(a_card(world, room, f"Card about matter {n}"), each) for n, each in enumerate(degrees)]


def keys(proposal: Any) -> set[str]:
    return {card.id for card in proposal.cards}


def test_by_words_cards_go_to_themes_that_stand_and_no_theme_is_invented(world: World, room: Workshop) -> None:
    cards, marek = [a_card(world, room, text) for text in ARROWS], world.actor("marek")
    assert arrangement(room, marek).proposals == []
    theme = move_card(marek, room, cards[0], "Curly arrows")
    assert theme is not None
    found = arrangement(room, marek)
    assert not found.by_sentences
    assert [(each.theme, keys(each)) for each in found.proposals] == [(theme.id, {card.id for card in cards[1:]})]


def test_by_sentences_near_cards_become_a_theme(world: World, room: Workshop) -> None:
    cards, marek = lying(world, room, 0, 10, 90, 100, 105, 200), world.actor("marek")
    found = arrangement(room, marek)
    assert found.by_sentences
    assert [keys(each) for each in found.proposals] == [
        {each.id for each in cards[2:5]},
        {each.id for each in cards[:2]},
    ]
    assert all(each.theme is None and each.title for each in found.proposals)
    assert found.left == 1
    assert [each.key for each in arrangement(room, marek).proposals] == [each.key for each in found.proposals]


def test_most_cards_say_on_which_list_a_theme_goes(world: World, room: Workshop) -> None:
    for n, kind in enumerate([ContributionKind.OTHER_ISSUE, ContributionKind.OTHER_ISSUE, ContributionKind.IDEA]):
        vector(a_card(world, room, f"No time in week {n}", kind=kind), n)
    (proposal,) = arrangement(room, world.actor("marek")).proposals
    assert (proposal.list, proposal.title) == (ThemeList.ISSUES, "Time in week")


def test_what_a_person_placed_hid_or_took_is_in_no_proposal(world: World, room: Workshop) -> None:
    placed, hidden, *others = lying(world, room, 0, 1, 2, 3)
    marek = world.actor("marek")
    move_card(marek, room, placed, "Mine")
    hide(marek, room, hidden, "It names a student")
    db.session.flush()
    proposed = [keys(each) for each in arrangement(room, marek).proposals]
    assert proposed == [{each.id for each in others}]
    assert place_together(marek, room, [Together([placed.id, hidden.id, "no card"], None, "Theirs")]) == 1
    assert placed.theme_id != hidden.theme_id


def test_all_that_was_accepted_is_undone_at_one_stroke(world: World, room: Workshop) -> None:
    lying(world, room, 0, 10, 90, 100)
    marek, ben = world.actor("marek"), world.actor("ben")
    found = arrangement(room, marek).proposals
    wanted = [Together([card.id for card in each.cards], each.theme, each.title, each.list) for each in found]
    assert place_together(marek, room, wanted) == 4
    assert [len(theme.cards) for theme in board(room, ben).themes] == [2, 2]
    assert arrangement(room, marek).proposals == []
    undo_last(ben, room)
    db.session.flush()
    assert board(room, ben).themes == ()
    assert [each.key for each in arrangement(room, marek).proposals] == [each.key for each in found]


def test_a_dismissed_proposal_does_not_come_again_nor_do_parts_of_it(world: World, room: Workshop) -> None:
    marek, cards = world.actor("marek"), lying(world, room, 0, 5, 10)
    dismiss_proposal(marek, room, Together([card.id for card in cards]))
    db.session.flush()
    assert arrangement(room, marek).proposals == []
    move_card(marek, room, cards[0], "Elsewhere")
    for card in cards[1:]:
        card.dismissed = [*card.dismissed, cards[0].theme_id or 0]
    db.session.flush()
    assert arrangement(room, marek).proposals == []
    another = vector(a_card(world, room, "A card that came later"), 7)
    assert another.id in keys(arrangement(room, marek).proposals[0])


def test_dismissing_cards_for_a_theme_keeps_the_theme_for_others(world: World, room: Workshop) -> None:
    marek, cards = world.actor("marek"), [a_card(world, room, text) for text in ARROWS]
    theme = move_card(marek, room, cards[0], "Curly arrows")
    assert theme is not None
    dismiss_proposal(marek, room, Together([cards[1].id], theme.id))
    db.session.flush()
    assert [keys(each) for each in arrangement(room, marek).proposals] == [{cards[2].id}]


def test_a_theme_needs_a_name_and_an_empty_one_is_not_made(world: World, room: Workshop) -> None:
    (card,) = lying(world, room, 0)
    with pytest.raises(Invalid):
        place_together(world.actor("marek"), room, [Together([card.id], None, "  ")])
    assert place_together(world.actor("marek"), room, [Together([], None, "Empty"), Together([card.id], 99_999)]) == 0
    assert board(room, world.actor("marek")).themes == ()


def test_before_the_reveal_nothing_is_proposed_or_arranged(world: World) -> None:
    room = a_room(world)
    cards = lying(world, room, 0, 5)
    assert arrangement(room, world.actor("marek")).proposals == []
    for call in (place_together, dismiss_proposal):
        with pytest.raises(Refused):
            call(world.actor("marek"), room, Together([cards[0].id], None, "x"))  # type: ignore[operator]


def test_two_cards_are_put_together_before_there_is_any_theme(world: World, room: Workshop) -> None:
    one, other, third = (a_card(world, room, text) for text in ARROWS)
    ben = world.actor("ben")
    theme = put_together(ben, room, one, other)
    assert (theme.title, one.theme_id, other.theme_id) == (ARROWS[1], theme.id, theme.id)
    assert put_together(ben, room, third, one).id == theme.id
    undo_last(ben, room)
    undo_last(ben, room)
    assert {card.theme_id for card in (one, other, third)} == {None}
    with pytest.raises(NotFound):
        put_together(ben, room, one, one)


def test_the_facilitator_accepts_without_a_card_and_dismisses(world: World, room: Workshop, as_: Any) -> None:
    cards = lying(world, room, 0, 5, 90, 95, 100)
    db.session.flush()
    marek, address = as_("marek"), f"{at(room)}/themes/arrange"
    page = marek.get(address)
    assert "(3 cards)" in page.text
    assert "A sentence model made these proposals; it knows English only." in page.text
    sent = {"do": "accept", "card": [cards[2].id, cards[3].id], "title": "Our own name", "list": "additional issues"}
    assert marek.post(f"{address}/one", sent).status == 303
    (theme,) = board(loaded(room), world.actor("ben")).themes
    assert (theme.title, theme.list, {card.id for card in theme.cards}) == (
        "Our own name",
        ThemeList.ISSUES,
        {cards[2].id, cards[3].id},
    )
    assert marek.post(f"{address}/one", {"do": "dismiss", "of": [cards[0].id, cards[1].id]}).status == 303
    assert "Proposed theme" not in marek.get(address).text


def test_all_are_accepted_as_they_were_seen_and_undone_on_the_page(world: World, room: Workshop, as_: Any) -> None:
    lying(world, room, 0, 5, 90, 95)
    db.session.flush()
    marek, address = as_("marek"), f"{at(room)}/themes/arrange"
    seen = [each.key for each in arrangement(room, world.actor("marek")).proposals]
    assert "Accept all 2 as they are" in marek.get(address).text
    assert marek.post(address, {"seen": ["another board"]}).status == 303
    assert board(loaded(room), world.actor("ben")).themes == ()
    assert marek.post(address, {"seen": seen}).status == 303
    assert len(board(loaded(room), world.actor("ben")).themes) == 2
    step = db.session.query(GroupingStep).order_by(GroupingStep.id.desc()).first()
    assert step is not None
    assert step.words == "4 cards arranged"
    assert marek.post(f"{at(room)}/themes/undo", {"step": str(step.id)}).status == 303
    assert board(loaded(room), world.actor("ben")).themes == ()


def test_a_similar_card_is_offered_and_chosen_in_the_list(world: World, room: Workshop, as_: Any) -> None:
    one, other, third = (a_card(world, room, text) for text in ARROWS)
    db.session.flush()
    ben = as_("ben")
    assert ben.get(f"{at(room)}/board").find_all("option", value=f"card-{other.id}")
    form = ben.get(f"{at(room)}/cards/{one.id}/move").values()
    sent = {"theme": f"card-{other.id}", "version": form["version"]}
    assert ben.post(f"{at(room)}/cards/{one.id}/move", sent).status == 303
    assert ben.post(f"{at(room)}/cards/{third.id}/move", {"theme": "card-nothing"}).status == 422
    (theme,) = board(loaded(room), world.actor("ben")).themes
    assert {card.id for card in theme.cards} == {one.id, other.id}


@pytest.mark.parametrize("sentences", [False, True])
def test_two_hundred_cards_are_arranged_in_under_two_seconds(world: World, room: Workshop, *, sentences: bool) -> None:
    """In processor time; vectors are the worker's business, and here already."""
    texts = [text for part in PARTS for cards in workshops(part).values() for _, text in cards.values()]
    chance = random.Random(5)
    for n, text in enumerate(texts[:200]):
        card = a_card(world, room, text)
        if sentences:
            near = [chance.gauss(0, 0.8) + (at % 20 == n % 20) * 5 for at in range(384)]
            numbers = [each / math.hypot(*near) for each in near]
            db.session.add(CardVector(contribution_id=card.id, model=sentence_model.NAME, vector=packed(numbers)))
    db.session.flush()
    marek = world.actor("marek")
    first, other, *_ = board(room, marek).tray
    for card, title in ((first, "Curly arrows"), (other, "Pace")):
        move_card(marek, room, db.session.get_one(Contribution, card.id), title)
    with at_most(2):
        found = arrangement(room, marek)
    assert found.proposals
    assert found.by_sentences is sentences

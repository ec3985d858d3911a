"""Live dots: put as a whole, as often as one likes, never over the budget, and only in the round that is open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.networks.models import Membership
from app.networks.services import remove_member
from app.workshops.models import Dot, Part, Round, RoundState, Theme, Workshop, WorkshopEvent
from app.workshops.participants.services.invitations import invite
from app.workshops.room.services import moves
from app.workshops.voting.queries.polls import poll
from app.workshops.voting.queries.results import results
from app.workshops.voting.services.straw_vote import put_dots
from tests.factories.ballots import VOTERS, a_straw_vote, the_round
from tests.factories.boards import loaded
from tests.people import World


def dots(workshop: Workshop, person_id: int) -> list[tuple[int, int]]:
    own = (Dot.round_id == the_round(workshop).id) & (Dot.person_id == person_id)
    return [
        (no, theme)
        for no, theme in db.session.execute(select(Dot.dot_no, Dot.theme_id).where(own).order_by(Dot.dot_no))
    ]


def move(world: World, workshop: Workshop, where: object) -> Workshop:
    moves.move_room(world.actor("marek"), loaded(workshop), where)  # type: ignore[arg-type]
    db.session.commit()
    return loaded(workshop)


def events(workshop: Workshop, kind: str) -> list[dict[str, object]]:
    found = select(WorkshopEvent.payload).where(WorkshopEvent.workshop_id == workshop.id, WorkshopEvent.kind == kind)
    return list(db.session.scalars(found.order_by(WorkshopEvent.seq)))


def test_entering_the_vote_opens_a_round_with_the_themes_and_the_rule_frozen(world: World) -> None:
    workshop = a_straw_vote(world)
    opened = the_round(workshop)
    assert (opened.number, opened.state, opened.final, opened.sealed, opened.budget) == (1, "open", False, False, 5)
    assert "Everybody has 5 dots for 6 themes" in opened.rule
    db.session.add(Theme(workshop_id=workshop.id, title="Came later"))
    db.session.commit()
    assert len(the_round(workshop).items) == 6


def test_an_allocation_replaces_the_one_before(world: World) -> None:
    workshop = a_straw_vote(world)
    a, b, c = the_round(workshop).items[:3]
    amina = world.actor("amina")
    put_dots(amina, workshop, {a: 3, b: 2})
    put_dots(amina, workshop, {c: 1, b: 1})
    assert dots(workshop, world.amina.id) == [(1, b), (2, c)]
    put_dots(amina, workshop, {})
    assert dots(workshop, world.amina.id) == []


def test_sending_the_same_twice_changes_nothing_and_tells_the_room_once(world: World) -> None:
    workshop = a_straw_vote(world)
    a, b = the_round(workshop).items[:2]
    for _ in range(3):
        put_dots(world.actor("amina"), workshop, {a: 3, b: 2})
    put_dots(world.actor("amina"), workshop, {a: 5})
    put_dots(world.actor("ben"), workshop, {a: 1})
    assert len(dots(workshop, world.amina.id)) == 5
    assert events(workshop, "round.progress") == [
        {"round": 1, "counts": {"voted": 1}},
        {"round": 1, "counts": {"voted": 2}},
    ]


@pytest.mark.parametrize("given", [{0: 6}, {0: 3, 1: 3}, {0: 999_999_999}, {0: -1, 1: 2}])
def test_more_than_the_budget_is_refused_and_leaves_what_stood(world: World, given: dict[int, int]) -> None:
    workshop = a_straw_vote(world)
    items = the_round(workshop).items
    put_dots(world.actor("amina"), workshop, {items[2]: 2})
    with pytest.raises(Invalid):
        put_dots(world.actor("amina"), workshop, {items[at]: count for at, count in given.items()})
    assert dots(workshop, world.amina.id) == [(1, items[2]), (2, items[2])]


def test_a_theme_of_elsewhere_takes_no_dots(world: World) -> None:
    workshop = a_straw_vote(world)
    later = Theme(workshop_id=workshop.id, title="Came later")
    db.session.add(later)
    db.session.flush()
    for theme_id in (later.id, 999_999):
        with pytest.raises(Invalid):
            put_dots(world.actor("amina"), workshop, {theme_id: 1})


@pytest.mark.parametrize(("dot_no", "budget"), [(6, 5), (0, 5), (6, 6)])
def test_the_database_itself_refuses_a_dot_over_the_budget(world: World, dot_no: int, budget: int) -> None:
    opened = the_round(a_straw_vote(world))
    row = {"round_id": opened.id, "person_id": world.amina.id, "dot_no": dot_no, "theme_id": opened.items[0]}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(Dot), [row | {"budget": budget}])


def test_only_those_invited_vote_and_observers_watch(world: World) -> None:
    workshop = a_straw_vote(world)
    item = the_round(workshop).items[0]
    invite(world.actor("marek"), workshop, [world.spencer.id], Part.OBSERVER)
    for name, refusal in (("wanda", Refused), ("spencer", Refused), ("chidi", NotFound)):
        with pytest.raises(refusal):
            put_dots(world.actor(name), workshop, {item: 1})


def test_a_member_removed_in_mid_vote_votes_no_more_and_what_they_gave_stands(world: World) -> None:
    workshop = a_straw_vote(world)
    item = the_round(workshop).items[0]
    put_dots(world.actor("ben"), workshop, {item: 2})
    seat = db.session.query(Membership).filter_by(person_id=world.ben.id, left_at=None).one()
    remove_member(world.actor("dilys"), world.s215, seat.id, "Left the university.")
    with pytest.raises(NotFound):
        put_dots(world.actor("ben"), workshop, {item: 5})
    assert len(dots(workshop, world.ben.id)) == 2


def test_going_on_closes_the_round_and_orders_the_discussion(world: World) -> None:
    workshop = a_straw_vote(world)
    items = the_round(workshop).items
    put_dots(world.actor("amina"), workshop, {items[3]: 3, items[1]: 2})
    put_dots(world.actor("ben"), workshop, {items[3]: 1, items[4]: 2})
    put_dots(world.actor("tomos"), workshop, {items[4]: 1})
    workshop = move(world, workshop, "next")
    assert the_round(workshop).state is RoundState.CLOSED
    places = dict(db.session.execute(select(Theme.id, Theme.place).where(Theme.workshop_id == workshop.id)).all())
    assert sorted(items, key=lambda each: places[each] or 0)[:3] == [items[3], items[4], items[1]]
    with pytest.raises(Conflict, match="closed"):
        put_dots(world.actor("amina"), workshop, {items[0]: 1})


def test_going_back_voids_the_round_and_deletes_nothing_and_the_next_has_a_new_number(world: World) -> None:
    workshop = a_straw_vote(world)
    item = the_round(workshop).items[0]
    put_dots(world.actor("amina"), workshop, {item: 2})
    workshop = move(world, workshop, "back")
    assert the_round(workshop).state is RoundState.VOID
    assert len(dots(workshop, world.amina.id)) == 2
    with pytest.raises(Conflict):
        put_dots(world.actor("amina"), workshop, {item: 1})
    workshop = move(world, workshop, "next")
    assert (the_round(workshop).number, the_round(workshop).state) == (2, "open")
    assert dots(workshop, world.amina.id) == []
    with pytest.raises(Conflict, match="another has begun"):
        put_dots(world.actor("amina"), workshop, {item: 1}, seen_round=1)
    put_dots(world.actor("amina"), workshop, {item: 1}, seen_round=2)
    assert dots(workshop, world.amina.id) == [(1, item)]


def test_going_back_into_the_vote_from_behind_it_voids_what_was_closed(world: World) -> None:
    workshop = move(world, a_straw_vote(world), "next")
    workshop = move(world, workshop, "back")
    states = select(Round.number, Round.state).where(Round.workshop_id == workshop.id).order_by(Round.number)
    assert [tuple(row) for row in db.session.execute(states)] == [(1, "void"), (2, "open")]


def test_the_meetings_end_closes_the_round(world: World) -> None:
    workshop = a_straw_vote(world)
    moves.step(world.actor("marek"), workshop, "catch_up")
    assert the_round(workshop).state is RoundState.CLOSED


def test_while_it_is_open_only_how_many_voted_can_be_seen(world: World) -> None:
    workshop = a_straw_vote(world)
    item = the_round(workshop).items[0]
    put_dots(world.actor("amina"), workshop, {item: 4})
    seen = poll(workshop, world.actor("marek"), final=False)
    assert seen is not None
    assert (seen.voted, seen.own, seen.left) == (1, [], 5)
    assert results(workshop, world.actor("marek"), final=False) is None
    own = poll(workshop, world.actor("amina"), final=False)
    assert own is not None
    assert (own.own, own.left) == ([[item, 4]], 1)


@pytest.mark.parametrize(("votes", "shown"), [(4, False), (5, True)])
def test_figures_are_shown_from_five_voters_and_only_when_it_is_closed(world: World, votes: int, shown: bool) -> None:
    workshop = a_straw_vote(world)
    item = the_round(workshop).items[5]
    for name in VOTERS[:votes]:
        put_dots(world.actor(name), workshop, {item: 4})
    assert results(workshop, world.actor("ben"), final=False) is None
    workshop = move(world, workshop, "next")
    found = results(workshop, world.actor("ben"), final=False)
    assert found is not None
    assert found.withheld is not shown
    assert (found.items[0].id == item) is shown
    # Where names are kept the discussion follows any number of votes.
    assert db.session.get_one(Theme, item).place == 1


def test_a_vote_costs_a_fixed_number_of_statements(world: World, count_queries: Callable[[], object]) -> None:
    workshop = a_straw_vote(world)
    items = the_round(workshop).items
    actor = world.actor("amina")
    with count_queries() as one:  # type: ignore[attr-defined]
        put_dots(actor, workshop, {items[0]: 1})
    put_dots(actor, workshop, {})
    db.session.flush()
    with count_queries() as five:  # type: ignore[attr-defined]
        put_dots(actor, workshop, dict.fromkeys(items[:5], 1))
    assert len(one) == len(five) <= 12

"""The live vote by each method: changeable until it closes, provisional, and without names where none are kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import cast as as_type
from sqlalchemy import select, text
from sqlalchemy.types import String

from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.workshops.models import Anonymity, Ballot, Dot, Method, Round, Theme, Workshop, WorkshopEvent
from app.workshops.room.services import moves
from app.workshops.voting.queries.polls import poll
from app.workshops.voting.queries.results import results
from app.workshops.voting.queries.stored_ballots import stored_ballots
from app.workshops.voting.services.straw_vote import put_dots, put_vote
from tests.client import Page, StrictClient
from tests.factories.ballots import VOTERS, a_ballot, a_straw_vote, ballots, the_round
from tests.factories.boards import loaded
from tests.people import World

As = Callable[[str | None], StrictClient]


def go_on(world: World, workshop: Workshop, where: str = "next") -> Workshop:
    moves.move_room(world.actor("marek"), loaded(workshop), where)  # type: ignore[arg-type]
    db.session.commit()
    return loaded(workshop)


def stands(page: Page) -> set[str | None]:
    """What the form holds: chosen in a list, ticked, or written as a number."""
    picked = [e for e in page.find_all("option") if e.get("selected") is not None]
    ticked = [e for e in page.find_all("input") if e.get("checked") is not None or e.get("type") == "number"]
    return {e.get("value") for e in [*picked, *ticked]}


def order(workshop: Workshop) -> list[str]:
    """The themes in the order of the discussion."""
    found = select(Theme.title).where(Theme.workshop_id == workshop.id).order_by(Theme.place, Theme.id)
    return list(db.session.scalars(found))


def test_a_live_ranking_can_be_changed_and_orders_the_discussion(world: World) -> None:
    workshop = a_straw_vote(world, straw_method=Method.RANK, straw_budget=3)
    opened = the_round(workshop)
    assert (opened.method, opened.budget, opened.sealed) == ("ranking", 3, False)
    assert "This only orders the discussion: it decides nothing." in opened.rule
    a, b, c = opened.items[:3]
    for name in VOTERS[:5]:
        put_vote(world.actor(name), workshop, [[a, 1], [b, 2]])
        put_vote(world.actor(name), workshop, [[c, 1], [b, 2]])
    assert len(ballots(workshop)) == 5
    mine = poll(workshop, world.actor("amina"), final=False)
    assert mine is not None
    assert (mine.own, mine.voted) == ([[c, 1], [b, 2]], 5)
    workshop = go_on(world, workshop)
    assert order(workshop)[:2] == ["Equilibrium", "Moles"]
    found = results(workshop, world.actor("ben"), final=False)
    assert found is not None
    assert [found.scored[each].points for each in (c, b, a)] == [15, 10, 0]


def test_a_live_rating_counts_each_theme(world: World) -> None:
    workshop = a_straw_vote(world, straw_method=Method.RATE)
    a, b, c = the_round(workshop).items[:3]
    for name, rating in zip(VOTERS[:5], (7, 8, 8, 9, 9), strict=True):
        put_vote(world.actor(name), workshop, [[b, rating], [a, 2], [c, 5]][: 3 if name in VOTERS[:4] else 2])
    workshop = go_on(world, workshop)
    assert order(workshop)[:2] == ["Moles", "Equilibrium"]
    found = results(workshop, world.actor("ben"), final=False)
    assert found is not None
    assert found.rated[b].median == 8.0
    # Only four rated it: how is not shown, and where it would stand is not either.
    assert (c in found.rated, found.few) == (False, {c: 4})


@pytest.mark.parametrize(
    ("method", "choices"),
    [
        (Method.RANK, [[0, 1], [1, 1]]),
        (Method.RANK, [[at, at + 1] for at in range(4)]),
        (Method.RANK, []),
        (Method.RATE, [[0, 10]]),
        (Method.RATE, [[0, 5], [0, 6]]),
        (Method.RATE, [[99, 5]]),
    ],
)
def test_what_the_paper_cannot_hold_leaves_the_earlier_vote(
    world: World, method: Method, choices: list[list[int]]
) -> None:
    workshop = a_straw_vote(world, straw_method=method, straw_budget=3)
    items = the_round(workshop).items
    put_vote(world.actor("amina"), workshop, [[items[3], 1]])
    named = [[items[at] if at < len(items) else 999_999, number] for at, number in choices]
    with pytest.raises(Invalid), db.session.begin_nested():
        put_vote(world.actor("amina"), workshop, named)
    assert [each.choices for each in ballots(workshop)] == [[[items[3], 1]]]


@pytest.mark.parametrize("method", list(Method))
def test_a_late_or_stale_live_vote_is_told_and_not_taken(world: World, method: Method) -> None:
    workshop = a_straw_vote(world, straw_method=method)
    item = the_round(workshop).items[0]
    workshop = go_on(world, workshop)
    with pytest.raises(Conflict, match="closed"):
        put_vote(world.actor("amina"), workshop, [[item, 1]])
    workshop = go_on(world, workshop, "back")
    with pytest.raises(Conflict, match="another has begun"):
        put_vote(world.actor("amina"), workshop, [[item, 1]], seen_round=1)
    put_vote(world.actor("amina"), workshop, [[item, 1]], seen_round=2)


@pytest.mark.parametrize("method", list(Method))
def test_where_no_names_are_kept_they_are_taken_off_when_it_closes_and_the_votes_stay(
    world: World, method: Method
) -> None:
    workshop = a_straw_vote(world, Anonymity.UNATTRIBUTED, straw_method=method)
    round_id, items = the_round(workshop).id, the_round(workshop).items
    for at, name in enumerate(VOTERS):
        put_vote(world.actor(name), workshop, [[items[at], 1]])
    before = sorted(map(str, stored_ballots(the_round(workshop))))
    keys = {each.id for each in ballots(workshop)}
    workshop = go_on(world, workshop)
    assert sorted(map(str, stored_ballots(the_round(workshop)))) == before
    assert db.session.query(Dot).filter_by(round_id=round_id).count() == 0
    kept = ballots(workshop)
    assert [each.person_id for each in kept] == [None] * len(VOTERS)
    assert keys.isdisjoint(each.id for each in kept)
    seen = poll(workshop, world.actor("amina"), final=False)
    assert seen is not None
    assert (seen.own, seen.voted) == ([], len(VOTERS))
    if db.session.get_bind().dialect.name == "postgresql":
        lie = db.session.execute(text("SELECT id, xmin::text FROM workshop_ballot ORDER BY ctid")).all()
        assert [row[0] for row in lie] == sorted(row[0] for row in lie)
        assert len({row[1] for row in lie}) == 1


def test_going_back_voids_a_live_vote_without_names_and_keeps_what_was_chosen(world: World) -> None:
    workshop = a_straw_vote(world, Anonymity.UNATTRIBUTED)
    round_id, item = the_round(workshop).id, the_round(workshop).items[0]
    put_dots(world.actor("amina"), workshop, {item: 2})
    go_on(world, workshop, "back")
    voided = db.session.get_one(Round, round_id)
    assert (voided.state, stored_ballots(voided)) == ("void", [[[item, 2]]])
    assert db.session.scalars(select(Ballot.person_id)).all() == [None]


@pytest.mark.parametrize(("votes", "ordered"), [(4, False), (5, True)])
def test_a_few_votes_without_names_do_not_order_the_discussion(world: World, votes: int, ordered: bool) -> None:
    workshop = a_straw_vote(world, Anonymity.UNATTRIBUTED)
    item = the_round(workshop).items[5]
    for name in VOTERS[:votes]:
        put_dots(world.actor(name), workshop, {item: 1})
    workshop = go_on(world, workshop)
    assert (order(workshop)[0] == "Buffers") is ordered


def test_a_live_vote_is_named_in_no_event(world: World) -> None:
    workshop = a_straw_vote(world, straw_method=Method.RANK)
    item = the_round(workshop).items[0]
    for name in VOTERS:
        put_vote(world.actor(name), workshop, [[item, 1]])
    told = select(as_type(WorkshopEvent.payload, String)).where(WorkshopEvent.kind == "round.progress")
    assert all('"voted"' in each and "person" not in each for each in db.session.scalars(told))


@pytest.mark.parametrize(
    ("method", "fields", "said"),
    [
        (Method.RANK, {"place-1": 0, "place-2": 1}, "Your vote is in."),
        (Method.RATE, {"theme": 8}, "Your vote is in."),
        (Method.DOTS, {"theme": 3}, "3 dots given, 2 left."),
    ],
)
def test_each_method_has_its_form_in_the_room(
    world: World, as_: As, method: Method, fields: dict[str, int], said: str
) -> None:
    workshop = a_straw_vote(world, Anonymity.UNATTRIBUTED, straw_method=method)
    items = the_round(workshop).items
    named = {
        (f"theme-{items[0]}" if name == "theme" else name): str(value if name == "theme" else items[value])
        for name, value in fields.items()
    }
    amina, room = as_("amina"), f"/networks/s215/workshops/{workshop.number}/room"
    shown = amina.get(room)
    assert "Then all names are taken off for good" in shown.text
    hidden = {name: value for name, value in shown.values().items() if name == "round"}
    answer = amina.post(room.replace("/room", "/dots"), hidden | named, once=False)
    assert answer.status == 303
    again = amina.get(room)
    assert said in again.text
    assert set(named.values()) <= stands(again)


def test_a_faulty_live_ranking_says_where_and_keeps_what_was_chosen(world: World, as_: As) -> None:
    workshop = a_straw_vote(world, straw_method=Method.RANK)
    item = str(the_round(workshop).items[1])
    page = as_("amina").post(
        f"/networks/s215/workshops/{workshop.number}/dots", {"round": "1", "place-1": item, "place-2": item}, once=False
    )
    assert page.status == 422
    assert "One theme stands in two places." in page.text
    assert len([e for e in page.find_all("option") if e.get("selected") is not None and e.get("value") == item]) == 2


def test_closed_figures_are_marked_provisional(world: World, as_: As) -> None:
    workshop = a_straw_vote(world)
    item = the_round(workshop).items[0]
    for name in VOTERS:
        put_dots(world.actor(name), workshop, {item: 2})
    go_on(world, workshop)
    page = as_("amina").get(f"/networks/s215/workshops/{workshop.number}/dots")
    assert "Provisional: it orders the discussion and decides nothing." in page.text
    assert page.find_all("table")


@pytest.mark.parametrize(
    ("method", "field", "value"),
    [(Method.DOTS, "theme", "2"), (Method.RANK, "place-1", None), (Method.RATE, "theme", "7")],
)
@pytest.mark.parametrize("page", ["dots", "room"])
def test_a_vote_of_a_page_from_before_a_round_was_void_counts_in_no_other(
    world: World, as_: As, page: str, method: Method, field: str, value: str | None
) -> None:
    workshop = a_straw_vote(world, straw_method=method)
    amina, at = as_("amina"), f"/networks/s215/workshops/{workshop.number}"
    old = {"round": amina.get(f"{at}/{page}").values()["round"]}
    assert old["round"] == "1"
    go_on(world, go_on(world, workshop, "back"), "next")  # the room went back, and came again
    theme = str(the_round(workshop).items[0])
    given = {f"theme-{theme}" if field == "theme" else field: value or theme}
    for carried in (old, {}, {"round": "x"}):
        answer = amina.post(f"{at}/dots", carried | given, once=False)
        assert answer.status == 409
        assert answer.values()["round"] == "2"  # sending it again is a decision
    assert db.session.query(Dot).count() + db.session.query(Ballot).count() == 0
    assert amina.post(f"{at}/dots", {"round": "2"} | given, once=False).status == 303


@pytest.mark.parametrize("carried", [{}, {"round": ""}, {"round": "7"}])
def test_a_final_ballot_that_does_not_say_its_round_is_not_taken(
    world: World, as_: As, carried: dict[str, str]
) -> None:
    workshop = a_ballot(world)
    at, item = f"/networks/s215/workshops/{workshop.number}/ballot", str(the_round(workshop).items[0])
    key = as_("amina").get(at).values()["command_key"]
    answer = as_("amina").post(at, carried | {"command_key": key, "place-1": item}, once=False)
    assert answer.status == 409
    assert db.session.query(Ballot).count() == 0

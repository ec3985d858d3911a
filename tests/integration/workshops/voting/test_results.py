"""Results: only of a closed round, only of enough ballots, with who could vote and who did."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.db import db
from app.core.errors import NotFound, Refused
from app.networks.models import Role
from app.networks.services import add_member
from app.workshops.models import Anonymity, Method, Round, Workshop, WorkshopMember
from app.workshops.outcomes.write_up.queries import write_up
from app.workshops.room.services import moves
from app.workshops.voting.export import results_csv
from app.workshops.voting.queries.result_words import figures, overall
from app.workshops.voting.queries.results import RoundResults, results, spread_before
from app.workshops.voting.scoring import Consensus
from app.workshops.voting.services import ballots
from tests.client import StrictClient
from tests.factories.ballots import VOTERS, a_ballot, the_round, vote
from tests.factories.boards import loaded
from tests.factories.races import new_key
from tests.people import World

As = Callable[[str | None], StrictClient]


def close(world: World, workshop: Workshop) -> RoundResults:
    moves.step(world.actor("marek"), loaded(workshop), "close")
    db.session.commit()
    found = results(workshop, world.actor("amina"))
    assert found is not None
    return found


def rate_all(world: World, workshop: Workshop, theme_id: int, ratings: tuple[int, ...]) -> None:
    for name, rating in zip(VOTERS, ratings, strict=False):
        ballots.submit(world.actor(name), workshop, [[theme_id, rating]], key=new_key())
    db.session.commit()


def test_a_ranking_is_counted_as_its_rule_says(world: World) -> None:
    workshop = a_ballot(world)
    assert results(workshop, world.actor("amina")) is None
    for name, letters in zip(VOTERS, ("ABC", "BAD", "ACB", "ACE", "BAC", "ABF"), strict=True):
        vote(world, workshop, name, letters)
    found = close(world, workshop)
    assert [found.scored[item.id].points for item in found.items] == [28, 21, 14, 3, 3, 3]
    assert [item.title for item in found.items[:3]] == ["Curly arrows", "Moles", "Equilibrium"]
    assert (found.turnout.electorate, found.turnout.ballots, found.turnout.percent) == (7, 6, 86)
    assert found.concordance is not None
    assert (found.concordance.raters, found.concordance.items) == (6, 6)
    assert found.turnout.in_the_room is None


@pytest.mark.parametrize(("votes", "withheld"), [(0, True), (4, True), (5, False)])
def test_nothing_is_given_out_of_fewer_than_five(world: World, votes: int, withheld: bool) -> None:
    workshop = a_ballot(world, Anonymity.NAMED)
    for name in VOTERS[:votes]:
        vote(world, workshop, name, "FED")
    found = close(world, workshop)
    assert found.withheld is withheld
    assert (found.concordance is None) is withheld
    assert found.items[0].title == ("Curly arrows" if withheld else "Buffers")
    assert found.turnout.ballots == votes


def test_two_rounds_of_ratings_give_consensus_and_what_moved(world: World) -> None:
    workshop = a_ballot(world, template="delphi", starts_at=None)
    first, second = the_round(workshop).items[:2]
    rate_all(world, workshop, first, (2, 4, 6, 8, 9, 9))
    ballots.end_round(world.actor("marek"), workshop)
    db.session.commit()
    assert results(workshop, world.actor("amina")) is None
    spread = spread_before(workshop, the_round(workshop), world.actor("amina"))
    assert (spread[first].median, spread[first].raters) == (7.0, 6)
    rate_all(world, workshop, first, (7, 7, 8, 8, 9, 9))
    found = close(world, workshop)
    assert found.items[0].id == first
    assert found.rated[first].consensus is Consensus.IN
    assert found.is_steady(first) is False
    assert (second in found.rated, found.is_steady(second)) == (False, None)


def test_the_spread_of_a_first_round_of_four_is_not_shown(world: World) -> None:
    workshop = a_ballot(world, template="delphi", starts_at=None)
    rate_all(world, workshop, the_round(workshop).items[0], (2, 4, 6, 8))
    ballots.end_round(world.actor("marek"), workshop)
    assert spread_before(workshop, the_round(workshop), world.actor("amina")) == {}


def test_dots_of_a_final_ballot_are_counted_with_their_concentration(world: World) -> None:
    workshop = a_ballot(world)
    opened = the_round(workshop)
    opened.method = Method.DOTS
    db.session.flush()
    a, b, c, d = opened.items[:4]
    for name, dots in zip(VOTERS, ({a: 5}, {a: 3, b: 2}, {b: 1, c: 1}, {c: 2}, {d: 1}, {}), strict=True):
        choices = [[theme, count] for theme, count in dots.items()]
        ballots.submit(world.actor(name), workshop, choices, key=new_key())
    found = close(world, workshop)
    assert [(found.scored[item.id].points, found.scored[item.id].voters) for item in found.items[:4]] == [
        (8, 2),
        (3, 2),
        (3, 2),
        (1, 1),
    ]
    assert found.top_three == 93


def test_a_void_ballot_counts_for_nothing(world: World) -> None:
    workshop = a_ballot(world)
    for name in VOTERS:
        vote(world, workshop, name, "A")
    moves.step(world.actor("marek"), loaded(workshop), "cancel", "Too few can come.")
    assert results(workshop, world.actor("amina")) is None
    assert db.session.query(Round).filter_by(workshop_id=workshop.id).one().state == "void"


def test_only_those_invited_read_results_before_they_are_published(world: World) -> None:
    workshop = a_ballot(world)
    close(world, workshop)
    with pytest.raises(Refused):
        results(workshop, world.actor("wanda"))
    with pytest.raises(NotFound):
        results(workshop, world.actor("chidi"))
    assert results(workshop, world.actor("dilys")) is not None
    workshop.state = "published"
    assert results(workshop, world.actor("wanda")) is not None


@pytest.mark.parametrize(("here", "shown"), [(2, (None, None)), (1, (None, None))])
def test_turnout_by_place_is_not_given_if_one_side_is_nearly_a_name(
    world: World, here: int, shown: tuple[int | None, int | None]
) -> None:
    workshop = a_ballot(world)
    in_the_room = [getattr(world, name).id for name in VOTERS[:here]]
    for member in db.session.query(WorkshopMember).filter_by(workshop_id=workshop.id):
        member.attended = member.person_id in in_the_room
    for name in VOTERS:
        vote(world, workshop, name, "A")
    turnout = close(world, workshop).turnout
    assert (turnout.in_the_room, turnout.elsewhere) == shown


def test_a_theme_that_few_rated_shows_how_many_did_and_not_how(world: World) -> None:
    workshop = a_ballot(world, ballot_method=Method.RATE)
    first, second, third = the_round(workshop).items[:3]
    for at, name in enumerate(VOTERS):
        choices = [[first, 8], [second, 1]] if at < 4 else [[first, 8]]
        ballots.submit(world.actor(name), workshop, choices, key=new_key())
    ballots.end_round(world.actor("marek"), workshop)
    spread = spread_before(workshop, the_round(workshop), world.actor("amina"))
    assert list(spread) == [first]
    for at, name in enumerate(VOTERS):
        choices = [[first, 8], [second, 1]] if at < 4 else [[first, 9]]
        ballots.submit(world.actor(name), workshop, choices, key=new_key())
    found = close(world, workshop)
    assert (list(found.rated), found.few) == ([first], {second: 4})
    assert [figures(found, each) for each in (second, third)] == ["rated by 4, too few to show how", "not rated"]
    assert figures(found, first).endswith("since the first round steady: median unchanged, spread +0.75")
    assert overall(found) == [
        "Of 6 themes: consensus in 1, consensus out 0, no consensus 0, rated by too few 1.",
        "Steady between the rounds: 1 of 1 themes.",
    ]


@pytest.mark.parametrize(("anonymity", "shown"), [(Anonymity.NAMED, True), (Anonymity.UNATTRIBUTED, False)])
def test_the_room_and_elsewhere_stand_beside_each_other_from_five_each_and_never_of_sealed_ballots(
    world: World, as_: As, anonymity: Anonymity, shown: bool
) -> None:
    people = (*VOTERS, "maud", "spencer", "chidi", "wanda")
    for name in ("maud", "chidi"):
        add_member(world.s215, getattr(world, name), Role.AL)
    workshop = a_ballot(world, anonymity, people=people)
    in_the_room = [getattr(world, name).id for name in people[:5]]
    for member in db.session.query(WorkshopMember).filter_by(workshop_id=workshop.id):
        member.attended = member.person_id in in_the_room
    for at, name in enumerate(people):
        vote(world, workshop, name, "AB" if at < 5 else "BA")
    found = close(world, workshop)
    first = found.items[0].id
    assert (found.turnout.in_the_room, found.turnout.elsewhere) == (5, 5)
    assert (found.by_place is not None) is shown
    if found.by_place:
        assert [side.scored[first].points for side in found.by_place] == [25, 20]
    page = as_("amina").get(f"/networks/s215/workshops/{workshop.number}/results")
    assert ("In the room and elsewhere: percent of the most possible" in page.text) is shown
    assert "5 ballots from the room, 5 from elsewhere (50% and 50%)" in page.text
    assert "Ballots from the room,5" in results_csv(found)


@pytest.mark.parametrize("method", list(Method))
def test_the_write_up_says_method_response_rule_figures_and_agreement(world: World, method: Method) -> None:
    workshop = a_ballot(world, ballot_method=method)
    first = the_round(workshop).items[0]
    for name in VOTERS:
        ballots.submit(world.actor(name), workshop, [[first, 1]], key=new_key())
    if method is Method.RATE:
        ballots.end_round(world.actor("marek"), workshop)
        for name in VOTERS:
            ballots.submit(world.actor(name), workshop, [[first, 1]], key=new_key())
    close(world, workshop)
    text = {each.name: each.text for each in write_up(world.s215, workshop, world.actor("amina"))}["results"]
    said = {
        Method.DOTS: ("by 5 dots each", "6 dots of 6 of 6 (100%), 20% of the most possible", "Concentration: "),
        Method.RANK: ("by ranking of the best 5", "30 points, 100% of the most possible, ranked by 6 of 6", "Kendall"),
        Method.RATE: (
            "by rating from 1 to 9",
            "consensus out, median 1 (quartiles 1 and 1)",
            "Steady between the rounds: 1 of 1 themes.",
        ),
    }
    for words in ("6 of 7 voted (86%)", the_round(workshop).rule, "20 July 2018", *said[method]):
        assert words in text

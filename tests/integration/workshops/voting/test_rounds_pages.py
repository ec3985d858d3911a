"""A ballot in rounds, and a workshop that is opened anew: what each round shows of the one before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.db import db
from app.workshops.models import Anonymity, Round
from app.workshops.room.services import moves
from app.workshops.voting.services import ballots
from tests.client import StrictClient
from tests.factories.ballot_pages import at, send
from tests.factories.ballots import VOTERS, a_ballot, the_round, vote
from tests.factories.boards import loaded
from tests.people import World

As = Callable[[str | None], StrictClient]


def test_the_second_round_of_ratings_shows_the_spread_of_the_first(world: World, as_: As) -> None:
    workshop = a_ballot(world, template="delphi", starts_at=None)
    first = the_round(workshop).items[0]
    for name, rating in zip(VOTERS, (5, 6, 7, 7, 8, 9), strict=True):
        send(as_(name), workshop, {f"theme-{first}": str(rating)})
    marek = as_("marek")
    assert "End the first round now" in marek.get(at(workshop, "ballot")).text
    marek.follow(marek.post(at(workshop, "ballot/next-round"), {"round": str(the_round(workshop).number)}))
    page = as_("amina").get(at(workshop, "ballot"))
    assert "First round: median 7, the middle half from 6.25 to 7.75, of 6 ratings." in page.text
    assert "End the first round now" not in marek.get(at(workshop, "ballot")).text
    for name, rating in zip(VOTERS, (7, 7, 7, 8, 8, 9), strict=True):
        send(as_(name), workshop, {f"theme-{first}": str(rating)})
    moves.step(world.actor("marek"), loaded(workshop), "close")
    found = as_("amina").get(at(workshop, "results"))
    assert "Consensus in" in found.text
    assert "steady: median +0.5" in found.text


@pytest.mark.parametrize("said", ["1", ""])
def test_a_press_from_before_the_second_round_ends_nothing(world: World, as_: As, said: str) -> None:
    workshop = a_ballot(world, template="delphi", starts_at=None)
    marek = as_("marek")
    [form] = [
        each
        for each in marek.get(at(workshop, "ballot")).find_all("form")
        if (each.get("action") or "").endswith("/ballot/next-round")
    ]
    assert [each.get("value") for each in form.iter("input") if each.get("name") == "round"] == ["1"]
    ballots.end_round(world.actor("marek"), workshop)
    late = marek.post(at(workshop, "ballot/next-round"), {"round": said})
    assert late.status == 409
    assert "another has begun since" in late.text if said else "does not say which round" in late.text
    assert the_round(workshop).number == 2
    assert as_("amina").post(at(workshop, "ballot/next-round"), {"round": said}).status == 403


def test_a_stale_first_round_form_does_not_vote_in_the_second(world: World, as_: As) -> None:
    workshop = a_ballot(world, template="delphi", starts_at=None)
    field = f"theme-{the_round(workshop).items[0]}"
    amina = as_("amina")
    tab = amina.get(at(workshop, "ballot")).values()
    ballots.end_round(world.actor("marek"), workshop)
    page = amina.post(at(workshop, "ballot"), tab | {field: "8"}, once=False)
    assert page.status == 409
    assert [e.get("value") for e in page.find_all("input", name=field) if e.get("checked") is not None] == ["8"]
    assert amina.post(at(workshop, "ballot"), page.values() | {field: "8"}, once=False).status == 303


@pytest.mark.parametrize(("anonymity", "own"), [(Anonymity.NAMED, True), (Anonymity.UNATTRIBUTED, False)])
def test_a_second_round_shows_ones_own_earlier_rating_only_where_the_ballot_has_a_name(
    world: World, as_: As, anonymity: Anonymity, own: bool
) -> None:
    workshop = a_ballot(world, anonymity, template="delphi", starts_at=None)
    first = the_round(workshop).items[0]
    for name, rating in zip(VOTERS, (5, 6, 7, 7, 8, 9), strict=True):
        send(as_(name), workshop, {f"theme-{first}": str(rating)})
    ballots.end_round(world.actor("marek"), workshop)
    page = as_("saoirse").get(at(workshop, "ballot"))
    assert "First round: median 7" in page.text
    assert ("You gave 8." in page.text) is own
    assert "You gave" not in as_("marek").get(at(workshop, "ballot")).text


def test_a_reopened_workshop_votes_in_a_new_round_and_shows_what_the_earlier_came_to(world: World, as_: As) -> None:
    workshop = a_ballot(world)
    for name in VOTERS:
        vote(world, workshop, name, "AB")
    for verb in ("close", "reopen", "open_ballot"):
        moves.step(world.actor("marek"), loaded(workshop), verb, "Half of us were ill.")
    amina = as_("amina")
    page = amina.get(at(workshop, "results"))
    assert "The ballot is still open" in page.text
    assert "6 of 7 voted" in page.text
    assert len(page.find_all("table")) == 1
    for name in VOTERS[:5]:
        vote(world, workshop, name, "BA")
    moves.step(world.actor("marek"), loaded(workshop), "close")
    page = amina.get(at(workshop, "results"))
    assert [e.text_content().strip() for e in page.find_all("th", scope="row")][:2] == ["Moles", "Curly arrows"]
    assert len(page.find_all("table")) == 2
    assert [held.state for held in db.session.query(Round).filter_by(workshop_id=workshop.id)] == ["closed", "closed"]

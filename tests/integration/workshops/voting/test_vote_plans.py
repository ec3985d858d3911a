"""How a workshop votes is decided while it is planned, kept by a saved template, and frozen when a round opens."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.db import db
from app.core.errors import Invalid
from app.workshops.models import Method, SavedTemplate
from app.workshops.planning.services.plans import change, plan
from app.workshops.planning.services.run_sheet import save_template
from tests.client import StrictClient
from tests.factories.ballots import a_ballot, the_round
from tests.factories.workshops import a_plan, a_workshop
from tests.people import World

As = Callable[[str | None], StrictClient]


def test_the_planner_chooses_how_it_votes_and_the_template_says_the_rest(world: World) -> None:
    one = plan(world.actor("marek"), world.s215, a_plan(ballot_method=Method.DOTS, straw_budget=3))
    assert (one.straw_method, one.straw_budget, one.ballot_method, one.ballot_budget) == ("dots", 3, "dots", 5)
    delphi = plan(world.actor("marek"), world.s215, a_plan(template="delphi", starts_at=None))
    assert delphi.ballot_method is Method.RATE


@pytest.mark.parametrize(("field", "number"), [("straw_budget", 0), ("ballot_budget", 21), ("ballot_budget", -1)])
def test_nobody_gives_no_dots_or_ranks_a_hundred_places(world: World, field: str, number: int) -> None:
    with pytest.raises(Invalid) as refused:
        plan(world.actor("marek"), world.s215, a_plan(**{field: number}))
    assert list(refused.value.fields) == [field]


def test_how_it_votes_can_be_changed_until_the_meeting_begins(world: World) -> None:
    one = a_workshop(world, "scheduled")
    changed = change(world.actor("marek"), one, a_plan(ballot_method=Method.RATE, straw_method=Method.RANK))
    assert (changed.ballot_method, changed.straw_method) == ("rating", "ranking")
    again = change(world.actor("marek"), one, a_plan(title="Another title"))
    assert (again.ballot_method, again.straw_method) == ("rating", "ranking")
    one.state = "live"
    with pytest.raises(Invalid) as refused:
        change(world.actor("marek"), one, a_plan(starts_at=one.starts_at, minutes=one.minutes, ballot_budget=3))
    assert refused.value.fields == {"ballot_budget": ["It has begun: how it votes was fixed beforehand and stands."]}


def test_a_saved_template_keeps_how_it_votes(world: World) -> None:
    one = a_workshop(world, straw_method=Method.RANK, straw_budget=2, ballot_method=Method.DOTS, ballot_budget=7)
    save_template(world.actor("marek"), one, "Ranks, then dots")
    saved = db.session.query(SavedTemplate).one()
    two = plan(world.actor("dilys"), world.s215, a_plan(template=f"own-{saved.id}"))
    assert (two.straw_method, two.straw_budget, two.ballot_method, two.ballot_budget) == ("ranking", 2, "dots", 7)
    kept = change(world.actor("dilys"), two, a_plan(template=two.template, title="Another title"))
    assert (kept.ballot_method, kept.ballot_budget) == ("dots", 7)


@pytest.mark.parametrize(
    ("method", "number", "rule"),
    [
        (Method.DOTS, 7, "Everybody has 7 dots for 6 themes"),
        (Method.RANK, 3, "Everybody ranks up to 3 of 6 themes."),
        (Method.RANK, 9, "Everybody ranks up to 6 of 6 themes."),
        (Method.RATE, 5, "Everybody rates each of 6 themes from 1 (not important) to 9"),
    ],
)
def test_the_final_ballot_opens_as_it_was_planned(world: World, method: Method, number: int, rule: str) -> None:
    workshop = a_ballot(world, ballot_method=method, ballot_budget=number)
    opened = the_round(workshop)
    assert opened.method is method
    assert opened.rule.startswith(rule)
    workshop.ballot_method = Method.DOTS if method is not Method.DOTS else Method.RATE
    db.session.flush()
    assert the_round(workshop).method is method


def test_the_planners_page_asks_how_people_vote_and_the_workshop_says_it(world: World, as_: As) -> None:
    marek = as_("marek")
    form = marek.get("/networks/s215/workshops/new").values()
    fields = form | {"title": "Block 2", "purpose": "Agree.", "template": "tricky-topics", "anonymity": "named"}
    answer = marek.post(
        "/networks/s215/workshops/new",
        fields | {"straw_method": "rating", "ballot_method": "dots", "ballot_budget": "7"},
        once=False,
    )
    page = marek.follow(answer)
    assert "rating from 1 to 9 (Delphi)" in page.text
    assert "7 dots each" in page.text
    wrong = marek.post("/networks/s215/workshops/new", fields | {"ballot_budget": "99"}, once=False)
    assert (wrong.status, "From 1 to 20." in wrong.text) == (422, True)

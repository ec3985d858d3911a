"""Front page, home and the network's own page: who sees them, what they say, what they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.networks import services
from app.networks.lifecycle import STAGES, STAGES_SAY
from app.networks.models import CriticalDate, Cycle, Membership, Role
from app.web.page import panels
from app.web.page.panels import Waiting
from tests.client import StrictClient
from tests.people import FRIDAY, World

AS = Callable[[str | None], StrictClient]


@pytest.fixture
def slot() -> Iterator[Callable[[str, Any], None]]:
    """Offer something to a slot for the time of one test."""
    offered: list[tuple[str, Any]] = []

    def offer(name: str, shower: Any) -> None:
        panels.offer(name, shower)
        offered.append((name, shower))

    yield offer
    for name, shower in offered:
        panels._slots[name][:] = [entry for entry in panels._slots[name] if entry[1] is not shower]


def test_the_front_page_is_for_everybody_and_makes_its_promises(as_: AS) -> None:
    page = as_(None).get("/")
    assert page.status == 200
    assert "No tutor is measured here." in page.text
    assert "Every contribution gets a reply." in page.text
    assert "learning-network" not in page.html, "no demo people, no demo password"
    assert as_("amina").get("/").location == "/home"


def test_the_front_page_offers_demo_accounts_only_while_everybody_is_invented(as_: AS, world: World) -> None:
    from app.accounts.models import Person
    from app.accounts.services import person_with

    person_with("chair.s215@example.org", "S215 Module Team Chair", is_demo=True)
    db.session.commit()
    assert "chair.s215@example.org" not in as_(None).get("/").html, "real people are here, so nothing is offered"
    db.session.query(Person).update({"is_demo": True})
    db.session.commit()
    page = as_(None).get("/")
    assert page.find_all("a", href="/sign-in?email=chair.s215%40example.org")
    assert "learning-network" in page.text


def test_home_shows_my_networks_with_role_stage_and_next_date(as_: AS, world: World) -> None:
    db.session.add(
        CriticalDate(
            network_id=world.s215.id,
            at=FRIDAY + timedelta(days=5),
            title="The vote closes",
            reason="r",
            set_by_id=world.dilys.id,
        )
    )
    page = as_("amina").get("/home")
    assert "S215 Chemistry: essential concepts You: AL Cycle 1: priming" in page.text
    assert "Next critical date: 25 July 2018, The vote closes" in page.text
    assert "MST124" not in page.text


def test_home_says_what_to_do_when_there_is_nothing(as_: AS, world: World) -> None:
    page = as_("amina").get("/home")
    assert "Nothing waits for you" in page.text
    db.session.query(Membership).filter_by(person_id=world.amina.id).update({"left_at": FRIDAY})
    assert "You are in no network yet." in as_("amina").get("/home").text
    assert "As the administrator you create networks" in as_("ada").get("/home").text


def test_what_waits_is_in_the_order_of_its_urgency(as_: AS, slot: Callable[[str, Any], None]) -> None:
    def waiting(actor: Actor) -> list[Waiting]:
        return [
            Waiting("Young", "/a", "S215", "w", since=FRIDAY - timedelta(days=1)),
            Waiting("Old", "/b", "S215", "w", since=FRIDAY - timedelta(days=9)),
            Waiting("Later", "/c", "S215", "w", due_on=date(2018, 8, 1)),
            Waiting("Overdue", "/d", "S215", "w", due_on=date(2018, 7, 1)),
        ]

    slot("home.waiting", waiting)
    page = as_("amina").get("/home")
    places = [page.text.index(title) for title in ("Overdue", "Later", "Old", "Young")]
    assert places == sorted(places)
    assert "1 July 2018, overdue" in page.text


def test_a_chair_is_told_that_the_network_waits_to_be_set_up(as_: AS, world: World) -> None:
    world.s215.state = "draft"
    db.session.commit()
    assert "Set up the learning network of S215" in as_("dilys").get("/home").text
    assert "Set up the learning network" not in as_("amina").get("/home").text


def test_the_network_page_is_for_its_members(as_: AS) -> None:
    page = as_("amina").get("/networks/s215")
    assert page.status == 200
    assert "Find out together where S215 students get stuck." in page.text
    assert "Cycle 1: from 17J to 18J" in page.text
    assert [e for e in page.root.iter("li") if e.get("aria-current") == "step"]
    for who in ("chidi", "ada"):
        assert as_(who).get("/networks/s215").status == 404
    assert as_(None).get("/networks/s215").status == 401
    assert as_("amina").get("/networks/nowhere").status == 404


@pytest.mark.parametrize("stage", list(STAGES))
def test_the_stage_is_said_in_plain_words(as_: AS, world: World, stage: str) -> None:
    """Priming and reconnaissance are the method's words, and nobody else's."""
    db.session.query(Cycle).filter_by(network_id=world.s215.id).one().state = stage
    db.session.commit()
    if stage != "closed":  # the network's page has no cycle then
        assert STAGES_SAY[stage] in as_("amina").get("/networks/s215").text
    assert STAGES_SAY[stage] in as_("amina").get("/networks/s215/cycle").text


def test_the_network_page_names_nobody_and_leads_to_who_is_here(as_: AS) -> None:
    page = as_("saoirse").get("/networks/s215")
    assert "Amina" not in page.text
    people = as_("saoirse").get(next(str(a.get("href")) for a in page.find_all("a") if a.text == "People"))
    groups = {"".join(h2.itertext()) for h2 in people.find_all("h2")}
    assert {"AL 2", "Chair 1"} <= groups


def test_only_those_who_run_the_network_are_shown_how(as_: AS) -> None:
    assert "Run this network" in as_("dilys").get("/networks/s215").text
    assert "Run this network" in as_("marek").get("/networks/s215").text
    assert "Run this network" not in as_("tomos").get("/networks/s215").text


def test_a_page_costs_the_same_with_many_rows(as_: AS, world: World, count_queries: Callable[[], Any]) -> None:
    client = as_("dilys")
    paths = ("/home", "/networks/s215", "/networks/s215/members", "/networks/s215/critical-dates", "/account")

    def costs() -> dict[str, int]:
        found = {}
        for path in paths:
            client.get(path)
            with count_queries() as seen:
                client.get(path)
            found[path] = len(seen)
        return found

    add_rows(world, 1)
    few = costs()
    add_rows(world, 15)
    assert costs() == few


def add_rows(world: World, count: int) -> None:
    """Many members, dates and networks, the reader among their members."""
    from app.accounts.services import person_with

    for number in range(count):
        person = person_with(f"al{count}-{number}@example.org", f"AL {number}")
        services.add_member(world.s215, person, Role.AL)
        network = services.open_network_for(None, f"X{count}{number:03}", title="Noise")
        services.add_member(network, world.dilys, Role.AL)
        for where in (world.s215, network):
            at = FRIDAY + timedelta(days=number + 1)
            db.session.add(CriticalDate(network_id=where.id, at=at, title="t", reason="r", set_by_id=world.dilys.id))
    db.session.commit()


def test_what_networks_themselves_ask_for_stays_small(as_: AS, count_queries: Callable[[], Any]) -> None:
    """Without the other features' panels: who asks, the network, cycle, dates, totals, people, the menu."""
    kept = {name: list(panels._slots[name]) for name in ("networks.home.main", "networks.home.side", "header.counts")}
    kept |= {name: list(panels._slots[name]) for name in ("home.waiting", "home.news", "frame.links")}
    for name in kept:
        panels._slots[name][:] = []
    try:
        client = as_("amina")
        with count_queries() as network:
            client.get("/networks/s215")
        with count_queries() as home:
            client.get("/home")
    finally:
        for name, entries in kept.items():
            panels._slots[name][:] = entries
    assert len(network) <= 7
    assert len(home) <= 5


def test_the_networks_page_says_how_many_critical_dates_are_to_come(as_: AS, world: World) -> None:
    def a_date(title: str, days: int) -> CriticalDate:
        return CriticalDate(
            network_id=world.s215.id,
            at=FRIDAY + timedelta(days=days),
            title=title,
            reason="r",
            set_by_id=world.dilys.id,
        )

    db.session.add_all([a_date("Long past", -5), a_date("The vote closes", 5)])
    page = as_("amina").get("/networks/s215")
    assert "The vote closes." in page.text
    assert "critical dates" not in page.text.replace("Next critical date", "")
    db.session.add(a_date("The session", 9))
    assert "All 2 critical dates" in as_("amina").get("/networks/s215").text
    assert "The session" not in as_("amina").get("/networks/s215").text


def test_what_the_networks_page_keeps_drawn_follows_the_rows_and_the_day(as_: AS, world: World) -> None:
    """Its parts are drawn once for the same rows: other rows, or another day, are drawn anew."""
    from app.actions.models import Action

    action = Action(
        network_id=world.s215.id,
        number=1,
        title="Write the quiz",
        owner_id=world.amina.id,
        created_by_id=world.amina.id,
        due_on=FRIDAY.date(),
        success_indicator="It is there.",
        state_since=FRIDAY,
        created_at=FRIDAY,
    )
    db.session.add(action)
    db.session.flush()
    assert "1 overdue" not in as_("ben").get("/networks/s215").text
    with clock.standing_at(FRIDAY + timedelta(days=1)):
        assert "1 overdue" in as_("ben").get("/networks/s215").text
    action.title = "Write the second quiz"
    assert "Write the second quiz" in as_("ben").get("/networks/s215").text
    membership = db.session.query(Membership).filter_by(person_id=world.amina.id, network_id=world.s215.id).one()
    membership.left_at, membership.name_withheld = FRIDAY, True
    page = as_("ben").get("/networks/s215")
    assert "AL, former member" in page.text
    assert world.amina.name not in page.text

"""Support: open, a toggle, and enough of it from both sides makes a proposal "supported"."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask

from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.interventions import services
from app.interventions.models import Intervention, Support, VoteStance
from app.networks.models import Membership, Role
from tests.factories.interventions import a_proposal, a_topic, an_intervention
from tests.people import World


def url(one: Intervention, step: str = "") -> str:
    return f"/networks/s215/interventions/{one.number}{step}"


def test_an_al_supports_and_takes_it_back(world: World, as_: Any) -> None:
    one = an_intervention(world)
    ben = as_("ben")
    page = ben.follow(ben.post(url(one, "/support")))
    assert "1 supporter" in page.text
    assert "Ben" in page.text
    assert "Take my support back" in page.text
    page = ben.follow(ben.post(url(one, "/withdraw-support")))
    assert "0 supporters" in page.text


def test_every_form_on_the_page_leads_to_an_address_of_the_page(world: World, as_: Any) -> None:
    one = an_intervention(world)
    page = as_("dilys").get(url(one))
    actions = [e.get("action") for e in page.find_all("form", method="post") if e.get("action") != "/sign-out"]
    assert actions == [url(one, "/support"), url(one, "/decide")]


def test_supporting_twice_counts_once(world: World) -> None:
    one = an_intervention(world)
    for _ in range(2):
        services.support(world.actor("ben"), one)
    assert one.support_count == 1
    assert db.session.query(Support).filter_by(intervention_id=one.id).count() == 1


def test_three_members_of_both_sides_make_it_supported(world: World, as_: Any) -> None:
    one = an_intervention(world)
    for name in ("amina", "ben"):
        services.support(world.actor(name), one)
    assert one.state == "proposed"
    services.support(world.actor("tomos"), one)
    assert one.state == "supported"
    assert "Waits for the chair, to accept, decline or defer it." in as_("amina").get(url(one)).text
    services.withdraw_support(world.actor("ben"), one)
    assert one.state == "proposed"
    verbs = [e.verb for e in db.session.query(AuditEntry).filter_by(subject_kind="intervention", subject_id=one.id)]
    assert verbs == ["propose", "gain_support", "lose_support"]


def test_three_of_one_side_are_not_enough(world: World) -> None:
    extra = Membership(
        network_id=world.s215.id, person_id=world.chidi.id, role=Role.AL, joined_at=world.s215.created_at
    )
    db.session.add(extra)
    db.session.flush()
    one = an_intervention(world)
    for name in ("amina", "ben", "chidi"):
        services.support(world.actor(name), one)
    assert (one.support_count, one.state) == (3, "proposed")
    services.support(world.actor("dilys"), one)
    assert one.state == "supported", "the chair is of the module team"


@pytest.mark.parametrize("name", ["marek", "saoirse", "wanda", "ravi", "spencer"])
def test_who_does_not_vote_does_not_support(world: World, as_: Any, name: str) -> None:
    one = an_intervention(world)
    page = as_(name).post(url(one, "/support"))
    assert page.status == 403
    assert "ALs and the module team" in page.text
    assert one.support_count == 0


def test_a_stranger_finds_nothing(world: World, as_: Any) -> None:
    one = an_intervention(world)
    assert as_("chidi").post(url(one, "/support")).status == 404
    with pytest.raises(NotFound):
        services.support(world.actor("chidi"), one)


def test_support_ends_with_the_decision(world: World) -> None:
    one = an_intervention(world)
    services.decline(world.actor("dilys"), one, "No budget.", VoteStance.NO_VOTE)
    with pytest.raises(Refused, match="until the chair has decided"):
        services.support(world.actor("ben"), one)


def test_support_does_not_trip_somebody_who_edits(world: World) -> None:
    one = an_intervention(world)
    seen = one.version
    services.support(world.actor("ben"), one)
    proposal = a_proposal(title="A better name", topic_ids=[one.targets[0].topic_id])
    services.edit_intervention(world.actor("amina"), one, proposal, seen_version=seen)
    assert one.title == "A better name"


def test_support_needs_a_button(world: World, as_: Any) -> None:
    one = an_intervention(world)
    assert as_("ben").get(url(one, "/support"), strict=False).status == 405


def test_support_is_exact_when_all_press_at_once(live_app: Flask) -> None:
    """Three people at the same moment, again and again: no support is lost, and the state follows."""
    world = World()
    topic = a_topic(world)
    one = an_intervention(world, topic)
    db.session.commit()
    intervention_id = one.id
    actors = [world.actor(name) for name in ("amina", "ben", "tomos", "dilys")]
    db.session.remove()
    faults: list[BaseException] = []

    def press(actor: Any, gate: Barrier, verb: Any) -> None:
        try:
            with live_app.app_context():
                gate.wait()
                verb(actor, db.session.get_one(Intervention, intervention_id))
                db.session.commit()
        except BaseException as fault:  # noqa: BLE001 -- shown by the main thread
            faults.append(fault)

    def all_at_once(verb: Any) -> tuple[int, str]:
        gate = Barrier(len(actors))
        threads = [Thread(target=press, args=(actor, gate, verb)) for actor in actors]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        db.session.rollback()
        found = db.session.get_one(Intervention, intervention_id, populate_existing=True)
        count, state = found.support_count, found.state
        db.session.rollback()  # SQLite's write lock is let go, or nobody else could press
        return count, state

    for _ in range(3):
        assert (all_at_once(services.support), faults) == ((4, "supported"), [])
        assert (all_at_once(services.withdraw_support), faults) == ((0, "proposed"), [])

"""Cycles: opened one at a time, moved by one stage, not closed on silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.networks import queries
from app.networks.models import Cycle
from app.web.page import panels
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
URL = "/networks/s215/cycle"
MOVE = f"{URL}/move"


def present(world: World) -> Cycle:
    found = db.session.query(Cycle).filter_by(network_id=world.s215.id).order_by(Cycle.number.desc()).first()
    assert found is not None
    return found


def test_the_moderator_moves_the_cycle_on_and_back_with_a_reason(as_: AS, world: World) -> None:
    client = as_("marek")
    assert "at “workshop” now" in client.follow(client.post(MOVE, {"verb": "enter_workshop"})).text
    assert present(world).state == "workshop"
    assert client.post(MOVE, {"verb": "return_to_priming", "reason": ""}).status == 403
    assert client.post(MOVE, {"verb": "return_to_priming", "reason": "The board was empty."}).status == 303
    assert present(world).state == "priming"


@pytest.mark.parametrize("verb", ["enter_closed", "enter_prioritised", "fly"])
def test_no_stage_is_left_out(as_: AS, world: World, verb: str) -> None:
    page = as_("dilys").post(MOVE, {"verb": verb})
    assert page.status == 403
    assert "“priming”" in page.text
    assert present(world).state == "priming"


def test_who_may_and_who_may_not(as_: AS, world: World) -> None:
    assert as_("amina").get(URL).status == 200
    assert "The chair or the moderator moves the cycle on." in as_("amina").get(URL).text
    assert as_("amina").post(MOVE, {"verb": "enter_workshop"}).status == 403
    assert as_("chidi").get(URL).status == 404
    assert as_("chidi").post(MOVE, {"verb": "enter_workshop"}).status == 404
    assert as_("ada").post(MOVE, {"verb": "enter_workshop"}).status == 404
    assert as_("dilys").get(MOVE, strict=False).status == 405
    assert present(world).state == "priming"


@pytest.fixture
def hindered() -> Iterator[list[str]]:
    """What a feature above would say; the test may take it away."""
    sentences = ["Topic 3 is critical and has no published reply."]

    def hindrances(actor: Actor, cycle: Cycle) -> list[str]:
        return sentences

    panels.offer("networks.cycle.hindrances", hindrances)
    yield sentences
    panels._slots["networks.cycle.hindrances"].pop()


def test_a_cycle_does_not_close_on_silence(as_: AS, world: World, hindered: list[str]) -> None:
    present(world).state = "reflecting"
    db.session.commit()
    client = as_("dilys")
    assert "Topic 3 is critical" in client.get(URL).text
    page = client.post(MOVE, {"verb": "enter_closed"})
    assert page.status == 403
    assert "Topic 3 is critical and has no published reply." in page.text
    assert present(world).closed_at is None
    hindered.clear()
    assert client.post(MOVE, {"verb": "enter_closed"}).status == 303
    assert present(world).state == "closed"
    assert present(world).closed_at is not None


def closed(world: World) -> None:
    cycle = present(world)
    cycle.state, cycle.closed_at = "closed", cycle.opened_at
    db.session.commit()


def runs(world: World, baseline: str = "17J", target: str = "18J") -> dict[str, str]:
    return {"baseline": str(world.presentation(baseline).id), "target": str(world.presentation(target).id)}


def test_the_next_cycle_opens_when_the_last_is_closed(as_: AS, world: World, actor_for: Callable[[str], Actor]) -> None:
    client = as_("dilys")
    page = client.post(URL, runs(world) | {"concern": "Rates."})
    assert page.status == 403
    assert "Cycle 1 is still open." in page.text
    closed(world)
    assert "Cycle 2 is open." in client.follow(client.post(URL, runs(world) | {"concern": "Rates."})).text
    found = queries.current_cycle(world.s215.id, actor_for("amina"))
    assert found is not None
    assert (found.number, found.state, found.concern) == (2, "reconnaissance", "Rates.")
    assert found.baseline is not None
    assert found.baseline.code == "17J"


def test_an_earlier_cycle_stays_as_it_is(as_: AS, world: World, actor_for: Callable[[str], Actor]) -> None:
    from app.core.errors import Refused
    from app.networks.services import move_cycle

    closed(world)
    as_("dilys").post(URL, runs(world))
    first = db.session.query(Cycle).filter_by(network_id=world.s215.id, number=1).one()
    with pytest.raises(Refused, match="Cycle 2 has begun since"):
        move_cycle(actor_for("dilys"), first, "return_to_reflecting", "Something was forgotten.")


def test_the_target_comes_after_the_baseline_and_both_are_of_this_module(as_: AS, world: World) -> None:
    closed(world)
    client = as_("dilys")
    page = client.post(URL, runs(world, "18J", "17J") | {"concern": "kept"})
    assert page.status == 422
    assert "starts after the baseline" in page.text
    assert page.values()["concern"] == "kept"
    foreign = runs(world) | {"target": str(world.presentation("18J", "mst124").id)}
    assert client.post(URL, foreign).status == 422
    assert present(world).number == 1


def complete(world: World) -> None:
    """In draft, with all that beginning needs."""
    network = world.s215
    network.state, network.code_of_conduct_md = "draft", "We discuss the material."
    network.sponsor_id = network.data_responsible_id = world.dilys.id
    network.analytics_responsible_id = network.interventions_responsible_id = world.dilys.id


def test_a_network_in_draft_begins_with_its_first_cycle(as_: AS, world: World) -> None:
    closed(world)
    complete(world)
    db.session.commit()
    page = as_("dilys").get(URL)
    assert "Begin with this cycle" in page.text
    assert as_("dilys").post(URL, runs(world)).status == 303
    assert world.s215.state == "begun"
    assert present(world).number == 2


def test_a_network_that_lacks_something_does_not_begin(as_: AS, world: World) -> None:
    closed(world)
    complete(world)
    world.s215.purpose = ""
    db.session.commit()
    page = as_("dilys").get(URL)
    assert "Please fill in: the purpose in one sentence" in page.text
    assert "Begin with this cycle" not in page.text
    page = as_("dilys").post(URL, runs(world))
    assert page.status == 403
    assert "Missing: the purpose" in page.text
    assert world.s215.state == "draft"


def test_a_stranger_reads_no_cycle(world: World, actor_for: Callable[[str], Actor]) -> None:
    assert queries.current_cycle(world.s215.id, actor_for("chidi")) is None
    assert queries.cycles(world.s215.id, actor_for("ada")) == []

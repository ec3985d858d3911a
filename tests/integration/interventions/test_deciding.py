"""The chair decides, with a reason, and says how that stands to the vote."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Refused
from app.interventions import services
from app.interventions.models import Intervention, VoteStance
from app.topics.models import TrickyTopic
from tests.factories.interventions import a_topic, an_intervention
from tests.people import World


def url(one: Intervention, step: str = "") -> str:
    return f"/networks/s215/interventions/{one.number}{step}"


def decision(one: Intervention, choice: str = "accept", **more: Any) -> dict[str, Any]:
    return {
        "decision": choice,
        "reason": "The vote put this first.",
        "stance": "agrees with the vote",
        "version": str(one.version),
    } | more


def prioritised(topic: TrickyTopic) -> TrickyTopic:
    """As if the whole way had been gone: only the state matters here."""
    topic.state = "prioritised"
    db.session.flush()
    return topic


def test_the_chair_accepts_and_the_topic_follows(world: World, as_: Any) -> None:
    topic = prioritised(a_topic(world))
    one = an_intervention(world, topic)
    dilys = as_("dilys")
    page = dilys.follow(dilys.post(url(one, "/decide"), decision(one)))
    assert "Accepted." in page.text
    assert "The vote put this first." in page.text
    assert "agrees with the vote" in page.text
    assert one.agreed_at is not None
    assert db.session.get_one(TrickyTopic, topic.id).state == "intervention_planned"


def test_a_topic_that_is_not_prioritised_stays_as_it_is(world: World) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, state="accepted")
    assert one.state == "accepted"
    assert db.session.get_one(TrickyTopic, topic.id).state == "suggested"


def test_a_reasoned_no_is_shown_to_everybody(world: World, as_: Any) -> None:
    one = an_intervention(world)
    dilys = as_("dilys")
    dilys.follow(dilys.post(url(one, "/decide"), decision(one, "decline", reason="No tuition budget in 17J.")))
    page = as_("amina").get(url(one))
    assert "Declined, because" in page.text
    assert "No tuition budget in 17J." in page.text


def test_deferring_names_a_presentation(world: World, as_: Any) -> None:
    one = an_intervention(world)
    dilys = as_("dilys")
    faulty = dilys.post(url(one, "/decide"), decision(one, "defer"))
    assert faulty.status == 422
    assert "The vote put this first." in faulty.text
    later = str(world.presentation("18J").id)
    page = dilys.follow(dilys.post(url(one, "/decide"), decision(one, "defer", deferred_to=later)))
    assert "Deferred to 18J" in page.text


def test_a_presentation_of_another_module_is_refused(world: World, as_: Any) -> None:
    one = an_intervention(world)
    foreign = str(world.presentation("18J", "mst124").id)
    page = as_("dilys").post(url(one, "/decide"), decision(one, "defer", deferred_to=foreign))
    assert page.status == 422
    assert one.state == "proposed"


@pytest.mark.parametrize("missing", ["reason", "stance", "decision"])
def test_a_decision_without_its_parts_is_refused(world: World, as_: Any, missing: str) -> None:
    one = an_intervention(world)
    page = as_("dilys").post(url(one, "/decide"), decision(one) | {missing: ""})
    assert page.status == 422
    assert one.state == "proposed"


@pytest.mark.parametrize("name", ["amina", "tomos", "marek", "saoirse", "wanda", "ravi", "spencer"])
def test_everybody_else_is_told_that_the_chair_decides(world: World, as_: Any, name: str) -> None:
    one = an_intervention(world)
    page = as_(name).post(url(one, "/decide"), decision(one))
    assert page.status == 403
    assert "chair" in page.text
    assert "decide" not in [e.get("id") for e in as_(name).get(url(one)).find_all("h2")]


def test_a_stranger_finds_nothing(world: World, as_: Any) -> None:
    one = an_intervention(world)
    assert as_("chidi").post(url(one, "/decide"), decision(one)).status == 404
    assert as_("maud").get(url(one)).status == 404


def test_a_decision_on_words_that_changed_is_shown_them_first(world: World, as_: Any) -> None:
    one = an_intervention(world)
    before = decision(one, reason="A long and careful reason.")
    services.decline(world.actor("dilys"), one, "No.", VoteStance.NO_VOTE)
    page = as_("dilys").post(url(one, "/decide"), before)
    assert page.status == 409
    assert "A long and careful reason." in page.text
    assert db.session.get_one(Intervention, one.id).state == "declined"


def test_a_declined_proposal_can_be_taken_up_again(world: World) -> None:
    one = an_intervention(world)
    dilys = world.actor("dilys")
    services.decline(dilys, one, "No budget.", VoteStance.DIFFERS)
    services.accept(dilys, one, "There is one now.", VoteStance.AGREES)
    assert (one.state, one.decision_reason) == ("accepted", "There is one now.")


def test_what_is_live_is_not_declined(world: World) -> None:
    one = an_intervention(world, state="live")
    with pytest.raises(Refused, match="not open now"):
        services.decline(world.actor("dilys"), one, "Too late.", VoteStance.DIFFERS)


def test_supported_proposals_wait_on_the_chairs_home_and_nobody_elses(world: World, as_: Any) -> None:
    one = an_intervention(world, title="Four spectra, one molecule")
    for name in ("amina", "ben", "tomos"):
        services.support(world.actor(name), one)
    assert "Decide: Four spectra, one molecule" in as_("dilys").get("/home").text
    assert "Decide:" not in as_("tomos").get("/home").text


def test_the_proposer_sees_on_their_home_what_became_of_it(world: World, as_: Any) -> None:
    one = an_intervention(world, title="Four spectra, one molecule")
    services.decline(world.actor("dilys"), one, "No budget.", VoteStance.NO_VOTE)
    page = as_("amina").get("/home")
    assert "Four spectra, one molecule" in page.text
    assert "declined" in page.text
    assert "Four spectra" not in as_("ben").get("/home").text

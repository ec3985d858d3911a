"""The outcome: a verdict, its figures, its words and its caveats; and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Invalid
from app.interventions import services
from app.interventions.models import Intervention, PredictedMeasure, Verdict
from app.topics.models import TrickyTopic
from tests.factories.interventions import a_prediction, a_proposal, a_topic, an_intervention
from tests.people import World

DECEMBER = datetime(2018, 12, 7, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _while_18j_runs(world: World, clock_at: Callable[[datetime], Any]) -> Iterator[None]:
    """The factory's interventions are live in 18J, of which nothing can be said before it begins."""
    with clock_at(DECEMBER):
        yield


def url(one: Intervention, step: str = "") -> str:
    return f"/networks/s215/interventions/{one.number}{step}"


def outcome(world: World, **more: Any) -> dict[str, Any]:
    return {
        "measure": "half-marks share",
        "before_in": str(world.presentation("17J").id),
        "before_value": "47",
        "after_value": "59",
        "verdict": "improved",
        "words": "Released three weeks before TMA04.",
        "caveats": ["the question was changed"],
        "considered": "y",
    } | more


def test_the_analyst_records_it_with_caveats_and_no_claim_of_a_cause(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, state="live")
    topic.state = "intervention_live"
    db.session.flush()
    wanda = as_("wanda")
    assert "Also live" not in wanda.get(url(one, "/outcome")).text
    page = wanda.follow(wanda.post(url(one, "/outcome"), outcome(world)))
    assert "was 59% in 18J and 47% in 17J, a difference of 12 percentage points" in page.text
    assert "associated with, not shown to be caused by" in page.text
    assert "Type 2 evidence: empirical enquiry" in page.text
    assert "The question was changed." in page.text
    assert "chosen because it looked low" in page.text, "regression to the mean is noted with every before and after"
    assert "Exploratory" not in page.text
    assert db.session.get_one(TrickyTopic, topic.id).state == "evaluating"


def test_without_figures_it_is_a_narrative(world: World, as_: Any) -> None:
    one = an_intervention(world, state="live")
    bare = {"measure": "", "before_in": "", "before_value": "", "after_value": ""}
    tomos = as_("tomos")
    refused = tomos.post(url(one, "/outcome"), outcome(world, **bare))
    assert refused.status == 422
    assert "can only be “not enough data”" in refused.text
    assert "Released three weeks before TMA04." in refused.text
    page = tomos.follow(tomos.post(url(one, "/outcome"), outcome(world, verdict="not enough data", **bare)))
    assert "Type 1 evidence: narrative" in page.text


def test_every_other_live_intervention_is_listed_by_itself(world: World, as_: Any) -> None:
    one = an_intervention(world, state="live")
    an_intervention(world, state="live", title="Reading an MO diagram")
    an_intervention(world, state="ready", title="Still in the drawer")
    an_intervention(world, state="live", title="In another network", slug="mst124", by="chidi")
    tomos = as_("tomos")
    page = tomos.follow(tomos.post(url(one, "/outcome"), outcome(world)))
    assert "Also live in 18J: Reading an MO diagram." in page.text
    assert "Still in the drawer" not in page.text
    assert "In another network" not in page.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"considered": ""}, "go through the list"),
        ({"words": ""}, "write something"),
        ({"verdict": "worse"}, "would be worse"),
        ({"verdict": "brilliant"}, "Not a valid choice"),
        ({"after_value": ""}, "leave all out"),
        ({"before_in": ""}, "leave all out"),
        ({"after_value": "59.3"}, "a whole per cent"),
        ({"after_value": "590"}, "from 0 to 100"),
        ({"after_value": "fifty"}, "Give a number"),
    ],
)
def test_a_slip_is_told_and_changes_nothing(world: World, as_: Any, change: dict[str, str], words: str) -> None:
    one = an_intervention(world, state="live")
    page = as_("tomos").post(url(one, "/outcome"), outcome(world, **change))
    assert page.status == 422
    assert words in page.text
    assert db.session.get_one(Intervention, one.id).state == "live"


def test_who_may_not_record_is_told_who_may(world: World, as_: Any) -> None:
    one = an_intervention(world, state="live")
    for name in ("amina", "saoirse", "spencer", "marek"):
        assert as_(name).get(url(one, "/outcome"), strict=False).status == 403
    assert as_("ravi").get(url(one, "/outcome")).status == 200
    assert as_("chidi").get(url(one, "/outcome")).status == 404


def test_a_prediction_changed_after_going_live_makes_the_result_exploratory(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, state="live")
    new = a_proposal(topic, prediction=a_prediction(world, size=2.0))
    services.edit_intervention(world.actor("tomos"), one, new)
    page = as_("amina").get(url(one))
    assert "exploratory" in page.text
    assert "Up by 10 percentage points" in page.text, "what was promised before stays in the history"


def test_editing_the_words_alone_does_not(world: World) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, state="live")
    new = a_proposal(topic, title="Another name", prediction=a_prediction(world))
    services.edit_intervention(world.actor("tomos"), one, new)
    assert one.exploratory is False


def test_another_measure_than_the_predicted_one_is_exploratory(world: World, as_: Any) -> None:
    one = an_intervention(world, state="live")
    tomos = as_("tomos")
    page = tomos.follow(tomos.post(url(one, "/outcome"), outcome(world, measure="submission share")))
    assert "not the measure that was predicted" in page.text


@pytest.mark.parametrize(("choice", "state"), [("adopt", "adopted"), ("adapt", "adapted"), ("abandon", "abandoned")])
def test_the_chair_says_what_follows(world: World, as_: Any, choice: str, state: str) -> None:
    one = an_intervention(world, state="live")
    tomos, dilys = as_("tomos"), as_("dilys")
    tomos.follow(tomos.post(url(one, "/outcome"), outcome(world)))
    assert f"Say what follows: {one.title}" in dilys.get("/home").text
    values = {"decision": choice, "reason": "The 3-D models are asked for."}
    assert tomos.post(url(one, "/conclude"), values).status == 403
    assert dilys.post(url(one, "/conclude"), values | {"reason": ""}).status == 422
    page = dilys.follow(dilys.post(url(one, "/conclude"), values))
    assert state.capitalize() in page.text
    assert "The 3-D models are asked for." in page.text
    assert db.session.get_one(Intervention, one.id).state == state
    assert ("Propose the next version" in page.text) is (choice == "adapt")


def test_nothing_is_recorded_of_a_presentation_that_has_not_begun(
    world: World, as_: Any, clock_at: Callable[[datetime], Any]
) -> None:
    one = an_intervention(world, state="live")
    presentation = world.presentation("18J")
    bare = {"measure": "", "before_in": "", "before_value": "", "after_value": "", "verdict": "not enough data"}
    with clock_at(datetime(2018, 10, 5, 12, 0, tzinfo=UTC)):
        tomos = as_("tomos")
        page = tomos.get(url(one)).text
        assert "18J begins on 6 October 2018" in page
        assert "Record the outcome" not in page
        assert "18J begins on 6 October 2018" in tomos.get(url(one, "/outcome")).text
        for tried in (outcome(world), outcome(world, **bare)):
            refused = tomos.post(url(one, "/outcome"), tried)
            assert refused.status == 422
            assert "18J begins on 6 October 2018" in refused.text
            assert "Released three weeks before TMA04." in refused.text, "what was written is kept"
        assert db.session.get_one(Intervention, one.id).state == "live"
    presentation.starts_on = None  # as in OULAD, which has no calendar
    db.session.flush()
    assert as_("tomos").post(url(one, "/outcome"), outcome(world)).status == 303


def test_nor_compared_with_one_that_has_not_begun(world: World, as_: Any, clock_at: Callable[[datetime], Any]) -> None:
    one = an_intervention(world, state="live")
    one.live_in_id = world.presentation("17J").id
    db.session.flush()
    later = {"before_in_id": world.presentation("18J").id, "before_value": 47.0, "after_value": 59.0}
    with clock_at(datetime(2018, 10, 5, 12, 0, tzinfo=UTC)):
        offered = as_("tomos").get(url(one, "/outcome")).find_all("option")
        assert "18J" not in " ".join(each.text_content() for each in offered)
        told = services.EvaluatedOutcome(
            verdict=Verdict.IMPROVED, words_md="Better.", measure=PredictedMeasure.HALF_MARKS_SHARE, **later
        )
        with pytest.raises(Invalid) as refused:
            services.record_outcome(world.actor("wanda"), one, told)
    assert "begins on" in refused.value.fields["before_in"][0]

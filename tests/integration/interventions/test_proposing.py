"""Proposing an intervention: who may, what is kept, what is refused."""

from __future__ import annotations

from typing import Any

from app.core.db import db
from app.interventions.models import Intervention, InterventionTarget
from app.topics.models import IssueCategory
from app.topics.services import add_block, raise_issue
from tests.factories.interventions import a_proposal, a_topic, an_intervention
from tests.people import World

NEW = "/networks/s215/interventions/new"


def form(target: str, **more: Any) -> dict[str, Any]:
    return {
        "title": "Video “Follow the electrons”",
        "kind": "video",
        "targets": [target],
        "rationale": "They would see where an arrow starts.",
    } | more


def prediction(world: World) -> dict[str, Any]:
    return {
        "measure": "half-marks share",
        "on": "TMA04 Q1",
        "direction": "up",
        "size": "10",
        "presentation": str(world.presentation("18J").id),
    }


def test_an_al_proposes_for_a_topic_and_sees_it(world: World, as_: Any) -> None:
    topic = a_topic(world)
    amina = as_("amina")
    page = amina.follow(amina.post(NEW, form(f"topic:{topic.id}", **prediction(world))))
    assert "Video “Follow the electrons”" in page.text
    assert "Up by 10 percentage points in 18J" in page.text
    assert "Curly arrows" in page.text
    assert "with nothing done" in page.text
    assert as_("ben").get(page.answer.request.path).status == 200


def test_the_form_is_filled_in_from_the_topic_it_was_asked_for(world: World, as_: Any) -> None:
    topic = a_topic(world)
    page = as_("tomos").get(f"{NEW}?topic={topic.number}")
    ticked = [e.get("value") for e in page.find_all("input", type="checkbox") if e.get("checked") is not None]
    assert ticked == [f"topic:{topic.id}"]


def test_the_form_names_the_earliest_presentation_that_can_be_reached(world: World, as_: Any, clock_at: Any) -> None:
    from datetime import UTC, datetime

    a_topic(world)
    assert "this can reach is 18J" in as_("tomos").get(NEW).text
    with clock_at(datetime(2018, 9, 1, 12, tzinfo=UTC)):
        assert "No presentation known here starts late enough" in as_("tomos").get(NEW).text


def test_stumbling_blocks_stand_for_a_part_of_their_topic(world: World) -> None:
    amina = world.actor("amina")
    topic = a_topic(world)
    blocks = [add_block(amina, topic, title=title) for title in ("Arrows start at electrons", "Charges")]
    one = an_intervention(world, topic, block_ids=[blocks[1].id])
    rows = db.session.query(InterventionTarget).filter_by(intervention_id=one.id).all()
    assert [(row.topic_id, row.block_id) for row in rows] == [(topic.id, blocks[1].id)]


def test_an_issue_can_be_a_target(world: World, as_: Any) -> None:
    issue = raise_issue(
        world.actor("ben"),
        world.s215,
        title="Pace in weeks 9 to 16",
        statement_md="Too much.",
        category=IssueCategory.PACE,
    )
    ben = as_("ben")
    page = ben.follow(ben.post(NEW, form(f"issue:{issue.id}")))
    assert "Pace in weeks 9 to 16" in page.text


def test_what_was_typed_is_kept_when_something_is_missing(world: World, as_: Any) -> None:
    topic = a_topic(world)
    page = as_("amina").post(NEW, form(f"topic:{topic.id}", title="", rationale="Because of the lone pair"))
    assert page.status == 422
    assert "Because of the lone pair" in page.text
    assert db.session.query(Intervention).count() == 0


def test_a_prediction_is_whole_or_absent(world: World, as_: Any) -> None:
    topic = a_topic(world)
    page = as_("amina").post(NEW, form(f"topic:{topic.id}", **{**prediction(world), "size": ""}))
    assert page.status == 422
    assert "all four parts" in page.text


def test_a_size_in_letters_is_told_as_a_slip(world: World, as_: Any) -> None:
    topic = a_topic(world)
    page = as_("amina").post(NEW, form(f"topic:{topic.id}", **{**prediction(world), "size": "ten"}))
    assert page.status == 422
    assert "Give a number" in page.text


def test_a_target_of_another_network_is_refused(world: World, as_: Any) -> None:
    foreign = a_topic(world, "Integration", slug="mst124")
    page = as_("amina").post(NEW, form(f"topic:{foreign.id}"))
    assert page.status == 422
    assert db.session.query(Intervention).count() == 0


def test_no_target_at_all_is_refused(world: World, as_: Any) -> None:
    values = form("x")
    del values["targets"]
    page = as_("amina").post(NEW, values)
    assert page.status == 422
    assert "at least one" in page.text


def test_a_stranger_finds_nothing(world: World, as_: Any) -> None:
    a_topic(world)
    assert as_("chidi").get(NEW).status == 404
    assert as_("chidi").post(NEW, {}).status == 404


def test_a_member_who_does_not_propose_is_told_who_does(world: World, as_: Any) -> None:
    topic = a_topic(world)
    for name in ("saoirse", "ravi", "wanda", "spencer"):
        page = as_(name).post(NEW, form(f"topic:{topic.id}"))
        assert page.status == 403
        assert "ALs, the module team" in page.text


def test_a_replayed_form_proposes_once(world: World, as_: Any) -> None:
    topic = a_topic(world)
    amina = as_("amina")
    first = amina.post(NEW, form(f"topic:{topic.id}", form_key="the-same"))
    second = amina.post(NEW, form(f"topic:{topic.id}", form_key="the-same"))
    assert first.location == second.location
    assert db.session.query(Intervention).count() == 1


def test_a_form_without_its_token_changes_nothing(world: World, as_: Any) -> None:
    topic = a_topic(world)
    page = as_("amina").post(NEW, form(f"topic:{topic.id}"), csrf=False)
    assert page.status == 400
    assert db.session.query(Intervention).count() == 0


def test_a_preview_saves_nothing(world: World, as_: Any) -> None:
    topic = a_topic(world)
    values = form(f"topic:{topic.id}", rationale="**Bold** words", preview="1")
    page = as_("amina").post(NEW, values)
    assert page.status == 200
    assert "<strong>Bold</strong>" in page.html
    assert db.session.query(Intervention).count() == 0


def test_the_proposer_can_prefill_the_next_version(world: World, as_: Any) -> None:
    one = an_intervention(world)
    page = as_("amina").get(f"{NEW}?follows={one.number}")
    assert page.values()["title"] == one.title
    assert "The next version of" in page.text


def test_numbers_run_through_each_network_by_itself(world: World) -> None:
    an_intervention(world, slug="mst124", by="chidi")
    assert [an_intervention(world).number for _ in range(2)] == [1, 2]


def test_markup_in_a_rationale_is_harmless(world: World, as_: Any) -> None:
    topic = a_topic(world)
    one = an_intervention(world, topic, rationale_md="<script>alert(1)</script> and [x](javascript:alert(1))")
    page = as_("ben").get(f"/networks/s215/interventions/{one.number}")
    assert "<script>alert" not in page.html
    assert [e for e in page.find_all("a") if (e.get("href") or "").startswith("javascript")] == []


def test_a_proposal_belongs_to_the_present_cycle(world: World) -> None:
    one = an_intervention(world)
    assert one.cycle_id is not None
    assert a_proposal().kind.value == "video"

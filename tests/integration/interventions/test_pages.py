"""The pipeline, and what interventions show on others' pages."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert

from app.core import clock
from app.core.db import db
from app.interventions import queries, services
from app.interventions.lifecycle import STAGES
from app.interventions.models import Intervention, InterventionKind, InterventionTarget, VoteStance
from app.topics.models import IssueCategory
from app.topics.services import add_block, merge_topic, move_to_issue, raise_issue, remove_block
from tests.factories.interventions import a_proposal, a_topic, an_intervention
from tests.people import World

LIST = "/networks/s215/interventions"


def more_alike(world: World, topic_id: int, count: int) -> None:
    """Rows as the services would write them, many at once."""
    common = {
        "network_id": world.s215.id,
        "title": "One of many",
        "kind": InterventionKind.QUIZ,
        "rationale_md": "Why",
        "rationale_html": "<p>Why</p>",
        "proposed_by_id": world.amina.id,
        "state_since": clock.now(),
        "created_at": clock.now(),
        "predicted_on": "",
        "exploratory": False,
        "caveats": [],
        "support_count": 0,
        "version": 1,
    }
    states = [state for _, _, names in STAGES for state in names]
    rows = [{**common, "number": 100 + at, "state": states[at % len(states)]} for at in range(count)]
    ids = db.session.scalars(insert(Intervention).returning(Intervention.id), rows).all()
    db.session.execute(insert(InterventionTarget), [{"intervention_id": each, "topic_id": topic_id} for each in ids])
    db.session.commit()


def test_the_pipeline_shows_each_stage_with_its_count(world: World, as_: Any) -> None:
    topic = a_topic(world)
    an_intervention(world, topic, title="Only proposed")
    an_intervention(world, topic, title="Being made", state="designing")
    an_intervention(world, topic, title="In use", state="live")
    an_intervention(world, title="Elsewhere", slug="mst124", by="chidi")
    no = an_intervention(world, topic, title="Answered no")
    services.decline(world.actor("dilys"), no, "No budget.", VoteStance.NO_VOTE)
    page = as_("ben").get(LIST)
    for words in ("All stages 4", "Proposed 1", "In the making 1", "Live 1", "Measured 0", "Not now 1"):
        assert words in page.text
    assert "Elsewhere" not in page.text
    stage = as_("ben").get(f"{LIST}?stage=live")
    assert "In use" in stage.text
    assert "Being made" not in stage.text


def test_an_empty_pipeline_says_how_it_begins(world: World, as_: Any) -> None:
    assert "Nothing has been proposed yet" in as_("ben").get(LIST).text
    an_intervention(world)
    assert "None at this stage" in as_("ben").get(f"{LIST}?stage=live").text


def test_unknown_stages_numbers_and_networks_are_not_found(world: World, as_: Any) -> None:
    an_intervention(world)
    assert as_("ben").get(f"{LIST}?stage=somewhere").status == 404
    assert as_("ben").get(f"{LIST}/99").status == 404
    assert as_("chidi").get(LIST).status == 404
    assert as_("chidi").get(f"{LIST}/1").status == 404


def test_a_topic_and_an_issue_show_what_is_proposed_for_them(world: World, as_: Any) -> None:
    topic = a_topic(world)
    an_intervention(world, topic, title="For the topic")
    issue = raise_issue(
        world.actor("ben"), world.s215, title="Pace", statement_md="Too much.", category=IssueCategory.PACE
    )
    services.propose_intervention(
        world.actor("tomos"), world.s215, a_proposal(title="For the issue", issue_ids=[issue.id])
    )
    ben = as_("ben")
    page = ben.get(f"/networks/s215/topics/{topic.number}")
    assert "For the topic" in page.text
    assert page.find_all("a", href=f"{LIST}/new?topic={topic.number}")
    page = ben.get(f"/networks/s215/issues/{issue.number}")
    assert "For the issue" in page.text
    assert "For the topic" not in page.text
    reader = as_("spencer").get(f"/networks/s215/topics/{topic.number}")
    assert not reader.find_all("a", href=f"{LIST}/new?topic={topic.number}")


def test_the_networks_home_shows_the_pipeline(world: World, as_: Any) -> None:
    an_intervention(world, title="In use", state="live")
    page = as_("ben").get("/networks/s215")
    [stage] = [
        each for each in page.find_all("li") if "stage=live" in "".join(a.get("href", "") for a in each.iter("a"))
    ]
    assert "".join(stage.itertext()).split()[-1] == "1"


def test_charts_are_told_what_went_live_where_and_when(world: World) -> None:
    topic, other = a_topic(world), a_topic(world, "Point groups")
    one = an_intervention(world, topic, state="live", topic_ids=[topic.id, other.id])
    an_intervention(world, topic, state="ready")
    wanted = [(one.title, "18J", one.live_on)]
    assert queries.live_markers([topic.id, other.id], seen_by=world.actor("ben")) == wanted
    assert queries.live_markers([], seen_by=world.actor("ben")) == []
    assert queries.live_markers([topic.id], seen_by=world.actor("chidi")) == []


def test_a_stumbling_block_that_is_taken_away_leaves_the_topic_as_target(world: World) -> None:
    amina = world.actor("amina")
    topic = a_topic(world)
    block = add_block(amina, topic, title="Charges")
    one = an_intervention(world, topic, block_ids=[block.id])
    remove_block(amina, topic, block)
    db.session.flush()
    rows = db.session.query(InterventionTarget.topic_id, InterventionTarget.block_id)
    assert rows.filter_by(intervention_id=one.id).all() == [(topic.id, None)]


def test_interventions_go_with_a_merged_topic(world: World) -> None:
    source, target = a_topic(world), a_topic(world, "Mechanisms")
    an_intervention(world, source, title="Of the source")
    an_intervention(world, source, title="Of both", topic_ids=[source.id, target.id])
    merge_topic(world.actor("marek"), source, target, "The same thing.")
    found = queries.of_topic(target.id, seen_by=world.actor("ben"))
    assert sorted(one.title for one in found) == ["Of both", "Of the source"]
    assert queries.of_topic(source.id, seen_by=world.actor("ben")) == []


def test_interventions_go_with_a_topic_that_becomes_an_issue(world: World) -> None:
    topic = a_topic(world, "Too much to read")
    an_intervention(world, topic)
    issue = move_to_issue(world.actor("marek"), topic, IssueCategory.VOLUME, "It is volume, not a concept.")
    assert len(queries.of_issue(issue.id, seen_by=world.actor("ben"))) == 1


def test_the_same_number_of_queries_at_10_and_at_1000_rows(world: World, as_: Any, count_queries: Any) -> None:
    topic = a_topic(world)
    addresses = [LIST, f"{LIST}?stage=proposed", f"/networks/s215/topics/{topic.number}", f"{LIST}/1", f"{LIST}/new"]

    def queries_of(address: str) -> int:
        with count_queries() as seen:
            assert as_("ben").get(address).status == 200
        return len(seen)

    for _ in range(10):
        an_intervention(world, topic)
    queries_of(LIST)  # the first page of a visit notes the visit
    at_10 = [queries_of(address) for address in addresses]
    more_alike(world, topic.id, 990)
    assert [queries_of(address) for address in addresses] == at_10

"""Steps between states: who may take which, what they need, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.core.events import listen
from app.topics import services
from app.topics.events import TopicMoved
from app.topics.models import AdditionalIssue, ExampleSource, IssueCategory, TrickyTopic, Vote
from app.topics.services import following
from tests.client import StrictClient
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
STEPS = "/networks/s215/topics/1/steps"


def test_the_way_from_suggested_to_prioritised(ready: TrickyTopic, as_: As) -> None:
    dilys = as_("dilys")
    assert "Put on the shortlist" in dilys.get("/networks/s215/topics/1").text
    page = dilys.follow(dilys.post(f"{STEPS}/shortlist"))
    assert "shortlisted" in page.text
    page = dilys.follow(dilys.post(f"{STEPS}/prioritise", {"reason": "We follow the vote."}))
    assert "prioritised" in page.text
    assert "We follow the vote." in page.text
    assert ready.prioritised_at is not None


def test_one_press_takes_a_topic_up(topic: TrickyTopic, as_: As) -> None:
    marek = as_("marek")
    page = marek.get("/networks/s215/topics/1")
    assert page.find_all("form", action=f"{STEPS}/accept")
    assert "under discussion" in marek.follow(marek.post(f"{STEPS}/accept")).text


@pytest.mark.parametrize(
    ("verb", "state", "may"),
    [
        ("accept", "suggested", {"marek", "dilys"}),
        ("move_to_issue", "suggested", {"marek"}),
        ("merge", "suggested", {"marek"}),
        ("decline", "suggested", {"marek", "dilys"}),
        ("shortlist", "under_discussion", {"marek", "dilys"}),
        ("park", "under_discussion", {"marek", "dilys"}),
        ("prioritise", "shortlisted", {"marek", "dilys"}),
        ("close_improved", "evaluating", {"marek", "dilys"}),
        ("close_not_enough_data", "evaluating", {"marek", "dilys"}),
        ("reopen", "parked", {"marek", "dilys"}),
    ],
)
def test_who_may_take_which_step(verb: str, state: str, may: set[str], ready: TrickyTopic, as_: As) -> None:
    ready.state = state
    db.session.commit()
    for who in ("amina", "tomos", "dilys", "marek", "saoirse", "wanda", "ravi", "spencer"):
        answer = as_(who).get(f"{STEPS}/{verb}")
        assert answer.status == (200 if who in may else 403), who
        if who not in may:
            assert as_(who).post(f"{STEPS}/{verb}", {"reason": "Because."}).status == 403
            assert f"{STEPS}/{verb}" not in as_(who).get("/networks/s215/topics/1").html
    assert as_("chidi").post(f"{STEPS}/{verb}", {"reason": "Because."}).status == 404


def test_a_missing_reason_is_asked_for(ready: TrickyTopic, as_: As) -> None:
    answer = as_("dilys").post(f"{STEPS}/park", {"reason": "  "})
    assert answer.status == 422
    assert "Please say why" in answer.text
    assert ready.state == "under_discussion"
    page = as_("dilys").follow(as_("dilys").post(f"{STEPS}/park", {"reason": "Weeks 11–14 are re-planned first."}))
    assert "Weeks 11–14 are re-planned first." in page.text


def test_a_step_that_is_not_open_says_where_things_stand(topic: TrickyTopic, as_: As) -> None:
    answer = as_("dilys").post(f"{STEPS}/prioritise", {"reason": "Now."})
    assert answer.status == 403
    assert "This Tricky Topic is “suggested”" in answer.text
    assert as_("dilys").get(f"{STEPS}/fly").status == 404
    assert as_("dilys").post(f"{STEPS}/go_live").status == 404


def test_the_shortlist_needs_an_example_and_a_code(topic: TrickyTopic, as_: As, actor_for: ActorFor) -> None:
    services.move_topic(actor_for("marek"), topic, "accept")
    for at in range(3):
        services.add_block(actor_for("amina"), topic, title=f"Block {at}")
    db.session.commit()
    answer = as_("dilys").post(f"{STEPS}/shortlist", {"override": "y", "reason": "All the same."})
    assert answer.status == 422
    assert "not ready for the shortlist" in answer.text
    services.add_example(actor_for("amina"), topic, text="Words", source=ExampleSource.EXAM)
    with pytest.raises(Invalid, match="why students do not understand"):
        services.move_topic(actor_for("dilys"), topic, "shortlist")


def test_fewer_than_three_blocks_can_be_overridden_with_a_note(
    topic: TrickyTopic, as_: As, actor_for: ActorFor
) -> None:
    services.move_topic(actor_for("marek"), topic, "accept")
    services.add_example(actor_for("amina"), topic, text="Words", source=ExampleSource.EXAM, codes=["1a"])
    db.session.commit()
    dilys = as_("dilys")
    assert "Put it on the shortlist all the same" in dilys.get(f"{STEPS}/shortlist").text
    assert dilys.post(f"{STEPS}/shortlist").status == 422
    assert dilys.post(f"{STEPS}/shortlist", {"override": "y"}).status == 422
    assert dilys.post(f"{STEPS}/shortlist", {"reason": "Two are enough."}).status == 422
    assert dilys.post(f"{STEPS}/shortlist", {"override": "y", "reason": "Two are enough."}).status == 303
    assert topic.state == "shortlisted"


def test_merging_makes_the_voters_a_union(ready: TrickyTopic, as_: As, actor_for: ActorFor, world: World) -> None:
    target = services.raise_topic(actor_for("ben"), world.s215, title="Mechanisms", statement_md="Alike.")
    for who in ("amina", "ben"):
        services.cast_vote(actor_for(who), ready)
    for who in ("ben", "tomos"):
        services.cast_vote(actor_for(who), target)
    db.session.commit()
    marek = as_("marek")
    assert "2 Mechanisms" in marek.get(f"{STEPS}/merge").text
    page = marek.follow(marek.post(f"{STEPS}/merge", {"target": "2", "reason": "The same concept."}))
    assert "Go to Tricky Topic 2: Mechanisms" in page.text
    assert "Starts at electrons" in page.text
    assert "The arrow shows where the atom goes." in page.text
    assert (target.vote_count, ready.vote_count) == (3, 0)
    voters = {vote.person_id for vote in db.session.query(Vote).filter_by(topic_id=target.id)}
    assert voters == {world.amina.id, world.ben.id, world.tomos.id}
    assert db.session.query(Vote).filter_by(topic_id=ready.id).count() == 0
    assert "Curly arrows" in marek.get("/networks/s215/topics/2").text
    assert "Curly arrows" not in marek.get("/networks/s215/topics").text
    assert "Curly arrows" in marek.get("/networks/s215/topics?state=merged").text


def test_a_topic_is_merged_only_into_another_living_one(
    ready: TrickyTopic, as_: As, actor_for: ActorFor, world: World
) -> None:
    second = services.raise_topic(actor_for("ben"), world.s215, title="Second", statement_md="Alike.")
    third = services.raise_topic(actor_for("ben"), world.s215, title="Third", statement_md="Alike.")
    marek = actor_for("marek")
    services.merge_topic(marek, second, third, "Alike.")
    with pytest.raises(Invalid, match="itself"):
        services.merge_topic(marek, ready, ready, "Alike.")
    with pytest.raises(Invalid, match="took its place"):
        services.merge_topic(marek, ready, second, "Alike.")
    with pytest.raises(Refused):
        services.merge_topic(actor_for("dilys"), ready, third, "Alike.")
    db.session.commit()
    assert as_("marek").post(f"{STEPS}/merge", {"target": "99", "reason": "Alike."}).status == 404
    assert as_("marek").post(f"{STEPS}/merge", {"target": "3", "reason": ""}).status == 422


def test_a_topic_becomes_an_issue_with_words_raiser_discussion_and_votes(
    ready: TrickyTopic, as_: As, actor_for: ActorFor, world: World
) -> None:
    services.cast_vote(actor_for("ben"), ready)
    db.session.commit()
    marek = as_("marek")
    page = marek.follow(marek.post(f"{STEPS}/move_to_issue", {"category": "volume", "reason": "It is pace."}))
    assert "Go to Additional issue 1: Curly arrows" in page.text
    issue = db.session.query(AdditionalIssue).filter_by(network_id=world.s215.id).one()
    assert (issue.raised_by_id, issue.discussion_id, issue.category) == (
        world.amina.id,
        ready.discussion_id,
        IssueCategory.VOLUME,
    )
    assert issue.statement_md == ready.statement_md
    assert (issue.vote_count, ready.vote_count) == (1, 0)
    assert "Tricky Topic 1" in marek.get("/networks/s215/issues/1").text


def test_following_moves_what_it_can_and_leaves_the_rest(ready: TrickyTopic, actor_for: ActorFor, world: World) -> None:
    other = services.raise_topic(actor_for("ben"), world.s215, title="Other", statement_md="Words.")
    ready.state = "prioritised"
    db.session.flush()
    heard: list[TopicMoved] = []
    listen(TopicMoved, heard.append)
    tomos = actor_for("tomos")
    assert following.advance(tomos, [ready.id, other.id], "plan") == [ready.id]
    assert following.advance(tomos, [ready.id], "go_live") == [ready.id]
    assert following.advance(tomos, [ready.id], "evaluate") == [ready.id]
    assert (ready.state, other.state) == ("evaluating", "suggested")
    assert [(event.before, event.after) for event in heard if event.topic_id == ready.id][-1] == (
        "intervention_live",
        "evaluating",
    )


def test_the_chair_closes_the_loop_and_reopens_it(ready: TrickyTopic, as_: As) -> None:
    ready.state = "evaluating"
    db.session.commit()
    dilys = as_("dilys")
    page = dilys.follow(dilys.post(f"{STEPS}/close_no_clear_change", {"reason": "Before and after overlap."}))
    assert "loop closed: no clear change" in page.text
    page = dilys.follow(dilys.post(f"{STEPS}/reopen", {"reason": "Next cycle."}))
    assert "under discussion" in page.text


def test_a_second_decision_on_the_same_state_is_a_conflict(ready: TrickyTopic, actor_for: ActorFor) -> None:
    assert ready.state == "under_discussion"
    table = TrickyTopic.__table__
    db.session.execute(table.update().where(table.c.id == ready.id).values(state="declined"))
    with pytest.raises(Conflict, match="declined"):
        services.move_topic(actor_for("dilys"), ready, "park", "Late.")


def test_every_step_is_in_the_history_with_its_reason(ready: TrickyTopic, as_: As, actor_for: ActorFor) -> None:
    services.move_topic(actor_for("dilys"), ready, "decline", "It is taught in S111.")
    db.session.commit()
    page = as_("ben").get("/networks/s215/topics/1/history")
    assert "Moved it to “declined”. It is taught in S111." in page.text
    assert (
        db.session.query(AuditEntry).filter_by(subject_kind="tricky_topic", verb="decline").one().before
        == "under_discussion"
    )

"""The loop of real topics and issues, step by step, and in the same number of queries for ten as for a thousand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from app.core import clock
from app.core.db import db
from app.forums.services import first_post, publish_post, start_discussion
from app.interventions import services as interventions
from app.interventions.models import Verdict
from app.networks.models import Membership, Role
from app.replies import services as replies
from app.replies.models import ReplyStatus
from app.standing import queries
from app.standing.loop import KEYS, LoopStanding
from app.standing.waits import Kind
from app.topics.models import AdditionalIssue, IssueResponse, TrickyTopic
from app.topics.services import merge_topic, move_issue, move_topic, respond_to_issue, route_issue
from app.topics.services.moving import put_in_state
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic, an_intervention
from tests.factories.replies import a_reply, an_issue, speak_under
from tests.people import World


def of(world: World, subject: TrickyTopic | AdditionalIssue, reader: str = "amina") -> LoopStanding:
    db.session.flush()
    actor = world.actor(reader)
    if isinstance(subject, TrickyTopic):
        return queries.standings(topic_ids=[subject.id], seen_by=actor)[subject.id]
    return queries.standings(issue_ids=[subject.id], seen_by=actor)[subject.id]


def states(standing: LoopStanding) -> str:
    """One letter each: d for done, P for present, a for ahead, s for not needed."""
    letters = {"done": "d", "present": "P", "ahead": "a", "skipped": "s"}
    return "".join(letters[step.state] for step in standing.steps)


def prioritise(world: World, topic: TrickyTopic) -> None:
    chair = world.actor("dilys")
    move_topic(world.actor("marek"), topic, "accept")
    put_in_state(chair, topic, "shortlist", "shortlisted", "")
    move_topic(chair, topic, "prioritise")


def test_a_topic_goes_round_the_whole_loop(world: World) -> None:
    topic = a_topic(world)
    assert states(of(world, topic)) == "dPaaaaa"
    publish_post(world.actor("amina"), discussion_of(topic), "Anyone else?")
    assert states(of(world, topic)) == "dPaaaaa", "talking to oneself is not a discussion"
    speak_under(world, "ben", topic)
    assert states(of(world, topic)) == "ddPaaaa"
    prioritise(world, topic)
    assert of(world, topic).waits_for == "the module team, to propose an intervention"
    an_intervention(world, topic)
    assert (states(of(world, topic)), of(world, topic).waits_for) == (
        "dddPaaa",
        "ALs and the module team, to support it or say what is missing (intervention 1)",
    )
    live = an_intervention(world, topic, state="ready")
    assert states(of(world, topic)) == "ddddPaa"
    interventions.go_live(
        world.actor("dilys"), live, presentation_id=world.presentation("17J").id, live_on=clock.today()
    )
    assert (states(of(world, topic)), of(world, topic).waits_for) == (
        "dddddPa",
        "the analyst, to record what it did (intervention 2)",
    )
    outcome = interventions.EvaluatedOutcome(verdict=Verdict.NOT_ENOUGH_DATA, words_md="Too early to say.")
    interventions.record_outcome(world.actor("wanda"), live, outcome)
    assert (states(of(world, topic)), of(world, topic).waits_for) == (
        "ddddddP",
        "the moderator, to close it with its verdict",
    )
    reply = a_reply(world, topic)
    assert of(world, topic).waits_for == "the moderator, to close it with its verdict", "the reply waits for itself"
    move_topic(world.actor("marek"), topic, "close_not_enough_data")
    assert of(world, topic).waits_for == "the chair, to approve the reply (reply 1)"
    replies.approve_reply(world.actor("dilys"), reply)
    replies.publish_reply(world.actor("marek"), reply)
    assert of(world, topic).closed
    assert states(of(world, topic)) == "ddddddd"


def discussion_of(topic: TrickyTopic) -> Any:
    from app.forums.models import Discussion

    return db.session.get_one(Discussion, topic.discussion_id)


def test_a_topic_from_a_post_that_others_answered_is_discussed_already(world: World) -> None:
    discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    publish_post(world.actor("ben"), discussion, "Mine, too.")
    topic = a_topic(world, from_post=first_post(discussion))
    standing = of(world, topic)
    assert states(standing) == "ddPaaaa"
    assert standing.steps[1].at == topic.created_at, "never before it was raised"


def test_the_present_step_waits_for_the_owner_of_the_action(world: World) -> None:
    topic = a_topic(world)
    prioritise(world, topic)
    made = an_intervention(world, topic, state="accepted")
    an_action(world, owner="amina", days=30, intervention_id=made.id)
    an_action(world, owner="tomos", days=3, intervention_id=made.id)
    assert of(world, topic).waits_for == "Tomos, to do it (action 2), by 23 July"


def test_how_long_it_has_waited(world: World) -> None:
    topic = a_topic(world)
    with clock.standing_at(clock.now() + timedelta(days=12)):
        assert of(world, topic).age == "12 days"


@pytest.mark.parametrize("verb", ["decline", "park"])
def test_a_declined_or_parked_topic_is_closed_by_its_reply(world: World, verb: str) -> None:
    topic = a_topic(world)
    move_topic(world.actor("marek"), topic, "accept")
    move_topic(world.actor("dilys"), topic, verb, "A later module needs it")
    assert states(of(world, topic)) == "dssssss".replace("ssssss", "sssssP")
    a_reply(
        world,
        topic,
        state="published",
        status=ReplyStatus.WILL_NOT_DO,
        we_did_md="No, because a later module needs it.",
    )
    assert of(world, topic).closed
    assert states(of(world, topic)) == "dsssssd"


def test_a_merged_topic_is_answered_where_it_went(world: World) -> None:
    source, middle, target = a_topic(world, "A"), a_topic(world, "B"), a_topic(world, "C")
    merge_topic(world.actor("marek"), source, middle, "The same")
    merge_topic(world.actor("marek"), middle, target, "The same")
    assert of(world, source).wait is None, "what it says goes on elsewhere, and waits there"
    a_reply(world, target, state="published")
    assert states(of(world, source))[-1] == "d", "and is answered there"


def test_a_reply_in_progress_answers_and_leaves_the_loop_open(world: World) -> None:
    topic = a_topic(world)
    prioritise(world, topic)
    made = an_intervention(world, topic, state="accepted")
    action = an_action(world, owner="ben", intervention_id=made.id)
    a_reply(world, topic, state="published", status=ReplyStatus.IN_PROGRESS, action_id=action.id)
    standing = of(world, topic)
    assert states(standing) == "dsddPad"
    assert "Ben" in (standing.waits_for or "")


def test_done_does_not_hide_that_the_effect_is_still_to_be_measured(world: World) -> None:
    topic = a_topic(world)
    prioritise(world, topic)
    an_intervention(world, topic, state="live")
    a_reply(world, topic, state="published")
    assert (states(of(world, topic)), of(world, topic).present) == ("dsdddPd", "measured")


def test_a_reopened_topic_begins_another_pass(world: World) -> None:
    topic = a_topic(world)
    prioritise(world, topic)
    move_topic(world.actor("dilys"), topic, "park", "Not this cycle")
    a_reply(world, topic, state="published", status=ReplyStatus.WILL_NOT_DO, we_did_md="No, because time is short.")
    assert of(world, topic).closed
    with clock.standing_at(clock.now() + timedelta(days=90)):
        move_topic(world.actor("dilys"), topic, "reopen", "The next cycle")
        assert states(of(world, topic)) == "dPaaaaa"
    with clock.standing_at(clock.now() + timedelta(days=99)):
        chair = world.actor("dilys")
        put_in_state(chair, topic, "shortlist", "shortlisted", "")
        move_topic(chair, topic, "prioritise")
        assert states(of(world, topic)) == "dsdPaaa"


def test_an_issue_is_acknowledged_routed_acted_on_and_answered(world: World) -> None:
    issue = an_issue(world)
    moderator = world.actor("marek")
    assert states(of(world, issue)) == "dPaaasa"
    move_issue(moderator, issue, "acknowledge")
    assert (states(of(world, issue)), of(world, issue).waits_for) == (
        "dsdPasa",
        "the moderator, to route it to an owner",
    )
    route_issue(moderator, issue, routed_to="module team")
    assert (states(of(world, issue)), of(world, issue).waits_for) == ("dsddPsa", "the module team, to answer it")
    respond_to_issue(world.actor("tomos"), issue, response=IssueResponse.DONE, response_md="Moved to week 14.")
    assert states(of(world, issue)) == "dsdddsP"
    a_reply(world, issue, state="published")
    assert of(world, issue).waits_for == "the moderator, to close it"
    move_issue(moderator, issue, "close")
    assert of(world, issue).closed


def test_cannot_because_leaves_only_the_reply(world: World) -> None:
    issue = an_issue(world)
    move_issue(world.actor("marek"), issue, "acknowledge")
    route_issue(world.actor("marek"), issue, routed_to="LTS/IT")
    respond_to_issue(world.actor("tomos"), issue, response=IssueResponse.CANNOT, response_md="The platform cannot.")
    assert (states(of(world, issue)), of(world, issue).present) == ("dsddssP", "replied")


def test_in_a_network_that_is_over_nothing_waits(world: World) -> None:
    topic, issue = a_topic(world), an_issue(world)
    world.s215.state = "closed"
    assert of(world, topic).wait is None
    assert of(world, issue).wait is None
    assert of(world, topic).state == "suggested", "it still says what it is"


def test_a_reply_is_rewritten_by_whoever_may(world: World) -> None:
    reply = a_reply(world, a_topic(world))
    replies.send_back_reply(world.actor("dilys"), reply, "Name the video.")
    asked = {"kind": Kind.REPLY, "ids": [reply.id], "seen_by": world.actor("dilys")}
    db.session.flush()
    assert queries.waits_of(**asked)[reply.id].words == "Tomos, to rewrite the reply"
    (membership,) = db.session.query(Membership).filter_by(person_id=world.tomos.id).all()
    membership.role = Role.AL
    db.session.flush()
    assert queries.waits_of(**asked)[reply.id].words == "the module team, to rewrite the reply"


def test_a_stranger_is_told_nothing(world: World) -> None:
    topic = a_topic(world)
    assert queries.standings(topic_ids=[topic.id], seen_by=world.actor("chidi")) == {}
    assert queries.standings(topic_ids=[topic.id], seen_by=world.actor("ada")) == {}


def test_no_step_contradicts_the_state(world: World) -> None:
    """What the state leaves behind was passed over, and who is next is said once."""
    topic = a_topic(world)
    move_topic(world.actor("marek"), topic, "accept")
    put_in_state(world.actor("dilys"), topic, "shortlist", "shortlisted", "")
    standing = of(world, topic)
    assert (states(standing), standing.state) == ("dsPaaaa", "shortlisted")
    assert standing.waits_for == "the chair, to prioritise or park it"


def test_a_promise_that_was_kept_waits_for_its_last_word(world: World) -> None:
    topic = a_topic(world)
    move_topic(world.actor("dilys"), topic, "decline", "Another module has it")
    action = an_action(world, owner="ben")
    a_reply(world, topic, state="published", status=ReplyStatus.IN_PROGRESS, action_id=action.id)
    assert of(world, topic).waits_for == "Ben, to do it (action 1), by 10 August"
    action.state = "verified"
    assert of(world, topic).waits_for == "the moderator, to say what became of what was promised"


@pytest.mark.parametrize("kind", ["topic", "issue"])
def test_a_thousand_cost_as_many_queries_as_ten(world: World, count_queries: Callable[[], Any], kind: str) -> None:
    subject = a_topic(world) if kind == "topic" else an_issue(world)
    db.session.flush()
    model = type(subject)
    skip = {"id", "number", "version"}
    same = {c.name: getattr(subject, c.name) for c in model.__table__.columns if c.name not in skip}
    same |= {"version": 1}
    db.session.execute(insert(model), [{**same, "number": 5000 + each} for each in range(999)])
    ids = [row_id for (row_id,) in db.session.query(model.id)]
    actor = world.actor("amina")
    counts = []
    for chosen in (ids[:10], ids):
        with count_queries() as seen:
            found = queries.standings(**{f"{kind}_ids": chosen}, seen_by=actor)
        assert len(found) == len(chosen)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 4


def test_the_seven_steps_have_their_order(world: World) -> None:
    assert [step.key for step in of(world, a_topic(world)).steps] == list(KEYS)


def test_an_issue_that_is_being_worked_on_is_not_acted_on_yet(world: World) -> None:
    issue = an_issue(world)
    move_issue(world.actor("marek"), issue, "acknowledge")
    route_issue(world.actor("marek"), issue, routed_to="module team")
    respond_to_issue(world.actor("tomos"), issue, response=IssueResponse.DOING, response_md="Re-planning for 18J.")
    named = {"status": ReplyStatus.IN_PROGRESS, "action_named": "the chair, by September"}
    a_reply(world, issue, state="published", **named)
    assert (states(of(world, issue)), of(world, issue).waits_for) == (
        "dsddPsd",
        "the module team, to do what was promised, and say so",
    )

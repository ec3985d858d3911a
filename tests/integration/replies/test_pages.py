"""The pages of replies: what each member finds there, can do there, and is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from app.core import clock
from app.core.db import db
from app.core.text.words import short_day
from app.interventions import services as interventions
from app.interventions.models import VoteStance
from app.replies.models import LoopReply, ReplyStatus
from app.topics.models import TrickyTopic
from app.topics.services import cast_vote, move_topic
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic, an_intervention
from tests.factories.replies import a_reply, an_issue
from tests.people import World

HERE = "/networks/s215/replies"


def a_form(**more: str) -> dict[str, str]:
    words = {
        "you_said": "They guess.",
        "we_did": "A video of 11 minutes.",
        "became": "done",
        "action_id": "",
        "action_named": "",
    }
    return {**words, **more}


def test_the_whole_way_in_a_browser(world: World, as_: Any) -> None:
    topic = a_topic(world)
    tomos, dilys, marek = as_("tomos"), as_("dilys"), as_("marek")
    page = tomos.get(f"{HERE}/new?topic={topic.number}")
    assert page.values()["you_said"] == "They copy the picture."
    page = tomos.follow(tomos.post(f"{HERE}/new?topic={topic.number}", a_form()))
    assert "Waits for the chair, to approve the reply." in page.text
    assert "Reply to “Curly arrows”" in dilys.get("/home").text
    version = dilys.get(f"{HERE}/1").values()["version"]
    assert "Approved by Dilys" in dilys.follow(dilys.post(f"{HERE}/1/approve", {"version": version})).text
    page = marek.follow(marek.post(f"{HERE}/1/publish"))
    assert "A video of 11 minutes" in page.text
    amina = as_("amina")
    assert "You said, we did: done" in amina.get("/home").text
    assert "A video of 11 minutes" in amina.get(HERE).text
    assert "A video of 11 minutes" in amina.get(f"/networks/s215/topics/{topic.number}").text
    assert "Curly arrows" in amina.get("/networks/s215").text


def test_a_draft_begins_with_what_is_on_record(world: World, as_: Any) -> None:
    topic = a_topic(world)
    an_intervention(world, topic, state="live", title="Follow the electrons")
    refused = an_intervention(world, topic, title="Drop point groups")
    interventions.decline(world.actor("dilys"), refused, "A later module needs them", VoteStance.NO_VOTE)
    words = as_("dilys").get(f"{HERE}/new?topic={topic.number}").values()["we_did"]
    assert "“Follow the electrons” has been live in 18J since" in words
    assert "“Drop point groups” will not be made, because a later module needs them" in words


def test_a_declined_topic_begins_with_no_because(world: World, as_: Any) -> None:
    topic = a_topic(world)
    move_topic(world.actor("marek"), topic, "accept")
    move_topic(world.actor("dilys"), topic, "decline", "A later module needs it")
    page = as_("tomos").get(f"{HERE}/new?topic={topic.number}")
    assert page.values()["we_did"] == "No, because a later module needs it"
    checked = [e.get("value") for e in page.find_all("input", name="became") if e.get("checked") is not None]
    assert checked == ["will not do"]


def test_what_is_missing_is_said_and_what_was_typed_is_kept(world: World, as_: Any) -> None:
    topic = a_topic(world)
    typed = a_form(became="in progress", we_did="We will try.")
    page = as_("tomos").post(f"{HERE}/new?topic={topic.number}", typed)
    assert page.status == 422
    assert "“we will try” is not an answer" in page.text
    assert page.values()["we_did"] == "We will try."
    assert db.session.query(LoopReply).count() == 0


def test_an_open_action_is_offered(world: World, as_: Any) -> None:
    topic = a_topic(world)
    action = an_action(world, topic_id=topic.id)
    url = f"{HERE}/new?topic={topic.number}"
    assert f"Action {action.number}: Record the video" in as_("tomos").get(url).text
    page = as_("tomos").post(url, a_form(became="in progress", action_id=str(action.id)))
    assert "What makes it happen: action" in as_("tomos").follow(page).text


def test_two_tabs_editing_lose_nothing(world: World, as_: Any) -> None:
    a_reply(world, a_topic(world))
    tomos, marek = as_("tomos"), as_("marek")
    seen = marek.get(f"{HERE}/1/edit").values()["version"]
    tomos.post(f"{HERE}/1/edit", a_form(we_did="The first to save.", version=seen))
    page = marek.post(f"{HERE}/1/edit", a_form(we_did="The second.", version=seen))
    assert page.status == 409
    assert "The first to save." in page.text
    assert page.values()["we_did"] == "The second."
    again = marek.post(f"{HERE}/1/edit", a_form(we_did="Both together.", version=page.values()["version"]))
    assert "Both together." in marek.follow(again).text


def test_the_chair_does_not_approve_words_that_changed_meanwhile(world: World, as_: Any) -> None:
    a_reply(world, a_topic(world))
    dilys = as_("dilys")
    seen = dilys.get(f"{HERE}/1").values()["version"]
    as_("tomos").post(f"{HERE}/1/edit", a_form(we_did="Other words.", version=seen))
    assert dilys.post(f"{HERE}/1/approve", {"version": seen}).status == 409
    assert db.session.query(LoopReply).one().state == "draft"


def test_members_do_not_find_drafts(world: World, as_: Any) -> None:
    topic = a_topic(world)
    a_reply(world, topic, we_did_md="A secret so far.")
    amina = as_("amina")
    assert amina.get(f"{HERE}/1").status == 404
    assert amina.get(f"{HERE}/1/edit").status == 404
    for url in (HERE, f"/networks/s215/topics/{topic.number}", "/networks/s215", "/home"):
        assert "A secret so far" not in amina.get(url).text, url


def test_strangers_find_nothing(world: World, as_: Any) -> None:
    topic = a_topic(world)
    a_reply(world, topic, state="published")
    for name in ("chidi", "ada"):
        for url in (HERE, f"{HERE}/1", f"{HERE}/new?topic={topic.number}"):
            assert as_(name).get(url).status == 404
        for step in ("approve", "publish", "send-back", "acknowledge", "edit"):
            assert as_(name).post(f"{HERE}/1/{step}").status == 404


def test_a_member_who_may_not_is_told_who_may(world: World, as_: Any) -> None:
    topic = a_topic(world)
    a_reply(world, topic, state="published")
    page = as_("amina").get(f"{HERE}/new?topic={topic.number}")
    assert page.status == 403
    assert "the module team, its chair or the moderator" in page.text
    assert as_("amina").post(f"{HERE}/1/publish").status == 403


def test_steps_are_taken_by_post_only(world: World, as_: Any) -> None:
    a_reply(world, a_topic(world))
    for step in ("approve", "publish", "send-back", "acknowledge"):
        assert as_("dilys").get(f"{HERE}/1/{step}").status == 405


def test_nothing_is_published_without_the_forms_token(world: World, as_: Any) -> None:
    a_reply(world, a_topic(world), state="approved")
    assert as_("dilys").post(f"{HERE}/1/publish", csrf=False).status == 400
    assert db.session.query(LoopReply).one().state == "approved"


def test_a_reply_to_nothing_is_not_found(world: World, as_: Any) -> None:
    for query in ("", "?topic=99", "?issue=1", "?topic=x"):
        assert as_("dilys").get(f"{HERE}/new{query}").status == 404


def test_sending_back_asks_for_the_reason(world: World, as_: Any) -> None:
    a_reply(world, a_topic(world))
    page = as_("dilys").post(f"{HERE}/1/send-back", {"reason": ""})
    assert page.status == 422
    assert "say what should change" in page.text
    page = as_("dilys").follow(as_("dilys").post(f"{HERE}/1/send-back", {"reason": "Name the video."}))
    assert "Name the video." in page.text
    assert "rewrite the reply" in as_("tomos").get("/home").text


def test_what_ended_without_a_reply_waits_for_the_moderator(world: World, as_: Any) -> None:
    topic = a_topic(world)
    move_topic(world.actor("marek"), topic, "accept")
    move_topic(world.actor("dilys"), topic, "park", "Not this cycle")
    assert "draft the reply" in as_("marek").get("/home").text
    assert "ended" in as_("amina").get(HERE).text
    a_reply(world, topic, state="published")
    assert "draft the reply" not in as_("marek").get("/home").text


def test_a_cycle_does_not_close_over_an_unanswered_topic(world: World) -> None:
    from app.networks.queries import current_cycle
    from app.replies import queries

    topic = a_topic(world)
    topic.state, topic.prioritised_at = "prioritised", topic.created_at
    db.session.flush()
    chair = world.actor("dilys")
    cycle = current_cycle(world.s215.id, seen_by=chair)
    assert cycle is not None
    assert queries.hindrances(cycle, seen_by=chair) == [f"Topic {topic.number} “Curly arrows” has no published reply."]
    a_reply(world, topic, state="published")
    assert queries.hindrances(cycle, seen_by=chair) == []


def test_only_what_one_spoke_on_changes_ones_home(world: World, as_: Any) -> None:
    topic, issue = a_topic(world), an_issue(world)
    cast_vote(world.actor("tomos"), topic)
    a_reply(world, topic, state="published")
    a_reply(world, issue, state="published", we_did_md="Moved.")
    assert "Curly arrows" in as_("tomos").get("/home").text
    assert "Weeks 12 and 13" not in as_("tomos").get("/home").text


def test_replies_are_shown_by_what_became_of_them(world: World, as_: Any) -> None:
    no = {"status": ReplyStatus.WILL_NOT_DO, "we_did_md": "No, because a later module needs it."}
    a_reply(world, a_topic(world, "Point groups"), state="published", **no)
    a_reply(world, a_topic(world, "Curly arrows"), state="published")
    assert "Curly arrows" not in as_("amina").get(f"{HERE}?show=no").text
    assert "Point groups" in as_("amina").get(f"{HERE}?show=no").text


def test_a_corrected_reply_leaves_the_list_and_points_to_its_correction(world: World, as_: Any) -> None:
    topic = a_topic(world)
    a_reply(world, topic, state="published", we_did_md="Eleven minutes of film.")
    a_reply(world, topic, state="published", we_did_md="Twelve minutes of film.")
    assert "Eleven minutes" not in as_("amina").get(HERE).text
    assert "corrected later" in as_("amina").get(f"{HERE}/1").text


def test_the_list_costs_the_same_at_ten_and_at_many(world: World, as_: Any, count_queries: Callable[[], Any]) -> None:
    topic = a_topic(world)
    reply = a_reply(world, topic, state="published")
    amina = as_("amina")
    amina.get(HERE)
    counts = []
    for more in (9, 300):
        skip = {"id", "number"}
        same_topic = {c.name: getattr(topic, c.name) for c in TrickyTopic.__table__.columns if c.name not in skip}
        same = {c.name: getattr(reply, c.name) for c in LoopReply.__table__.columns if c.name not in skip}
        first = 1000 * more
        db.session.execute(insert(TrickyTopic), [{**same_topic, "number": first + n} for n in range(more)])
        ids = [
            i
            for (i,) in db.session.query(TrickyTopic.id).filter(
                TrickyTopic.number >= first, TrickyTopic.number < first + more
            )
        ]
        db.session.execute(insert(LoopReply), [{**same, "topic_id": i, "number": first + n} for n, i in enumerate(ids)])
        db.session.commit()
        with count_queries() as seen:
            amina.get(HERE)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_what_is_kept_of_a_topics_page_follows_the_clock_the_reader_and_every_change(world: World, as_: Any) -> None:
    """Parts of the page are kept between requests, by everything that they say."""
    topic = a_topic(world)
    action = an_action(world, owner="tomos", days=3, topic_id=topic.id)
    proposed = an_intervention(world, topic, title="Follow the electrons")
    db.session.commit()
    address = f"/networks/s215/topics/{topic.number}"
    first = as_("amina").get(address)
    assert "overdue" not in first.text
    assert "Draft a reply" not in first.text
    assert "Draft a reply" in as_("tomos").get(address).text
    with clock.standing_at(clock.now() + timedelta(days=12)):
        later = as_("amina").get(address)
        assert "for 12 days" in later.text
        assert "overdue" in later.text
    with clock.standing_at(clock.now() + timedelta(days=400)):
        assert short_day(topic.created_at) in as_("amina").get(address).text, "with its year, since it is another now"
    action.title = "Record the other video"
    proposed.title = "Follow the other electrons"
    db.session.commit()
    changed = as_("amina").get(address)
    assert "Record the other video" in changed.text
    assert "Follow the other electrons" in changed.text

"""A reply is drafted, approved by the chair and published; each step by those who may, and only with reasons."""

from __future__ import annotations

import pytest

from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.replies import services
from app.replies.models import ReplyStatus
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic
from tests.factories.replies import a_reply, some_words
from tests.people import World


def test_a_reply_goes_from_draft_over_the_chair_to_publication(world: World) -> None:
    reply = a_reply(world, a_topic(world), state="published")
    assert reply.state == "published"
    assert reply.approved_by_id == world.dilys.id
    assert reply.published_by_id == world.marek.id


@pytest.mark.parametrize("name", ["tomos", "dilys", "marek"])
def test_the_module_team_and_the_moderator_draft(world: World, name: str) -> None:
    assert a_reply(world, a_topic(world), by=name).state == "draft"


@pytest.mark.parametrize("name", ["amina", "saoirse", "wanda", "ravi", "spencer"])
def test_other_members_do_not_draft(world: World, name: str) -> None:
    with pytest.raises(Refused, match="drafts a reply"):
        a_reply(world, a_topic(world), by=name)


@pytest.mark.parametrize("name", ["chidi", "maud", "ada"])
def test_for_a_stranger_the_topic_does_not_exist(world: World, name: str) -> None:
    with pytest.raises(NotFound):
        a_reply(world, a_topic(world), by=name)


@pytest.mark.parametrize("name", ["tomos", "marek"])
def test_only_the_chair_approves(world: World, name: str) -> None:
    reply = a_reply(world, a_topic(world))
    with pytest.raises(Refused, match="Only the chair"):
        services.approve_reply(world.actor(name), reply)


def test_a_draft_is_not_published_unapproved(world: World) -> None:
    with pytest.raises(Refused):
        services.publish_reply(world.actor("dilys"), a_reply(world, a_topic(world)))


def test_the_module_team_does_not_publish(world: World) -> None:
    with pytest.raises(Refused, match="publishes a reply"):
        services.publish_reply(world.actor("tomos"), a_reply(world, a_topic(world), state="approved"))


@pytest.mark.parametrize("text", ["No, because", "no because …", "No", "No, because not."])
def test_no_needs_its_because(world: World, text: str) -> None:
    with pytest.raises(Invalid) as fault:
        a_reply(world, a_topic(world), status=ReplyStatus.WILL_NOT_DO, we_did_md=text)
    assert "we_did" in fault.value.fields


def test_no_because_is_a_full_reply(world: World) -> None:
    words = {"status": ReplyStatus.WILL_NOT_DO, "we_did_md": "No, because a later module needs it."}
    assert a_reply(world, a_topic(world), state="published", **words).state == "published"


def test_in_progress_needs_an_action_or_who_does_what(world: World) -> None:
    topic = a_topic(world)
    with pytest.raises(Invalid) as fault:
        a_reply(world, topic, status=ReplyStatus.IN_PROGRESS)
    assert "action_named" in fault.value.fields
    named = a_reply(world, topic, status=ReplyStatus.IN_PROGRESS, action_named="The chair re-plans week 12 by August")
    assert named.action_named
    attached = a_reply(world, a_topic(world, "Another"), status=ReplyStatus.IN_PROGRESS, action_id=an_action(world).id)
    assert attached.action_id


def test_an_action_of_another_network_is_refused(world: World) -> None:
    foreign = an_action(world, slug="mst124", owner="chidi")
    with pytest.raises(Invalid):
        a_reply(world, a_topic(world), status=ReplyStatus.IN_PROGRESS, action_id=foreign.id)


def test_there_is_one_draft_at_a_time(world: World) -> None:
    topic = a_topic(world)
    a_reply(world, topic)
    with pytest.raises(Conflict, match="being prepared"):
        a_reply(world, topic, by="marek")


def test_sending_back_needs_a_reason_and_shows_it(world: World) -> None:
    reply = a_reply(world, a_topic(world), state="approved")
    with pytest.raises(Refused, match="say why"):
        services.send_back_reply(world.actor("dilys"), reply, " ")
    services.send_back_reply(world.actor("dilys"), reply, "Say how long the video is.")
    assert (reply.state, reply.sent_back_reason) == ("draft", "Say how long the video is.")
    assert reply.approved_by_id is None


def test_other_words_need_another_approval(world: World) -> None:
    reply = a_reply(world, a_topic(world), state="approved")
    services.edit_reply(world.actor("tomos"), reply, some_words(we_did_md="A video of 11 minutes."))
    assert (reply.state, reply.approved_by_id) == ("draft", None)


def test_the_second_of_two_editors_is_told(world: World) -> None:
    reply = a_reply(world, a_topic(world))
    seen = reply.version
    services.edit_reply(world.actor("tomos"), reply, some_words(we_did_md="First"), seen=seen)
    from app.core.db import db

    db.session.flush()
    with pytest.raises(Conflict) as conflict:
        services.edit_reply(world.actor("marek"), reply, some_words(we_did_md="Second"), seen=seen)
    assert conflict.value.current["we_did"] == "First"


def test_a_published_reply_is_fixed_and_corrected_by_another(world: World) -> None:
    topic = a_topic(world)
    first = a_reply(world, topic, state="published")
    with pytest.raises(Refused, match="stays as it is"):
        services.edit_reply(world.actor("dilys"), first, some_words())
    with pytest.raises(Refused):
        services.send_back_reply(world.actor("dilys"), first, "Too late")
    second = a_reply(world, topic, state="published", we_did_md="The video has 12 minutes.")
    assert second.corrects_id == first.id


def test_thanks_are_said_once(world: World) -> None:
    from app.replies import queries

    reply = a_reply(world, a_topic(world), state="published")
    for _ in range(2):
        services.acknowledge_reply(world.actor("amina"), reply)
    assert queries.acknowledged(reply, seen_by=world.actor("amina"))
    assert not queries.acknowledged(reply, seen_by=world.actor("ben"))

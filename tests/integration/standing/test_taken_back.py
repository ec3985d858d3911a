"""What is done with one press on home or the desk is taken back with one press, for some minutes, by whoever did it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.actions.models import Action
from app.actions.services import move_action
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Refused
from app.core.lifecycle import TAKEN_BACK_WITHIN
from app.notifications.models import Notice
from app.topics import services
from app.topics.models import AdditionalIssue, IssueCategory, TrickyTopic
from tests.client import StrictClient
from tests.factories.actions import an_action
from tests.people import World

AS = Callable[[str | None], StrictClient]
HERE = "/networks/s215"


@pytest.fixture
def topic(world: World) -> TrickyTopic:
    raised = services.raise_topic(world.actor("amina"), world.s215, title="Curly arrows", statement_md="They guess.")
    db.session.commit()
    return raised


@pytest.fixture
def issue(world: World) -> AdditionalIssue:
    raised = services.raise_issue(
        world.actor("amina"),
        world.s215,
        title="Late results",
        statement_md="Too late.",
        category=next(iter(IssueCategory)),
    )
    db.session.commit()
    return raised


@pytest.fixture
def done(world: World) -> Action:
    action = an_action(world, owner="tomos")
    move_action(world.actor("tomos"), action, "finish")
    db.session.commit()
    return action


@pytest.mark.parametrize("start", ["/home", "/desk"])
def test_the_page_says_what_was_done_and_takes_it_back(topic: TrickyTopic, as_: AS, start: str) -> None:
    marek, since, step = as_("marek"), topic.state_since, f"{HERE}/topics/{topic.number}/steps/accept"
    assert marek.follow(marek.post(step, {"next": start})).find_all("form", action=f"{step}/undo")
    page = marek.get(start)
    assert "It is now: under discussion" in page.text, "as long as it can be taken back"
    again = marek.follow(marek.post(f"{step}/undo", {"next": start}))
    assert "Taken back: it is as it was before." in again.text
    assert not again.find_all("form", action=f"{step}/undo")
    assert again.find_all("form", action=step), "it waits as it did"
    db.session.expire_all()
    assert (topic.state, topic.state_since) == ("suggested", since)
    assert [line.verb for line in audit.history(topic)][:2] == ["take_back", "accept"]
    assert "Took the last step back" in marek.get(f"{HERE}/topics/{topic.number}/history").text


def test_an_issue_and_a_verification_are_taken_back(issue: AdditionalIssue, done: Action, as_: AS) -> None:
    marek = as_("marek")
    for step in (f"{HERE}/issues/{issue.number}/steps/acknowledge", f"{HERE}/actions/{done.number}/verify"):
        assert marek.post(step, {"next": "/home"}).location == "/home"
        assert marek.post(f"{step}/undo", {"next": "/home"}).location == "/home"
    db.session.expire_all()
    assert (issue.state, issue.acknowledged_at) == ("raised", None)
    assert (done.state, done.verified_by_id, done.verified_at) == ("done", None, None)
    assert done.done_at is not None


def test_whoever_raised_it_hears_of_neither_if_they_had_not_yet(topic: TrickyTopic, world: World) -> None:
    marek, mine = world.actor("marek"), select(func.count(Notice.id)).where(Notice.person_id == world.amina.id)
    services.move_topic(marek, topic, "accept")
    assert db.session.scalar(mine) == 1
    services.take_back_topic_step(marek, topic, "accept")
    assert db.session.scalar(mine) == 0


def test_whoever_has_heard_of_it_hears_that_it_was_taken_back(topic: TrickyTopic, world: World) -> None:
    marek = world.actor("marek")
    services.move_topic(marek, topic, "accept")
    db.session.execute(update(Notice).values(read_at=clock.now()))
    services.take_back_topic_step(marek, topic, "accept")
    db.session.expire_all()
    notice = db.session.scalars(select(Notice).where(Notice.person_id == world.amina.id)).one()
    assert (notice.read_at, notice.facts) == (None, {"state": "suggested"})


def test_what_was_folded_before_it_stays_told(topic: TrickyTopic, world: World) -> None:
    marek, dilys = world.actor("marek"), world.actor("dilys")
    services.move_topic(dilys, topic, "decline", "It is taught in S111.")
    services.move_topic(marek, topic, "reopen", "It is not, any more.")
    db.session.execute(update(TrickyTopic).values(state="suggested"))
    db.session.refresh(topic)
    services.move_topic(marek, topic, "accept")
    services.take_back_topic_step(marek, topic, "accept")
    db.session.expire_all()
    notice = db.session.scalars(select(Notice).where(Notice.person_id == world.amina.id)).one()
    assert (notice.events, notice.facts) == (2, {"state": "suggested"})


def test_nobody_else_takes_it_back_nor_anybody_later_or_after_something_else(topic: TrickyTopic, world: World) -> None:
    marek, dilys = world.actor("marek"), world.actor("dilys")
    services.move_topic(marek, topic, "accept")
    with pytest.raises(Refused):
        services.take_back_topic_step(dilys, topic, "accept")
    with clock.standing_at(clock.now() + TAKEN_BACK_WITHIN), pytest.raises(Refused):
        services.take_back_topic_step(marek, topic, "accept")
    services.edit_topic(marek, topic, title="Curly arrows again", statement_md="They guess.", threshold_concept=False)
    with pytest.raises(Refused):
        services.take_back_topic_step(marek, topic, "accept")


def test_it_is_taken_back_once(topic: TrickyTopic, as_: AS) -> None:
    marek, step = as_("marek"), f"{HERE}/topics/{topic.number}/steps/accept"
    marek.post(step, {"next": "/home"})
    assert marek.post(f"{step}/undo").status == 303
    assert marek.post(f"{step}/undo").status == 403


def test_strangers_and_members_take_nothing_back(topic: TrickyTopic, as_: AS) -> None:
    step = f"{HERE}/topics/{topic.number}/steps"
    as_("marek").post(f"{step}/accept")
    assert as_("chidi").post(f"{step}/accept/undo").status == 404
    assert as_("amina").post(f"{step}/accept/undo").status == 403
    assert as_("marek").post(f"{step}/decline/undo").status == 404
    assert timedelta(minutes=10) == TAKEN_BACK_WITHIN

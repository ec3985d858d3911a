"""Each theme ends as something, word for word; publishing waits for all of them, and tells those who were confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.actions.models import Action
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.notifications.models import Notice
from app.topics.models import AdditionalIssue, ProblemExample, StumblingBlock, TrickyTopic
from app.workshops.models import ContributionKind, Outcome, OutcomeKind, Theme, Workshop
from app.workshops.outcomes import services as concluding
from app.workshops.outcomes.services import OutcomeDraft
from app.workshops.outcomes.write_up import services as write_up
from app.workshops.room.services import moves
from tests.client import StrictClient
from tests.factories.boards import a_card, a_room, loaded
from tests.people import World

AS = Callable[[str | None], StrictClient]
HERE = "/networks/s215/workshops/1"
WHY_NOT = OutcomeDraft(kind=OutcomeKind.NO_ACTION, reason="The module team changed this in May.")


@pytest.fixture
def room(world: World) -> Workshop:
    """A board with two themes: one of three cards, one of none."""
    workshop = a_room(world)
    said = [
        ("They copy the arrows without meaning.", ContributionKind.TRICKY_TOPIC, ()),
        ("An arrow starts at electrons", ContributionKind.STUMBLING_BLOCK, ()),
        ("“The arrow shows where the proton goes.”", ContributionKind.PROBLEM_EXAMPLE, ("1a",)),
    ]
    cards = [a_card(world, workshop, text, kind=kind, codes=codes) for text, kind, codes in said]
    themes = [Theme(workshop_id=workshop.id, title=title) for title in ("Curly arrows", "Pace of Block 2")]
    db.session.add_all(themes)
    db.session.flush()
    for card in cards:
        card.theme_id = themes[0].id
    workshop.state = "catch_up"
    db.session.commit()
    return loaded(workshop)


def theme_ids(workshop: Workshop) -> list[int]:
    return list(db.session.scalars(select(Theme.id).where(Theme.workshop_id == workshop.id).order_by(Theme.id)))


def conclude(world: World, workshop: Workshop, at: int, ending: OutcomeDraft, *, by: str = "marek") -> Outcome:
    return concluding.record_outcome(world.actor(by), world.s215, workshop, theme_ids(workshop)[at], ending)


def test_a_theme_becomes_a_topic_with_its_cards_word_for_word(world: World, room: Workshop) -> None:
    outcome = conclude(world, room, 0, OutcomeDraft(kind=OutcomeKind.TOPIC, nobody_yet=True))
    topic = db.session.get_one(TrickyTopic, outcome.topic_id)
    assert topic.title == "Curly arrows"
    assert "> They copy the arrows without meaning." in topic.statement_md
    blocks = db.session.scalars(select(StumblingBlock.title).where(StumblingBlock.topic_id == topic.id)).all()
    assert list(blocks) == ["An arrow starts at electrons"]
    [example] = db.session.scalars(select(ProblemExample).where(ProblemExample.topic_id == topic.id))
    assert example.text == "“The arrow shows where the proton goes.”"


def test_a_theme_becomes_an_action_with_owner_and_date(world: World, room: Workshop) -> None:
    due = clock.today() + timedelta(days=14)
    ending = OutcomeDraft(kind=OutcomeKind.ACTION, title="Record the video", owner_id=world.tomos.id, due_on=due)
    outcome = conclude(world, room, 0, ending)
    action = db.session.get_one(Action, outcome.action_id)
    assert (action.title, action.owner_id, action.due_on) == ("Record the video", world.tomos.id, due)


def test_a_theme_becomes_an_issue(world: World, room: Workshop) -> None:
    outcome = conclude(world, room, 1, OutcomeDraft(kind=OutcomeKind.ISSUE, nobody_yet=True))
    assert db.session.get_one(AdditionalIssue, outcome.issue_id).title == "Pace of Block 2"


@pytest.mark.parametrize(
    ("ending", "field"),
    [
        (OutcomeDraft(kind=OutcomeKind.NO_ACTION), "reason"),
        (OutcomeDraft(kind=OutcomeKind.TOPIC), "owner_id"),
        (OutcomeDraft(kind=OutcomeKind.ACTION, nobody_yet=True), "owner_id"),
        (OutcomeDraft(kind=OutcomeKind.NO_ACTION, reason="  "), "reason"),
        (OutcomeDraft(kind=OutcomeKind.ISSUE, owner_id=1), "owner_id"),
        (OutcomeDraft(kind=OutcomeKind.ISSUE, due_on=date(2030, 1, 1)), "owner_id"),
        (OutcomeDraft(kind=OutcomeKind.TOPIC, owner_id=1, due_on=date(2017, 1, 1)), "due_on"),
        (OutcomeDraft(kind=OutcomeKind.TOPIC, nobody_yet=True, owner_id=1), "nobody_yet"),
        (OutcomeDraft(kind=OutcomeKind.TOPIC, nobody_yet=True, due_on=date(2030, 1, 1)), "nobody_yet"),
        (OutcomeDraft(kind=OutcomeKind.INTERVENTION, nobody_yet=True), "topic_number"),
        (OutcomeDraft(kind=OutcomeKind.INTERVENTION, nobody_yet=True, topic_number=99), "topic_number"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_made(
    world: World, room: Workshop, ending: OutcomeDraft, field: str
) -> None:
    with pytest.raises(Invalid) as told:
        conclude(world, room, 0, ending)
    assert field in told.value.fields
    db.session.rollback()
    assert db.session.scalars(select(Outcome)).all() == []


def test_the_owner_is_a_member(world: World, room: Workshop) -> None:
    due = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid, match="missing"):
        conclude(world, room, 0, OutcomeDraft(kind=OutcomeKind.TOPIC, owner_id=world.chidi.id, due_on=due))


def test_no_action_may_be_said_anew_and_what_was_made_stays(world: World, room: Workshop) -> None:
    conclude(world, room, 0, WHY_NOT)
    made = conclude(world, room, 0, OutcomeDraft(kind=OutcomeKind.TOPIC, nobody_yet=True))
    assert made.reason is None
    with pytest.raises(Refused, match="has its outcome"):
        conclude(world, room, 0, WHY_NOT)


def test_a_theme_joins_what_exists_already(world: World, room: Workshop) -> None:
    made = conclude(world, room, 0, OutcomeDraft(kind=OutcomeKind.TOPIC, nobody_yet=True))
    joined = conclude(world, room, 1, OutcomeDraft(kind=OutcomeKind.TOPIC, nobody_yet=True, existing=1))
    assert joined.topic_id == made.topic_id
    assert db.session.scalars(select(TrickyTopic)).all() == [db.session.get_one(TrickyTopic, made.topic_id)]


def test_what_does_not_exist_here_cannot_be_joined(world: World, room: Workshop) -> None:
    with pytest.raises(Invalid, match="does not exist"):
        conclude(world, room, 1, OutcomeDraft(kind=OutcomeKind.TOPIC, nobody_yet=True, existing=1))


def test_only_those_who_run_it_conclude(world: World, room: Workshop) -> None:
    with pytest.raises(Refused):
        conclude(world, room, 0, WHY_NOT, by="amina")
    with pytest.raises(NotFound):
        concluding.record_outcome(world.actor("chidi"), world.s215, room, theme_ids(room)[0], WHY_NOT)


def test_publishing_waits_for_every_theme_and_tells_those_confirmed(
    world: World, room: Workshop, run_outbox: Callable[[], int], mailbox: list[Any]
) -> None:
    conclude(world, room, 0, WHY_NOT)
    room.state = "closed"
    db.session.commit()
    with pytest.raises(Refused, match="Pace of Block 2"):
        write_up.publish(world.actor("marek"), loaded(room), confirmed=[world.amina.id])
    with pytest.raises(Refused, match="no outcome yet"):  # by the other way in
        moves.step(world.actor("marek"), loaded(room), "publish")
    db.session.rollback()
    conclude(world, loaded(room), 1, WHY_NOT)
    write_up.publish(world.actor("marek"), loaded(room), confirmed=[world.amina.id])
    db.session.commit()
    told = db.session.scalars(select(Notice.person_id).where(Notice.once_key.like("write-up:%"))).all()
    assert list(told) == [world.amina.id]
    run_outbox()
    assert [letter.to for letter in mailbox if "write-up" in letter.subject.lower()] == [world.amina.email]


def test_a_letter_goes_to_nobody_who_was_not_invited(world: World, room: Workshop) -> None:
    room.state = "closed"
    with pytest.raises(Invalid, match="not invited"):
        write_up.publish(world.actor("marek"), room, confirmed=[world.chidi.id])


def test_the_write_up_drafts_itself_and_goes_on_in_peoples_words(as_: AS, world: World, room: Workshop) -> None:
    conclude(world, room, 0, WHY_NOT)
    db.session.commit()
    page = as_("amina").get(f"{HERE}/write-up")
    assert "They copy the arrows without meaning." in page.text
    assert "no action, because The module team changed this in May." in page.text
    assert "3 people were invited." in page.text
    chair = as_("marek")
    answer = chair.post(f"{HERE}/write-up/who", {"body": "We were **seven**.", "version": "0"})
    assert answer.status == 303
    assert "<strong>seven</strong>" in as_("amina").get(f"{HERE}/write-up").answer.text
    slower = chair.post(f"{HERE}/write-up/who", {"body": "We were eight.", "version": "7"})
    assert slower.status == 409
    assert "We were eight." in slower.text


def test_two_editors_of_a_section_are_told(world: World, room: Workshop) -> None:
    write_up.edit_section(world.actor("marek"), room, "who", "One.")
    with pytest.raises(Conflict):
        write_up.edit_section(world.actor("marek"), room, "who", "Two.", seen_version=9)


def test_the_pages_lead_from_theme_to_published(as_: AS, world: World, room: Workshop) -> None:
    marek, first = as_("marek"), theme_ids(room)[0]
    faulty = marek.post(f"{HERE}/outcomes/{first}", {"kind": "no action", "title": "Curly arrows", "owner_id": "0"})
    assert faulty.status == 422
    assert "Say why nothing will be done" in faulty.text
    for each in theme_ids(room):
        form = {"kind": "no action", "title": "T", "owner_id": "0", "reason": "Done already.", "category": "other"}
        assert (
            marek.post(
                f"{HERE}/outcomes/{each}", {**form, "intervention_kind": "other", "made_for": "nothing yet"}
            ).status
            == 303
        )
    room.state = "closed"
    db.session.commit()
    page = marek.get(f"{HERE}/publish")
    assert {e.get("value") for e in page.find_all("input", type="checkbox")} >= {str(world.amina.id)}
    sent = marek.post(f"{HERE}/publish", {"recipients": [str(world.amina.id)], "version": page.values()["version"]})
    assert sent.status == 303
    assert "Done already." in as_("spencer").get(f"{HERE}/write-up").text  # a member who was not invited reads it now


def test_a_chair_who_was_not_invited_can_conclude_and_publish(as_: AS, room: Workshop) -> None:
    dilys = as_("dilys")
    assert dilys.get(f"{HERE}/outcomes").status == 403
    room.state = "closed"
    db.session.commit()
    assert dilys.get(f"{HERE}/outcomes").status == 200
    for each in theme_ids(room):
        form = {"kind": "no action", "title": "T", "owner_id": "0", "reason": "Done already.", "category": "other"}
        assert (
            dilys.post(
                f"{HERE}/outcomes/{each}", {**form, "intervention_kind": "other", "made_for": "nothing yet"}
            ).status
            == 303
        )
    page = dilys.get(f"{HERE}/publish")
    assert dilys.post(f"{HERE}/publish", {"version": page.values()["version"]}).status == 303
    assert as_("spencer").get(f"{HERE}/write-up").status == 200


@pytest.mark.parametrize("typed", ["Because it is done.", "no action, because it is done.", "because: it is done."])
def test_whoever_begins_a_reason_with_because_is_not_made_to_stutter(as_: AS, room: Workshop, typed: str) -> None:
    form = {"kind": "no action", "title": "T", "owner_id": "0", "reason": typed, "category": "other"}
    address = f"{HERE}/outcomes/{theme_ids(room)[0]}"
    assert as_("marek").post(address, {**form, "intervention_kind": "other", "made_for": "nothing yet"}).status == 303
    assert "No action, because it is done." in as_("amina").get(f"{HERE}/outcomes").text


def test_who_read_a_write_up_is_told_when_it_is_worked_on_anew(as_: AS, world: World, room: Workshop) -> None:
    for at in range(len(theme_ids(room))):
        conclude(world, room, at, WHY_NOT)
    room.state = "closed"
    db.session.commit()
    assert "worked on anew" not in as_("spencer").get(f"{HERE}/write-up", strict=False).text
    write_up.publish(world.actor("marek"), room, confirmed=[])
    db.session.commit()
    assert as_("spencer").get(f"{HERE}/write-up").status == 200
    moves.step(world.actor("marek"), room, "reopen", "There is new evidence.")
    db.session.commit()
    page = as_("spencer").get(f"{HERE}/write-up", strict=False)
    assert page.status == 403
    assert "was reopened, and its write-up is being worked on anew" in page.text
    assert as_("amina").get(f"{HERE}/write-up").status == 200
    assert as_("chidi").get(f"{HERE}/write-up").status == 404


def test_strangers_find_nothing_and_participants_may_not(as_: AS, room: Workshop) -> None:
    for path in ("outcomes", "write-up", "publish", f"outcomes/{theme_ids(room)[0]}", "write-up/who"):
        assert as_("chidi").get(f"{HERE}/{path}").status == 404
    for path in ("publish", f"outcomes/{theme_ids(room)[0]}", "write-up/who"):
        assert as_("amina").get(f"{HERE}/{path}").status == 403


def test_before_the_reveal_a_write_up_says_nothing_of_what_was_written(as_: AS, world: World) -> None:
    workshop = a_room(world)
    a_card(world, workshop, "canary-7c1f")
    db.session.commit()
    for name in ("marek", "ben"):
        for path in ("outcomes", "write-up"):
            assert "canary-7c1f" not in as_(name).get(f"{HERE}/{path}").text

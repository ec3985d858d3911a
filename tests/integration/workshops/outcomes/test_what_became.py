"""After the workshop: what a theme became leads back to it, goes on under everybody's eyes, and is answered to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.actions.models import Action
from app.core import clock
from app.core.db import db
from app.interventions.models import Intervention
from app.replies.contributions import contributors
from app.topics.models import AdditionalIssue, TrickyTopic
from app.workshops.board.author_tokens import own_author_token
from app.workshops.models import Anonymity, OutcomeKind, Theme, Workshop
from app.workshops.outcomes import services as concluding
from app.workshops.outcomes.services import OutcomeDraft
from app.workshops.participants.services import participation
from tests.client import StrictClient
from tests.factories.boards import TOKEN, a_card, a_room, loaded
from tests.people import World

AS = Callable[[str | None], StrictClient]
HERE = "/networks/s215/workshops/1"


@pytest.fixture
def room(world: World) -> Workshop:
    return themed(world)


def themed(world: World, anonymity: Anonymity = Anonymity.UNATTRIBUTED) -> Workshop:
    workshop = a_room(world, anonymity=anonymity)
    themes = [Theme(workshop_id=workshop.id, title=title) for title in ("Curly arrows", "Pace", "Quiz", "Video")]
    db.session.add_all(themes)
    db.session.flush()
    card = a_card(
        world, workshop, "They copy the arrows.", by="amina", author_token=own_author_token(TOKEN, world.amina.id)
    )
    card.theme_id = themes[0].id
    workshop.state = "closed"
    participation.settle(workshop.id)
    workshop.state = "catch_up"
    db.session.commit()
    return loaded(workshop)


def conclude_all(world: World, room: Workshop) -> None:
    ids = list(db.session.scalars(select(Theme.id).where(Theme.workshop_id == room.id).order_by(Theme.id)))
    due = clock.today() + timedelta(days=9)
    endings = [
        OutcomeDraft(kind=OutcomeKind.TOPIC, nobody_yet=True),
        OutcomeDraft(kind=OutcomeKind.ISSUE, nobody_yet=True),
        OutcomeDraft(kind=OutcomeKind.INTERVENTION, nobody_yet=True, topic_number=1),
        OutcomeDraft(kind=OutcomeKind.ACTION, owner_id=world.tomos.id, due_on=due),
    ]
    for theme_id, ending in zip(ids, endings, strict=True):
        concluding.record_outcome(world.actor("marek"), world.s215, room, theme_id, ending)
    db.session.commit()


def publish(room: Workshop) -> None:
    room.state = "published"
    db.session.commit()


@pytest.mark.parametrize(
    ("path", "theme"),
    [
        ("topics/1/history", "Curly arrows"),
        ("issues/1/history", "Pace"),
        ("interventions/1", "Quiz"),
        ("actions/1", "Video"),
    ],
)
def test_what_came_out_of_a_workshop_leads_back_to_it(
    as_: AS, world: World, room: Workshop, path: str, theme: str
) -> None:
    conclude_all(world, room)
    page = as_("ben").get(f"/networks/s215/{path}")
    assert f"Theme “{theme}” of {room.title}" in page.text
    assert not page.find_all("a", href=f"{HERE}/write-up")
    publish(room)
    assert as_("ben").get(f"/networks/s215/{path}").find_all("a", href=f"{HERE}/write-up")


def test_where_each_outcome_stands_today_is_shown(as_: AS, world: World, room: Workshop) -> None:
    conclude_all(world, room)
    publish(room)
    action = db.session.scalars(select(Action)).one()
    action.state = "in_progress"
    db.session.scalars(select(TrickyTopic)).one().state = "prioritised"
    db.session.commit()
    page = as_("spencer").get(f"{HERE}/outcomes").text
    assert "What became of each theme" in page
    assert "Now: in progress" in page
    assert "Now: prioritised" in page


def test_a_reader_finds_their_own_words_beside_what_became_of_them(as_: AS, world: World, room: Workshop) -> None:
    conclude_all(world, room)
    publish(room)
    amina, ben = as_("amina"), as_("ben")
    assert "What you said" not in amina.get(f"{HERE}/outcomes").text
    for each in (amina, ben):  # one browser that both use
        each.client.set_cookie(f"pen-{room.id}", TOKEN, path=HERE)
    assert "What you saidThey copy the arrows." in amina.get(f"{HERE}/outcomes").text
    assert "What you said" not in ben.get(f"{HERE}/outcomes").text


def test_whoever_took_part_is_answered_when_what_came_out_is(world: World, room: Workshop) -> None:
    conclude_all(world, room)
    topic = db.session.scalars(select(TrickyTopic)).one()
    issue = db.session.scalars(select(AdditionalIssue)).one()
    spoke = set(db.session.scalars(contributors(topic_id=topic.id)))
    assert world.amina.id in spoke
    assert world.ben.id not in spoke  # invited, and said nothing
    assert world.amina.id in set(db.session.scalars(contributors(issue_id=issue.id)))


def test_what_came_out_of_nothing_shows_nothing(as_: AS, world: World, room: Workshop) -> None:
    conclude_all(world, room)
    lone = db.session.scalars(select(Intervention)).one()
    for row in db.session.query(concluding.Outcome):
        db.session.delete(row)
    db.session.commit()
    assert "Out of a workshop" not in as_("ben").get(f"/networks/s215/interventions/{lone.number}").text

"""The intervention clinic starts from the topics that are prioritised: each is shown beforehand, and is a theme then."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.topics.models import TrickyTopic
from app.workshops.models import Theme, Workshop
from app.workshops.room.services.moves import move_room, step
from tests.client import Page
from tests.factories.boards import at, loaded
from tests.factories.interventions import a_topic
from tests.factories.workshops import a_workshop
from tests.people import World

ARROWS = "Curly arrows: from copying to working out"


def a_clinic(world: World, template: str = "intervention-clinic") -> Workshop:
    """Collecting, with one topic of the network prioritised, one that is not, and one of another network."""
    for title, slug, state in (
        (ARROWS, "s215", "prioritised"),
        ("Pace of weeks 9 to 16", "s215", "suggested"),
        ("Logarithms", "mst124", "prioritised"),
    ):
        a_topic(world, title, slug=slug).state = state
    return loaded(a_workshop(world, "collecting", template=template))


def titles(room: Workshop) -> list[str]:
    return list(db.session.scalars(select(Theme.title).where(Theme.workshop_id == room.id)))


def chosen(page: Page, name: str) -> str | None:
    (select_box,) = page.find_all("select", name=name)
    return next((each.get("value") for each in select_box.iter("option") if each.get("selected") is not None), None)


def test_everybody_sees_beforehand_what_it_starts_from(world: World, as_: Any) -> None:
    room = a_clinic(world)
    topic = db.session.scalars(select(TrickyTopic).where(TrickyTopic.title == ARROWS)).one()
    for address in (at(room), f"{at(room)}/room"):
        page = as_("amina").get(address)
        assert page.find_all("a", href=f"/networks/s215/topics/{topic.number}")
        assert "It starts from" in page.text
        assert "Logarithms" not in page.html
        assert "Pace of weeks 9 to 16" not in page.text
    assert chosen(as_("amina").get(f"{at(room)}/cards"), "kind") == "intervention"


def test_each_topic_is_a_theme_when_the_board_opens_and_once_only(world: World) -> None:
    room, marek = a_clinic(world), world.actor("marek")
    assert titles(room) == []
    step(marek, room, "start")
    move_room(marek, loaded(room), 2)
    assert titles(room) == [ARROWS]
    db.session.scalars(select(Theme).where(Theme.workshop_id == room.id)).one().title = "Arrows"
    move_room(marek, loaded(room), 0)
    move_room(marek, loaded(room), 3)
    step(marek, loaded(room), "catch_up")
    assert titles(room) == ["Arrows"]


def test_a_clinic_that_never_met_starts_from_them_as_well(world: World) -> None:
    room = a_clinic(world)
    step(world.actor("marek"), room, "catch_up")
    assert titles(room) == [ARROWS]


def test_a_clinic_without_prioritised_topics_says_so_and_speaks_of_no_straw_vote(world: World, as_: Any) -> None:
    room = loaded(a_workshop(world, "collecting", template="intervention-clinic"))
    words = "this clinic starts from its cards"
    assert words in as_("amina").get(at(room)).text
    assert words in as_("amina").get(f"{at(room)}/room").text
    step(world.actor("marek"), room, "start")
    db.session.commit()
    lobby = as_("marek").get(f"{at(room)}/room").text
    assert words in lobby
    assert "straw vote" not in lobby
    step(world.actor("marek"), loaded(room), "catch_up")
    db.session.commit()
    for page in ("", "/board"):
        assert words not in as_("amina").get(at(room) + page).text


def test_other_workshops_start_from_nothing(world: World, as_: Any) -> None:
    room = a_clinic(world, "tricky-topics")
    assert "It starts from" not in as_("amina").get(at(room)).text
    step(world.actor("marek"), room, "catch_up")
    assert titles(room) == []


def test_such_a_theme_becomes_an_intervention_for_its_topic(world: World, as_: Any) -> None:
    room = a_clinic(world)
    step(world.actor("marek"), room, "catch_up")
    db.session.commit()
    theme = db.session.scalars(select(Theme).where(Theme.workshop_id == room.id)).one()
    topic = db.session.scalars(select(TrickyTopic).where(TrickyTopic.title == ARROWS)).one()
    page = as_("marek").get(f"{at(room)}/outcomes/{theme.id}")
    assert page.values()["topic_number"] == str(topic.number)
    (kind,) = page.find_all("input", name="kind", value="intervention")
    assert kind.get("checked") is not None
    assert "prioritised Tricky Topics as the first themes" in as_("amina").get(f"{at(room)}/write-up").text

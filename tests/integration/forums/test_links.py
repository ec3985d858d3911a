"""Links by # : title and state of today at this end, "Mentioned in" at the other, each for who may read both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.forums import queries, services
from app.texts.models import TextReference
from app.topics.services import move_topic
from tests.client import Page, StrictClient
from tests.factories.actions import an_action
from tests.factories.interventions import a_topic, an_intervention
from tests.integration.forums.conftest import Talk
from tests.people import World

AS = Callable[[str | None], StrictClient]


def linked(page: Page) -> list[str]:
    return [
        f"{each.text_content()} {(each.getnext().text if each.getnext() is not None else '') or ''}".strip()
        for each in page.find_all("a", class_="named")
    ]


def test_a_topic_is_shown_with_its_title_and_state_of_today(world: World, talk: Talk, as_: AS) -> None:
    topic = a_topic(world, "Mass and <amount>")
    services.publish_post(
        world.actor("amina"), talk.discussion, f"As in #S215-T{topic.number}, see #s215-t{topic.number}."
    )
    db.session.commit()
    assert linked(as_("ben").get(talk.url)) == [f"Mass and <amount> (topic {topic.number}, suggested)"]
    move_topic(world.actor("marek"), topic, "accept")
    db.session.commit()
    assert linked(as_("ben").get(talk.url)) == [f"Mass and <amount> (topic {topic.number}, under discussion)"]


def test_each_kind_of_thing_is_called_by_its_feature(world: World, talk: Talk, as_: AS) -> None:
    topic = a_topic(world, "Moles")
    proposed = an_intervention(world, topic)
    action = an_action(world)
    db.session.flush()
    words = f"#S215-V{proposed.number} #S215-A{action.number} #S215-D{talk.number} #S215-P{talk.first_id}"
    services.publish_post(world.actor("amina"), talk.discussion, words)
    db.session.commit()
    shown = " | ".join(linked(as_("ben").get(talk.url)))
    for said in (
        f"(intervention {proposed.number},",
        f"(action {action.number},",
        "Curly arrows (discussion 1)",
        "(post 1 by Amina)",
    ):
        assert said in shown


def test_what_one_may_not_read_or_is_not_there_stays_plain(world: World, talk: Talk, as_: AS) -> None:
    services.publish_post(world.actor("amina"), talk.discussion, "#MST124-D1 #S215-T999 #NO-T1 #S215-XYZ1")
    db.session.commit()
    page = as_("ben").get(talk.url)
    assert linked(page) == []
    assert "#MST124-D1 #S215-T999 #NO-T1 #S215-XYZ1" in page.text
    assert "Chain rule" not in page.text


def test_the_other_end_says_where_it_is_mentioned(world: World, talk: Talk, as_: AS) -> None:
    topic = a_topic(world, "Moles")
    address = f"/networks/s215/topics/{topic.number}"
    db.session.commit()
    assert "Mentioned in" not in as_("ben").get(address).text
    post = services.publish_post(world.actor("amina"), talk.discussion, f"#S215-T{topic.number}")
    db.session.commit()
    page = as_("ben").get(address)
    assert [each.get("href") for each in page.find_all("a") if each.text_content() == "Curly arrows"] == [
        talk.post_url(post.id)
    ]
    services.hide_post(world.actor("marek"), queries.post(post.id, seen_by=world.actor("marek")), "For now.")
    db.session.commit()
    assert "Mentioned in" not in as_("ben").get(address).text


def test_an_edit_takes_a_link_back(world: World, talk: Talk) -> None:
    amina = world.actor("amina")
    post = services.publish_post(amina, talk.discussion, "#S215-T1 and #S215-I2")
    services.edit_post(amina, queries.post(post.id, seen_by=amina), "> #S215-T1\n\nOnly #S215-I2")
    kept = db.session.execute(select(TextReference.kind, TextReference.number).where(TextReference.text_id == post.id))
    assert [tuple(row) for row in kept] == [("I", 2)]


def test_the_list_offers_by_title_or_number_and_to_members_alone(world: World, as_: AS) -> None:
    topic = a_topic(world, "100 % of moles_")
    db.session.commit()
    for text in ("moles_", "100 %", f"t{topic.number}"):
        page = as_("ben").get(
            "/networks/s215/names", query_string={"key": "#", "text": text}, headers={"HX-Request": "true"}
        )
        assert f'data-value="#S215-T{topic.number}"' in page.html
    assert as_("ben").get("/networks/s215/names?key=%23&text=molesX", strict=False).status == 204
    assert as_("chidi").get("/networks/s215/names?key=%23&text=moles").status == 404


def test_a_page_asks_once_for_each_kind(world: World, talk: Talk, as_: AS, count_queries: Callable[[], Any]) -> None:
    for title in ("One", "Two", "Three"):
        a_topic(world, title)
    services.publish_post(world.actor("amina"), talk.discussion, "#S215-T1")
    db.session.commit()
    client = as_("ben")
    client.get(talk.url)
    with count_queries() as one:
        client.get(talk.url)
    services.publish_post(world.actor("amina"), talk.discussion, "#S215-T2 #S215-T3 #S215-T1")
    db.session.commit()
    client.get(talk.url)
    with count_queries() as many:
        client.get(talk.url)
    assert len(many) == len(one)

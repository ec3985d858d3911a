"""How much one hears: of a discussion, a forum or a network, and what stands nearest counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, insert, select, update

from app.accounts.models import Person
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.forums.following import queries
from app.forums.following.levels import followers_of
from app.forums.models import Discussion, Level, Subscription
from app.forums.reading import queries as news
from app.forums.services import follow, publish_post, start_discussion
from app.networks.models import Membership, Role
from app.notifications.models import Notice
from app.topics.models import TrickyTopic
from tests.client import Page, StrictClient
from tests.factories.interventions import a_topic
from tests.factories.notices import told_by_now, told_post, words_for
from tests.integration.forums.conftest import Talk
from tests.people import FRIDAY, NETWORKS, World

AS = Callable[[str | None], StrictClient]
HERE = NETWORKS["s215"]


def hear(world: World, talk: Talk) -> set[int]:
    return set(db.session.scalars(followers_of(talk.discussion_id)))


def test_what_stands_nearest_counts(world: World, talk: Talk) -> None:
    tomos = world.actor("tomos")
    follow(tomos, world.s215, Level.EVERYTHING)
    assert world.tomos.id in hear(world, talk)
    follow(tomos, world.forum(), Level.DIGEST)
    assert world.tomos.id not in hear(world, talk)
    follow(tomos, talk.discussion, Level.EVERYTHING)
    assert world.tomos.id in hear(world, talk)
    follow(tomos, talk.discussion, None)
    assert world.tomos.id not in hear(world, talk), "as much as of the forum"
    follow(tomos, world.forum(), None)
    assert world.tomos.id in hear(world, talk), "as much as of the network"


def test_who_said_nothing_hears_of_answers_to_their_own_words(world: World, talk: Talk) -> None:
    saoirse = world.actor("saoirse")
    post = publish_post(saoirse, talk.discussion, "In week 3?")
    follow(saoirse, talk.discussion, None)
    publish_post(world.actor("ben"), talk.discussion, "Somewhere.")
    assert words_for(world, "saoirse") == []
    publish_post(world.actor("ben"), talk.discussion, "Yes, in week 3.", reply_to=post)
    assert len(words_for(world, "saoirse")) == 1


@pytest.mark.parametrize("level", [Level.DIGEST, Level.MUTE])
def test_who_wants_less_hears_not_even_of_answers(world: World, talk: Talk, level: Level) -> None:
    follow(world.actor("amina"), talk.discussion, level)
    before = words_for(world, "amina")
    publish_post(world.actor("ben"), talk.discussion, "An answer.", reply_to=talk.first)
    assert words_for(world, "amina") == before


def test_the_raiser_who_mutes_their_topic_hears_no_posts(world: World) -> None:
    topic = a_topic(world)
    follow(world.actor("amina"), world.s215, Level.MUTE)
    follow(world.actor("amina"), topic_discussion(topic), None)
    publish_post(world.actor("ben"), topic_discussion(topic), "Me, too.")
    assert words_for(world, "amina", "discussion") == []


def topic_discussion(topic: TrickyTopic) -> Discussion:
    return db.session.get_one(Discussion, topic.discussion_id)


def test_writing_does_not_make_loud_what_one_wants_little_of(world: World, talk: Talk) -> None:
    follow(world.actor("tomos"), world.s215, Level.DIGEST)
    publish_post(world.actor("tomos"), talk.discussion, "One word.")
    assert world.tomos.id not in hear(world, talk)


def test_a_choice_for_the_whole_network_can_take_what_is_in_it_along(world: World, talk: Talk) -> None:
    ben = world.actor("ben")
    follow(ben, world.forum(), Level.EVERYTHING)
    follow(ben, world.s215, Level.MUTE)
    assert world.ben.id in hear(world, talk)
    follow(ben, world.s215, Level.MUTE, all_within=True)
    assert world.ben.id not in hear(world, talk)
    mine = select(Subscription.level).where(Subscription.person_id == world.ben.id)
    assert db.session.scalars(mine).all() == [Level.MUTE]


def test_what_is_muted_is_not_new_and_what_was_said_meanwhile_is_not_new_afterwards(world: World, talk: Talk) -> None:
    tomos = world.actor("tomos")
    other = start_discussion(world.actor("amina"), world.forum(), "Week 9", "Too much.")
    before = news.new_by_network(tomos)[HERE]
    follow(tomos, talk.discussion, Level.MUTE)
    assert news.new_by_network(tomos)[HERE] == before - 1
    assert talk.discussion_id not in news.news_of([talk.discussion_id, other.id], tomos)
    publish_post(world.actor("ben"), talk.discussion, "While it was muted.")
    follow(tomos, talk.discussion, None)
    assert talk.discussion_id not in news.news_of([talk.discussion_id], tomos)
    publish_post(world.actor("ben"), talk.discussion, "And after.")
    assert news.news_of([talk.discussion_id], tomos)[talk.discussion_id].posts == 1
    assert other.id in news.news_of([other.id], tomos)


def chosen(page: Page) -> str:
    [ticked] = [each for each in page.find_all("input", name="level") if "checked" in each.attrib]
    return ticked.get("value", "")


def test_the_page_shows_what_holds_and_saves_the_choice(world: World, talk: Talk, as_: AS) -> None:
    client = as_("tomos")
    page = client.get(f"{talk.url}/follow")
    assert "What holds for its forum: replies and mentions." in page.text
    assert chosen(page) == "as-around"
    told = client.follow(client.post(f"{talk.url}/follow", {"level": "mute"}))
    assert "You have muted this discussion." in told.text
    assert chosen(client.get(f"{talk.url}/follow")) == "mute"
    for path in ("/networks/s215/follow", "/networks/s215/forums/tricky-topics/follow"):
        assert client.get(path).status == 200
        assert client.post(path, {"level": "digest only", "all_within": "1"}).status == 303
        assert chosen(client.get(path)) == "digest only"


def test_what_is_no_level_is_refused(talk: Talk, as_: AS) -> None:
    for typed in ("", "loud", "MUTE"):
        assert as_("tomos").post(f"{talk.url}/follow", {"level": typed}).status in {400, 409, 422}
    assert db.session.scalars(select(Subscription).where(Subscription.level == Level.MUTE)).all() == []


def test_a_stranger_finds_nothing_to_choose(world: World, talk: Talk, as_: AS) -> None:
    for path in (f"{talk.url}/follow", "/networks/s215/follow", "/networks/s215/forums/tricky-topics/follow"):
        assert as_("chidi").get(path).status == as_("chidi").post(path, {"level": "mute"}).status == 404
    with pytest.raises(NotFound):
        follow(world.actor("chidi"), world.s215, Level.MUTE)


def test_a_post_to_many_costs_as_many_statements_as_one_to_nobody(
    world: World, talk: Talk, count_queries: Callable[[], Any]
) -> None:
    costs = []
    for followers in (0, 300):
        people = [
            {"id": 9_000 + each, "email": f"{each}@example.org", "name": "P", "created_at": FRIDAY}
            for each in range(followers)
        ]
        if people:
            mine = [{"person_id": each["id"], "network_id": HERE} for each in people]
            db.session.execute(insert(Person), people)
            db.session.execute(insert(Membership), [{**each, "role": Role.AL, "joined_at": FRIDAY} for each in mine])
            db.session.execute(insert(Subscription), [{**each, "level": Level.EVERYTHING} for each in mine])
        told_post(world.actor("ben"), talk.discussion, "To warm up.")
        with count_queries() as seen:
            publish_post(world.actor("ben"), talk.discussion, "To all.")
        assert not any("notice" in each for each in seen), "the request tells nobody"
        with count_queries() as telling:
            told_by_now()
        assert sum("INSERT INTO notice" in each for each in telling) == 1
        costs.append((len(seen), len(telling)))
    assert costs[0] == costs[1]
    told = select(func.count()).where(Notice.person_id >= 9_000, Notice.once_key == f"discussion:{talk.discussion_id}")
    assert db.session.scalars(told).one() == 300


def test_who_moderates_or_chairs_hears_of_everything_until_they_say_otherwise(
    talk: Talk, world: World, as_: AS, run_outbox: Callable[[], int]
) -> None:
    def told() -> set[int]:
        publish_post(world.actor("ben"), talk.discussion, "More.")
        run_outbox()
        mine = select(Notice.person_id).where(Notice.kind == "discussion", Notice.read_at.is_(None))
        found = set(db.session.scalars(mine))
        db.session.execute(update(Notice).values(read_at=clock.now()))
        return found

    assert {world.marek.id, world.dilys.id} <= told()
    assert world.tomos.id not in told()
    assert "hears of everything in it until they choose" in as_("marek").get("/networks/s215/follow").text
    assert "hears of everything in it until they choose" not in as_("tomos").get("/networks/s215/follow").text
    assert "since you moderate or chair it" in as_("marek").get("/account/mail").text
    assert queries.chosen(world.s215, seen_by=world.actor("marek")) == (None, Level.EVERYTHING)
    follow(world.actor("marek"), world.forum(), Level.DIGEST)
    follow(world.actor("dilys"), world.s215, Level.REPLIES)
    assert not {world.marek.id, world.dilys.id} & told()
    assert not db.session.scalars(select(Subscription.id).where(Subscription.person_id == world.wanda.id)).all()

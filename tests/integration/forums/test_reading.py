"""What is new to each person, on every page that says so, and how it becomes read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.forums import services
from app.forums.models import Discussion, ForumKind, Post
from app.forums.reading import queries, sweeping
from app.forums.reading import services as reading
from app.forums.reading.models import ReadFloor, ReadMark, ReadSpan
from app.networks.models import Role
from app.networks.queries import network
from app.networks.services import invite
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import FRIDAY, NETWORKS, World

AS = Callable[[str | None], StrictClient]
HERE = "/networks/s215"


@pytest.fixture
def long_talk(talk: Talk, world: World) -> list[int]:
    """Six posts more by Amina, with a post elsewhere between each two; the ids of all eight."""
    for number in range(6):
        services.publish_post(world.actor("amina"), talk.discussion, f"Words {number}.")
        services.start_discussion(world.actor("chidi"), world.forum(slug="mst124"), f"Noise {number}", "Words.")
    db.session.commit()
    ids = select(Post.id).where(Post.discussion_id == talk.discussion_id).order_by(Post.position)
    return list(db.session.scalars(ids))


def new_to(actor: Actor, discussion_id: int) -> int:
    found = queries.news_of([discussion_id], actor).get(discussion_id)
    return found.posts if found else 0


def test_a_new_post_shows_on_every_page_that_leads_to_it(talk: Talk, world: World, as_: AS) -> None:
    reader = as_("tomos")
    for path in (HERE, f"{HERE}/forums", f"{HERE}/forums/tricky-topics", f"{HERE}/new", "/home"):
        page = reader.get(path)
        assert page.find_all("title")[0].text.startswith("("), path
        assert re.search(r"\d new\b", page.text), path
    for path in (f"{HERE}/forums/tricky-topics", f"{HERE}/new", "/home"):
        assert reader.get(path).find_all("a", href=talk.url), path
    reading.mark_read(world.actor("tomos"), talk.discussion, talk.first_id, talk.first_id)
    for path in (f"{HERE}/forums/tricky-topics", f"{HERE}/new", "/home"):
        assert reader.get(path).find_all("a", href=talk.place_of(2)), path


def test_the_page_says_where_the_new_begins_and_a_form_reads_it(talk: Talk, world: World, as_: AS) -> None:
    reading.mark_read(world.actor("tomos"), talk.discussion, talk.first_id, talk.first_id)
    db.session.commit()
    reader = as_("tomos")
    page = reader.get(talk.url)
    assert [each.text for each in page.find_all("p", class_="new-line")] == ["New since 20 July 2018"]
    assert page.find_all("div", data_new=str(talk.answer_id))
    again = reader.follow(reader.post(f"{talk.url}/read", {"span": page.values()["span"], "next": talk.url}))
    assert not again.find_all("p", class_="new-line")
    assert new_to(world.actor("tomos"), talk.discussion_id) == 0
    assert new_to(world.actor("marek"), talk.discussion_id) == 2, "what one reads is read by nobody else"


def test_ones_own_posts_are_never_new_and_what_was_skipped_is(talk: Talk, long_talk: list[int], world: World) -> None:
    assert new_to(world.actor("amina"), talk.discussion_id) == 1, "Ben's answer"
    assert new_to(world.actor("ben"), talk.discussion_id) == 7
    assert db.session.scalar(select(func.count()).select_from(ReadSpan)) == 2


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_reports_in_any_order_leave_one_mark(
    talk: Talk, long_talk: list[int], world: World, order: tuple[int, ...]
) -> None:
    marek = world.actor("marek")
    parts = [(0, 1), (2, 3), (4, 4), (5, 7)]
    for at in (*order, order[0]):
        first, last = parts[at]
        reading.mark_read(marek, talk.discussion, long_talk[first], long_talk[last])
    mine = select(ReadMark.read_to_id).where(ReadMark.person_id == marek.person_id)
    assert db.session.scalars(mine).all() == [long_talk[-1]]
    assert not db.session.scalars(select(ReadSpan).where(ReadSpan.person_id == marek.person_id)).all()


def test_a_report_marks_nothing_that_is_not_there_yet_nor_elsewhere(talk: Talk, world: World, as_: AS) -> None:
    answer = as_("tomos").post(f"{talk.url}/read", {"span": "1-999999999"}, headers={"X-Person": str(world.tomos.id)})
    assert answer.status == 200
    assert new_to(world.actor("tomos"), talk.discussion_id) == 0
    services.publish_post(world.actor("ben"), talk.discussion, "Later words.")
    assert new_to(world.actor("tomos"), talk.discussion_id) == 1


@pytest.mark.parametrize("span", ["", "1", "-", "a-b", "1-2-3", "٣-٤", "2-1", f"1-{10**30}", f"1-{2**31}", "0-0"])
def test_a_report_that_makes_no_sense_changes_nothing(talk: Talk, world: World, as_: AS, span: str) -> None:
    assert as_("tomos").post(f"{talk.url}/read", {"span": span}).status == 303
    assert new_to(world.actor("tomos"), talk.discussion_id) == 2


@pytest.mark.parametrize("who", ["chidi", None])
def test_a_stranger_marks_and_learns_nothing(talk: Talk, as_: AS, who: str | None) -> None:
    for path in (
        f"{talk.url}/read",
        f"{HERE}/read",
        f"{HERE}/forums/cafe/read",
        talk.post_url(talk.first_id, "unread"),
    ):
        answer = as_(who).post(path, {"span": "1-9", "newest": "9"})
        assert answer.status == (404 if who else 401), path
    assert as_("chidi").get(f"{HERE}/new").status == 404
    here = select(Discussion.id).where(Discussion.network_id == NETWORKS["s215"])
    chidis = select(ReadMark).where(ReadMark.person_id == World().chidi.id, ReadMark.discussion_id.in_(here))
    assert not db.session.scalars(chidis).all()


def test_a_service_refuses_a_stranger(talk: Talk, world: World) -> None:
    with pytest.raises(NotFound):
        reading.mark_read(world.actor("chidi"), talk.discussion, 1, talk.answer_id)
    with pytest.raises(NotFound):
        sweeping.read_all(world.actor("chidi"), [world.forum()], talk.answer_id)


def test_all_read_leaves_what_came_after_the_page(talk: Talk, world: World, as_: AS) -> None:
    reader = as_("tomos")
    page = reader.get(f"{HERE}/forums/tricky-topics")
    services.publish_post(world.actor("ben"), talk.discussion, "Written while Tomos reads the list.")
    db.session.commit()
    reader.post(f"{HERE}/forums/tricky-topics/read", {"newest": page.values()["newest"]})
    assert new_to(world.actor("tomos"), talk.discussion_id) == 1


def test_what_is_declared_read_needs_one_row_a_forum(talk: Talk, long_talk: list[int], world: World) -> None:
    ben = world.actor("ben")
    reading.mark_read(ben, talk.discussion, long_talk[4], long_talk[5])
    with clock.standing_at(FRIDAY + timedelta(days=2)):
        sweeping.read_all(ben, [world.forum()], long_talk[-1])
    for model in (ReadMark, ReadSpan):
        mine = select(model).where(model.person_id == ben.person_id, model.discussion_id == talk.discussion_id)
        assert not db.session.scalars(mine).all()
    assert queries.new_by_network(ben) == {}


def test_unread_from_here_and_back(talk: Talk, world: World, as_: AS) -> None:
    reader = as_("tomos")
    reading.mark_read(world.actor("tomos"), talk.discussion, talk.first_id, talk.answer_id)
    db.session.commit()
    assert reader.get(talk.post_url(talk.answer_id, "options")).find_all(
        "form", action=talk.post_url(talk.answer_id, "unread")
    )
    told = reader.follow(reader.post(talk.post_url(talk.answer_id, "unread")))
    assert "Post 2 and what follows it are new to you again." in told.text
    assert new_to(world.actor("tomos"), talk.discussion_id) == 1


def test_to_whoever_joins_what_was_said_before_is_not_new(talk: Talk, world: World) -> None:
    chidi, here = world.chidi, network("s215", seen_by=world.actor("marek"))
    invite(world.actor("marek"), here, email=chidi.email, name=chidi.name, role=Role.AL)
    assert NETWORKS["s215"] not in queries.new_by_network(world.actor("chidi"))
    services.publish_post(world.actor("ben"), talk.discussion, "Welcome.")
    assert queries.new_by_network(world.actor("chidi"))[NETWORKS["s215"]] == 1


def test_a_move_a_hiding_and_a_removal_change_no_mark(talk: Talk, world: World) -> None:
    marek, tomos = world.actor("marek"), world.actor("tomos")
    services.hide_post(marek, talk.answer, "Looked into")
    assert new_to(tomos, talk.discussion_id) == 1
    services.restore_post(marek, db.session.get_one(Post, talk.answer_id))
    services.move_discussion(marek, talk.discussion, ForumKind.CAFE)
    assert queries.new_by_forum(NETWORKS["s215"], tomos) == {world.forum(ForumKind.CAFE).id: 1}
    assert new_to(tomos, talk.discussion_id) == 2


def test_by_hand_no_script_marks(talk: Talk, as_: AS) -> None:
    reader = as_("tomos")
    assert not reader.get(talk.url).find_all("div", data_by_hand="")
    assert reader.post("/account/reading", {"by_hand": "1"}).status == 303
    assert reader.get(talk.url).find_all("div", data_by_hand="")
    reader.post("/account/reading", {"by_hand": "0"})
    assert not reader.get(talk.url).find_all("div", data_by_hand="")


def test_the_frame_asks_once_however_many_networks(talk: Talk, as_: AS, count_queries: Callable[[], object]) -> None:
    reader = as_("marek")
    reader.get("/account")
    with count_queries() as seen:  # type: ignore[attr-defined]
        reader.get("/account")
    assert len([each for each in seen if "read_mark" in each]) == 1


def test_a_floor_is_never_lowered(talk: Talk, world: World) -> None:
    tomos = world.actor("tomos")
    with clock.standing_at(FRIDAY + timedelta(days=2)):
        sweeping.read_all(tomos, [world.forum()], talk.answer_id)
        sweeping.read_all(tomos, [world.forum()], talk.first_id)
    floor = select(ReadFloor.read_to_id).where(
        ReadFloor.person_id == tomos.person_id, ReadFloor.forum_id == world.forum().id
    )
    assert db.session.scalar(floor) == talk.answer_id
